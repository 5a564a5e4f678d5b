//! The codec's laws: what is encoded decodes to the same; no bytes make it panic or exceed its limits.

use fix_codec::{
    Decoder, Draft, Encoder, Garbled, Limits, OwnedMessage, Part, SOH, Step, TimePrecision,
    Timestamp, format,
};
use proptest::prelude::*;

fn message(fields: &[(u32, &str)]) -> Vec<u8> {
    let mut encoder = Encoder::new();
    encoder.begin(b"D");
    for (tag, value) in fields {
        encoder.bytes(*tag, value.as_bytes());
    }
    encoder.finish(b"FIX.4.4").to_vec()
}

/// Decodes a stream as a connection does: messages as text, garbled bytes as their reason.
fn decode_all(bytes: &[u8], limits: Limits) -> Vec<String> {
    let mut decoder = Decoder::new(limits);
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match decoder.decode(&bytes[at..]) {
            Step::Message { consumed, message } => {
                at += consumed;
                found.push(message.to_owned().to_string());
            }
            Step::Garbled { consumed, reason } => {
                assert!(consumed > 0, "no progress");
                at += consumed;
                found.push(format!("{reason:?}"));
            }
            Step::Partial => break,
        }
    }
    found
}

fn show(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).replace('\u{1}', "|")
}

#[test]
fn a_message_has_exact_length_and_sum() {
    let bytes = message(&[
        (34, "2"),
        (49, "TW44"),
        (52, "20040101-00:00:00"),
        (56, "ISLD"),
        (112, "HELLO"),
    ]);
    assert_eq!(
        show(&bytes),
        "8=FIX.4.4|9=57|35=D|34=2|49=TW44|52=20040101-00:00:00|56=ISLD|112=HELLO|10=140|"
    );
}

#[test]
fn the_length_is_exact_for_any_size() {
    let mut encoder = Encoder::new();
    for size in [0, 1, 9, 85, 989, 9_991, 99_999, 1_000_000] {
        encoder.begin(b"B");
        encoder.bytes(58, &vec![b'x'; size]);
        let bytes = encoder.finish(b"FIXT.1.1").to_vec();
        let read = OwnedMessage::decode(&bytes).expect("what we write can be read");
        assert_eq!(read.fields().get(58).map(<[u8]>::len), Some(size));
    }
}

