//! Replace requests, mass cancels, mass status.

use fix_acceptor::Input;
use fix_engine::Verdict;
use proto::v1::{self, solver_event::Event as Solver};

use crate::desk::{Desk, ORDER, SESSION, fill, filled, order};

const REPLACE: &str = "G|41=o-1|11=r-1|55=TOP5|54=1|60=20260131-12:00:00|40=2|44=1100|152=2000|";

fn replaced() -> v1::IndexOrder {
    v1::IndexOrder {
        cl_ord_id: "r-1".to_owned(),
        cash: "2000".to_owned(),
        limit_price: "1100".to_owned(),
        ..filled()
    }
}

#[test]
fn a_replace_request_goes_to_the_solver_and_gives_the_order_another_name() {
    let mut desk = Desk::new();
    desk.say(ORDER);
    desk.hear(fill());
    assert_eq!(desk.say(REPLACE), Vec::<String>::new());
    assert_eq!(
        desk.pending()[1],
        "Replace(ReplaceOrderRequest { command_id: \"fix/2/FIX.4.4:SHEAF->CLIENT1/r-1\", session: \"FIX.4.4:SHEAF->CLIENT1\", \
         cl_ord_id: \"r-1\", orig_cl_ord_id: \"o-1\", cash: \"2000\", units: \"\", limit_price: \"1100\" })"
    );
    let pending = v1::ReplacePending {
        order: Some(filled()),
        replace_cl_ord_id: "r-1".to_owned(),
    };
    let reports = desk.hear(Solver::ReplacePending(pending));
    assert!(
        reports[0].starts_with("8|37=O-7|11=r-1|41=o-1|17=E-2|150=E|39=E|"),
        "{reports:?}"
    );
    let reports = desk.hear(fill());
    assert!(
        reports[0].contains("|11=o-1|") && reports[0].contains("|150=F|39=E|"),
        "{reports:?}"
    );
    let done = v1::OrderReplaced {
        order: Some(replaced()),
        orig_cl_ord_id: "o-1".to_owned(),
    };
    let reports = desk.hear(Solver::OrderReplaced(done));
    assert!(
        reports[0].starts_with(
            "8|37=O-7|11=r-1|41=o-1|17=E-4|150=5|39=1|1=ACC-1|55=TOP5|54=1|152=2000|44=1100|"
        ),
        "{reports:?}"
    );
    // Both names find it, also after a restart, and neither can be used again.
    desk.restart();
    for name in ["o-1", "r-1"] {
        let reports = desk.say(&format!("H|11={name}|54=1|"));
        assert!(
            reports[0].starts_with("8|37=O-7|11=r-1|17=A-"),
            "{reports:?}"
        );
        let reports = desk.say(&ORDER.replace("o-1", name));
        assert!(reports[0].contains("|103=6|"), "{reports:?}");
    }
    assert_eq!(
        desk.say("F|41=o-1|11=c-1|55=TOP5|54=1|60=20260131-12:00:00|"),
        Vec::<String>::new()
    );
}

#[test]
fn a_replace_request_that_can_t_be_is_refused() {
    let cases = [
        (
            ("41=o-1", "41=none"),
            "1",
            "OrigClOrdID(41): this session has no such order",
        ),
        (
            ("11=r-1", "11=o-1"),
            "6",
            "ClOrdID(11) was used before in this session",
        ),
        (
            ("55=TOP5", "55=TOP9"),
            "99",
            "Symbol(55) can't be changed: cancel the order and send another",
        ),
        (
            ("54=1", "54=2"),
            "99",
            "Side(54) can't be changed: cancel the order and send another",
        ),
        (
            ("54=1", "54=1|1=ACC-2"),
            "99",
            "Account(1) can't be changed: cancel the order and send another",
        ),
        (
            ("54=1", "54=1|59=1"),
            "99",
            "TimeInForce(59) can't be changed: cancel the order and send another",
        ),
        (
            ("152=2000", "152=0"),
            "99",
            "CashOrderQty(152) must be more than zero",
        ),
        (
            ("152=2000|", ""),
            "99",
            "CashOrderQty(152) is missing: it says how much cash to spend",
        ),
        (
            ("44=1100|", ""),
            "99",
            "Price(44) is missing: a limit order needs it",
        ),
        (
            ("40=2|44=1100|", "40=D|"),
            "99",
            "OrdType(40) D is for new orders: the replacement of an order that named a quote keeps its price",
        ),
    ];
    for (change, reason, text) in cases {
        let mut desk = Desk::new();
        desk.say(ORDER);
        let rejects = desk.say(&REPLACE.replace(change.0, change.1));
        assert!(
            rejects[0].starts_with("9|37=NONE|11=")
                && rejects[0].contains("|434=2|")
                && rejects[0].contains(&format!("|102={reason}|58={text}|")),
            "{change:?}: {rejects:?}"
        );
        assert_eq!(desk.pending().len(), 1);
    }
}

