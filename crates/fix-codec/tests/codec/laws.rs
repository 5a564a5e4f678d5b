//! The codec's laws: what is encoded decodes to the same; no bytes make it panic or exceed its limits.

use fix_codec::{Decoder, Encoder, Garbled, Limits, OwnedMessage, SOH, Step};
use proptest::prelude::*;

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