#[test]
fn a_begin_string_of_any_length_is_written_whole() {
    let mut encoder = Encoder::new();
    for length in [0, 7, 40, 41, 42, 43, 200] {
        let begin_string = "V".repeat(length);
        encoder.begin(b"0");
        let bytes = encoder.finish(begin_string.as_bytes()).to_vec();
        let head = format!("8={begin_string}\u{1}9=5\u{1}35=0\u{1}");
        let sum = head.bytes().fold(0u8, u8::wrapping_add);
        assert_eq!(
            show(&bytes),
            show(format!("{head}10={sum:03}\u{1}").as_bytes())
        );
    }
}

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
fn a_data_field_of_a_wrong_length_is_garbled() {
    for length in ["0", "1", "3", "99999999999", "x"] {
        let bytes = message(&[(95, length), (96, "ab"), (11, "ID")]);
        assert_eq!(
            decode_all(&bytes, Limits::DEFAULT),
            ["DataLength"],
            "{length}"
        );
    }
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
fn a_length_too_short_drops_the_message_alone() {
    let good = message(&[(11, "ID")]);
    let bad = show(&good)
        .replace("9=11", "9=07")
        .replace('|', "\u{1}")
        .into_bytes();
    assert_eq!(
        decode_all(&[bad, good.clone()].concat(), Limits::DEFAULT),
        ["Trailer".to_owned(), show(&good)]
    );
}

#[test]
fn a_length_too_long_drops_what_it_runs_into() {
    let good = message(&[(11, "ID")]);
    let bad = show(&good)
        .replace("9=11", "9=25")
        .replace('|', "\u{1}")
        .into_bytes();
    let stream = [bad, good.clone(), good.clone()].concat();
    assert_eq!(
        decode_all(&stream, Limits::DEFAULT),
        ["Trailer".to_owned(), show(&good)]
    );
}

#[test]
fn how_far_is_skipped_does_not_depend_on_how_much_came_at_once() {
    let limits = Limits {
        message_bytes: 100,
        ..Limits::DEFAULT
    };
    // Its trailer is not where BodyLength(9) says; the next one is another message's, beyond the limit.
    let bad = [b"8=FIX.4.4\x019=5\x0135=0\x01".to_vec(), vec![b'x'; 80]].concat();
    let good = message(&[(11, "ID")]);
    assert_eq!(
        decode_all(&[bad, good.clone()].concat(), limits),
        ["Trailer".to_owned(), show(&good)]
    );
}

#[test]
fn bytes_between_messages_are_skipped() {
    let good = message(&[(11, "ID")]);
    let stream = [b"noise 8=FI".to_vec(), good.clone(), b"8=FI".to_vec()].concat();
    assert_eq!(
        decode_all(&stream, Limits::DEFAULT),
        ["Stray".to_owned(), show(&good)]
    );
}

#[test]
fn what_is_wrong_has_a_name() {
    let frame = |body: &str| {
        let body = body.replace('|', "\u{1}");
        let head = format!("8=FIX.4.4\u{1}9={}\u{1}{body}", body.len());
        let sum = head.bytes().fold(0u8, u8::wrapping_add);
        format!("{head}10={sum:03}\u{1}").into_bytes()
    };
    let reason = |bytes: &[u8]| decode_all(bytes, Limits::DEFAULT).remove(0);
    assert_eq!(reason(&frame("35=0|4garbled9=TW|")), "Field");
    assert_eq!(reason(&frame("35=0|49garbled=TW|")), "Field");
    assert_eq!(reason(&frame("35=0|=TW|")), "Field");
    assert_eq!(reason(&frame("35=0|49|")), "Field");
    assert_eq!(reason(&frame("34=2|35=0|")), "FirstThreeFields");
    assert_eq!(reason(b"8=FIX.4.4\x0135=0\x019=5\x01"), "BodyLength");
    assert_eq!(reason(b"8=FIX.4.4\x019=x\x01"), "BodyLength");
    let mut wrong_sum = frame("35=0|");
    let digit = wrong_sum.len() - 2;
    wrong_sum[digit] ^= 1;
    assert_eq!(reason(&wrong_sum), "CheckSum");
    assert_eq!(reason(b"8=FIX.4.4\x019=999999999\x01"), "MessageBytes");
    let many = Limits {
        field_count: 4,
        ..Limits::DEFAULT
    };
    assert_eq!(decode_all(&frame("35=0|1=a|1=b|"), many), ["FieldCount"]);
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

fn field() -> impl Strategy<Value = (u32, Vec<u8>)> {
    let tag = (1u32..30_000).prop_filter("neither the frame's nor a length", |tag| {
        ![8, 9, 10, 35].contains(tag)
            && !fix_dictionary::Release::all().any(|release| {
                release
                    .dictionary()
                    .field(*tag)
                    .is_some_and(|field| field.data_tag().is_some())
            })
    });
    (
        tag,
        prop::collection::vec(
            any::<u8>().prop_map(|byte| if byte == SOH { b'=' } else { byte }),
            0..80,
        ),
    )
}

fn encode(fields: &[(u32, Vec<u8>)]) -> Vec<u8> {
    let mut encoder = Encoder::new();
    encoder.begin(b"AE");
    for (tag, value) in fields {
        encoder.bytes(*tag, value);
    }
    encoder.finish(b"FIXT.1.1").to_vec()
}

#[derive(Debug, Clone)]
enum Mutation {
    Flip(prop::sample::Index, u8),
    Cut(prop::sample::Index),
    Insert(prop::sample::Index, u8),
    Double(prop::sample::Index, prop::sample::Index),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let interesting = prop_oneof![Just(SOH), Just(b'='), Just(b'9'), Just(b'-'), any::<u8>()];
    prop_oneof![
        (any::<prop::sample::Index>(), interesting.clone())
            .prop_map(|(at, byte)| Mutation::Flip(at, byte)),
        any::<prop::sample::Index>().prop_map(Mutation::Cut),
        (any::<prop::sample::Index>(), interesting)
            .prop_map(|(at, byte)| Mutation::Insert(at, byte)),
        (any::<prop::sample::Index>(), any::<prop::sample::Index>())
            .prop_map(|(from, to)| Mutation::Double(from, to)),
    ]
}

fn mutate(bytes: &mut Vec<u8>, mutation: &Mutation) {
    if bytes.is_empty() {
        return;
    }
    match mutation {
        Mutation::Flip(at, byte) => {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        Mutation::Cut(at) => {
            bytes.remove(at.index(bytes.len()));
        }
        Mutation::Insert(at, byte) => bytes.insert(at.index(bytes.len()), *byte),
        Mutation::Double(from, to) => {
            let (from, to) = (from.index(bytes.len()), to.index(bytes.len()));
            let again = bytes[from.min(to)..from.max(to)].to_vec();
            bytes.splice(from..from, again);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn what_is_encoded_decodes_to_the_same(fields in prop::collection::vec(field(), 0..40)) {
        let bytes = encode(&fields);
        let message = OwnedMessage::decode(&bytes).expect("what we write can be read");
        let all: Vec<(u32, Vec<u8>)> = message.fields().iter().map(|field| (field.tag, field.value.to_vec())).collect();
        prop_assert_eq!(&all[3..all.len() - 1], &fields[..]);
        prop_assert_eq!(message.view().bytes(), &bytes[..]);
    }

    #[test]
    fn every_prefix_is_partial(fields in prop::collection::vec(field(), 0..10), cut in any::<prop::sample::Index>()) {
        let bytes = encode(&fields);
        let cut = cut.index(bytes.len());
        let mut decoder = Decoder::new(Limits::DEFAULT);
        prop_assert!(matches!(decoder.decode(&bytes[..cut]), Step::Partial));
    }

    #[test]
    fn mutated_bytes_never_panic_and_never_exceed_the_limits(
        messages in prop::collection::vec(prop::collection::vec(field(), 0..10), 1..4),
        mutations in prop::collection::vec(mutation(), 0..12),
    ) {
        let mut bytes: Vec<u8> = messages.iter().flat_map(|fields| encode(fields)).collect();
        for mutation in &mutations {
            mutate(&mut bytes, mutation);
        }
        let limits = Limits { message_bytes: 300, field_count: 8 };
        let mut decoder = Decoder::new(limits);
        let mut at = 0;
        while at < bytes.len() {
            match decoder.decode(&bytes[at..]) {
                Step::Message { consumed, message } => {
                    prop_assert!(consumed <= limits.message_bytes);
                    prop_assert!(message.fields().len() <= limits.field_count);
                    let sum = message.bytes()[..consumed - 7].iter().fold(0u8, |sum, byte| sum.wrapping_add(*byte));
                    let trailer = format!("10={sum:03}\u{1}");
                    prop_assert_eq!(&message.bytes()[consumed - 7..], trailer.as_bytes());
                    at += consumed;
                }
                Step::Garbled { consumed, reason } => {
                    prop_assert!(consumed > 0 && at + consumed <= bytes.len());
                    prop_assert!(!reason.is_limit() || matches!(reason, Garbled::MessageBytes | Garbled::FieldCount));
                    at += consumed;
                }
                Step::Partial => {
                    prop_assert!(bytes.len() - at < limits.message_bytes, "waits for more than a message may have");
                    break;
                }
            }
        }
    }
}
