//! A first look that nearly all messages pass: everything is in place, once and as it should be, and there are no groups.
//!
//! Whatever it accepts, the walk finds nothing wrong with, whichever checks are on; a property holds it to that. What it
//! does not accept may still be right. So it has no words for what is wrong, and no state but registers.

use fix_codec::Fields;
use fix_codec::format::has_type;
use fix_dictionary::tag::MSG_TYPE;
use fix_dictionary::{Dictionary, Members, Section};

/// Tags from here on are left to the walk.
const TAG_MAX: u32 = 2048;

/// Whether every field has its place, is there once, is no count of a group and has a value that the dictionaries allow,
/// and no required field is missing.
pub(super) fn accepts(
    session: &Dictionary,
    dictionary: &Dictionary,
    body: &Members,
    fields: Fields<'_>,
) -> bool {
    let mut seen = [0u64; TAG_MAX as usize / 64];
    let mut section = Section::Header;
    for field in fields.iter() {
        let tag = field.tag;
        let Some(word) = seen.get_mut(tag as usize / 64) else {
            return false;
        };
        let bit = 1 << (tag % 64);
        if *word & bit != 0 {
            return false;
        }
        *word |= bit;
        let mut outline = session.outline(tag);
        if outline.section < section {
            return false;
        }
        section = outline.section;
        let mut owner = session;
        if section == Section::Body {
            if !body.contains(tag) {
                return false;
            }
            owner = dictionary;
            outline = owner.outline(tag);
        }
        let Some(field_type) = outline.field_type else {
            return false;
        };
        if outline.may_count || field.value.is_empty() || !has_type(field_type, field.value) {
            return false;
        }
        // The messages say which MsgType(35) there is.
        if outline.has_values && tag != MSG_TYPE {
            let definition = owner.field(tag);
            if !definition.is_some_and(|definition| definition.allows(field.value)) {
                return false;
            }
        }
    }
    let has = |tag: &u32| {
        seen.get(*tag as usize / 64)
            .is_some_and(|word| word >> (tag % 64) & 1 == 1)
    };
    let required = [session.header(), session.trailer(), body].map(Members::required);
    required.iter().all(|tags| tags.iter().all(has))
}

#[cfg(test)]
mod tests {
    use fix_codec::{Encoder, OwnedMessage};
    use fix_dictionary::Release;
    use proptest::prelude::*;

    use super::super::{validate, walk};
    use super::*;
    use crate::{Dictionaries, Role, SessionConfig, Version};

    const ORDER: &str = "49=C|52=20261125-21:45:12.345|56=S|1=A|11=O|21=1|38=100|40=2|44=101.25|54=1|55=X|60=20261125-21:45:12";

    fn config(release: Release) -> SessionConfig {
        let (version, session) = match release {
            Release::Fix44 => (Version::Fix44, release),
            _ => (Version::Fixt11, Release::Fixt11),
        };
        let dictionaries = Dictionaries {
            session: session.dictionary(),
            application: release.dictionary(),
        };
        SessionConfig::new(Role::Acceptor, version, "S", "C", dictionaries)
    }

    fn message(config: &SessionConfig, fields: &[(u32, String)]) -> OwnedMessage {
        let mut encoder = Encoder::new();
        encoder.begin(b"D");
        encoder.bytes(34, b"7");
        for (tag, value) in fields {
            encoder.bytes(*tag, value.as_bytes());
        }
        let begin_string = config.version.begin_string().as_bytes();
        OwnedMessage::decode(encoder.finish(begin_string)).expect("a message")
    }

    fn order() -> Vec<(u32, String)> {
        let fields = ORDER
            .split('|')
            .map(|field| field.split_once('=').expect("a field"));
        fields
            .map(|(tag, value)| (tag.parse().expect("a tag"), value.to_owned()))
            .collect()
    }

    fn is_accepted(config: &SessionConfig, message: &OwnedMessage) -> bool {
        let Dictionaries {
            session,
            application,
        } = &config.dictionaries;
        let order = application
            .message(b"D")
            .expect("a message of the application");
        accepts(session, application, &order.members, message.fields())
    }

    #[test]
    fn an_order_is_accepted_in_every_version_that_parts_its_dictionaries_or_does_not() {
        for release in [Release::Fix44, Release::Fix50Sp2] {
            let config = config(release);
            assert!(
                is_accepted(&config, &message(&config, &order())),
                "{}",
                release.name()
            );
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2048) })]

        #[test]
        fn what_is_accepted_has_nothing_wrong_with_it(
            release in prop::sample::select(vec![Release::Fix44, Release::Fix50Sp2]),
            changes in prop::collection::vec(
                (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0u8..5, prop_oneof![1u32..60, 1u32..1200, Just(0), 5000u32..9000], "[0-9YN:.-]{0,3}|20261125"),
                0..3,
            ),
        ) {
            let config = config(release);
            let mut fields = order();
            for (at, to, what, tag, value) in changes {
                let at = at.index(fields.len());
                match what {
                    0 => drop(fields.remove(at)),
                    1 => fields[at].1 = value,
                    2 => fields[at].0 = tag,
                    3 => fields.insert(at, (tag, value)),
                    _ => {
                        let to = to.index(fields.len());
                        fields.swap(at, to);
                    }
                }
            }
            let message = message(&config, &fields);
            let order = config.dictionaries.application.message(b"D").expect("a message of the application");
            let walked = walk(&config, &config.dictionaries.application, Some(&order.members), message.fields());
            prop_assert!(!is_accepted(&config, &message) || walked.is_ok(), "{message}: {walked:?}");
            prop_assert_eq!(validate(&config, message.view()), walked);
        }
    }
}
