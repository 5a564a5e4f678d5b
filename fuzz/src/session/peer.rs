//! What the peer sends: messages of every kind, with right and wrong numbers, flags, times and fields.

use std::sync::LazyLock;

use fix_codec::{TimePrecision, Timestamp};
use fix_session::Version;

use super::{Run, SECOND_NS};
use crate::input::Input;
use crate::mutate::change_fields;
use crate::random::Random;
use crate::sample::{self, Body, Dialect, Header, Values};

/// Application messages of a dialect to choose from.
const SAMPLES: usize = 16;
/// MsgType(35) of the session layer; an application message is beyond them.
const SESSION_TYPES: [&str; 7] = ["A", "0", "1", "2", "3", "4", "5"];

/// Flags of a peer's message.
mod flag {
    pub(super) const POSS_DUP: u8 = 1;
    pub(super) const ORIG_SENDING_TIME: u8 = 2;
    pub(super) const ORIG_SENDING_TIME_LATE: u8 = 4;
    pub(super) const OTHER_SENDER: u8 = 8;
    pub(super) const OLD: u8 = 16;
    pub(super) const OTHER_VERSION: u8 = 32;
    /// ResetSeqNumFlag(141) or GapFillFlag(123).
    pub(super) const RESET_OR_FILL: u8 = 64;
    /// Fields changed, by a seed.
    pub(super) const CHANGED: u8 = 128;
}

/// Numbers that are none, or are extreme.
const ODD_NUMBERS: [&str; 8] = [
    "0",
    "9999999999999999999",
    "18446744073709551615",
    "99999999999999999999",
    "-1",
    "",
    "abc",
    "1",
];

type Samples = Vec<(Box<str>, Body)>;

/// Valid application messages of each dialect.
static APPLICATION: LazyLock<Vec<Samples>> = LazyLock::new(|| {
    let of = |dialect: &Dialect| -> Samples {
        let mut random = Random::new(35);
        let types = dialect.application_types();
        let sample = |_| {
            let msg_type = random.pick(types).clone();
            let body = sample::body(&mut random, *dialect, &msg_type, Values::Bytes);
            (msg_type, body)
        };
        (0..SAMPLES).map(sample).collect()
    };
    Dialect::ALL.iter().map(of).collect()
});

impl Run {
    pub(super) fn sample(&self, byte: u8) -> (&'static str, &'static Body) {
        let at = Dialect::ALL
            .iter()
            .position(|dialect| *dialect == self.dialect)
            .unwrap_or(0);
        let samples = &APPLICATION[at];
        let (msg_type, body) = &samples[usize::from(byte) % samples.len()];
        (msg_type, body)
    }

    /// Messages after the expected one, in their order or against it.
    pub(super) fn early(&mut self, input: &mut Input<'_>) {
        let count = u64::from(input.byte() % 24);
        let backwards = input.byte() & 1 == 1;
        let next = self.session.numbers().next_incoming;
        for place in 1..=count {
            let ahead = if backwards { count + 1 - place } else { place };
            let (msg_type, body) = self.sample(u8::try_from(place).unwrap_or(0));
            let number = next.saturating_add(ahead).to_string();
            let bytes = self.message(msg_type, &number, 0, body);
            self.receive(&bytes);
        }
    }

    /// One gap fill of the expected number and some after it.
    pub(super) fn gap_fill(&self, numbers: u8) -> Vec<u8> {
        let next = self.session.numbers().next_incoming;
        let to = next.saturating_add(1 + u64::from(numbers % 16));
        let body = vec![(123, b"Y".to_vec()), (36, to.to_string().into_bytes())];
        let flags = flag::POSS_DUP | flag::ORIG_SENDING_TIME;
        self.message("4", &next.to_string(), flags, &body)
    }

    pub(super) fn peer_message(&mut self, input: &mut Input<'_>) -> Vec<u8> {
        let kind = input.byte();
        let number = input.byte();
        let flags = input.byte();
        let detail = input.byte();
        let next = self.session.numbers().next_incoming;
        let near = u64::from(number % 8);
        let number = match number {
            0..=199 => next.to_string(),
            200..=229 => next.saturating_add(1 + near).to_string(),
            230..=245 => next.saturating_sub(1 + near).to_string(),
            _ => ODD_NUMBERS[usize::from(number) % ODD_NUMBERS.len()].to_owned(),
        };
        let kind = usize::from(kind) % 16;
        let (msg_type, mut body) = if let Some(msg_type) = SESSION_TYPES.get(kind) {
            (*msg_type, self.session_body(msg_type, flags, detail))
        } else {
            let (msg_type, body) = self.sample(detail);
            (msg_type, body.clone())
        };
        if flags & flag::CHANGED != 0 {
            let mut random = Random::new(u64::from(detail));
            change_fields(&mut random, &mut body);
        }
        self.message(msg_type, &number, flags, &body)
    }

