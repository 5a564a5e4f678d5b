//! What an order's events become.

use fix_acceptor::Input;
use proto::v1::{self, solver_event::Event as Solver};

use crate::desk::{Desk, ORDER, fill, filled, order};

#[test]
fn an_order_is_taken_without_an_answer_until_the_solver_has_it() {
    let mut desk = Desk::new();
    assert_eq!(desk.say(ORDER), Vec::<String>::new());
    let pending = desk.pending();
    assert_eq!(pending.len(), 1);
    for part in [
        "command_id: \"fix/1/FIX.4.4:SHEAF->CLIENT1/o-1\"",
        "session: \"FIX.4.4:SHEAF->CLIENT1\"",
        "cl_ord_id: \"o-1\"",
        "account: \"ACC-1\"",
        "index: \"TOP5\"",
        "side: Buy",
        "cash: \"1000.5",
        "time_in_force: Day",
    ] {
        assert!(pending[0].contains(part), "{part} in {}", pending[0]);
    }
}

#[test]
fn a_command_is_made_again_after_a_restart_until_the_solver_has_it() {
    let mut desk = Desk::new();
    desk.say(ORDER);
    let before = desk.pending();
    desk.restart();
    assert_eq!(desk.pending(), before);
    assert_eq!(
        desk.input(Input::CommandDone { command: 1 }),
        Vec::<String>::new()
    );
    assert!(desk.pending().is_empty());
    desk.restart();
    assert!(desk.pending().is_empty());
    assert_eq!(
        desk.input(Input::CommandDone { command: 1 }),
        Vec::<String>::new()
    );
}

#[test]
fn an_order_before_its_collateral_is_pending_new_then_new() {
    let mut desk = Desk::new();
    desk.say(ORDER);
    let waiting = v1::IndexOrder {
        status: v1::OrderStatus::Waiting.into(),
        remaining_cash: "0".to_owned(),
        ..order()
    };
    assert_eq!(
        desk.hear(Solver::OrderAccepted(v1::OrderAccepted {
            order: Some(waiting)
        })),
        [
            "8|37=O-7|11=o-1|17=E-1|150=A|39=A|1=ACC-1|55=TOP5|54=1|152=1000.5|15=USDC|151=0|14=0|6=0|60=20260131-12:00:00.000|5030=0|"
        ]
    );
    assert_eq!(
        desk.hear(Solver::OrderReserved(v1::OrderReserved {
            order: Some(order())
        })),
        [
            "8|37=O-7|11=o-1|17=E-2|150=0|39=0|1=ACC-1|55=TOP5|54=1|152=1000.5|15=USDC|151=0|14=0|6=0|60=20260131-12:00:00.000|5030=1000.5|"
        ]
    );
}

#[test]
fn an_order_with_collateral_is_new_at_once() {
    let mut desk = Desk::new();
    desk.say(ORDER);
    let reports = desk.hear(Solver::OrderAccepted(v1::OrderAccepted {
        order: Some(order()),
    }));
    assert!(reports[0].contains("|150=0|39=0|"), "{reports:?}");
}

#[test]
fn a_fill_says_price_cost_and_fees() {
    let mut desk = Desk::new();
    desk.say(ORDER);
    assert_eq!(
        desk.hear(fill()),
        [
            "8|37=O-7|11=o-1|17=F-O-7-1|150=F|39=1|1=ACC-1|55=TOP5|54=1|152=1000.5|15=USDC|32=0.5|31=1000|151=0|14=0.5|6=1000|\
          60=20260131-12:00:00.000|381=500|118=500.75|12=0.25|13=3|136=1|137=0.5|138=USDC|139=4|891=0|5030=499.75|"
        ]
    );
}

