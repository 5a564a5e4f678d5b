//! Fields of our own, in the documentation and in the dictionaries for QuickFIX.

use fix_dictionary::{Dictionary, FieldType, Member, Members, USER_DEFINED_TAG_MIN};

use super::table;
use crate::custom;
use crate::dialect::Dialect;

/// What QuickFIX's users merge into their dictionaries.
const QUICKFIX: [(Dialect, &str, &str, &[&str]); 3] = [
    (
        Dialect::Fix42,
        "FIX42.xml",
        include_str!("../../../../examples/quickfix-python/sheaf-fix42.xml"),
        &["8", "B"],
    ),
    (
        Dialect::Fix44,
        "FIX44.xml",
        include_str!("../../../../examples/quickfix-python/sheaf-fix44.xml"),
        &["8", "AK", "BA"],
    ),
    (
        Dialect::Fix50Sp2,
        "FIX50SP2.xml",
        include_str!("../../../../examples/quickfix-python/sheaf-fix50sp2.xml"),
        &["8", "AK", "BA"],
    ),
];

#[test]
fn fields_of_our_own_are_documented() {
    let dictionary = custom::dictionary(Dialect::Fix44);
    let own = dictionary
        .fields()
        .iter()
        .filter(|field| field.tag() >= USER_DEFINED_TAG_MIN);
    let row = |field: &fix_dictionary::Field| {
        let kind = match field.field_type() {
            FieldType::Int => "int",
            FieldType::Amt => "Amt",
            FieldType::Qty => "Qty",
            FieldType::Price => "Price",
            FieldType::NumInGroup => "NumInGroup",
            FieldType::String => "String",
            other => panic!("a type without a name here: {other:?}"),
        };
        vec![
            field.tag().to_string(),
            field.name().to_owned(),
            kind.to_owned(),
        ]
    };
    assert_eq!(
        table("## Fields of our own"),
        own.map(row).collect::<Vec<_>>()
    );
}

/// What QuickFIX's users merge into their dictionaries is what our engine knows.
#[test]
fn the_dictionaries_for_quickfix_are_ours() {
    for (dialect, file, text, messages) in QUICKFIX {
        let expected = quickfix_dictionary(dialect, file, messages);
        assert_eq!(text.lines().collect::<Vec<_>>(), expected, "for {file}");
    }
}

fn quickfix_dictionary(dialect: Dialect, file: &str, messages: &[&str]) -> Vec<String> {
    let dictionary = custom::dictionary(dialect);
    let mut expected = vec![
        format!(
            "<!-- Sheaf's own fields, to be merged into QuickFIX's {file}; docs/fix.md describes them. -->"
        ),
        "<sheaf>".to_owned(),
        " <messages>".to_owned(),
    ];
    let is_own = |member: &&Member| member.tag >= USER_DEFINED_TAG_MIN;
    for msg_type in messages {
        let message = dictionary.message(msg_type.as_bytes()).unwrap();
        expected.push(format!("  <message name='{}'>", message.name));
        let own: Vec<Member> = message.members.iter().filter(is_own).cloned().collect();
        write_members(&dictionary, &mut expected, 3, &Members::new(own));
        expected.push("  </message>".to_owned());
    }
    expected.extend([" </messages>".to_owned(), " <fields>".to_owned()]);
    // Only those that this version's messages have: another one may have the name of a field that QuickFIX knows.
    let is_used = |tag| {
        let mut used = messages
            .iter()
            .filter_map(|msg_type| dictionary.message(msg_type.as_bytes()));
        used.any(|message| message.members.contains_deep(tag))
    };
    let own = dictionary
        .fields()
        .iter()
        .filter(|field| field.tag() >= USER_DEFINED_TAG_MIN && is_used(field.tag()));
    for field in own {
        let kind = format!("{:?}", field.field_type()).to_uppercase();
        let head = format!(
            "  <field number='{}' name='{}' type='{kind}'",
            field.tag(),
            field.name()
        );
        if field.values().is_empty() {
            expected.push(format!("{head} />"));
            continue;
        }
        expected.push(format!("{head}>"));
        for value in field.values() {
            expected.push(format!(
                "   <value enum='{}' description='{}' />",
                value.value, value.name
            ));
        }
        expected.push("  </field>".to_owned());
    }
    expected.extend([" </fields>".to_owned(), "</sheaf>".to_owned()]);
    expected
}

fn write_members(
    dictionary: &Dictionary,
    lines: &mut Vec<String>,
    indent: usize,
    members: &Members,
) {
    let space = " ".repeat(indent);
    for member in members {
        let name = dictionary.field(member.tag).unwrap().name();
        if let Some(group) = &member.group {
            lines.push(format!("{space}<group name='{name}' required='N'>"));
            write_members(dictionary, lines, indent + 1, group);
            lines.push(format!("{space}</group>"));
        } else {
            lines.push(format!("{space}<field name='{name}' required='N' />"));
        }
    }
}
