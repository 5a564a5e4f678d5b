//! Units are burned, and orders wait for them.

use issuance::{ClientAccount, Command, Event, Status};
use ledger::Account;

use crate::redeemable;
use scenario::two::{plenty, two};
use scenario::{address, names, redemption};

#[test]
fn an_order_may_come_before_its_burn_and_waits_no_longer_than_the_day() {
    let mut run = two();
    let order = run.submit(redemption("r", "ACC-1", "TWO", "3"));
    assert_eq!(run.status(order), Status::Waiting);
    assert_eq!(run.batch(&plenty()), None);
    run.burn(1, "TWO", "2");
    assert_eq!(run.status(order), Status::Waiting, "two are not enough");
    let events = run.burn(1, "TWO", "1");
    assert_eq!(names(&events), ["burned", "3 reserved"]);
    let late = run.submit(redemption("late", "ACC-1", "TWO", "3"));
    run.now += 86_400_000_000_000;
    run.run(Command::Expire).unwrap();
    assert_eq!(run.status(late), Status::Expired);
    assert_eq!(run.status(order), Status::Expired, "it was a day order too");
    assert_eq!(redeemable(&run, "ACC-1"), "3");
    run.burn(1, "TWO", "3");
    assert_eq!(redeemable(&run, "ACC-1"), "6");
}

#[test]
fn burns_count_once_and_only_of_units_that_were_minted() {
    let mut run = two();
    run.burn(1, "TWO", "3");
    let mut again = run.events.last().unwrap().clone();
    if let Event::Burned { burn, .. } = &mut again {
        let command = Command::RecordBurn {
            position: run.minter + 1,
            burn: burn.clone(),
        };
        run.minter += 1;
        let events = run.run(command).unwrap();
        assert_eq!(names(&events), ["skipped"]);
    }
    assert_eq!(names(&run.burn(1, "TWO", "17.5")), ["skipped"]);
    assert_eq!(names(&run.burn(1, "NONE", "1")), ["skipped"]);
    assert_eq!(names(&run.burn(1, "TWO", "0.000000001")), ["skipped"]);
    assert_eq!(redeemable(&run, "ACC-1"), "3");
}

#[test]
fn units_burned_by_an_unknown_address_are_the_accounts_that_gets_it() {
    let mut run = two();
    assert_eq!(names(&run.burn(9, "TWO", "2")), ["burned"]);
    assert_eq!(run.balance("TWO", &Account::Unclaimed), "2");
    let order = run.submit(redemption("r", "ACC-3", "TWO", "2"));
    let account = ClientAccount {
        name: "ACC-3".into(),
        address: address(9),
    };
    let command = Command::DefineAccount {
        command_id: "new-address".into(),
        account,
    };
    let events = run.run(command).unwrap();
    assert_eq!(
        names(&events),
        ["account_defined", "unclaimed_units_credited", "3 reserved"]
    );
    assert_eq!(run.status(order), Status::Working);
}
