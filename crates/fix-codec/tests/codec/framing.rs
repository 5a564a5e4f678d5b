//! Where a message begins and ends: its length, its sum, and what is dropped when they are wrong.

use fix_codec::{Encoder, Limits, OwnedMessage};

use crate::{decode_all, message, show};

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
