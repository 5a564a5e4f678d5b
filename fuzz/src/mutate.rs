//! Inputs from a seed: valid messages and conversations, changed as bytes and as fields.

use crate::random::Random;
use crate::sample::{self, Body, Dialect, Header, Values};

/// Longest input.
pub const INPUT_BYTES_MAX: usize = 4096;
/// A time that is now to the session's target.
const NOW: &[u8] = b"20260922-01:46:40";

/// An input of [`crate::codec`]: mostly a valid message, changed.
pub fn codec_input(random: &mut Random) -> Vec<u8> {
    let at = random.below(Dialect::ALL.len());
    let dialect = Dialect::ALL[at];
    let shape = random.below(3);
    let mut input = vec![
        u8::try_from(shape).unwrap_or(0),
        u8::try_from(at).unwrap_or(0),
    ];
    let types = dialect.application_types();
    let msg_type = if random.once_in(4) {
        *random.pick(&["A", "0", "1", "2", "3", "4", "5"])
    } else {
        &**random.pick(types)
    };
    let mut body = sample::body(random, dialect, msg_type, Values::Bytes);
    for _ in 0..random.below(4) {
        change_fields(random, &mut body);
    }
    let mut bytes = if shape == 2 {
        // One byte of MsgType(35), and the body.
        let mut bytes = vec![msg_type.as_bytes()[0]];
        bytes.extend_from_slice(&sample::encoded(&body));
        bytes
    } else {
        if shape == 1 {
            input.extend_from_slice(&random.bytes(8));
        }
        let mut bytes = Vec::new();
        for number in 0..=random.below(3) {
            let header = Header {
                msg_seq_num: &number.to_string(),
                sender: "PEER",
                target: "US",
                sending_time: NOW,
                more: &[],
            };
            bytes.extend_from_slice(&sample::message(
                dialect,
                msg_type.as_bytes(),
                &header,
                &sample::encoded(&body),
            ));
        }
        bytes
    };
    if random.below(4) > 0 {
        for _ in 0..=random.below(4) {
            change_bytes(random, &mut bytes);
        }
    }
    input.extend_from_slice(&bytes);
    input.truncate(INPUT_BYTES_MAX);
    input
}

/// An input of [`crate::session`]: a conversation that begins well, then anything.
pub fn session_input(random: &mut Random) -> Vec<u8> {
    let mut input = crate::session::opening(random);
    let steps = random.below(40);
    for _ in 0..steps {
        crate::session::step_input(random, &mut input);
    }
    if random.once_in(3) {
        for _ in 0..=random.below(4) {
            change_bytes(random, &mut input);
        }
    }
    input.truncate(INPUT_BYTES_MAX);
    input
}

/// Fields changed as fields: dropped, doubled, swapped, moved, renamed, with another value.
pub fn change_fields(random: &mut Random, body: &mut Body) {
    if body.is_empty() {
        body.push((u32::from(random.byte()), Vec::new()));
        return;
    }
    let at = random.below(body.len());
    let other = random.below(body.len());
    match random.below(8) {
        0 => {
            body.remove(at);
        }
        1 => body.insert(other, body[at].clone()),
        2 => body.swap(at, other),
        3 => {
            let field = body.remove(at);
            body.insert(other.min(body.len()), field);
        }
        4 => body[at].0 = odd_tag(random, body[other].0),
        5 => body[at].1 = odd_value(random),
        // A count or length that is off by one, or by much.
        6 => {
            let number = std::str::from_utf8(&body[at].1)
                .ok()
                .and_then(|text| text.parse::<i64>().ok());
            if let Some(number) = number {
                let off = *random.pick(&[-1, 1, 2, 1000, i64::MAX / 2]);
                body[at].1 = number.wrapping_add(off).to_string().into_bytes();
            }
        }
        _ => {
            // A run of fields again, as a group that has more entries than its count says.
            let end = (at + 1 + random.below(6)).min(body.len());
            let run = body[at..end].to_vec();
            body.splice(end..end, run);
        }
    }
}

fn odd_tag(random: &mut Random, other: u32) -> u32 {
    match random.below(5) {
        0 => other,
        1 => u32::from(random.byte()),
        2 => *random.pick(&[
            8, 9, 10, 34, 35, 43, 49, 52, 56, 89, 90, 93, 95, 96, 212, 354, 1128,
        ]),
        3 => *random.pick(&[5000, 9999, 10_000, 65_544, 9_999_999, 10_000_000, u32::MAX]),
        _ => u32::try_from(random.number() % 2000).unwrap_or(0),
    }
}

fn odd_value(random: &mut Random) -> Vec<u8> {
    const ODD: [&[u8]; 16] = [
        b"",
        b"0",
        b"-1",
        b"Y",
        b"N",
        b"9999999999999999999",
        b"18446744073709551615",
        b"18446744073709551616",
        b"1e5",
        b"+1",
        b"00000000000000000000001",
        b".",
        b"20260231-00:00:00",
        b"99991231-23:59:60.999999999",
        b"\xff\xfe",
        b"a\x01b",
    ];
    if random.once_in(3) {
        let length = random.below(30);
        return random.bytes(length);
    }
    random.pick(&ODD).to_vec()
}

/// Bytes changed as bytes: flipped, set, dropped, doubled, a run moved or cut.
pub fn change_bytes(random: &mut Random, bytes: &mut Vec<u8>) {
    if bytes.is_empty() {
        bytes.push(random.byte());
        return;
    }
    let at = random.below(bytes.len());
    match random.below(9) {
        0 => bytes[at] ^= 1 << random.below(8),
        1 => bytes[at] = random.byte(),
        2 => bytes[at] = *random.pick(b"\x01=0123456789|-.Y"),
        3 => {
            bytes.remove(at);
        }
        4 => {
            let byte = random.byte();
            bytes.insert(at, byte);
        }
        5 => bytes.truncate(at),
        6 => {
            let end = (at + 1 + random.below(32)).min(bytes.len());
            bytes.drain(at..end);
        }
        7 => {
            let end = (at + 1 + random.below(32)).min(bytes.len());
            let run = bytes[at..end].to_vec();
            let to = random.below(bytes.len());
            bytes.splice(to..to, run);
        }
        _ => {
            const PIECES: [&[u8]; 6] = [
                b"8=FIX.4.4\x019=",
                b"\x0110=000\x01",
                b"\x0195=5\x0196=a\x01b=c\x01",
                b"9=999999999\x01",
                b"8=FIXT.1.1\x019=5\x0135=0\x0110=163\x01",
                b"8=FI",
            ];
            bytes.splice(at..at, random.pick(&PIECES).iter().copied());
        }
    }
}
