//! The same story in each version of FIX. That each message is valid there, the desk sees to.

use fix_acceptor::Dialect;
use fix_engine::Verdict;
use proto::v1::{self, solver_event::Event as Solver};

use crate::desk::{Desk, fill, filled, order};
use crate::requests::changed;

fn session(dialect: Dialect) -> String {
    format!("{}:SHEAF->CLIENT1", dialect.version().begin_string())
}

/// Everything that an order can go through; `says` is the client.
fn whole_story(dialect: Dialect) -> Vec<String> {
    let mut desk = Desk::speaking(dialect);
    let session = session(dialect);
    let mine = |order: v1::IndexOrder| {
        Some(v1::IndexOrder {
            session: session.clone(),
            ..order
        })
    };
    let mut told = Vec::new();
    let say = |desk: &mut Desk, text: &str| {
        let (verdict, messages) = desk.say_from(&session, text);
        assert_eq!(verdict, Verdict::Accepted, "{text}");
        messages
    };
    let waiting = v1::IndexOrder {
        status: v1::OrderStatus::Waiting.into(),
        ..order()
    };
    told.extend(say(
        &mut desk,
        "D|11=o-1|1=ACC-1|21=1|55=TOP5|54=1|60=20260131-12:00:00|40=1|152=1000.50|",
    ));
    told.extend(desk.hear(Solver::OrderAccepted(v1::OrderAccepted {
        order: mine(waiting),
    })));
    told.extend(desk.hear(Solver::OrderReserved(v1::OrderReserved {
        order: mine(order()),
    })));
    let Solver::IndexFill(mut first) = fill() else {
        unreachable!("a fill")
    };
    first.order = mine(filled());
    told.extend(desk.hear(Solver::IndexFill(first)));
    told.extend(say(&mut desk, "H|11=o-1|55=TOP5|54=1|"));
    told.extend(say(
        &mut desk,
        "G|41=o-1|11=r-1|21=1|55=TOP5|54=1|60=20260131-12:00:00|40=2|44=1100|152=900|",
    ));
    told.extend(replacements(&mut desk, &session));
    told.extend(say(
        &mut desk,
        "F|41=nothing|11=c-1|55=TOP5|54=1|60=20260131-12:00:00|",
    ));
    told.extend(say(
        &mut desk,
        "F|41=o-1|11=c-2|55=TOP5|54=1|60=20260131-12:00:00|",
    ));
    told.extend(desk.hear(Solver::CancelPending(v1::CancelPending {
        order: mine(filled()),
        cancel_cl_ord_id: "c-2".to_owned(),
    })));
    told.extend(desk.hear(Solver::OrderCancelled(v1::OrderCancelled {
        order: mine(filled()),
        cancel_cl_ord_id: "c-2".to_owned(),
    })));
    told.extend(desk.hear(Solver::OrderMinted(v1::OrderMinted {
        order: mine(filled()),
        mint_id: "M-1".to_owned(),
        transaction_hash: "0xabc".to_owned(),
        block_number: 12,
        further_lots: 0,
        lots: vec![v1::LotShare {
            lot_id: "L-1".to_owned(),
            asset: "BTC".to_owned(),
            quantity: "0.01".to_owned(),
            price: "50000".to_owned(),
            fee: "0.5".to_owned(),
        }],
    })));
    for outcome in [
        Solver::OrderComplete(v1::OrderComplete {
            order: mine(filled()),
        }),
        Solver::OrderExpired(v1::OrderExpired {
            order: mine(filled()),
        }),
        Solver::OrderSuspended(v1::OrderSuspended {
            order: mine(filled()),
        }),
        Solver::OrderRejected(v1::OrderRejected {
            order: mine(v1::IndexOrder {
                reject_reason: v1::RejectReason::BadAmount.into(),
                text: "too small".to_owned(),
                ..order()
            }),
        }),
        Solver::CancelRejected(v1::CancelRejected {
            session: session.clone(),
            cl_ord_id: "c-3".to_owned(),
            orig_cl_ord_id: "o-1".to_owned(),
            reason: v1::RejectReason::TooLate.into(),
            text: "the order is minting".to_owned(),
            order: mine(order()),
            response_to: v1::CancelResponseTo::Cancel.into(),
        }),
    ] {
        told.extend(desk.hear(outcome));
    }
    told.extend(desk.hear(changed("ACC-1", "deposit")));
    told
}

