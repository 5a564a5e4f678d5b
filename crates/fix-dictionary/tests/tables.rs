//! What the committed tables say, against the specification.

use fix_dictionary::{Dictionary, FieldType, Release, TableError, tag};

#[test]
fn every_release_is_read_and_names_itself() {
    for release in Release::all() {
        let dictionary = release.dictionary();
        assert_eq!(dictionary.version(), release.name());
        assert_eq!(Release::named(release.name()), Some(release));
        for field in dictionary.fields() {
            assert_eq!(
                dictionary
                    .field(field.tag())
                    .map(fix_dictionary::Field::name),
                Some(field.name())
            );
        }
        for message in dictionary.messages() {
            assert_eq!(
                dictionary
                    .message(message.msg_type.as_bytes())
                    .map(|found| &found.name),
                Some(&message.name)
            );
        }
    }
}

#[test]
fn a_new_order_single_of_4_4_requires_what_the_specification_requires() {
    let dictionary = Release::Fix44.dictionary();
    let order = dictionary.message(b"D").unwrap();
    assert_eq!(&*order.name, "NewOrderSingle");
    assert!(!order.is_admin);
    let mut required = order.members.required().to_vec();
    required.sort_unstable();
    assert_eq!(
        required,
        [tag::CL_ORD_ID, tag::ORD_TYPE, tag::SIDE, tag::TRANSACT_TIME]
    );
    assert!(order.members.contains(tag::CASH_ORDER_QTY));
    assert!(!order.members.contains(tag::EXEC_ID));
}

#[test]
fn groups_are_expanded_with_their_order_and_nested_groups() {
    let dictionary = Release::Fix44.dictionary();
    let parties = dictionary
        .message(b"D")
        .unwrap()
        .members
        .group(tag::NO_PARTY_IDS)
        .unwrap();
    assert_eq!(parties.delimiter(), Some(tag::PARTY_ID));
    assert_eq!(parties.place(tag::PARTY_ROLE), Some(2));
    assert!(
        parties
            .group(tag::NO_PARTY_SUB_IDS)
            .is_some_and(|sub| sub.contains(tag::PARTY_SUB_ID))
    );
    assert!(parties.contains_deep(tag::PARTY_SUB_ID) && !parties.contains(tag::PARTY_SUB_ID));
}

#[test]
fn header_and_trailer_are_those_of_the_transport() {
    let fixt = Release::Fixt11.dictionary();
    assert!(fixt.header().contains(tag::APPL_VER_ID));
    assert_eq!(fixt.trailer().required(), [tag::CHECK_SUM]);
    assert!(Release::Fix50Sp2.dictionary().header().is_empty());
    assert_eq!(
        Release::Fix44.dictionary().header().required(),
        [8, 9, 35, 49, 56, 34, 52]
    );
}

#[test]
fn values_are_listed_or_free() {
    let dictionary = Release::Fix44.dictionary();
    let side = dictionary.field(tag::SIDE).unwrap();
    assert_eq!(side.field_type(), FieldType::Char);
    assert!(side.allows(b"1") && !side.allows(b"Z") && !side.allows(b"") && !side.allows(b"11"));
    let exec_inst = dictionary.field(tag::EXEC_INST).unwrap();
    assert!(exec_inst.allows(b"1 2") && !exec_inst.allows(b"1 !"));
    assert!(dictionary.field(tag::TEXT).unwrap().allows(b"anything"));
    assert!(dictionary.field(tag::MISC_FEE_TYPE).unwrap().allows(b"12"));
}

#[test]
fn a_length_knows_the_data_it_measures() {
    let dictionary = Release::Fix44.dictionary();
    assert_eq!(
        dictionary.field(tag::RAW_DATA_LENGTH).unwrap().data_tag(),
        Some(tag::RAW_DATA)
    );
    assert_eq!(
        dictionary.field(tag::SIGNATURE_LENGTH).unwrap().data_tag(),
        Some(tag::SIGNATURE)
    );
    for release in Release::all() {
        let dictionary = release.dictionary();
        let measured: Vec<u32> = dictionary
            .fields()
            .iter()
            .filter_map(fix_dictionary::Field::data_tag)
            .collect();
        for field in dictionary.fields() {
            assert_eq!(
                field.field_type().is_data(),
                measured.contains(&field.tag()),
                "{} {}",
                release.name(),
                field.name()
            );
        }
    }
}

#[test]
fn an_extension_adds_fields_to_messages_and_leaves_the_rest() {
    let base = Release::Fix44.dictionary();
    let extended = base
        .extend("field 5001 TransactionHash STRING # of the mint\nfield 5010 NoLots NUMINGROUP\nfield 5011 LotID STRING\nfield 70000 Far CHAR A=NEAR\nappend AK 5001! 5010(5011)\nmessage U1 app Custom 5001!")
        .unwrap();
    let confirmation = extended.message(b"AK").unwrap();
    assert!(confirmation.members.required().contains(&5001));
    assert_eq!(
        confirmation.members.group(5010).unwrap().delimiter(),
        Some(5011)
    );
    assert_eq!(extended.field(5001).unwrap().name(), "TransactionHash");
    assert!(extended.field(70_000).unwrap().allows(b"A"));
    assert_eq!(&*extended.message(b"U1").unwrap().name, "Custom");
    assert!(base.field(5001).is_none() && !base.message(b"AK").unwrap().members.contains(5001));
}

#[test]
fn a_bad_table_is_refused_with_its_line() {
    let refused = |text: &str| {
        Release::Fix44
            .dictionary()
            .extend(text)
            .map(|_| ())
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        refused("\nfield x Name STRING"),
        "line 2 is not `field TAG NAME TYPE [->DATA_TAG] [VALUE=NAME …]`"
    );
    assert_eq!(
        refused("field 5001 Name TEXT"),
        "line 1: \"TEXT\" is no type of field"
    );
    assert_eq!(
        refused("append ZZ 1"),
        "line 1: there is no message of type \"ZZ\""
    );
    assert_eq!(
        refused("append D 5999"),
        "D has the field 5999, which is not defined"
    );
    for members in ["(1)", "1(", "1)", "1(2", "1()", "x", "1((2))"] {
        assert!(
            refused(&format!("append D {members}")).contains("TAG[!]"),
            "{members}"
        );
    }
    assert_eq!(
        Dictionary::parse("nonsense").map(|_| ()).unwrap_err(),
        TableError::Form {
            line: 1,
            form: "version, field, header, trailer, message or append …"
        }
    );
}

#[test]
fn no_tag_or_type_panics() {
    let dictionary = Release::Fix44.dictionary();
    for tag in [0, 9_999, 10_000, u32::MAX] {
        assert!(dictionary.field(tag).is_none());
        assert!(!dictionary.header().contains(tag));
    }
    for msg_type in [&b""[..], b"\xff", b"\xff\xff", b"ZZZZ"] {
        assert!(dictionary.message(msg_type).is_none());
    }
}