#[test]
fn a_replace_request_that_the_solver_refuses_leaves_the_order_as_it_was() {
    let mut desk = Desk::new();
    desk.say(ORDER);
    desk.hear(fill());
    desk.say(REPLACE);
    desk.hear(Solver::ReplacePending(v1::ReplacePending {
        order: Some(filled()),
        replace_cl_ord_id: "r-1".to_owned(),
    }));
    let rejected = v1::CancelRejected {
        session: SESSION.to_owned(),
        cl_ord_id: "r-1".to_owned(),
        orig_cl_ord_id: "o-1".to_owned(),
        reason: v1::RejectReason::Collateral.into(),
        text: "the increase is not covered".to_owned(),
        order: Some(filled()),
        response_to: v1::CancelResponseTo::Replace.into(),
    };
    assert_eq!(
        desk.hear(Solver::CancelRejected(rejected)),
        [
            "9|37=O-7|11=r-1|41=o-1|39=1|1=ACC-1|60=20260131-12:00:00.000|434=2|102=99|58=the increase is not covered|"
        ]
    );
    assert!(desk.say("H|11=o-1|54=1|")[0].contains("|150=I|39=1|"));
}

#[test]
fn a_mass_cancel_goes_to_the_solver_and_its_report_comes_back() {
    let mut desk = Desk::new();
    desk.say(ORDER);
    assert_eq!(
        desk.say("q|11=q-1|530=7|60=20260131-12:00:00|"),
        Vec::<String>::new()
    );
    assert!(
        desk.pending()[1].starts_with("CancelAll(")
            && desk.pending()[1].contains("cl_ord_id: \"q-1\", account: \"\", index: \"\""),
        "{:?}",
        desk.pending()
    );
    desk.say("q|11=q-2|530=1|55=TOP5|60=20260131-12:00:00|");
    assert!(desk.pending()[2].contains("index: \"TOP5\""));
    let done = |index: &str| {
        Solver::OrdersCancelled(v1::OrdersCancelled {
            session: SESSION.to_owned(),
            cl_ord_id: "q-1".to_owned(),
            index: index.to_owned(),
            cancelled: 2,
            pending: 1,
            ..v1::OrdersCancelled::default()
        })
    };
    assert_eq!(
        desk.hear(done("")),
        ["r|11=q-1|37=E-1|530=7|531=7|533=3|60=20260131-12:00:00.000|"]
    );
    assert_eq!(
        desk.hear(done("TOP5")),
        ["r|11=q-1|37=E-2|530=1|531=1|533=3|55=TOP5|60=20260131-12:00:00.000|"]
    );
}

#[test]
fn a_mass_cancel_that_can_t_be_is_refused() {
    let mut desk = Desk::new();
    assert_eq!(
        desk.say("q|11=q-1|530=3|60=20260131-12:00:00|"),
        [
            "r|11=q-1|37=A-1|530=3|531=0|532=0|60=20260131-12:00:00.000|\
             58=MassCancelRequestType(530): 1, an index's orders, and 7, all orders, are supported|"
        ]
    );
    let reports = desk.say("q|11=q-2|530=1|60=20260131-12:00:00|");
    assert!(reports[0].contains("|531=0|532=1|"), "{reports:?}");
    let reports = desk.say("q|11=q-2|530=7|60=20260131-12:00:00|");
    assert!(
        reports[0].contains("|531=0|532=99|")
            && reports[0].contains("|58=ClOrdID(11) was used before in this session|"),
        "{reports:?}"
    );
    desk.say("q|11=q-3|530=7|60=20260131-12:00:00|");
    let refused = Input::CommandRefused {
        command: 1,
        text: "bad request".to_owned(),
    };
    let reports = desk.input(refused);
    assert!(
        reports[0].starts_with("r|11=q-3|37=A-4|530=7|531=0|532=99|"),
        "{reports:?}"
    );
}

