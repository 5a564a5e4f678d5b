//! What the types read and write, case by case.

use std::sync::Arc;

use fix_codec::{Encoder, OwnedMessage};
use fix_dictionary::{Dictionary, Release};
use fix_messages::codes::{ExecInst, MDEntryType, OrdType, Side};
use fix_messages::{
    AnyMessage, Heartbeat, MarketDataSnapshotFullRefresh, NewOrderSingle, NewOrderSingleWriter,
    News, OrderCancelRequest, TestRequest, Timestamp,
};

fn wire(text: &str) -> OwnedMessage {
    let fields = text.replace('|', "\u{1}");
    let (msg_type, body) = fields.split_once('\u{1}').unwrap();
    let mut encoder = Encoder::new();
    encoder.begin(msg_type.strip_prefix("35=").unwrap().as_bytes());
    encoder.encoded(body.as_bytes());
    OwnedMessage::decode(encoder.finish(b"FIX.4.4")).unwrap()
}

fn fix44() -> Arc<Dictionary> {
    Release::Fix44.dictionary()
}

/// What the new order's error says.
fn error_of(fields: &str, read: impl Fn(NewOrderSingle<'_>) -> String) -> String {
    let (message, dictionary) = (wire(&format!("35=D|{fields}")), fix44());
    read(NewOrderSingle::read(&dictionary, message.view()).unwrap())
}

fn written(body: &[u8]) -> String {
    String::from_utf8_lossy(body).replace('\u{1}', "|")
}

fn written_body(draft: &fix_codec::Draft) -> String {
    written(draft.body())
}

fn order(write: impl Fn(&mut NewOrderSingleWriter<'_>)) -> String {
    order_in(Release::Fix44, write)
}

fn order_in(release: Release, write: impl Fn(&mut NewOrderSingleWriter<'_>)) -> String {
    let dictionary = release.dictionary();
    let mut order = NewOrderSingle::write(&dictionary);
    order
        .ord_type(OrdType::Market)
        .transact_time(Timestamp::from_unix_ns(1_500_000_000))
        .side(Side::Buy)
        .cl_ord_id("A");
    write(&mut order);
    match order.finish() {
        Ok(draft) => written(draft.body()),
        Err(error) => error.to_string(),
    }
}

#[test]
fn another_message_is_not_read() {
    let dictionary = fix44();
    assert!(NewOrderSingle::read(&dictionary, wire("35=F|").view()).is_none());
    assert!(OrderCancelRequest::read(&dictionary, wire("35=F|").view()).is_some());
}

#[test]
fn a_message_that_the_version_does_not_have_is_not_read() {
    let message = wire("35=BA|");
    assert!(AnyMessage::read(&Release::Fix42.dictionary(), message.view()).is_none());
    let dictionary = fix44();
    let read = AnyMessage::read(&dictionary, message.view());
    assert!(matches!(read, Some(AnyMessage::CollateralReport(_))));
}

#[test]
fn an_error_names_the_field_and_what_is_wrong() {
    let missing = error_of("11=A|", |order| {
        order.symbol().required().unwrap_err().to_string()
    });
    assert_eq!(missing, "Symbol(55): is missing");
    let quantity = error_of("38=ten|", |order| {
        order.order_qty().optional().unwrap_err().to_string()
    });
    assert_eq!(quantity, "OrderQty(38): \"ten\" is not a decimal number");
    let side = error_of("54=Z|", |order| {
        order.side().required().unwrap_err().to_string()
    });
    assert_eq!(side, "Side(54): \"Z\" is none of its values");
    let time = error_of("60=now|", |order| {
        order.transact_time().optional().unwrap_err().to_string()
    });
    assert_eq!(
        time,
        "TransactTime(60): \"now\" is not a time such as 20260131-23:59:59"
    );
    let long = error_of(&format!("38={}|", "x".repeat(100)), |order| {
        order.order_qty().optional().unwrap_err().to_string()
    });
    assert_eq!(
        long,
        format!(
            "OrderQty(38): \"{}\" is not a decimal number",
            "x".repeat(32)
        )
    );
    let group = error_of("453=2|448=A|447=D|452=1|", |order| {
        order.no_party_ids().unwrap_err().to_string()
    });
    assert_eq!(
        group,
        "NoPartyIDs(453): group 453 has not as many entries as its count says"
    );
}

#[test]
fn several_codes_in_one_field_are_all_known() {
    let (message, dictionary) = (wire("35=D|18=G 1|"), fix44());
    let order = NewOrderSingle::read(&dictionary, message.view()).unwrap();
    let codes = order.exec_inst().required().unwrap();
    assert_eq!(
        codes.iter().collect::<Vec<_>>(),
        [ExecInst::AllOrNone, ExecInst::NotHeld]
    );
    assert!(!codes.contains(ExecInst::Held));
    let unlisted = error_of("18=G ~|", |order| {
        order.exec_inst().required().unwrap_err().to_string()
    });
    assert_eq!(unlisted, "ExecInst(18): \"~\" is none of its values");
}

#[test]
fn a_field_of_a_group_is_not_the_messages_own() {
    // Text(58) of an entry and of the message; Currency(15) only of the entries.
    let (message, dictionary) = (
        wire("35=W|55=X|268=2|269=0|270=1|15=USD|58=entry|269=1|270=2|"),
        fix44(),
    );
    let snapshot = MarketDataSnapshotFullRefresh::read(&dictionary, message.view()).unwrap();
    let entries: Vec<_> = snapshot.no_md_entries().unwrap().collect();
    assert_eq!(entries.len(), 2);
    assert_eq!(entries[0].md_entry_type().required(), Ok(MDEntryType::Bid));
    assert_eq!(entries[0].currency().required(), Ok("USD"));
    assert_eq!(entries[1].currency().optional(), Ok(None));
    assert_eq!(entries[1].md_entry_px().required().unwrap().as_str(), "2");
    // The entry's fields are not the message's.
    assert_eq!(snapshot.part().get(15), None);
    assert_eq!(snapshot.part().get(58), None);
}

#[test]
fn nested_groups_are_read() {
    let (message, dictionary) = (
        wire(
            "35=D|453=2|448=A|447=D|452=1|802=2|523=x|803=1|523=y|803=2|448=B|447=D|452=3|55=SYM|",
        ),
        fix44(),
    );
    let order = NewOrderSingle::read(&dictionary, message.view()).unwrap();
    let subs: Vec<Vec<&str>> = order
        .no_party_ids()
        .unwrap()
        .map(|party| {
            let subs = party.no_party_sub_ids().unwrap();
            subs.map(|sub| sub.party_sub_id().required().unwrap())
                .collect()
        })
        .collect();
    assert_eq!(subs, [vec!["x", "y"], vec![]]);
    assert_eq!(order.symbol().required(), Ok("SYM"));
}

#[test]
fn fields_come_out_in_the_dictionarys_order() {
    assert_eq!(
        order(|order| {
            order.symbol("X").account("ACC");
        }),
        "11=A|1=ACC|55=X|54=1|60=19700101-00:00:01.500|40=1|"
    );
}

#[test]
fn fields_come_out_as_they_were_written_where_that_is_wanted() {
    let write = |side: Option<Side>| {
        let dictionary = fix44();
        let mut order = NewOrderSingle::write(&dictionary);
        order
            .with(side, NewOrderSingleWriter::side)
            .no_party_ids(["P"], |party, id| {
                party
                    .party_role(fix_messages::codes::PartyRole::ClientId)
                    .party_id(id);
            })
            .ord_type(OrdType::Market)
            .transact_time(Timestamp::from_unix_ns(0))
            .with(None::<&str>, NewOrderSingleWriter::account)
            .cl_ord_id("A");
        let written = order.finish_as_written();
        written.map(|draft| written_body(&draft))
    };
    assert_eq!(
        write(Some(Side::Buy)).unwrap(),
        "54=1|453=1|448=P|452=3|40=1|60=19700101-00:00:00.000|11=A|"
    );
    let missing = write(None).unwrap_err();
    assert_eq!(
        missing.to_string(),
        "FIX.4.4 requires Side(54) in NewOrderSingle(D)"
    );
}

#[test]
fn one_function_writes_the_fields_of_a_counterparty_into_any_message_that_has_them() {
    let dictionary = fix44();
    let dictionary = dictionary
        .extend("field 5001 Hash STRING\nappend 0 5001\nappend 1 5001")
        .unwrap();
    let own = |fields: &mut fix_messages::Writer<'_>| {
        fields.custom(5001, "0xabc");
    };
    let mut heartbeat = Heartbeat::write(&dictionary);
    heartbeat.own(own);
    assert_eq!(written_body(&heartbeat.finish().unwrap()), "5001=0xabc|");
    let mut test_request = TestRequest::write(&dictionary);
    test_request.own(own).test_req_id("T");
    assert_eq!(
        written_body(&test_request.finish().unwrap()),
        "112=T|5001=0xabc|"
    );
    let mut news = News::write(&dictionary);
    news.headline("H").own(own);
    assert_eq!(
        news.finish().unwrap_err().to_string(),
        "FIX.4.4 has no Hash(5001) in News(B)"
    );
}

#[test]
fn what_can_not_be_read_is_as_if_it_were_not_there_for_who_asks_so() {
    let (message, dictionary) = (wire("35=D|54=Z|55=X|"), fix44());
    let order = NewOrderSingle::read(&dictionary, message.view()).unwrap();
    assert_eq!(order.side().readable(), None);
    assert_eq!(order.account().readable(), None);
    assert_eq!(order.symbol().readable(), Some("X"));
}

#[test]
fn groups_have_exact_counts_and_their_own_order() {
    assert_eq!(
        order(|order| {
            order.no_party_ids(["P", "Q"], |party, id| {
                party.party_role(fix_messages::codes::PartyRole::ClientId);
                party.no_party_sub_ids([id], |sub, id| {
                    sub.party_sub_id_type(fix_messages::codes::PartySubIDType::Firm)
                        .party_sub_id(id);
                });
                party.party_id(id);
            });
            // Nothing to write is no group.
            order.no_allocs([(); 0], |_, ()| {});
        }),
        "11=A|453=2|448=P|452=3|802=1|523=P|803=1|448=Q|452=3|802=1|523=Q|803=1|54=1|60=19700101-00:00:01.500|40=1|"
    );
}

#[test]
fn data_is_written_with_its_length() {
    assert_eq!(
        order(|order| {
            order.encoded_text(b"a\x01b");
        }),
        "11=A|54=1|60=19700101-00:00:01.500|40=1|354=3|355=a|b|"
    );
}

#[test]
fn times_have_no_decimals_before_fix42() {
    let order = order_in(Release::Fix41, |order| {
        order
            .symbol("X")
            .handl_inst(fix_messages::codes::HandlInst::ManualOrderBestExecution)
            .expire_time(Timestamp::from_unix_ns(1_500_000_000));
    });
    // FIX 4.1's order has no TransactTime(60).
    assert_eq!(
        order,
        "FIX.4.1 has no TransactTime(60) in NewOrderSingle(D)"
    );
    let order = order_in(Release::Fix42, |order| {
        order
            .symbol("X")
            .handl_inst(fix_messages::codes::HandlInst::ManualOrderBestExecution);
    });
    assert_eq!(order, "11=A|21=3|55=X|54=1|60=19700101-00:00:01.500|40=1|");
}

#[test]
fn what_a_version_does_not_have_is_an_error() {
    assert_eq!(
        order_in(Release::Fix42, |order| {
            order.no_party_ids(["P"], |party, id| {
                party.party_id(id);
            });
        }),
        "FIX.4.2 has no NoPartyIDs(453) in NewOrderSingle(D)"
    );
    assert_eq!(
        order_in(Release::Fix42, |order| {
            order.symbol("X");
        }),
        "FIX.4.2 requires HandlInst(21) in NewOrderSingle(D)"
    );
    assert_eq!(
        order(|order| {
            order.ord_type(OrdType::ForexSwap).side(Side::Buy);
        }),
        "OrdType(40) is in NewOrderSingle(D) twice"
    );
    assert_eq!(
        order(|order| {
            order.order_qty("many");
        }),
        "FIX.4.4: OrderQty(38) can't be \"many\""
    );
    assert_eq!(
        order(|order| {
            order.symbol("");
        }),
        "FIX.4.4: Symbol(55) can't be \"\""
    );
    assert_eq!(
        order(|order| {
            order.no_party_ids(["P"], |party, _| {
                party.party_role(fix_messages::codes::PartyRole::ClientId);
            });
        }),
        "FIX.4.4 requires PartyID(448) in NoPartyIDs(453)"
    );
    assert_eq!(
        order(|order| {
            order.custom(5001, "x");
        }),
        "FIX.4.4 has no tag 5001 in NewOrderSingle(D)"
    );
    let fix40 = Release::Fix40.dictionary();
    let report = fix_messages::CollateralReport::write(&fix40);
    assert_eq!(
        report.finish().unwrap_err().to_string(),
        "FIX.4.0 has no message CollateralReport(BA)"
    );
}

#[test]
fn a_required_group_without_entries_is_missing() {
    let dictionary = fix44();
    let mut news = News::write(&dictionary);
    news.headline("H").no_lines_of_text([""; 0], |line, text| {
        line.text(text);
    });
    assert_eq!(
        news.finish().unwrap_err().to_string(),
        "FIX.4.4 requires NoLinesOfText(33) in News(B)"
    );
}
