//! Quotes, and orders by them.

use fix_acceptor::{Dialect, Input};
use proto::v1::{self, solver_event::Event as Solver};

use crate::desk::{Desk, NOON, ORDER, fill, filled};

const MINUTE_NS: i64 = 60_000_000_000;

fn quoted(desk: &mut Desk, command: u64, quote: v1::Quote) -> Vec<String> {
    let quote = Box::new(quote);
    desk.input(Input::Quoted { command, quote })
}

fn quote() -> v1::Quote {
    v1::Quote {
        quote_id: "Q-1".to_owned(),
        cash: "1001".to_owned(),
        units: "10".to_owned(),
        price: "100".to_owned(),
        issuer_fee: "0.5".to_owned(),
        time_unix_ns: NOON,
        valid_until_unix_ns: NOON + MINUTE_NS,
        ..v1::Quote::default()
    }
}

#[test]
fn a_request_goes_to_the_solver_and_its_quote_comes_back() {
    let mut desk = Desk::new();
    assert_eq!(
        desk.say("R|131=q-1|146=1|55=TOP5|54=1|152=1001|1=ACC-1|"),
        Vec::<String>::new()
    );
    assert_eq!(
        desk.pending(),
        [
            "Quote(RequestQuoteRequest { command_id: \"fix/1/FIX.4.4:SHEAF->CLIENT1/q-1\", session: \"FIX.4.4:SHEAF->CLIENT1\", \
             quote_req_id: \"q-1\", account: \"ACC-1\", index: \"TOP5\", side: Buy, cash: \"1001\", units: \"\" })"
        ]
    );
    desk.restart();
    assert_eq!(
        quoted(&mut desk, 1, quote()),
        [
            "S|131=q-1|117=Q-1|537=1|55=TOP5|54=1|152=1001|15=USDC|1=ACC-1|133=100|135=10|62=20260131-12:01:00.000|\
             60=20260131-12:00:00.000|13=3|12=0.5|"
        ]
    );
    assert!(desk.pending().is_empty());
    assert_eq!(quoted(&mut desk, 1, quote()), Vec::<String>::new(), "once");
}

#[test]
fn a_quote_for_a_redemption_is_a_bid() {
    let mut desk = Desk::new();
    desk.say("R|131=q-1|146=1|55=TOP5|54=2|38=10|1=ACC-1|");
    let quotes = quoted(&mut desk, 1, quote());
    assert!(
        quotes[0].contains("|54=2|15=USDC|1=ACC-1|132=100|134=10|"),
        "{quotes:?}"
    );
}

#[test]
fn a_request_that_can_t_be_is_rejected() {
    let cases = [
        (
            "146=1|55=TOP5|54=1|152=5|",
            "6",
            "Account(1) is missing: it names the account to trade for",
        ),
        (
            "146=1|55=TOP5|54=1|152=5|1=ACC-3|",
            "6",
            "Account(1): account ACC-3 is not one that this session may trade; those are: ACC-1, ACC-2",
        ),
        (
            "146=1|55=TOP5|54=1|1=ACC-1|",
            "99",
            "CashOrderQty(152) is missing: it says how much cash to spend",
        ),
        (
            "146=1|55=TOP5|54=1|38=1|152=5|1=ACC-1|",
            "99",
            "either CashOrderQty(152) or OrderQty(38) says how much",
        ),
        (
            "146=1|55=TOP5|54=1|152=0|1=ACC-1|",
            "99",
            "CashOrderQty(152) must be more than zero",
        ),
        (
            "146=2|55=TOP5|54=1|152=5|1=ACC-1|55=TOP9|54=1|152=5|1=ACC-1|",
            "99",
            "NoRelatedSym(146) must be 1: a quote is for one index",
        ),
        (
            "146=1|55=TOP5|54=5|152=5|1=ACC-1|",
            "99",
            "Side(54) \"5\" is not supported: 1 buys, 2 redeems",
        ),
    ];
    for (request, reason, text) in cases {
        let mut desk = Desk::new();
        assert_eq!(
            desk.say(&format!("R|131=q-1|{request}")),
            [format!("AG|131=q-1|658={reason}|146=1|55=TOP5|58={text}|")]
        );
        assert!(desk.pending().is_empty());
    }
}

#[test]
fn what_the_solver_does_not_quote_is_rejected_with_its_reason() {
    let reasons = [
        (v1::RejectReason::UnknownIndex, "1"),
        (v1::RejectReason::Closed, "2"),
        (v1::RejectReason::Halted, "2"),
        (v1::RejectReason::LimitExceeded, "3"),
        (v1::RejectReason::NoLiquidity, "8"),
        (v1::RejectReason::BadAmount, "99"),
    ];
    for (reason, code) in reasons {
        let mut desk = Desk::new();
        desk.say("R|131=q-1|146=1|55=TOP5|54=1|152=1001|1=ACC-1|");
        let refused = v1::Quote {
            reject_reason: reason.into(),
            text: "that is why".to_owned(),
            ..v1::Quote::default()
        };
        assert_eq!(
            quoted(&mut desk, 1, refused),
            [format!(
                "AG|131=q-1|658={code}|146=1|55=TOP5|58=that is why|"
            )]
        );
    }
}

