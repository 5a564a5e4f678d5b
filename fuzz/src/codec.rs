//! Bytes of the wire through the decoder, the dictionary's checks, the groups and the typed messages.
//!
//! The first byte says how the rest is to be taken, so that a mutation gets past the checksum: as it is, or as the
//! body of a message that is framed here. What has to hold:
//!
//! * every step consumes something or wants more, and a full buffer never wants more;
//! * a message is its fields, exactly, with its length and its sum;
//! * bytes that come piece by piece give the same messages as all at once;
//! * what the session's validation accepts, the groups and the typed messages can read;
//! * no more is held than the limits allow.

use fix_codec::{Decoder, Encoder, Fields, GroupError, Limits, Message, Part, SOH, Step};
use fix_dictionary::Members;
use fix_messages::{AnyMessage, FieldError};
use fix_session::{Dictionaries, Role, SessionConfig, validate};

use crate::input::Input;
use crate::sample::Dialect;

/// Small, so that they are met.
pub const LIMITS: Limits = Limits {
    message_bytes: 2048,
    field_count: 256,
};
/// Slots of two decoders, copies of the input and of the messages in it, and the books of this harness.
pub const HELD_BYTES_MAX: usize = 48 * 1024;

/// How the bytes after the first two are taken.
#[derive(Debug, Clone, Copy)]
enum Shape {
    /// As they are.
    Raw,
    /// As they are, and in pieces as well: both must give the same messages.
    Pieces,
    /// As a message from MsgType(35) on, to be framed.
    Body,
}

/// Takes an input.
pub fn run(input: &[u8]) {
    let mut input = Input::new(input);
    let shape = input.pick(&[Shape::Raw, Shape::Pieces, Shape::Body]);
    let dialect = input.pick(&Dialect::ALL);
    match shape {
        Shape::Raw => {
            decode(input.rest(), |message| check_message(message, dialect));
        }
        Shape::Pieces => pieces(input),
        Shape::Body => {
            let mut encoder = Encoder::new();
            encoder.begin(input.bytes(1));
            encoder.bytes(34, b"1");
            encoder.encoded(input.rest());
            let bytes = encoder.finish(dialect.version.begin_string().as_bytes());
            decode(bytes, |message| check_message(message, dialect));
        }
    }
}

