//! Orders that are refused, and ClOrdIDs that are used.

use fix_engine::Verdict;

use crate::desk::{Desk, ORDER, OTHER, SESSION, fill};

/// Sends an order with one thing changed: the reject's OrdRejReason(103) and Text(58).
fn refused(change: (&str, &str)) -> (String, String) {
    let mut desk = Desk::new();
    let text = if change.0.is_empty() {
        format!("{ORDER}{}", change.1)
    } else {
        ORDER.replace(change.0, change.1)
    };
    let reports = desk.say(&text);
    assert_eq!(reports.len(), 1, "{reports:?}");
    assert!(
        reports[0].starts_with("8|37=NONE|11=") && reports[0].contains("|17=A-1|150=8|39=8|"),
        "{reports:?}"
    );
    assert!(desk.pending().is_empty(), "the solver hears nothing of it");
    let field = |tag: &str| {
        let found = reports[0]
            .split('|')
            .find_map(|field| field.strip_prefix(tag))
            .unwrap_or_default();
        found.to_owned()
    };
    (field("103="), field("58="))
}

#[test]
#[allow(clippy::too_many_lines, reason = "a table")]
fn a_bad_order_is_rejected_with_a_text_that_helps() {
    let cases = [
        (
            ("1=ACC-1|55", "55"),
            "15",
            "Account(1) is missing: it names the account to trade for",
        ),
        (
            ("1=ACC-1|55", "1=NOBODY|55"),
            "15",
            "Account(1): there is no account NOBODY",
        ),
        (
            ("1=ACC-1|55", "1=ACC-3|55"),
            "15",
            "Account(1): account ACC-3 is not one that this session may trade; those are: ACC-1, ACC-2",
        ),
        (
            ("55=TOP5|", ""),
            "1",
            "Symbol(55) is missing: it names the index",
        ),
        (
            ("152=1000.50|", ""),
            "13",
            "CashOrderQty(152) is missing: it says how much cash to spend",
        ),
        (
            ("152=1000.50", "38=5"),
            "13",
            "OrderQty(38) can't be used to buy: give the cash to spend in CashOrderQty(152)",
        ),
        (
            ("152=1000.50", "152=0.00"),
            "13",
            "CashOrderQty(152) must be more than zero",
        ),
        (
            ("152=1000.50", "152=-5"),
            "13",
            "CashOrderQty(152) \"-5\" is no amount: negative where only zero or more is accepted",
        ),
        (
            ("152=1000.50", "152=1e6"),
            "13",
            "CashOrderQty(152) \"1e6\" is no amount: exponents are not accepted: write the digits out",
        ),
        (
            ("152=1000.50", "152=ten"),
            "13",
            "CashOrderQty(152) \"ten\" is no amount: not a decimal number such as 12.50",
        ),
        (
            ("152=1000.50", "152=0.0000001"),
            "13",
            "CashOrderQty(152) has more than 6 decimals",
        ),
        (
            ("54=1", "54=5"),
            "11",
            "Side(54) \"5\" is not supported: 1 buys, 2 redeems",
        ),
        (
            ("54=1", "54=2"),
            "13",
            "OrderQty(38) is missing: it says how many units to redeem",
        ),
        (
            ("40=1", "40=3"),
            "11",
            "OrdType(40) \"3\" is not supported: 1 is market, 2 is limit, D is previously quoted",
        ),
        (
            ("40=1", "40=2"),
            "11",
            "Price(44) is missing: a limit order needs it",
        ),
        (
            ("40=1", "40=1|44=5"),
            "11",
            "Price(44) is for limit orders, OrdType(40) 2",
        ),
        (
            ("40=1", "40=D"),
            "11",
            "QuoteID(117) is missing: OrdType(40) D needs it",
        ),
        (
            ("40=1", "40=2|44=0"),
            "13",
            "Price(44) must be more than zero",
        ),
        (
            ("", "59=2|"),
            "11",
            "TimeInForce(59) \"2\" is not supported: 0 is day, 1 GTC, 3 IOC, 4 FOK, 6 GTD",
        ),
        (
            ("", "59=6|"),
            "11",
            "ExpireTime(126) is missing: TimeInForce(59) 6 needs it",
        ),
        (
            ("", "59=6|126=20260131-11:59:59|"),
            "11",
            "ExpireTime(126) is in the past",
        ),
        (
            ("", "15=EUR|"),
            "11",
            "Currency(15) \"EUR\": only USDC is traded here",
        ),
    ];
    for (change, reason, text) in cases {
        assert_eq!(
            refused(change),
            (reason.to_owned(), text.to_owned()),
            "{change:?}"
        );
    }
    let long = "x".repeat(65);
    assert_eq!(
        refused(("11=o-1", &format!("11={long}"))),
        (
            "99".to_owned(),
            "ClOrdID(11) must have 1 to 64 printable characters".to_owned()
        )
    );
}

#[test]
fn two_orders_with_one_cl_ord_id_are_one_order_and_a_reject_also_after_a_restart() {
    let mut desk = Desk::new();
    desk.say(ORDER);
    desk.restart();
    let reports = desk.say(&ORDER.replace("152=1000.50", "152=7"));
    assert!(
        reports[0].starts_with("8|37=NONE|11=o-1|17=A-1|150=8|39=8|103=6|"),
        "{reports:?}"
    );
    assert!(
        reports[0].contains("|58=ClOrdID(11) was used before in this session|"),
        "{reports:?}"
    );
    assert_eq!(desk.pending().len(), 1);
    assert!(desk.application.state().order(SESSION, "o-1").is_some());
}

#[test]
fn a_refused_order_has_used_its_cl_ord_id_up() {
    let mut desk = Desk::new();
    desk.say(&ORDER.replace("152=1000.50", "152=0"));
    let reports = desk.say(ORDER);
    assert!(reports[0].contains("|103=6|"), "{reports:?}");
}

#[test]
fn the_same_cl_ord_id_in_another_session_is_another_order() {
    let mut desk = Desk::new();
    desk.say(ORDER);
    let (verdict, messages) = desk.say_from(OTHER, &ORDER.replace("1=ACC-1|55", "1=ACC-3|55"));
    assert_eq!((verdict, messages), (Verdict::Accepted, Vec::new()));
    assert_eq!(desk.pending().len(), 2);
}

#[test]
fn an_order_that_may_be_a_repeat_is_answered_with_its_state() {
    let mut desk = Desk::new();
    desk.say(ORDER);
    desk.hear(fill());
    let reports = desk.say(&format!("{ORDER}97=Y|"));
    assert!(
        reports[0].starts_with("8|37=O-7|11=o-1|17=A-1|150=I|39=1|"),
        "{reports:?}"
    );
    assert_eq!(desk.pending().len(), 1);
}
