//! Cash that an operator moves between the vault and the venue, a clause a test.

use issuance::{
    CASH_MOVES_IN_TRANSIT_MAX, CashArrival, CashMove, CashPlace, Command, Event, Rejection,
    Snapshot, Status,
};
use ledger::Account;
use scenario::{Scenario, cash, index, market, names, request, settings, snapshot};

const IDX: &str = "IDX";

fn one(house_cash: &str) -> Scenario {
    let mut limits = settings();
    limits.house_cash = cash(house_cash);
    Scenario::new(limits, vec![index(IDX, &[("A", "1")])])
}

fn books() -> Snapshot {
    snapshot(vec![market("A", &[("100", "1000")], &[("99", "1000")])])
}

fn leaves(
    run: &mut Scenario,
    id: &str,
    from: CashPlace,
    amount: &str,
) -> Result<Vec<Event>, Rejection> {
    run.run(Command::MoveCash(CashMove {
        id: id.into(),
        from,
        amount: cash(amount),
    }))
}

fn arrives(
    run: &mut Scenario,
    id: &str,
    at: CashPlace,
    (amount, cost): (&str, &str),
) -> Result<Vec<Event>, Rejection> {
    run.run(Command::ArriveCash {
        id: id.into(),
        arrival: CashArrival {
            at,
            amount: cash(amount),
            cost: cash(cost),
        },
    })
}

/// Of the cash: vault, venue, in transit, the house's, the venue's fees, and what they are paid by.
fn there(run: &Scenario) -> [String; 6] {
    [
        "vault",
        "venue",
        "in-transit",
        "house/cash",
        "fees/venue",
        "market",
    ]
    .map(|account| run.balance("USDC", &account.parse().unwrap()))
}

#[test]
fn cash_is_in_transit_until_it_has_arrived_and_the_house_pays_the_way() {
    let mut run = one("5000");
    run.deposit(1, "1000");
    assert_eq!(there(&run), ["-1000", "-5000", "0", "5000", "0", "0"]);
    let left = leaves(&mut run, "m-1", CashPlace::Venue, "300").unwrap();
    assert_eq!(names(&left), ["cash_left"]);
    assert_eq!(there(&run), ["-1000", "-4700", "-300", "5000", "0", "0"]);
    assert_eq!(
        run.state.cash_moved_to(CashPlace::Venue).to_string(),
        "-300"
    );
    let arrived = arrives(&mut run, "m-1", CashPlace::Vault, ("299", "1")).unwrap();
    assert_eq!(names(&arrived), ["cash_arrived"]);
    assert_eq!(there(&run), ["-1299", "-4700", "0", "4999", "1", "-1"]);

    leaves(&mut run, "m-2", CashPlace::Vault, "1000.5").unwrap();
    assert_eq!(
        there(&run),
        ["-298.5", "-4700", "-1000.5", "4999", "1", "-1"]
    );
    arrives(&mut run, "m-2", CashPlace::Venue, ("1000.5", "0")).unwrap();
    assert_eq!(there(&run), ["-298.5", "-5700.5", "0", "4999", "1", "-1"]);
    assert_eq!(
        run.state.cash_moved_to(CashPlace::Venue).to_string(),
        "700.5"
    );
    // No client has gained or lost by it.
    assert_eq!(run.collateral("ACC-1").free, cash("1000"));
}

#[test]
fn what_was_refused_on_its_way_is_where_it_was() {
    let mut run = one("5000");
    leaves(&mut run, "m-1", CashPlace::Venue, "300").unwrap();
    arrives(&mut run, "m-1", CashPlace::Venue, ("300", "0")).unwrap();
    assert_eq!(there(&run), ["0", "-5000", "0", "5000", "0", "0"]);
    assert_eq!(run.state.cash_moved_to(CashPlace::Venue).to_string(), "0");
}

#[test]
fn the_same_told_again_changes_nothing_also_after_a_restart() {
    let mut run = one("5000");
    for _ in 0..2 {
        leaves(&mut run, "m-1", CashPlace::Venue, "300").unwrap();
        run.state = run.replayed();
    }
    for _ in 0..2 {
        arrives(&mut run, "m-1", CashPlace::Vault, ("299", "1")).unwrap();
        run.state = run.replayed();
    }
    // It has long arrived.
    assert_eq!(
        leaves(&mut run, "m-1", CashPlace::Venue, "300.00"),
        Ok(vec![])
    );
    assert_eq!(there(&run), ["-299", "-4700", "0", "4999", "1", "-1"]);
    assert_eq!(run.state.cash_moves().count(), 1);
}

#[test]
fn another_move_under_the_same_id_is_refused_with_what_is_known() {
    let mut run = one("5000");
    run.deposit(1, "1000");
    leaves(&mut run, "m-1", CashPlace::Venue, "300").unwrap();
    for (from, amount) in [(CashPlace::Venue, "301"), (CashPlace::Vault, "300")] {
        let refused = leaves(&mut run, "m-1", from, amount).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "cash move m-1 is of 300 from the venue"
        );
    }
    arrives(&mut run, "m-1", CashPlace::Vault, ("299", "1")).unwrap();
    for (at, amounts) in [
        (CashPlace::Vault, ("300", "0")),
        (CashPlace::Venue, ("299", "1")),
    ] {
        let refused = arrives(&mut run, "m-1", at, amounts).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "cash move m-1 has arrived: 299 at the vault, and cost 1"
        );
    }
    let refused = arrives(&mut run, "m-2", CashPlace::Vault, ("1", "0")).unwrap_err();
    assert_eq!(refused.to_string(), "no cash move m-2");
}

