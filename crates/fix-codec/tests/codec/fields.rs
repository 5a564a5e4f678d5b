//! What is in a message: fields, data fields, groups and times.

use fix_codec::{Draft, Encoder, OwnedMessage, Part, TimePrecision, Timestamp, format};

use crate::message;

#[test]
fn fields_are_found_by_tag_and_by_position() {
    let bytes = message(&[(11, "ID"), (1, "ACC"), (11, "again")]);
    let message = OwnedMessage::decode(&bytes).unwrap();
    assert_eq!(message.fields().get(11), Some(&b"ID"[..]));
    assert_eq!(message.fields().get(99), None);
    let tags: Vec<u32> = message.fields().iter().map(|field| field.tag).collect();
    assert_eq!(tags, [8, 9, 35, 11, 1, 11, 10]);
    assert_eq!(message.view().msg_type(), b"D");
}

#[test]
fn a_data_field_may_hold_any_bytes() {
    let draft = Draft::new("D")
        .data(95, 96, b"a\x0110=000\x018=FIX")
        .field(11, "ID");
    let mut encoder = Encoder::new();
    encoder.begin(b"D");
    encoder.encoded(draft.body());
    let bytes = encoder.finish(b"FIX.4.4").to_vec();
    let message = OwnedMessage::decode(&bytes).unwrap();
    assert_eq!(message.fields().get(96), Some(&b"a\x0110=000\x018=FIX"[..]));
    assert_eq!(message.fields().get(11), Some(&b"ID"[..]));
}

#[test]
fn every_data_field_of_every_dictionary_is_known() {
    for release in fix_dictionary::Release::all() {
        let dictionary = release.dictionary();
        for field in dictionary.fields() {
            let Some(data_tag) = field.data_tag() else {
                continue;
            };
            let bytes = {
                let mut encoder = Encoder::new();
                encoder.begin(b"D");
                encoder.encoded(Draft::new("D").data(field.tag(), data_tag, b"\x01").body());
                encoder.finish(b"FIX.4.4").to_vec()
            };
            let value = OwnedMessage::decode(&bytes)
                .and_then(|message| message.fields().get(data_tag).map(<[u8]>::to_vec));
            assert_eq!(
                value.as_deref(),
                Some(&b"\x01"[..]),
                "{} {}",
                release.name(),
                field.name()
            );
        }
    }
}

#[test]
fn a_soh_in_a_value_cannot_forge_a_field() {
    assert_eq!(
        Draft::new("D").field(58, "a\u{1}54=2").body(),
        b"58=a?54=2\x01"
    );
}

#[test]
fn odd_tags_are_tag_0_with_their_text() {
    let mut encoder = Encoder::new();
    encoder.begin(b"0");
    encoder.encoded(b"-1=HI\x010=HI\x01012=HI\x0112345678901=HI\x01");
    let bytes = encoder.finish(b"FIX.4.4").to_vec();
    let message = OwnedMessage::decode(&bytes).unwrap();
    for (index, text) in ["-1", "0", "012", "12345678901"].iter().enumerate() {
        assert_eq!(message.fields().at(3 + index).unwrap().tag, 0);
        assert_eq!(message.fields().tag_text(3 + index), text.as_bytes());
    }
}

#[test]
fn groups_are_read_entry_by_entry() {
    let draft = Draft::new("8").group(
        136,
        [("1", "0.1"), ("2", "0.2")],
        |entry, (kind, amount)| {
            entry.push(137, amount);
            entry.push(139, kind);
        },
    );
    let mut encoder = Encoder::new();
    encoder.begin(b"8");
    encoder.encoded(draft.body());
    encoder.bytes(58, b"after");
    let bytes = encoder.finish(b"FIX.4.4").to_vec();
    let message = OwnedMessage::decode(&bytes).unwrap();
    let dictionary = fix_dictionary::Release::Fix44.dictionary();
    let members = &dictionary.message(b"8").unwrap().members;
    let entries: Vec<_> = Part::new(message.fields(), members)
        .group(136)
        .unwrap()
        .collect();
    let amounts: Vec<_> = entries
        .iter()
        .map(|entry| entry.fields())
        .map(|fields| (fields.text(137), fields.text(139), fields.len()))
        .collect();
    assert_eq!(
        amounts,
        [(Some("0.1"), Some("1"), 2), (Some("0.2"), Some("2"), 2)]
    );
}

#[test]
fn times_are_written_and_read() {
    let text = "20261123-05:14:54.876543219";
    let time = Timestamp::parse(text.as_bytes()).unwrap();
    assert_eq!(
        time.format(TimePrecision::Nanoseconds).as_bytes(),
        text.as_bytes()
    );
    assert_eq!(
        time.format(TimePrecision::Milliseconds).as_bytes(),
        &text.as_bytes()[..21]
    );
    assert_eq!(
        time.format(TimePrecision::Seconds).as_bytes(),
        &text.as_bytes()[..17]
    );
    for bad in [
        "",
        "20261123",
        "20261323-05:14:54",
        "20260230-05:14:54",
        "20261123-24:14:54",
        "20261123-05:14:54.",
        "20261123 05:14:54",
    ] {
        assert_eq!(Timestamp::parse(bad.as_bytes()), None, "{bad}");
        assert!(!format::is_utc_timestamp(bad.as_bytes()), "{bad}");
    }
    // Times beyond those that count in nanoseconds from 1970.
    assert!(format::is_utc_timestamp(b"99991231-23:59:59.999"));
    let never = Timestamp::parse(b"99991231-23:59:59.999").expect("a time");
    assert_eq!(never.to_string(), "99991231-23:59:59.999");
    assert_eq!(never.unix_ns(), i64::MAX);
    assert!(Timestamp::parse(b"99991231-23:59:59.998") < Some(never));
    assert!(Timestamp::from_unix_ns(i64::MAX) < never);
    let first = Timestamp::parse(b"00000101-00:00:00").expect("a time");
    assert_eq!(
        (first.to_string(), first.unix_ns()),
        ("00000101-00:00:00.000".to_owned(), i64::MIN)
    );
}
