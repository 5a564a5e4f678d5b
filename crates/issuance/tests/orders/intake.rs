//! Orders, deposits, accounts and settings come in.

use issuance::{
    ClientAccount, Command, Event, OrderChange, RejectReason, Rejection, Side, Status, Stream,
    TimeInForce,
};
use ledger::Account;
use money::Cash;

use crate::{one, rejection, submit};
use scenario::{address, cash, index, names, request, settings};

#[test]
fn an_order_with_its_collateral_is_accepted_and_reserved_in_one_event() {
    let mut run = one();
    run.deposit(1, "500");
    let events = submit(&mut run, request("1", "ACC-1", "IDX", "300"));
    let [Event::Order(event)] = &events[..] else {
        panic!("{events:?}")
    };
    assert_eq!(event.change, OrderChange::Accepted { reserved: true });
    assert_eq!(
        (event.order.status, event.order.remaining),
        (Status::Working, cash("300"))
    );
    let collateral = run.collateral("ACC-1");
    assert_eq!(
        (collateral.free, collateral.reserved),
        (cash("200"), cash("300"))
    );
}

#[test]
fn orders_wait_for_their_collateral_and_get_it_oldest_first() {
    let mut run = one();
    let large = run.submit(request("1", "ACC-1", "IDX", "300"));
    let small = run.submit(request("2", "ACC-1", "IDX", "100"));
    let later = run.submit(request("3", "ACC-1", "IDX", "100"));
    // Enough for the second, not for the first; the third comes too late.
    let events = run.deposit(1, "150");
    assert_eq!(names(&events), ["deposited", "2 reserved"]);
    let events = run.deposit(1, "300");
    assert_eq!(names(&events), ["deposited", "1 reserved"]);
    assert_eq!(
        [large, small, later].map(|id| run.status(id)),
        [Status::Working, Status::Working, Status::Waiting]
    );
}

#[test]
fn a_deposit_is_credited_once() {
    let mut run = one();
    run.deposit(1, "100");
    let Some(Event::Deposited { deposit, .. }) = run.events.last().cloned() else {
        unreachable!()
    };
    let again = run
        .run(Command::RecordDeposit {
            position: run.minter,
            deposit: deposit.clone(),
        })
        .unwrap();
    assert_eq!(again, [], "the same place in the stream");
    let elsewhere = run
        .run(Command::RecordDeposit {
            position: run.minter + 1,
            deposit,
        })
        .unwrap();
    assert_eq!(
        names(&elsewhere),
        ["skipped"],
        "the same deposit in another place"
    );
    assert_eq!(run.collateral("ACC-1").deposited, cash("100"));
    assert_eq!(run.state.position(Stream::Minter), run.minter + 1);
}

#[test]
fn an_unknown_depositors_cash_is_kept_apart_until_the_address_is_an_accounts() {
    let mut run = one();
    run.deposit(9, "70");
    assert_eq!(run.balance("USDC", &Account::Unclaimed), "70");
    assert_eq!(run.state.unclaimed()[&address(9)], cash("70"));
    let account = ClientAccount {
        name: "ACC-9".into(),
        address: address(9),
    };
    let events = run
        .run(Command::DefineAccount {
            command_id: "d".into(),
            account,
        })
        .unwrap();
    assert_eq!(names(&events), ["account_defined", "unclaimed_credited"]);
    assert_eq!(run.collateral("ACC-9").free, cash("70"));
    assert_eq!(run.balance("USDC", &Account::Unclaimed), "0");
}