    /// A body of a message of the session layer.
    fn session_body(&self, msg_type: &str, flags: u8, detail: u8) -> Body {
        let number = |number: u64| number.to_string().into_bytes();
        let numbers = self.session.numbers();
        let has_flag = flags & flag::RESET_OR_FILL != 0;
        let mut body: Body = Vec::new();
        match msg_type {
            "A" => {
                let intervals = [30, 30, 30, 1, 0, 3600, 4000];
                let interval = intervals[usize::from(detail) % intervals.len()];
                body.push((98, b"0".to_vec()));
                body.push((108, number(interval)));
                if has_flag {
                    body.push((141, b"Y".to_vec()));
                }
                if let Some(credentials) = &self.config.credentials {
                    body.push((553, credentials.username.clone().into_bytes()));
                    body.push((554, credentials.password.clone().into_bytes()));
                }
                if self.config.next_expected && self.dialect.version >= Version::Fix44 {
                    let lacks = u64::from(detail / 64);
                    body.push((789, number(numbers.next_outgoing.saturating_sub(lacks))));
                }
                if let Some(version) = &self.config.default_appl_ver_id {
                    body.push((1137, version.clone().into_bytes()));
                }
            }
            "0" if detail & 1 == 1 => body.push((112, b"TEST".to_vec())),
            "1" => body.push((112, vec![b'x'; 1 + usize::from(detail)])),
            "2" => {
                let first = match detail % 4 {
                    0 => 1,
                    1 => numbers.next_outgoing.saturating_sub(2),
                    2 => numbers.next_outgoing,
                    _ => u64::from(detail),
                };
                let last = match detail / 4 % 4 {
                    0 => 0,
                    1 => 999_999,
                    2 => first + u64::from(detail / 16),
                    _ => u64::from(detail / 16),
                };
                body.push((7, number(first)));
                body.push((16, number(last)));
            }
            "3" => body.push((45, number(1))),
            "4" => {
                if has_flag {
                    body.push((123, b"Y".to_vec()));
                }
                let to = match detail % 8 {
                    0 => numbers.next_incoming.saturating_sub(1),
                    1 => numbers.next_incoming,
                    2 => 1,
                    3 => u64::MAX / 2,
                    more => numbers.next_incoming.saturating_add(u64::from(more)),
                };
                body.push((36, number(to)));
            }
            _ => {}
        }
        body
    }

    fn message(&self, msg_type: &str, number: &str, flags: u8, body: &Body) -> Vec<u8> {
        let is = |bit: u8| flags & bit != 0;
        let precision = if self.dialect.is_early() {
            TimePrecision::Seconds
        } else {
            TimePrecision::Milliseconds
        };
        let time =
            |off_s: i64| Timestamp::from_unix_ns(self.now_ns + off_s * SECOND_NS).format(precision);
        let sending_time = time(if is(flag::OLD) { -3600 } else { 0 });
        let orig_sending_time = time(if is(flag::ORIG_SENDING_TIME_LATE) {
            60
        } else {
            -5
        });
        let mut more: Vec<(u32, &[u8])> = Vec::new();
        if is(flag::POSS_DUP) {
            more.push((43, b"Y"));
        }
        if is(flag::ORIG_SENDING_TIME | flag::ORIG_SENDING_TIME_LATE) {
            more.push((122, orig_sending_time.as_bytes()));
        }
        let header = Header {
            msg_seq_num: number,
            sender: if is(flag::OTHER_SENDER) {
                "OTHER"
            } else {
                "PEER"
            },
            target: "US",
            sending_time: sending_time.as_bytes(),
            more: &more,
        };
        let dialect = if is(flag::OTHER_VERSION) {
            Dialect::ALL[usize::from(self.dialect == Dialect::ALL[0])]
        } else {
            self.dialect
        };
        sample::message(
            dialect,
            msg_type.as_bytes(),
            &header,
            &sample::encoded(body),
        )
    }
}
