//! Our books beside what stands outside, and what explains a difference.

use ledger::Unit;
use lots::inventory::{Cause, Claim, Counted, Outside, Place, Reconciled};
use money::Signed;
use proptest::prelude::*;

use crate::{bought, run};

fn amount(text: &str) -> Signed {
    text.parse().expect("a decimal")
}

fn amounts(stated: &[(&str, &str)]) -> std::collections::BTreeMap<Unit, Signed> {
    let one = |(unit, text): &(&str, &str)| (Unit::from(*unit), amount(text));
    stated.iter().map(one).collect()
}

fn venue(stated: &[(&str, &str)]) -> Outside {
    Outside {
        venue: amounts(stated),
        ..Outside::default()
    }
}

fn claim(unit: &str, cause: Cause, least: &str, most: &str) -> Claim {
    Claim::new(unit.into(), cause, amount(least), amount(most)).expect("it can be")
}

/// 2 BTC were bought for 200.2.
#[track_caller]
fn check(outside: &Outside, expected: &[&str]) {
    let lines = run(vec![bought()]).reconcile(outside).expect("small");
    let text = |line: &Reconciled| {
        let Reconciled {
            unit,
            books,
            outside,
            difference,
            causes,
            unexplained,
            ..
        } = line;
        let cause = |(cause, amount): &(Cause, Signed)| format!(" {cause:?} {amount}");
        let causes: Vec<String> = causes.iter().map(cause).collect();
        let causes = causes.concat();
        format!("{unit}: {outside} - {books} = {difference}:{causes} + {unexplained}")
    };
    let lines: Vec<String> = lines.iter().map(text).collect();
    assert_eq!(lines, expected);
}

#[test]
fn what_is_the_same_needs_no_cause() {
    let outside = venue(&[("BTC", "2"), ("USDC", "-200.2")]);
    let expected = ["BTC: 2 - 2 = 0: + 0", "USDC: -200.2 - -200.2 = 0: + 0"];
    check(&outside, &expected);
    // Cash is compared only where it is stated.
    check(&venue(&[("BTC", "2")]), &expected[..1]);
}

#[test]
fn what_nothing_explains_is_the_rest() {
    check(
        &venue(&[("BTC", "1.9"), ("ETH", "1"), ("USDC", "-200")]),
        &[
            "BTC: 1.9 - 2 = -0.1: + -0.1",
            "ETH: 1 - 0 = 1: + 1",
            "USDC: -200 - -200.2 = 0.2: + 0.2",
        ],
    );
    check(&venue(&[]), &["BTC: 0 - 2 = -2: + -2"]);
}

#[test]
fn house_cash_is_there_though_no_trade_brought_it() {
    let outside = Outside {
        house_cash: amount("1000"),
        ..venue(&[("BTC", "2"), ("USDC", "799.8")])
    };
    check(
        &outside,
        &[
            "BTC: 2 - 2 = 0: + 0",
            "USDC: 799.8 - -200.2 = 1000: HouseCash 1000 + 0",
        ],
    );
}

#[test]
fn moved_cash_is_there_or_gone_though_no_trade_moved_it() {
    let moved = |solver: &str, there: &str| Outside {
        solver: amounts(&[("BTC", "2"), ("USDC", solver)]),
        house_cash: amount("1000"),
        cash_moved: amount("-300"),
        ..venue(&[("BTC", "2"), ("USDC", there)])
    };
    let bitcoin = "BTC: 2 - 2 = 0: + 0";
    check(
        &moved("499.8", "499.8"),
        &[
            bitcoin,
            "USDC: 499.8 - -200.2 = 700: HouseCash 1000 CashMoves -300 + 0",
        ],
    );
    // It never left, whatever was told.
    check(
        &moved("499.8", "799.8"),
        &[
            bitcoin,
            "USDC: 799.8 - -200.2 = 1000: HouseCash 1000 CashMoves -300 + 300",
        ],
    );
    // A trade that is not recorded is told from it.
    check(
        &moved("509.8", "509.8"),
        &[
            bitcoin,
            "USDC: 509.8 - -200.2 = 710: HouseCash 1000 CashMoves -300 NotRecorded 10 + 0",
        ],
    );
}

