//! Groups by dictionary: any version's, nested ones, a counterparty's own; and what is no group.

use fix_codec::{Encoder, GroupError, OwnedMessage, Part};
use fix_dictionary::{Dictionary, Release};

fn wire(msg_type: &str, fields: &str) -> OwnedMessage {
    let mut encoder = Encoder::new();
    encoder.begin(msg_type.as_bytes());
    encoder.encoded(fields.replace('|', "\u{1}").as_bytes());
    OwnedMessage::decode(encoder.finish(b"FIX.4.4")).unwrap()
}

/// The group as `{tag=value tag=value[nested]}` an entry, or the error.
fn group(dictionary: &Dictionary, msg_type: &str, count_tag: u32, fields: &str) -> String {
    let message = wire(msg_type, fields);
    let members = &dictionary.message(msg_type.as_bytes()).unwrap().members;
    shown(Part::new(message.fields(), members), count_tag)
}

fn shown(part: Part<'_>, count_tag: u32) -> String {
    let entries = match part.group(count_tag) {
        Ok(entries) => entries,
        Err(error) => return error.to_string(),
    };
    let entry = |entry: Part<'_>| {
        let own = entry.members().iter().filter_map(|member| {
            let value = String::from_utf8_lossy(entry.get(member.tag)?);
            let nested = match member.group {
                Some(_) => shown(entry, member.tag),
                None => String::new(),
            };
            Some(format!("{}={value}{nested}", member.tag))
        });
        format!("{{{}}}", own.collect::<Vec<_>>().join(" "))
    };
    entries.map(entry).collect()
}

#[test]
fn a_group_ends_with_the_first_field_that_is_not_in_it() {
    let dictionary = Release::Fix44.dictionary();
    assert_eq!(
        group(
            &dictionary,
            "D",
            453,
            "453=2|448=A|447=D|448=B|452=1|11=id|447=X|"
        ),
        "{448=A 447=D}{448=B 452=1}"
    );
    assert_eq!(group(&dictionary, "D", 453, "11=id|"), "");
    assert_eq!(group(&dictionary, "D", 453, "453=0|11=id|"), "");
}

#[test]
fn groups_nest() {
    let dictionary = Release::Fix50Sp2.dictionary();
    let legs = "555=2|600=A|539=1|524=P|804=2|545=x|805=1|545=y|600=B|55=SYM|";
    assert_eq!(
        group(&dictionary, "AB", 555, legs),
        "{600=A 539=1{524=P 804=2{545=x 805=1}{545=y}}}{600=B}"
    );
}

#[test]
fn the_same_group_reads_differently_in_another_version() {
    // Before FIX 4.3 the quoted instrument ends the entry; its parties came later.
    let fields = "146=1|55=A|453=1|448=P|54=1|";
    assert_eq!(
        group(&Release::Fix42.dictionary(), "R", 146, fields),
        "{55=A}"
    );
    assert_eq!(
        group(&Release::Fix50Sp2.dictionary(), "R", 146, fields),
        "{55=A 54=1 453=1{448=P}}"
    );
}

#[test]
fn groups_of_ones_own_are_read() {
    let dictionary = Release::Fix44.dictionary().extend(
        "field 5010 NoLots NUMINGROUP\nfield 5011 LotID STRING\nfield 5012 NoTrades NUMINGROUP\n\
         field 20000 TradeID STRING\nappend 8 5010(5011 5012(20000))",
    );
    assert_eq!(
        group(
            &dictionary.unwrap(),
            "8",
            5010,
            "5010=2|5011=a|5011=b|5012=2|20000=1|20000=2|"
        ),
        "{5011=a}{5011=b 5012=2{20000=1}{20000=2}}"
    );
}

#[test]
fn a_wrong_group_says_what_is_wrong() {
    let dictionary = Release::Fix44.dictionary();
    for (fields, error) in [
        ("453=x|448=A|", GroupError::CountFormat(453)),
        ("453=-1|448=A|", GroupError::CountFormat(453)),
        ("453=2|448=A|", GroupError::CountMismatch(453)),
        ("453=1|448=A|448=B|", GroupError::CountMismatch(453)),
        ("453=0|448=A|", GroupError::CountMismatch(453)),
        (
            "453=18446744073709551615|448=A|",
            GroupError::CountFormat(453),
        ),
        (
            "453=9999999999999999999|448=A|",
            GroupError::CountMismatch(453),
        ),
        ("453=1|447=D|448=A|", GroupError::Delimiter(453)),
        ("453=1|", GroupError::CountMismatch(453)),
        ("453=1|448=A|802=2|523=x|", GroupError::CountMismatch(802)),
        ("453=1|448=A|802=1|803=1|", GroupError::Delimiter(802)),
    ] {
        assert_eq!(
            group(&dictionary, "D", 453, fields),
            error.to_string(),
            "{fields}"
        );
    }
    assert_eq!(
        group(&dictionary, "D", 268, "268=1|269=0|"),
        GroupError::Unknown(268).to_string()
    );
}

#[test]
fn a_field_after_the_group_is_the_messages_own() {
    let dictionary = Release::Fix44.dictionary();
    let message = wire("J", "73=1|11=in group|70=alloc|11=own|");
    let members = &dictionary.message(b"J").unwrap().members;
    assert!(members.is_nested(11) && !members.contains(11));
    let part = Part::new(message.fields(), members);
    assert_eq!(part.get(11), Some(&b"own"[..]));
    assert_eq!(part.get(70), Some(&b"alloc"[..]));
    let entry = part.group(73).unwrap().next().unwrap();
    assert_eq!(entry.get(11), Some(&b"in group"[..]));
}
