//! Reading, validating and writing FIX messages, measured: `cargo bench -p fix-session`. Beside QuickFIX and the floor:
//! `cargo xtask bench fix`, which starts this program as it does its peers.
//!
//! With a folder of messages, `|` for SOH, as its argument it answers each line `WORK MESSAGE COUNT` with the nanoseconds
//! that COUNT runs took, and `WORK MESSAGE 0` with the bytes that one run made, in hexadecimal. Nothing is cached between
//! two runs but buffers.

use std::hint::black_box;
use std::io::{BufRead as _, Write as _};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use fix_codec::{Decoder, Encoder, Limits, Message, OwnedMessage, Step};
use fix_dictionary::Release;
use fix_session::{Dictionaries, Role, SessionConfig, Version, validate};

const MESSAGES: [&str; 2] = ["new-order-single", "execution-report"];
const WORKS: [&str; 3] = ["decode", "validate", "encode"];

fn main() {
    // Cargo itself adds --bench.
    match std::env::args()
        .skip(1)
        .find(|argument| argument != "--bench")
    {
        Some(folder) => serve(&PathBuf::from(folder)),
        None => show(),
    }
}

fn serve(folder: &std::path::Path) {
    let mut benches = MESSAGES.map(|name| Bench::new(folder, name));
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("standard input is text");
        let words: Vec<&str> = line.split_whitespace().collect();
        let [work, message, count] = words[..] else {
            panic!("{line:?} is not WORK MESSAGE COUNT");
        };
        let count = count.parse().expect("COUNT is a number");
        let bench = benches.iter_mut().find(|bench| bench.name == message);
        let bench = bench.expect("MESSAGE is a file of the folder");
        let answer = if count == 0 {
            bench
                .made(work)
                .iter()
                .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
        } else {
            bench.run(work, count).as_nanos().to_string()
        };
        writeln!(out, "{answer}")
            .and_then(|()| out.flush())
            .expect("somebody reads");
    }
}

/// The best of some rounds, for a quick look.
fn show() {
    const RUNS: u32 = 10_000;
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../xtask/peers/messages");
    for name in MESSAGES {
        let mut bench = Bench::new(&folder, name);
        for work in WORKS {
            let best = (0..100)
                .map(|_| bench.run(work, RUNS))
                .min()
                .expect("some rounds");
            let ns = best.as_secs_f64() * 1e9 / f64::from(RUNS);
            println!("{work} {name}: {ns:.1} ns");
        }
    }
}

struct Bench {
    name: &'static str,
    bytes: Vec<u8>,
    /// What is between BodyLength(9) and CheckSum(10).
    fields: Vec<(u32, Vec<u8>)>,
    config: SessionConfig,
    decoder: Decoder,
    encoder: Encoder,
}

impl Bench {
    fn new(folder: &std::path::Path, name: &'static str) -> Self {
        let path = folder.join(name).with_extension("txt");
        let text = std::fs::read_to_string(&path).expect("the message is there");
        let bytes = text.trim_end().replace('|', "\u{1}").into_bytes();
        let message = OwnedMessage::decode(&bytes).expect("the message is one");
        let fields = message.fields();
        let fields = fields.range(2..fields.len() - 1).iter();
        let fields = fields
            .map(|field| (field.tag, field.value.to_vec()))
            .collect();
        let dictionaries = Dictionaries {
            session: Release::Fix44.dictionary(),
            application: Release::Fix44.dictionary(),
        };
        Bench {
            name,
            bytes,
            fields,
            config: SessionConfig::new(
                Role::Acceptor,
                Version::Fix44,
                "SHEAF",
                "CLIENT",
                dictionaries,
            ),
            decoder: Decoder::new(Limits::DEFAULT),
            encoder: Encoder::new(),
        }
    }

    fn run(&mut self, work: &str, count: u32) -> Duration {
        let start = Instant::now();
        match work {
            "decode" => (0..count).for_each(|_| {
                black_box(self.decode());
            }),
            "validate" => (0..count).for_each(|_| {
                let message = decode(&mut self.decoder, black_box(&self.bytes));
                validate(&self.config, black_box(message)).expect("nothing is wrong with it");
            }),
            "encode" => (0..count).for_each(|_| {
                black_box(self.encode());
            }),
            _ => panic!("{work:?} is no work of {WORKS:?}"),
        }
        start.elapsed()
    }

    fn made(&mut self, work: &str) -> Vec<u8> {
        if work == "encode" {
            return self.encode().to_vec();
        }
        let read = self.decode().to_owned();
        let fields = read.fields();
        let mut encoder = Encoder::new();
        encoder.begin(read.view().msg_type());
        for field in fields.range(3..fields.len() - 1).iter() {
            encoder.bytes(field.tag, field.value);
        }
        encoder.finish(read.view().begin_string()).to_vec()
    }

    #[inline]
    fn decode(&mut self) -> Message<'_> {
        decode(&mut self.decoder, black_box(&self.bytes))
    }

    #[inline]
    fn encode(&mut self) -> &[u8] {
        let mut fields = black_box(&self.fields[..]).iter();
        let (_, msg_type) = fields.next().expect("MsgType(35) is the first");
        self.encoder.begin(msg_type);
        for (tag, value) in fields {
            self.encoder.bytes(*tag, value);
        }
        self.encoder.finish(b"FIX.4.4")
    }
}

#[inline]
fn decode<'a>(decoder: &'a mut Decoder, bytes: &'a [u8]) -> Message<'a> {
    match decoder.decode(bytes) {
        Step::Message { message, .. } => message,
        other => panic!("{other:?} is no message"),
    }
}