#[test]
fn cash_in_transit_may_lie_at_either_end_and_is_no_more_than_what_left() {
    let in_transit = |there: &str, vault: &str| Outside {
        claims: vec![claim("USDC", Cause::InTransit, "0", "300")],
        cash_moved: amount("-300"),
        venue: amounts(&[("BTC", "2"), ("USDC", there)]),
        ..counted(Place::Vault, "USDC", "100", vault, vec![])
    };
    let bitcoin = "BTC: 2 - 2 = 0: + 0";
    for (there, vault, expected) in [
        (
            "-200.2",
            "100",
            [
                "USDC: -200.2 - -200.2 = 0: CashMoves -300 InTransit 300 + 0",
                "USDC: 100 - 100 = 0: + 0",
            ],
        ),
        (
            "-500.2",
            "399",
            [
                "USDC: -500.2 - -200.2 = -300: CashMoves -300 + 0",
                "USDC: 399 - 100 = 299: InTransit 299 + 0",
            ],
        ),
        (
            "-501.2",
            "401",
            [
                "USDC: -501.2 - -200.2 = -301: CashMoves -300 + -1",
                "USDC: 401 - 100 = 301: InTransit 300 + 1",
            ],
        ),
    ] {
        let [venue, vault_line] = expected;
        check(&in_transit(there, vault), &[bitcoin, venue, vault_line]);
    }
}

#[test]
fn trades_that_the_solver_has_booked_are_on_their_way() {
    // One BTC more at 101, and one ETH at 5.
    let outside = Outside {
        solver: amounts(&[("BTC", "3"), ("ETH", "1"), ("USDC", "693.8")]),
        house_cash: amount("1000"),
        ..venue(&[("BTC", "3"), ("ETH", "1"), ("USDC", "693.8")])
    };
    check(
        &outside,
        &[
            "BTC: 3 - 2 = 1: NotRecorded 1 + 0",
            "ETH: 1 - 0 = 1: NotRecorded 1 + 0",
            "USDC: 693.8 - -200.2 = 894: HouseCash 1000 NotRecorded -106 + 0",
        ],
    );
}

#[test]
fn what_the_inventory_has_and_the_solver_has_not_shows() {
    let outside = Outside {
        solver: amounts(&[("USDC", "-200.2")]),
        ..venue(&[("BTC", "2"), ("USDC", "-200.2")])
    };
    check(
        &outside,
        &[
            "BTC: 2 - 2 = 0: NotRecorded -2 + 2",
            "USDC: -200.2 - -200.2 = 0: + 0",
        ],
    );
}

#[test]
fn an_asset_order_explains_no_more_than_what_is_left_of_it() {
    let with = |btc: &str| Outside {
        claims: vec![claim("BTC", Cause::AssetOrders, "-0.5", "1")],
        ..venue(&[("BTC", btc)])
    };
    check(&with("2"), &["BTC: 2 - 2 = 0: + 0"]);
    check(&with("2.7"), &["BTC: 2.7 - 2 = 0.7: AssetOrders 0.7 + 0"]);
    check(&with("3.2"), &["BTC: 3.2 - 2 = 1.2: AssetOrders 1 + 0.2"]);
    check(&with("1.5"), &["BTC: 1.5 - 2 = -0.5: AssetOrders -0.5 + 0"]);
    check(
        &with("1.4"),
        &["BTC: 1.4 - 2 = -0.6: AssetOrders -0.5 + -0.1"],
    );
}

fn counted(place: Place, unit: &str, books: &str, outside: &str, claims: Vec<Claim>) -> Outside {
    let both = Counted {
        books: amount(books),
        outside: amount(outside),
    };
    Outside {
        counted: [((place, unit.into()), both)].into(),
        claims,
        ..venue(&[("BTC", "2")])
    }
}

