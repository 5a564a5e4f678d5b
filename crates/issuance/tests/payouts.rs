//! Payouts, a clause a test.

use issuance::{Command, Event, PAYOUTS_IN_FLIGHT_MAX, PayoutRequest, Rejection, Status};
use ledger::Account;
use scenario::{Scenario, cash, index, market, names, request, settings, snapshot};

fn one() -> Scenario {
    Scenario::new(settings(), vec![index("IDX", &[("A", "1")])])
}

/// Free, paying out, paid out.
fn purses(run: &Scenario) -> [String; 3] {
    let collateral = run.collateral("ACC-1");
    [collateral.free, collateral.paying_out, collateral.paid_out].map(|amount| amount.to_string())
}

#[test]
fn what_is_asked_back_is_in_flight_until_the_chain_has_it() {
    let mut run = one();
    run.deposit(1, "1000");
    let events = run.ask_payout("ACC-1", Some("300.5")).unwrap();
    let [Event::PayoutAsked { payout, .. }] = &events[..] else {
        panic!("{events:?}")
    };
    assert_eq!(
        (payout.payout_id.as_str(), payout.to.as_str()),
        ("tp1", scenario::address(1).as_str())
    );
    assert_eq!(purses(&run), ["699.5", "300.5", "0"]);
    assert_eq!(run.balance("USDC", &Account::payout("ACC-1")), "300.5");
    assert_eq!(run.balance("USDC", &Account::Vault), "-1000");

    let to_ask: Vec<_> = run
        .state
        .payouts_to_ask_for()
        .map(|payout| payout.id)
        .collect();
    assert_eq!(to_ask, [payout.id]);
    run.run(Command::ConfirmPayoutAccepted(payout.id)).unwrap();
    assert_eq!(run.state.payouts_to_ask_for().count(), 0);

    run.confirm_payout("tp1");
    assert_eq!(purses(&run), ["699.5", "0", "300.5"]);
    assert_eq!(run.balance("USDC", &Account::Vault), "-699.5");
    assert_eq!(names(&run.confirm_payout("tp1")), ["skipped"]);
    assert_eq!(names(&run.fail_transaction("tp1")), ["skipped"]);
    assert_eq!(purses(&run), ["699.5", "0", "300.5"]);
}

#[test]
fn all_is_what_is_free_and_not_what_is_reserved() {
    let mut run = one();
    run.deposit(1, "1000");
    run.submit(request("1", "ACC-1", "IDX", "400"));
    run.ask_payout("ACC-1", None).unwrap();
    assert_eq!(purses(&run), ["0", "600", "0"]);
    assert_eq!(run.collateral("ACC-1").reserved, cash("400"));
}

#[test]
fn what_the_chain_refuses_is_free_again_and_goes_to_whoever_waits() {
    let mut run = one();
    run.deposit(1, "1000");
    run.ask_payout("ACC-1", None).unwrap();
    let order = run.submit(request("1", "ACC-1", "IDX", "600"));
    assert_eq!(run.status(order), Status::Waiting);
    let events = run.fail_transaction("tp1");
    assert_eq!(names(&events), ["payout_failed", "1 reserved"]);
    let Event::PayoutFailed { text, .. } = &events[0] else {
        panic!("{events:?}")
    };
    assert_eq!(text, "reverted");
    assert_eq!(purses(&run), ["400", "0", "0"]);
    assert_eq!(run.status(order), Status::Working);
}

#[test]
fn a_payout_that_the_minter_refuses_is_free_again_unless_it_has_it() {
    let mut run = one();
    run.deposit(1, "1000");
    for amount in ["100", "200"] {
        run.ask_payout("ACC-1", Some(amount)).unwrap();
    }
    let ids: Vec<_> = run.state.payouts().map(|payout| payout.id).collect();
    run.run(Command::ConfirmPayoutAccepted(ids[1])).unwrap();
    for payout in ids {
        let text = "no".to_owned();
        run.run(Command::RefusePayout { payout, text }).unwrap();
    }
    assert_eq!(purses(&run), ["800", "200", "0"]);
}