/// Decodes all of the bytes; what is left over is partial.
fn decode(bytes: &[u8], mut on_message: impl FnMut(Message<'_>)) {
    let mut decoder = Decoder::new(LIMITS);
    let mut at = 0;
    while at < bytes.len() {
        match decoder.decode(&bytes[at..]) {
            Step::Message { consumed, message } => {
                assert_eq!(consumed, message.bytes().len());
                check_frame(message);
                on_message(message);
                at += consumed;
            }
            Step::Garbled { consumed, .. } => {
                assert!((1..=bytes.len() - at).contains(&consumed));
                at += consumed;
            }
            Step::Partial => {
                assert!(
                    bytes.len() - at < LIMITS.message_bytes,
                    "a full buffer waits for more"
                );
                return;
            }
        }
    }
}

/// A message is its fields, with its length and its sum.
fn check_frame(message: Message<'_>) {
    let (bytes, fields) = (message.bytes(), message.fields());
    assert!(bytes.len() <= LIMITS.message_bytes && fields.len() <= LIMITS.field_count);
    let mut rebuilt = Vec::with_capacity(bytes.len());
    for (index, field) in fields.iter().enumerate() {
        let text = fields.tag_text(index);
        if field.tag != 0 {
            assert_eq!(text, field.tag.to_string().as_bytes());
        }
        rebuilt.extend_from_slice(text);
        rebuilt.push(b'=');
        rebuilt.extend_from_slice(field.value);
        rebuilt.push(SOH);
    }
    assert_eq!(rebuilt, bytes, "a message is its fields");
    let tags: Vec<u32> = fields.iter().take(3).map(|field| field.tag).collect();
    assert_eq!(tags, [8, 9, 35]);
    let number = |index: usize| {
        let text = std::str::from_utf8(fields.at(index)?.value).ok()?;
        text.parse::<usize>().ok()
    };
    let last = fields.len() - 1;
    assert_eq!(fields.at(last).map(|field| field.tag), Some(10));
    let trailer = bytes.len() - b"10=nnn|".len();
    let sum = bytes[..trailer]
        .iter()
        .fold(0u8, |sum, byte| sum.wrapping_add(*byte));
    assert_eq!(number(last), Some(usize::from(sum)));
    let head: usize = fields
        .range(0..2)
        .iter()
        .map(|field| field.value.len() + b"n=|".len())
        .sum();
    assert_eq!(number(1), Some(trailer - head));
}

/// The bytes in pieces, whose sizes are the input's too, give the same messages as all at once.
fn pieces(mut input: Input<'_>) {
    let sizes: Vec<usize> = (0..8).map(|_| 1 + input.below(64)).collect();
    let bytes = input.rest();
    let mut whole = Vec::new();
    decode(bytes, |message| whole.push(message.bytes().to_vec()));
    let mut decoder = Decoder::new(LIMITS);
    let mut buffer: Vec<u8> = Vec::new();
    let mut found = Vec::new();
    let mut rest = bytes;
    for size in sizes.iter().cycle() {
        if rest.is_empty() {
            break;
        }
        let (piece, later) = rest.split_at((*size).min(rest.len()));
        rest = later;
        buffer.extend_from_slice(piece);
        let mut at = 0;
        while at < buffer.len() {
            match decoder.decode(&buffer[at..]) {
                Step::Message { consumed, message } => {
                    found.push(message.bytes().to_vec());
                    at += consumed;
                }
                Step::Garbled { consumed, .. } => at += consumed,
                Step::Partial => break,
            }
        }
        buffer.drain(..at);
        assert!(
            buffer.len() < LIMITS.message_bytes,
            "a buffer grows for ever"
        );
    }
    assert!(
        found == whole,
        "in pieces of {sizes:?} {} messages, at once {}",
        found.len(),
        whole.len()
    );
}

/// What the dictionary's checks, the groups and the typed messages make of a message.
fn check_message(message: Message<'_>, dialect: Dialect) {
    let Dictionaries {
        session,
        application,
    } = dialect.dictionaries();
    let msg_type = message.msg_type();
    let dictionary = if session.message(msg_type).is_some() {
        &session
    } else {
        &application
    };
    let config = SessionConfig::new(
        Role::Acceptor,
        dialect.version,
        "US",
        "PEER",
        dialect.dictionaries(),
    );
    let verdict = validate(&config, message);
    let Some(definition) = dictionary.message(msg_type) else {
        assert!(verdict.is_err(), "a message that is not in the dictionary");
        return;
    };
    let groups = check_groups(Part::new(message.fields(), &definition.members));
    if verdict.is_ok() {
        assert_eq!(groups, Ok(()), "what is valid can be read");
    }
    if let Some(read) = AnyMessage::read(dictionary, message) {
        check_typed(read);
    }
}

/// Reads every group of a part and all groups within.
fn check_groups(part: Part<'_>) -> Result<(), GroupError> {
    for member in part.members() {
        let _ = part.get(member.tag);
        let Some(group) = &member.group else {
            continue;
        };
        let entries = part.group(member.tag)?;
        for entry in entries {
            assert_eq!(
                entry.fields().at(0).map(|field| field.tag),
                group.delimiter()
            );
            assert!(all_within(entry.fields(), group));
            check_groups(entry)?;
        }
    }
    Ok(())
}

fn all_within(fields: Fields<'_>, members: &Members) -> bool {
    fields.iter().all(|field| members.contains_deep(field.tag))
}

/// Reads typed fields of each kind; an error, once printed, is as good as a value.
fn check_typed(message: AnyMessage<'_>) {
    fn look<T>(read: Result<T, FieldError>) {
        if let Err(error) = read {
            assert!(error.to_string().len() < 200, "{error}");
        }
    }
    match message {
        AnyMessage::NewOrderSingle(order) => {
            look(order.cl_ord_id().required());
            look(order.side().required());
            look(order.exec_inst().optional());
            look(order.order_qty().optional());
            look(order.transact_time().optional());
            look(order.encoded_text().optional());
            look(order.no_party_ids());
            for party in order.no_party_ids().into_iter().flatten() {
                look(party.party_role().required());
                look(party.no_party_sub_ids());
            }
        }
        AnyMessage::ExecutionReport(report) => {
            look(report.exec_type().required());
            look(report.ord_rej_reason().optional());
            look(report.no_misc_fees());
        }
        AnyMessage::Logon(logon) => {
            look(logon.heart_bt_int().required());
            look(logon.reset_seq_num_flag().optional());
            look(logon.raw_data().optional());
        }
        AnyMessage::SequenceReset(reset) => look(reset.new_seq_no().required()),
        _ => {}
    }
}