#[test]
fn mints_and_burns_explain_a_tokens_supply() {
    let claims = || {
        vec![
            claim("TOP2", Cause::Mints, "0", "5"),
            claim("TOP2", Cause::Burns, "-3", "0"),
            claim("OTHER", Cause::Mints, "0", "100"),
        ]
    };
    let line = |outside: &str, rest: &'static str| {
        let outside = counted(Place::Token, "TOP2", "10", outside, claims());
        check(&outside, &["BTC: 2 - 2 = 0: + 0", rest]);
    };
    line("15", "TOP2: 15 - 10 = 5: Mints 5 + 0");
    line("7", "TOP2: 7 - 10 = -3: Burns -3 + 0");
    line("16", "TOP2: 16 - 10 = 6: Mints 5 + 1");
    line("6", "TOP2: 6 - 10 = -4: Burns -3 + -1");
}

#[test]
fn deposits_and_payouts_explain_the_vault() {
    let claims = || {
        vec![
            claim("USDC", Cause::Deposits, "0", "50"),
            claim("USDC", Cause::Payouts, "-20", "0"),
            // It is of another place.
            claim("USDC", Cause::AssetOrders, "-1000", "1000"),
        ]
    };
    let line = |outside: &str, rest: &'static str| {
        let outside = counted(Place::Vault, "USDC", "100", outside, claims());
        check(&outside, &["BTC: 2 - 2 = 0: + 0", rest]);
    };
    line("150", "USDC: 150 - 100 = 50: Deposits 50 + 0");
    line("80", "USDC: 80 - 100 = -20: Payouts -20 + 0");
    line("151", "USDC: 151 - 100 = 51: Deposits 50 + 1");
    line("79", "USDC: 79 - 100 = -21: Payouts -20 + -1");
}

#[test]
fn what_is_known_to_be_there_is_a_cause_even_where_it_does_not_show() {
    // Both happened: their amounts are named, and what is left over is not theirs.
    let claims = vec![claim("TOP2", Cause::Mints, "2", "5")];
    let outside = counted(Place::Token, "TOP2", "10", "10", claims);
    let expected = ["BTC: 2 - 2 = 0: + 0", "TOP2: 10 - 10 = 0: Mints 2 + -2"];
    check(&outside, &expected);
}

#[test]
fn a_claim_of_the_wrong_way_is_refused() {
    for (cause, least, most) in [
        (Cause::HouseCash, "0", "1"),
        (Cause::NotRecorded, "0", "1"),
        (Cause::CashMoves, "0", "1"),
        (Cause::InTransit, "-1", "1"),
        (Cause::AssetOrders, "1", "2"),
        (Cause::Mints, "-1", "1"),
        (Cause::Deposits, "2", "1"),
        (Cause::Burns, "-1", "1"),
        (Cause::Payouts, "-1", "-2"),
    ] {
        let refused = Claim::new("USDC".into(), cause, amount(least), amount(most));
        refused.expect_err("it can't be");
    }
}

proptest! {
    #[test]
    fn the_causes_and_the_rest_are_the_difference(
        books in -1_000_i64..1_000,
        outside in -1_000_i64..1_000,
        mints in 0_i64..1_000,
        burns in 0_i64..1_000,
    ) {
        let number = |number: i64| amount(&number.to_string());
        let claims = vec![
            claim("T", Cause::Mints, "0", &mints.to_string()),
            claim("T", Cause::Burns, &format!("-{burns}"), "0"),
        ];
        let outside = counted(Place::Token, "T", &books.to_string(), &outside.to_string(), claims);
        let lines = run(vec![bought()]).reconcile(&outside).expect("small");
        let line = lines.last().expect("it was counted");
        let causes = line.causes.iter().map(|(_, amount)| *amount);
        let sum = Signed::sum(causes.chain([line.unexplained])).expect("small");
        prop_assert_eq!(sum, line.difference);
        // A rest is only where every claim that could have helped is used up.
        if line.unexplained > Signed::ZERO {
            prop_assert_eq!(line.unexplained, line.difference.checked_sub(number(mints)).expect("small"));
        }
        if line.unexplained.is_negative() {
            prop_assert_eq!(line.unexplained, line.difference.checked_add(number(burns)).expect("small"));
        }
    }
}