#[test]
fn a_move_that_can_t_be_is_refused_with_the_reason() {
    let mut run = one("5000");
    let refusal = |run: &mut Scenario, id: &str, amount: &str| {
        let refused = leaves(run, id, CashPlace::Venue, amount);
        refused.unwrap_err().to_string()
    };
    for amount in ["0", "-1"] {
        assert_eq!(
            refusal(&mut run, "m-1", amount),
            "cash move m-1: an amount above zero is needed"
        );
    }
    assert_eq!(
        refusal(&mut run, "m-1", "0.0000001"),
        "cash move m-1: more decimals than the cash has"
    );
    for id in ["", "cash/1", "m 1", &"m".repeat(65)] {
        assert_eq!(
            refusal(&mut run, id, "1"),
            "cash move: an id is 1 to 64 letters, digits, '.', '-' and '_'"
        );
    }
    leaves(&mut run, "m-1", CashPlace::Venue, "300").unwrap();
    for (amounts, problem) in [
        (("0", "300"), "an amount above zero is needed"),
        (("301", "-1"), "an amount above zero is needed"),
        (
            ("299.9999999", "0.0000001"),
            "more decimals than the cash has",
        ),
        (
            ("299", "0"),
            "299 that arrived and 0 that it cost are not the 300 that left",
        ),
        (
            ("301", "0"),
            "301 that arrived and 0 that it cost are not the 300 that left",
        ),
    ] {
        let refused = arrives(&mut run, "m-1", CashPlace::Vault, amounts).unwrap_err();
        assert_eq!(refused.to_string(), format!("cash move m-1: {problem}"));
    }
    for other in 1..CASH_MOVES_IN_TRANSIT_MAX {
        leaves(&mut run, &format!("other-{other}"), CashPlace::Venue, "1").unwrap();
    }
    assert_eq!(
        leaves(&mut run, "m-2", CashPlace::Venue, "1"),
        Err(Rejection::TooManyCashMoves)
    );
    arrives(&mut run, "m-1", CashPlace::Vault, ("300", "0")).unwrap();
    leaves(&mut run, "m-2", CashPlace::Venue, "1").unwrap();
}

#[test]
fn no_more_leaves_the_vault_than_payouts_leave_there() {
    let mut run = one("5000");
    run.deposit(1, "1000");
    run.ask_payout("ACC-1", Some("400")).unwrap();
    let refused = leaves(&mut run, "m-1", CashPlace::Vault, "600.01").unwrap_err();
    assert_eq!(
        refused.to_string(),
        "cash move m-1: 600.01 was to leave the vault, which has 600 that no batch or payout may take"
    );
    leaves(&mut run, "m-1", CashPlace::Vault, "600").unwrap();
    run.confirm_payout("tp1");
    assert_eq!(run.balance("USDC", &Account::Vault), "0");
}

#[test]
fn no_more_leaves_the_venue_than_batches_leave_there() {
    let mut run = one("1000");
    run.deposit(1, "600");
    run.submit(request("1", "ACC-1", IDX, "600"));
    let batch = run.batch(&books()).unwrap();
    let in_flight = batch.orders[0].in_flight;
    let left = cash("1000").checked_sub(in_flight).unwrap();
    let more = left.checked_add(cash("0.01")).unwrap();
    let refused = leaves(&mut run, "m-1", CashPlace::Venue, &more.to_string()).unwrap_err();
    assert!(
        matches!(refused, Rejection::CashMoveShort { has, .. } if has == left),
        "{refused}"
    );
    leaves(&mut run, "m-1", CashPlace::Venue, &left.to_string()).unwrap();
    // What was sent can still be paid.
    run.execute(&batch);
    assert!(!run.balance("USDC", &Account::Venue).starts_with('0'));
}

#[test]
fn nothing_is_planned_with_cash_in_transit() {
    let mut run = one("1000");
    run.deposit(1, "600");
    leaves(&mut run, "m-1", CashPlace::Venue, "900").unwrap();
    let order = run.submit(request("1", "ACC-1", IDX, "600"));
    let batch = run.batch(&books()).unwrap();
    assert!(batch.orders[0].in_flight <= cash("100"), "{batch:?}");
    run.execute(&batch);
    // What came back can be spent again.
    arrives(&mut run, "m-1", CashPlace::Venue, ("900", "0")).unwrap();
    let batch = run.batch(&books()).unwrap();
    assert!(batch.orders[0].in_flight > cash("100"), "{batch:?}");
    run.execute(&batch);
    assert!(run.batch(&books()).is_none());
    assert!(
        matches!(run.status(order), Status::Minting),
        "{:?}",
        run.status(order)
    );
}