#[test]
fn bad_orders_get_a_reason_and_a_text_that_helps() {
    let mut run = one();
    run.deposit(1, "5000000");
    let mut ask = |change: fn(&mut issuance::OrderRequest)| {
        let name = format!("n{}", run.events.len());
        let mut request = request(&name, "ACC-1", "IDX", "300");
        change(&mut request);
        rejection(&submit(&mut run, request))
    };
    let reason = |(reason, text): (RejectReason, String), part: &str| {
        assert!(text.contains(part), "{text}");
        reason
    };
    assert_eq!(
        reason(ask(|order| order.index = "XXX".into()), "there are: IDX"),
        RejectReason::UnknownIndex
    );
    assert_eq!(
        reason(ask(|order| order.account = "ACC-8".into()), "ACC-8"),
        RejectReason::UnknownAccount
    );
    assert_eq!(
        reason(ask(|order| order.side = Side::Redeem), "OrderQty(38)"),
        RejectReason::BadAmount
    );
    assert_eq!(
        reason(ask(|order| order.cash = Cash::ZERO), "CashOrderQty(152)"),
        RejectReason::BadAmount
    );
    assert_eq!(
        reason(ask(|order| order.cash = cash("-5")), "above zero"),
        RejectReason::BadAmount
    );
    assert_eq!(
        reason(ask(|order| order.cash = cash("20.1234567")), "6 decimals"),
        RejectReason::BadAmount
    );
    assert_eq!(
        reason(ask(|order| order.cash = cash("9.99")), "smallest"),
        RejectReason::BadAmount
    );
    assert_eq!(
        reason(ask(|order| order.cash = cash("1000001")), "largest"),
        RejectReason::LimitExceeded
    );
    assert_eq!(
        reason(
            ask(|order| order.limit_price = Some(money::Price::ZERO)),
            "Price(44)"
        ),
        RejectReason::BadAmount
    );
    assert_eq!(
        reason(
            ask(|order| order.time_in_force = TimeInForce::GoodTill(5)),
            "past"
        ),
        RejectReason::TooLate
    );
    assert_eq!(run.collateral("ACC-1").free, cash("5000000"));
}

#[test]
fn one_name_is_one_order_and_one_command_is_one_order() {
    let mut run = one();
    run.deposit(1, "1000");
    let command = Command::SubmitOrder {
        command_id: "a".into(),
        request: request("1", "ACC-1", "IDX", "300"),
        mark: None,
    };
    assert_eq!(names(&run.run(command.clone()).unwrap()), ["1 accepted"]);
    assert_eq!(run.run(command).unwrap(), [], "the command again");
    let (reason, _) = rejection(&submit(&mut run, request("1", "ACC-1", "IDX", "100")));
    assert_eq!(reason, RejectReason::DuplicateOrder);
    let first = run.state.order_of("FIX.4.4:A->S", "1").unwrap();
    assert_eq!(
        first.request().cash,
        cash("300"),
        "the name stays the first one's"
    );
    let mut other_session = request("1", "ACC-1", "IDX", "100");
    other_session.session = "FIX.4.4:B->S".into();
    assert_eq!(names(&submit(&mut run, other_session)), ["3 accepted"]);
}

#[test]
fn settings_accounts_and_indexes_are_given_again_without_effect_and_refused_when_they_make_no_sense()
 {
    let mut run = one();
    assert_eq!(run.run(Command::Configure(settings())).unwrap(), []);
    let mut other = settings();
    other.cash = "USDT".into();
    assert_eq!(
        run.run(Command::Configure(other)),
        Err(Rejection::FixedSetting("cash"))
    );
    let account = ClientAccount {
        name: "ACC-1".into(),
        address: address(1),
    };
    let define = |account| Command::DefineAccount {
        command_id: "x".into(),
        account,
    };
    assert_eq!(run.run(define(account)).unwrap(), []);
    let taken = ClientAccount {
        name: "ACC-8".into(),
        address: address(1),
    };
    assert!(matches!(
        run.run(define(taken)),
        Err(Rejection::BadAccount { .. })
    ));
    let bad = ClientAccount {
        name: "ACC-8".into(),
        address: "0x12".into(),
    };
    assert!(matches!(
        run.run(define(bad)),
        Err(Rejection::BadAccount { .. })
    ));
    for basket in [
        &[("A", "0")][..],
        &[],
        &[("A", "1"), ("A", "1")],
        &[("USDC", "1")],
        &[("IDX", "1")],
    ] {
        let define = Command::DefineIndex {
            command_id: "y".into(),
            index: index("NEW", basket),
        };
        assert!(
            matches!(run.run(define), Err(Rejection::BadIndex { .. })),
            "{basket:?}"
        );
    }
    let more = settings().house_cash.checked_add(cash("5")).unwrap();
    run.run(Command::Configure(issuance::Settings {
        house_cash: more,
        ..settings()
    }))
    .unwrap();
    assert_eq!(
        run.balance("USDC", &"house/cash".parse().unwrap()),
        "1000005"
    );
}