/// A replace request that waits and is refused, and one that is done.
fn replacements(desk: &mut Desk, session: &str) -> Vec<String> {
    let mine = |cl_ord_id: &str| {
        Some(v1::IndexOrder {
            session: session.to_owned(),
            cl_ord_id: cl_ord_id.to_owned(),
            ..filled()
        })
    };
    let mut told = desk.hear(Solver::ReplacePending(v1::ReplacePending {
        order: mine("o-1"),
        replace_cl_ord_id: "r-1".to_owned(),
    }));
    told.extend(desk.hear(Solver::CancelRejected(v1::CancelRejected {
        session: session.to_owned(),
        cl_ord_id: "r-1".to_owned(),
        orig_cl_ord_id: "o-1".to_owned(),
        reason: v1::RejectReason::Pending.into(),
        text: "another request is pending".to_owned(),
        order: mine("o-1"),
        response_to: v1::CancelResponseTo::Replace.into(),
    })));
    told.extend(desk.hear(Solver::OrderReplaced(v1::OrderReplaced {
        order: mine("r-2"),
        orig_cl_ord_id: "o-1".to_owned(),
    })));
    told
}

/// The story with what is the same everywhere taken out: the messages and their states.
fn states(told: &[String]) -> Vec<String> {
    let kept = ["20=", "150=", "39=", "102=", "103="];
    told.iter()
        .map(|message| {
            let mut fields = message.split('|');
            let msg_type = fields.next().unwrap().to_owned();
            fields
                .filter(|field| kept.iter().any(|tag| field.starts_with(tag)))
                .fold(msg_type, |shown, field| format!("{shown} {field}"))
        })
        .collect()
}

#[test]
fn fix_42_has_its_own_words_for_it() {
    let told = whole_story(Dialect::Fix42);
    assert_eq!(
        states(&told),
        [
            "8 20=0 150=A 39=A",
            "8 20=0 150=0 39=0",
            "8 20=0 150=1 39=1",
            "8 20=3 150=1 39=1",
            "8 20=0 150=E 39=E",
            "9 39=1 102=3",
            "8 20=0 150=5 39=1",
            "9 39=8 102=1",
            "8 20=0 150=6 39=6",
            "8 20=0 150=4 39=4",
            "8 20=3 150=4 39=4",
            "8 20=0 150=B 39=2",
            "8 20=0 150=C 39=C",
            "8 20=0 150=9 39=9",
            "8 20=0 150=8 39=8 103=0",
            "9 39=8 102=0",
            "B"
        ]
    );
    assert_eq!(
        told[2],
        "8|37=O-7|11=o-1|17=F-O-7-1|20=0|150=1|39=1|1=ACC-1|55=TOP5|54=1|152=1000.5|15=USDC|32=0.5|31=1000|151=0|14=0.5|\
         6=1000|60=20260131-12:00:00.000|381=500|12=0.25|13=3|5032=0.5|5033=500.75|5030=499.75|"
    );
    assert_eq!(
        told[10],
        "8|37=O-7|11=o-1|17=0|20=3|150=4|39=4|1=ACC-1|55=TOP5|54=1|152=1000.5|15=USDC|151=0|14=0.5|6=1000|\
         60=20260131-12:00:00.000|5001=0xabc|5002=12|5003=M-1|5010=1|5011=L-1|5012=BTC|5013=0.01|5014=50000|5015=0.5|\
         381=500|12=0.25|13=3|5032=0.5|5033=500.75|5030=499.75|5031=0|"
    );
    assert_eq!(
        told[16],
        "B|42=20260131-12:00:00.000|148=Collateral of ACC-1|33=1|58=900 free, as of 20260131-12:00:00.000|5007=C-15|5008=ACC-1|\
         5009=USDC|5004=0xdef|5005=1000|5006=deposit|5020=900|5021=100|5022=0|5023=960|5024=0|5025=0|5028=40|"
    );
}

#[test]
fn fix_50_sp2_says_the_same_as_fix_44() {
    let newer = whole_story(Dialect::Fix50Sp2);
    assert_eq!(newer, whole_story(Dialect::Fix44));
    assert_eq!(
        states(&newer),
        [
            "8 150=A 39=A",
            "8 150=0 39=0",
            "8 150=F 39=1",
            "8 150=I 39=1",
            "8 150=E 39=E",
            "9 39=1 102=3",
            "8 150=5 39=1",
            "9 39=8 102=1",
            "8 150=6 39=6",
            "8 150=4 39=4",
            "AK",
            "8 150=B 39=2",
            "8 150=C 39=C",
            "8 150=9 39=9",
            "8 150=8 39=8 103=13",
            "9 39=8 102=0",
            "BA"
        ]
    );
}

#[test]
fn a_reason_that_a_version_does_not_list_is_its_broker_option() {
    let mut desk = Desk::speaking(Dialect::Fix42);
    let session = session(Dialect::Fix42);
    let order = "D|11=o-1|1=ACC-9|21=1|55=TOP5|54=1|60=20260131-12:00:00|40=1|152=1000.50|";
    let (_, reports) = desk.say_from(&session, order);
    assert!(reports[0].contains("|39=8|103=0|"), "{reports:?}");
    let cancel = "F|41=o-1|11=o-1|55=TOP5|54=1|60=20260131-12:00:00|";
    let (_, rejects) = desk.say_from(&session, cancel);
    assert!(rejects[0].contains("|102=2|"), "{rejects:?}");
}
