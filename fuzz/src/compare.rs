//! Messages for another decoder to judge: each with our verdict and our tree of it, as lines of text.
//!
//! `fuzz/quickfix.py` reads the lines and asks QuickFIX. Values are text (SOH, `=` and digits in data included),
//! because the other side takes strings.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use fix_codec::{Decoder, Limits, Part, Step};
use fix_session::{Dictionaries, Role, SessionConfig, validate};

use crate::mutate::change_fields;
use crate::random::Random;
use crate::sample::{self, Dialect, Header, Values};

/// Bytes that break a frame in one place.
fn break_frame(random: &mut Random, bytes: &mut [u8]) {
    let at = random.below(bytes.len());
    let old = bytes[at];
    while bytes[at] == old {
        bytes[at] = *random.pick(b"0123456789=\x01ABCxyz");
    }
}

/// One message: version, application version, the bytes in hex, our verdict, and our tree if it is a good one.
///
/// The verdict is `garbled:REASON`; `REASON:TAG:PLACE:TYPE` with SessionRejectReason(373), RefTagID(371), `group` where that
/// tag may be in one, and its type; or `ok`.
pub fn line(random: &mut Random) -> String {
    let dialect = *random.pick(&Dialect::ALL);
    let msg_type = if random.once_in(8) {
        *random.pick(&["A", "0", "1", "2", "3", "4", "5"])
    } else {
        &**random.pick(dialect.application_types())
    };
    let mut body = sample::body(random, dialect, msg_type, Values::Text);
    if random.once_in(3) {
        change_fields(random, &mut body);
        // What is no text can't be handed over.
        for (_, value) in &mut body {
            value.retain(|byte| (0x20..0x7f).contains(byte) || *byte == 1);
        }
    }
    let header = Header {
        msg_seq_num: "7",
        sender: "PEER",
        target: "US",
        sending_time: b"20260922-01:46:40",
        more: &[],
    };
    let body = sample::encoded(&body);
    let mut bytes = sample::message(dialect, msg_type.as_bytes(), &header, &body);
    if random.once_in(10) {
        break_frame(random, &mut bytes);
    }
    let verdict = verdict(dialect, &bytes);
    format!(
        "{} {} {} {verdict}",
        dialect.version.begin_string(),
        dialect.release.name(),
        hex::encode(&bytes)
    )
}

fn verdict(dialect: Dialect, bytes: &[u8]) -> String {
    let mut decoder = Decoder::new(Limits::DEFAULT);
    let message = match decoder.decode(bytes) {
        Step::Message { consumed, message } if consumed == bytes.len() => message,
        Step::Garbled { reason, .. } => return format!("garbled:{reason:?}"),
        Step::Message { .. } | Step::Partial => return "garbled:Partial".to_owned(),
    };
    let Dictionaries {
        session,
        application,
    } = dialect.dictionaries();
    let definition = session
        .message(message.msg_type())
        .or_else(|| application.message(message.msg_type()));
    let config = SessionConfig::new(
        Role::Acceptor,
        dialect.version,
        "US",
        "PEER",
        dialect.dictionaries(),
    );
    let problem = validate(&config, message).err();
    let definition = match (definition, problem) {
        (Some(definition), None) => definition,
        (definition, problem) => {
            let tag = problem.as_ref().and_then(|problem| problem.tag.as_deref());
            let number = tag.and_then(|tag| tag.parse().ok());
            let members = definition.map(|definition| &definition.members);
            let number: Option<u32> = number;
            let in_group = number
                .zip(members)
                .is_some_and(|(tag, members)| members.is_nested(tag));
            let field =
                number.and_then(|tag| application.field(tag).or_else(|| session.field(tag)));
            return format!(
                "{}:{}:{}:{:?}",
                problem.as_ref().map_or(11, |problem| problem.reason as u32),
                tag.unwrap_or_default(),
                if in_group { "group" } else { "message" },
                field.map(fix_dictionary::Field::field_type),
            );
        }
    };
    let mut tree = String::new();
    write_tree(Part::new(message.fields(), &definition.members), &mut tree);
    format!("ok {}", hex::encode(tree))
}

/// A part's own fields, by tag, each as `tag=value;`, then its groups, by their counts, with `{…}` an entry.
fn write_tree(part: Part<'_>, tree: &mut String) {
    let members = part.members();
    let is_own = |tag: &u32| members.contains(*tag) || !members.is_nested(*tag);
    let tags: BTreeSet<u32> = part.fields().iter().map(|field| field.tag).collect();
    for tag in tags.iter().copied().filter(is_own) {
        if let Some(value) = part.get(tag) {
            let _ = write!(tree, "{tag}={};", String::from_utf8_lossy(value));
        }
    }
    for tag in tags.into_iter().filter(|tag| members.group(*tag).is_some()) {
        for entry in part.group(tag).into_iter().flatten() {
            tree.push('{');
            write_tree(entry, tree);
            tree.push('}');
        }
    }
}
