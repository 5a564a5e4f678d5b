//! The codec: where messages begin and end, what is in them, and laws over any bytes.

mod fields;
mod framing;
mod laws;

use fix_codec::{Decoder, Encoder, Limits, Step};

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
