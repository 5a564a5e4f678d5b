//! Whatever a client sends, it is handed on, answered or refused.

use fix_codec::{Encoder, OwnedMessage};
use fix_engine::{Application as _, Received, Step, Verdict};

use crate::desk::{Desk, NOON, SESSION};

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

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[usize::try_from(self.next() % from.len() as u64).unwrap()]
    }
}

/// A message of a client who gets everything wrong, in any combination. What the session checks before is right.
fn clumsy_message(random: &mut Random) -> OwnedMessage {
    let values: [(u32, &[&[u8]]); 14] = [
        (
            11,
            &[
                b"o-1",
                b"o-2",
                b"o-3",
                b"\xff\xfe",
                b"a\tb",
                b"ein Auftrag \xc3\xbc",
                &[b'x'; 80],
            ],
        ),
        (41, &[b"o-1", b"o-2", b"c-9", b"\xff"]),
        (
            1,
            &[b"ACC-1", b"ACC-3", b"NOBODY", b"\xff", b" ", &[b'y'; 80]],
        ),
        (55, &[b"TOP5", b"NONE", b"\x80", b"\x07"]),
        (54, &[b"1", b"2", b"5"]),
        (40, &[b"1", b"2", b"3", b"P"]),
        (
            44,
            &[
                b"0",
                b"-1",
                b"100.5",
                b"99999999999999999999999999999999999999",
            ],
        ),
        (
            152,
            &[
                b"1000",
                b"0",
                b"-0",
                b"-5",
                b"0.0000001",
                b"1.",
                b".5",
                b"79228162514264337593543950336",
            ],
        ),
        (
            38,
            &[
                b"5",
                b"0.00000001",
                b"0",
                b"00000000000000000000000000000000000000000000000000000000000000000001",
            ],
        ),
        (15, &[b"USDC", b"EUR", b"\xff"]),
        (59, &[b"0", b"1", b"2", b"3", b"4", b"6", b"7"]),
        (
            126,
            &[
                b"20260131-12:00:01",
                b"20260131-11:00:00",
                b"99991231-23:59:59.999999999",
            ],
        ),
        (97, &[b"Y", b"N"]),
        (790, &[b"s-1", b"\xff"]),
    ];
    let mut encoder = Encoder::new();
    let msg_type = random.pick::<[u8]>(&[b"D", b"D", b"D", b"F", b"H", b"BB", b"AE"]);
    encoder.begin(msg_type);
    for (tag, choices) in values {
        let is_required = matches!(tag, 11 | 54 | 40) || (tag == 41 && msg_type == b"F");
        if is_required || !random.next().is_multiple_of(4) {
            encoder.bytes(tag, random.pick(choices));
        }
    }
    encoder.bytes(60, b"20260131-12:00:00");
    OwnedMessage::decode(encoder.finish(b"FIX.4.4")).unwrap()
}

/// Whatever comes, it is handed on, answered or refused: one of the three, and every answer is valid.
#[test]
fn every_message_is_handed_on_or_answered() {
    const SEED: u64 = 1;
    for round in 0..200 {
        let mut random = Random(SEED + round);
        let mut desk = Desk::new();
        for _ in 0..40 {
            let message = clumsy_message(&mut random);
            let before = desk.application.state().pending().count();
            let mut step = Step::new(NOON);
            let received = Received {
                session: SESSION,
                message: message.view(),
                msg_seq_num: 2,
            };
            let verdict = desk.application.received(&received, &mut step);
            let answers = desk.finish(&step);
            let handed_on = desk.application.state().pending().count() - before;
            let refused = usize::from(verdict != Verdict::Accepted);
            assert_eq!(
                handed_on + answers.len() + refused,
                1,
                "seed {}: {message:?} {verdict:?} {answers:?}",
                SEED + round
            );
        }
        let story = desk.pending();
        desk.restart();
        assert_eq!(desk.pending(), story, "seed {}", SEED + round);
    }
}