#[test]
fn a_payout_goes_to_the_address_that_the_account_had_when_it_was_asked_for() {
    let mut run = one();
    run.deposit(1, "1000");
    run.ask_payout("ACC-1", None).unwrap();
    let account = issuance::ClientAccount {
        name: "ACC-1".into(),
        address: scenario::address(9),
    };
    run.run(Command::DefineAccount {
        command_id: "another-address".into(),
        account,
    })
    .unwrap();
    let asked: Vec<_> = run
        .state
        .payouts_to_ask_for()
        .map(|payout| payout.to.clone())
        .collect();
    assert_eq!(asked, [scenario::address(1)]);
}

#[test]
fn a_payout_that_can_t_be_is_refused_with_the_reason() {
    let mut run = one();
    let refusal = |run: &mut Scenario, account: &str, amount: Option<&str>| {
        run.ask_payout(account, amount).unwrap_err().to_string()
    };
    assert_eq!(
        refusal(&mut run, "ACC-1", None),
        "payout of ACC-1: nothing is free"
    );
    run.deposit(1, "100");
    assert_eq!(refusal(&mut run, "ACC-9", None), "no account ACC-9");
    assert_eq!(
        refusal(&mut run, "ACC-1", Some("100.01")),
        "payout of ACC-1: 100.01 was asked for, 100 is free"
    );
    assert_eq!(
        refusal(&mut run, "ACC-1", Some("0")),
        "payout of ACC-1: the amount is not above zero"
    );
    assert_eq!(
        refusal(&mut run, "ACC-1", Some("-1")),
        "payout of ACC-1: the amount is not above zero"
    );
    assert_eq!(
        refusal(&mut run, "ACC-1", Some("0.0000001")),
        "payout of ACC-1: the amount has more decimals than the cash"
    );
    for _ in 0..PAYOUTS_IN_FLIGHT_MAX {
        run.ask_payout("ACC-1", Some("1")).unwrap();
    }
    assert_eq!(
        run.ask_payout("ACC-1", Some("1")),
        Err(Rejection::TooManyPayouts("ACC-1".into()))
    );
    assert_eq!(purses(&run), ["80", "20", "0"]);
}

#[test]
fn a_repeated_command_asks_for_no_second_payout_also_after_a_restart() {
    let mut run = one();
    run.deposit(1, "1000");
    let command = Command::RequestPayout {
        command_id: "once".into(),
        request: PayoutRequest {
            session: "FIX.4.4:A->S".into(),
            request_id: "r-1".into(),
            account: "ACC-1".into(),
            amount: Some(cash("10")),
            traceparent: String::new(),
        },
    };
    run.run(command.clone()).unwrap();
    assert_eq!(run.run(command.clone()).unwrap(), []);
    run.state = run.replayed();
    assert_eq!(run.run(command).unwrap(), []);
    assert_eq!(purses(&run), ["990", "10", "0"]);
    assert_eq!(run.state.payouts_to_ask_for().count(), 1);
}

#[test]
fn a_halt_keeps_nobody_from_his_cash() {
    let mut run = one();
    run.deposit(1, "1000");
    run.set_trading(None, issuance::TradingState::Halted);
    run.ask_payout("ACC-1", None).unwrap();
    run.confirm_payout("tp1");
    assert_eq!(purses(&run), ["0", "0", "1000"]);
}

#[test]
fn an_order_s_remains_can_be_paid_out_when_it_has_ended() {
    let mut run = one();
    run.deposit(1, "1000");
    run.submit(request("1", "ACC-1", "IDX", "1000"));
    assert!(run.ask_payout("ACC-1", None).is_err());
    let market = market("A", &[("100", "3")], &[]);
    let batch = run.batch(&snapshot(vec![market])).unwrap();
    run.execute(&batch);
    run.cancel("2", "1");
    let free = run.collateral("ACC-1").free;
    run.ask_payout("ACC-1", None).unwrap();
    assert_eq!(purses(&run)[1], free.to_string());
    run.confirm_payout("tp1");
    let collateral = run.collateral("ACC-1");
    assert_eq!(
        collateral.spent.checked_add(collateral.paid_out),
        Ok(cash("1000"))
    );
}
