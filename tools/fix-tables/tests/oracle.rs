//! Our decoder and encoder against fefix's, where fefix is right: messages under 256 bytes without groups, data fields
//! and tags above 65535, decoded by a decoder that is made for each. `ROUNDS` messages from a seed that a failure prints.

use std::sync::LazyLock;

use fefix::Dictionary;
use fefix::dict::FixDatatype;
use fefix::tagvalue::{Config, Decoder};
use fefix::{GetConfig, TagU16};

const ROUNDS: u64 = 10_000;
const SEED: u64 = 20_260_131;
/// fefix writes a wrong BodyLength from here up.
const MESSAGE_BYTES_MAX: usize = 255;

type Fields = Vec<(u32, Vec<u8>)>;

/// splitmix64
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).unwrap()
    }
}

/// Tags that neither count a group nor measure data nor are framing.
fn plain_tags() -> Vec<u32> {
    let dictionary = Dictionary::fix44();
    let is_plain = |kind| !matches!(kind, FixDatatype::NumInGroup | FixDatatype::Length | FixDatatype::Data);
    let fields = dictionary.iter_fields().filter(|field| is_plain(field.fix_datatype()));
    fields
        .map(|field| u32::from(field.tag().get()))
        .filter(|tag| ![8, 9, 10, 35].contains(tag))
        .collect()
}

fn random_fields(random: &mut Random, tags: &[u32]) -> Fields {
    let mut fields = vec![(35, vec![b"0123458ADFGH"[random.below(12)]])];
    let mut bytes = 40;
    loop {
        let tag = tags[random.below(tags.len())];
        // Everything but SOH, and nothing empty: fefix takes both for the end.
        let value: Vec<u8> = (0..=random.below(12))
            .map(|_| u8::try_from(2 + random.below(254)).unwrap())
            .collect();
        bytes += value.len() + 6;
        if bytes > MESSAGE_BYTES_MAX {
            return fields;
        }
        if fields.iter().all(|(used, _)| *used != tag) {
            fields.push((tag, value));
        }
    }
}

fn encode(fields: &Fields) -> Vec<u8> {
    let mut encoder = fix_codec::Encoder::new();
    encoder.begin(&fields[0].1);
    for (tag, value) in &fields[1..] {
        encoder.bytes(*tag, value);
    }
    encoder.finish(b"FIX.4.4").to_vec()
}

/// What our decoder makes of it, without the framing; `None` where it is no message.
fn ours(bytes: &[u8]) -> Option<Fields> {
    let mut decoder = fix_codec::Decoder::new(fix_codec::Limits::DEFAULT);
    match decoder.decode(bytes) {
        fix_codec::Step::Message { consumed, message } if consumed == bytes.len() => {
            let body = message.fields().iter().filter(|field| ![8, 9, 10].contains(&field.tag));
            Some(body.map(|field| (field.tag, field.value.to_vec())).collect())
        }
        _ => None,
    }
}

fn theirs(bytes: &[u8]) -> Option<Fields> {
    // Parsed once: it is XML.
    static DICTIONARY: LazyLock<Dictionary> = LazyLock::new(Dictionary::fix44);
    let mut decoder = Decoder::<Config>::new(DICTIONARY.clone());
    decoder.config_mut().set_separator(1);
    let message = decoder.decode(bytes).ok()?;
    let body = message
        .fields()
        .map(|(tag, value)| (u32::from(tag.get()), value.to_vec()));
    Some(body.filter(|(tag, _)| ![8, 9, 10].contains(tag)).collect())
}

fn checksum(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |sum: u8, byte| sum.wrapping_add(*byte))
}

#[test]
fn both_read_what_was_written() {
    let (mut random, tags) = (Random(SEED), plain_tags());
    for round in 0..ROUNDS {
        let fields = random_fields(&mut random, &tags);
        let bytes = encode(&fields);
        assert!(bytes.len() <= MESSAGE_BYTES_MAX, "round {round}");
        assert_eq!(
            theirs(&bytes),
            Some(fields.clone()),
            "fefix, seed {SEED}, round {round}"
        );
        assert_eq!(ours(&bytes), Some(fields), "ours, seed {SEED}, round {round}");
    }
}

#[test]
fn both_refuse_a_message_with_a_byte_changed() {
    let (mut random, tags) = (Random(SEED + 1), plain_tags());
    for round in 0..ROUNDS {
        let mut bytes = encode(&random_fields(&mut random, &tags));
        // fefix does not look at the last field's tag and end.
        let at = random.below(bytes.len() - 7);
        bytes[at] ^= u8::try_from(1 + random.below(255)).unwrap();
        assert_eq!(
            theirs(&bytes),
            None,
            "fefix, seed {}, round {round}, byte {at}",
            SEED + 1
        );
        assert_eq!(ours(&bytes), None, "ours, seed {}, round {round}, byte {at}", SEED + 1);
    }
}

#[test]
fn both_refuse_a_wrong_body_length_with_a_right_checksum() {
    let (mut random, tags) = (Random(SEED + 2), plain_tags());
    for round in 0..ROUNDS {
        let fields = random_fields(&mut random, &tags);
        let bytes = encode(&fields);
        let text_start = b"8=FIX.4.4|9=".len();
        let text_end = text_start + bytes[text_start..].iter().position(|byte| *byte == 1).unwrap();
        let length: usize = std::str::from_utf8(&bytes[text_start..text_end])
            .unwrap()
            .parse()
            .unwrap();
        let wrong = loop {
            let wrong = random.below(400);
            if wrong != length {
                break wrong;
            }
        };
        let mut changed = bytes[..text_start].to_vec();
        changed.extend_from_slice(format!("{wrong}").as_bytes());
        changed.extend_from_slice(&bytes[text_end..bytes.len() - 7]);
        let trailer = format!("10={:03}\u{1}", checksum(&changed));
        changed.extend_from_slice(trailer.as_bytes());
        assert_eq!(theirs(&changed), None, "fefix, seed {}, round {round}", SEED + 2);
        assert_eq!(ours(&changed), None, "ours, seed {}, round {round}", SEED + 2);
    }
}

#[test]
fn both_write_the_same_bytes() {
    let (mut random, tags) = (Random(SEED + 3), plain_tags());
    let mut encoder = fefix::tagvalue::Encoder::<Config>::default();
    encoder.config_mut().set_separator(1);
    for round in 0..ROUNDS {
        let fields = random_fields(&mut random, &tags);
        let mut buffer = Vec::new();
        let mut message = encoder.start_message(b"FIX.4.4", &mut buffer, &fields[0].1[..]);
        for (tag, value) in &fields[1..] {
            message.set_any(TagU16::new(u16::try_from(*tag).unwrap()).unwrap(), &value[..]);
        }
        let theirs = without_zeros(message.wrap());
        assert_eq!(encode(&fields), theirs, "seed {}, round {round}", SEED + 3);
    }
}

/// fefix pads BodyLength(9) to six digits; without them, and with the checksum that follows from it.
fn without_zeros(bytes: &[u8]) -> Vec<u8> {
    let start = b"8=FIX.4.4|9=".len();
    let digits = bytes[start..].iter().position(|byte| *byte != b'0').unwrap();
    let mut out = bytes[..start].to_vec();
    out.extend_from_slice(&bytes[start + digits..bytes.len() - 7]);
    let trailer = format!("10={:03}\u{1}", checksum(&out));
    out.extend_from_slice(trailer.as_bytes());
    out
}