#[test]
fn a_mass_status_request_is_answered_with_each_open_order() {
    let mut desk = Desk::new();
    desk.say(ORDER);
    desk.say(
        &ORDER
            .replace("o-1", "o-2")
            .replace("1=ACC-1|55=TOP5", "1=ACC-2|55=TOP9"),
    );
    desk.say(&ORDER.replace("o-1", "o-3").replace("152=1000.50", "152=0"));
    let reports = desk.say("AF|584=m-1|585=7|");
    assert_eq!(reports.len(), 2, "{reports:?}");
    assert!(
        reports[0].starts_with("8|37=NONE|11=o-1|584=m-1|911=2|912=N|17=A-2|150=I|39=A|"),
        "{reports:?}"
    );
    assert!(
        reports[1].starts_with("8|37=NONE|11=o-2|584=m-1|911=2|912=Y|"),
        "{reports:?}"
    );
    let reports = desk.say("AF|584=m-2|585=1|55=TOP9|");
    assert!(
        reports[0].contains("|11=o-2|584=m-2|911=1|912=Y|"),
        "{reports:?}"
    );
    let reports = desk.say("AF|584=m-3|585=7|1=ACC-1|");
    assert!(
        reports[0].contains("|11=o-1|584=m-3|911=1|912=Y|"),
        "{reports:?}"
    );
    let reports = desk.say("AF|584=m-4|585=1|55=NONE|");
    assert!(
        reports[0].contains("|584=m-4|911=1|912=Y|") && reports[0].contains("|150=I|39=8|103=5|"),
        "{reports:?}"
    );
    let (verdict, _) = desk.say_from(SESSION, "AF|584=m-5|585=6|");
    assert!(
        matches!(verdict, Verdict::BusinessReject { reason: 0, .. }),
        "{verdict:?}"
    );
    let (verdict, _) = desk.say_from(SESSION, "AF|584=m-6|585=1|");
    assert_eq!(verdict, Verdict::ConditionallyRequiredFieldMissing(55));
    // What has ended is not open.
    let done = v1::OrderComplete {
        order: Some(filled()),
    };
    desk.hear(Solver::OrderComplete(done));
    assert_eq!(desk.say("AF|584=m-7|585=7|").len(), 1);
    assert_eq!(order().cl_ord_id, "o-1");
}

#[test]
fn requests_about_an_order_go_out_one_after_the_other() {
    let mut desk = Desk::new();
    let ready = |desk: &Desk| {
        let ready = desk.application.state().ready();
        ready.map(|pending| pending.command).collect::<Vec<_>>()
    };
    desk.say(ORDER);
    desk.say(REPLACE);
    desk.say(&REPLACE.replace("r-1", "r-2"));
    desk.say(&ORDER.replace("o-1", "o-2"));
    assert_eq!(ready(&desk), [1, 4]);
    desk.input(Input::CommandDone { command: 1 });
    assert_eq!(ready(&desk), [2, 4]);
    desk.input(Input::CommandDone { command: 2 });
    assert_eq!(ready(&desk), [3, 4]);
    // One about all waits for all, and what comes after it waits for it.
    desk.say("q|11=q-1|530=7|60=20260131-12:00:00|");
    desk.say(&ORDER.replace("o-1", "o-5"));
    assert_eq!(ready(&desk), [3, 4]);
    desk.input(Input::CommandDone { command: 3 });
    desk.input(Input::CommandDone { command: 4 });
    assert_eq!(ready(&desk), [5]);
    desk.restart();
    assert_eq!(ready(&desk), [5]);
    desk.input(Input::CommandDone { command: 5 });
    assert_eq!(ready(&desk), [6]);
}