#[test]
fn a_complete_order_is_calculated_and_filled_and_then_confirmed() {
    let mut desk = Desk::new();
    desk.say(ORDER);
    desk.hear(fill());
    let done = v1::IndexOrder {
        status: v1::OrderStatus::Minting.into(),
        remaining_cash: "0".to_owned(),
        returned: "499.75".to_owned(),
        ..filled()
    };
    assert_eq!(
        desk.hear(Solver::OrderComplete(v1::OrderComplete {
            order: Some(done.clone())
        })),
        [
            "8|37=O-7|11=o-1|17=E-2|150=B|39=2|1=ACC-1|55=TOP5|54=1|152=1000.5|15=USDC|151=0|14=0.5|6=1000|\
          60=20260131-12:00:00.000|5030=0|5031=499.75|"
        ]
    );
    let lot = |id: &str, asset: &str| v1::LotShare {
        lot_id: id.to_owned(),
        asset: asset.to_owned(),
        quantity: "0.01".to_owned(),
        price: "50000".to_owned(),
        fee: "0.5".to_owned(),
    };
    let minted = v1::OrderMinted {
        order: Some(done),
        mint_id: "M-1".to_owned(),
        transaction_hash: "0xabc".to_owned(),
        block_number: 12,
        further_lots: 0,
        lots: vec![lot("L-1", "BTC"), lot("L-2", "ETH")],
    };
    assert_eq!(
        desk.hear(Solver::OrderMinted(minted)),
        [
            "AK|664=M-1|666=0|773=2|665=4|73=1|11=o-1|37=O-7|60=20260131-12:00:00.000|75=20260131|55=TOP5|80=0.5|54=1|15=USDC|\
          862=1|528=A|863=0.5|79=ACC-1|6=1000|381=500|118=500.75|12=0.25|13=3|136=1|137=0.5|138=USDC|139=4|891=0|\
          5001=0xabc|5002=12|5003=M-1|5010=2|5011=L-1|5012=BTC|5013=0.01|5014=50000|5015=0.5|\
          5011=L-2|5012=ETH|5013=0.01|5014=50000|5015=0.5|5031=499.75|"
        ]
    );
}

#[test]
fn a_complete_order_without_a_fill_is_done_for_day() {
    let mut desk = Desk::new();
    desk.say(ORDER);
    let reports = desk.hear(Solver::OrderComplete(v1::OrderComplete {
        order: Some(order()),
    }));
    assert!(reports[0].contains("|150=3|39=3|"), "{reports:?}");
}

#[test]
fn an_event_that_comes_again_says_nothing_again() {
    let mut desk = Desk::new();
    desk.say(ORDER);
    assert_eq!(desk.hear(fill()).len(), 1);
    assert_eq!(desk.hear_again(fill()), Vec::<String>::new());
    desk.restart();
    assert_eq!(desk.hear_again(fill()), Vec::<String>::new());
    assert_eq!(desk.application.state().position(), 1);
}

#[test]
fn an_order_that_the_solver_rejects_is_rejected_with_its_reason_and_text() {
    let reasons = [
        (v1::RejectReason::UnknownIndex, 1),
        (v1::RejectReason::UnknownAccount, 15),
        (v1::RejectReason::DuplicateOrder, 6),
        (v1::RejectReason::BadAmount, 13),
        (v1::RejectReason::TooLate, 4),
        (v1::RejectReason::UnknownOrder, 5),
        (v1::RejectReason::Unsupported, 11),
        (v1::RejectReason::LimitExceeded, 3),
        (v1::RejectReason::Halted, 2),
        (v1::RejectReason::Unspecified, 99),
    ];
    for (reason, code) in reasons {
        let mut desk = Desk::new();
        desk.say(ORDER);
        let rejected = v1::IndexOrder {
            status: v1::OrderStatus::Rejected.into(),
            reject_reason: reason.into(),
            text: "there is no index TOP5".to_owned(),
            ..order()
        };
        let reports = desk.hear(Solver::OrderRejected(v1::OrderRejected {
            order: Some(rejected),
        }));
        let expected = format!("8|37=O-7|11=o-1|17=E-1|150=8|39=8|103={code}|1=ACC-1|55=TOP5|");
        assert!(reports[0].starts_with(&expected), "{reports:?}");
        assert!(
            reports[0].contains("|58=there is no index TOP5|"),
            "{reports:?}"
        );
    }
}

#[test]
fn an_order_that_expires_or_is_suspended_says_so() {
    let mut desk = Desk::new();
    desk.say(ORDER);
    let suspended = v1::IndexOrder {
        text: "no price for BTC".to_owned(),
        ..order()
    };
    let reports = desk.hear(Solver::OrderSuspended(v1::OrderSuspended {
        order: Some(suspended),
    }));
    assert!(
        reports[0].contains("|150=9|39=9|") && reports[0].contains("|58=no price for BTC|"),
        "{reports:?}"
    );
    let expired = v1::IndexOrder {
        returned: "1000.5".to_owned(),
        ..order()
    };
    let reports = desk.hear(Solver::OrderExpired(v1::OrderExpired {
        order: Some(expired),
    }));
    assert!(
        reports[0].contains("|150=C|39=C|") && reports[0].ends_with("|5031=1000.5|"),
        "{reports:?}"
    );
}