#[test]
fn fix_42_asks_for_units_and_hears_of_refusals_in_an_acknowledgement() {
    let mut desk = Desk::with(vec![crate::desk::session(
        "FIX.4.2:SHEAF->CLIENT1",
        &["ACC-1"],
    )]);
    let session = "FIX.4.2:SHEAF->CLIENT1";
    desk.say_from(session, "R|131=q-1|146=1|55=TOP5|54=1|38=10|");
    assert!(
        desk.pending()[0].contains("account: \"ACC-1\""),
        "its only one"
    );
    assert_eq!(
        quoted(&mut desk, 1, quote()),
        [
            "S|131=q-1|117=Q-1|55=TOP5|133=100|135=10|62=20260131-12:01:00.000|60=20260131-12:00:00.000|15=USDC|"
        ]
    );
    let mut desk = Desk::speaking(Dialect::Fix42);
    let (_, messages) = desk.say_from(session, "R|131=q-2|146=1|55=TOP5|54=1|38=10|");
    assert_eq!(
        messages,
        ["b|131=q-2|297=5|300=9|58=Account(1) is missing: it names the account to trade for|"],
        "it has two"
    );
}

#[test]
fn fix_50_sp2_has_quotes_as_fix_44() {
    let mut desk = Desk::speaking(Dialect::Fix50Sp2);
    let session = "FIXT.1.1:SHEAF->CLIENT1";
    desk.say_from(session, "R|131=q-1|146=1|55=TOP5|54=1|152=1001|1=ACC-1|");
    let quotes = quoted(&mut desk, 1, quote());
    assert!(
        quotes[0].starts_with("S|131=q-1|117=Q-1|537=1|55=TOP5|54=1|"),
        "{quotes:?}"
    );
    let (_, messages) = desk.say_from(session, "R|131=q-1|146=1|55=TOP5|54=1|152=0|1=ACC-1|");
    assert!(
        messages[0].starts_with("AG|131=q-1|658=99|146=1|55=TOP5|58="),
        "{messages:?}"
    );
}

#[test]
fn an_order_names_the_quote_that_it_is_held_to() {
    let mut desk = Desk::new();
    desk.say(&ORDER.replace("40=1", "40=D|117=Q-1"));
    assert!(
        desk.pending()[0].contains("quote_id: \"Q-1\""),
        "{:?}",
        desk.pending()
    );
    desk.say(
        &ORDER
            .replace("o-1", "o-2")
            .replace("40=1", "40=2|44=99|117=Q-2"),
    );
    assert!(
        desk.pending()[1].contains("limit_price: \"99\", quote_id: \"Q-2\""),
        "{:?}",
        desk.pending()
    );
}

#[test]
fn a_replacement_without_a_price_goes_on_at_the_quotes() {
    let mut desk = Desk::new();
    desk.say(&ORDER.replace("40=1", "40=D|117=Q-1"));
    desk.hear(fill());
    desk.say("G|41=o-1|11=r-1|55=TOP5|54=1|60=20260131-12:00:00|40=1|152=900|");
    assert!(
        desk.pending()[1].contains("cash: \"900\", units: \"\", limit_price: \"\""),
        "{:?}",
        desk.pending()
    );
    let replaced = v1::IndexOrder {
        cl_ord_id: "r-1".to_owned(),
        cash: "900".to_owned(),
        limit_price: "100".to_owned(),
        quote_id: "Q-1".to_owned(),
        ..filled()
    };
    let reports = desk.hear(Solver::OrderReplaced(v1::OrderReplaced {
        order: Some(replaced),
        orig_cl_ord_id: "o-1".to_owned(),
    }));
    assert!(
        reports[0].contains("|150=5|") && reports[0].contains("|152=900|44=100|"),
        "{reports:?}"
    );
}

#[test]
fn a_quote_is_withdrawn_when_its_index_takes_no_more_orders() {
    let halted = |index: &str, state: v1::TradingState| {
        Solver::TradingChanged(v1::TradingChanged {
            index: index.to_owned(),
            state: state.into(),
            text: String::new(),
        })
    };
    for dialect in Dialect::ALL {
        let session = format!("{}:SHEAF->CLIENT1", dialect.version().begin_string());
        let mut desk = Desk::with(vec![crate::desk::session(&session, &["ACC-1"])]);
        for (command, id) in [(1, "Q-1"), (2, "Q-2"), (4, "Q-3")] {
            desk.say_from(&session, "R|131=q-1|146=1|55=TOP5|54=1|38=10|");
            let valid_until_unix_ns = if id == "Q-3" { NOON } else { NOON + MINUTE_NS };
            let quote = v1::Quote {
                quote_id: id.to_owned(),
                valid_until_unix_ns,
                ..quote()
            };
            assert_eq!(quoted(&mut desk, command, quote).len(), 1);
            if id == "Q-2" {
                desk.say_from(
                    &session,
                    "D|11=o-1|1=ACC-1|21=1|55=TOP5|54=1|60=20260131-12:00:00|40=D|117=Q-2|152=5|",
                );
            }
        }
        assert_eq!(
            desk.hear(halted("TOP9", v1::TradingState::Halted)),
            Vec::<String>::new()
        );
        assert_eq!(
            desk.hear(halted("TOP5", v1::TradingState::Open)),
            Vec::<String>::new()
        );
        desk.restart();
        assert_eq!(
            desk.hear(halted("", v1::TradingState::Closed)),
            ["Z|117=Q-1|298=1|295=1|55=TOP5|"],
            "neither the one that was used nor the one that is over, in {dialect:?}"
        );
        assert_eq!(
            desk.hear(halted("TOP5", v1::TradingState::Halted)),
            Vec::<String>::new()
        );
    }
}
