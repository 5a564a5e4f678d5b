//! Mints, their confirmations, and the basket behind the units.

use issuance::{Command, Event, OrderChange, OrderEvent, Status};
use ledger::Account;

use crate::{one, plenty};
use scenario::{index, quantity, request, units};

#[test]
fn a_mint_is_asked_for_once_and_its_failure_suspends_the_order() {
    let mut run = one();
    run.deposit(1, "1010");
    let order = run.submit(request("1", "ACC-1", "IDX", "1010"));
    let batch = run.batch(&plenty()).unwrap();
    run.execute(&batch);
    let waiting: Vec<_> = run
        .state
        .mints_to_ask_for()
        .map(|order| (order.id(), order.units()))
        .collect();
    assert_eq!(waiting, [(order, units("10"))]);
    run.run(Command::ConfirmMintAccepted(order)).unwrap();
    assert_eq!(run.state.mints_to_ask_for().count(), 0);
    assert_eq!(run.run(Command::ConfirmMintAccepted(order)).unwrap(), []);
    run.minter += 1;
    let failed = Command::FailTransaction {
        position: run.minter,
        id: run.state.mint_id(order),
        text: "paused".into(),
    };
    run.run(failed).unwrap();
    let view = run.view(order);
    assert_eq!(
        (view.status, view.text.as_str()),
        (Status::Suspended, "the mint failed: paused")
    );
}

#[test]
fn the_confirmation_names_the_lots_behind_the_units() {
    let mut run = one();
    run.deposit(1, "1010");
    let order = run.submit(request("1", "ACC-1", "IDX", "1010"));
    run.batch(&plenty()).unwrap();
    run.trade("A", "4", "100", "0");
    run.trade("A", "6", "101", "0");
    run.end("A");
    let events = run.confirm_mint(order);
    let Event::Order(event) = &events[0] else {
        panic!("{events:?}")
    };
    let OrderEvent {
        change: OrderChange::Minted { lots, .. },
        ..
    } = &**event
    else {
        panic!("{event:?}")
    };
    let lots: Vec<_> = lots[0]
        .lots
        .iter()
        .map(|lot| (lot.lot.to_string(), lot.quantity))
        .collect();
    assert_eq!(
        lots,
        [
            ("AUSDC-1".to_owned(), quantity("4")),
            ("AUSDC-2".to_owned(), quantity("6"))
        ]
    );
    assert_eq!(run.balance("IDX", &Account::OnChain), "10");
}

#[test]
fn an_order_keeps_the_basket_it_was_accepted_with() {
    let mut run = one();
    run.deposit(1, "2000");
    let old = run.submit(request("1", "ACC-1", "IDX", "1010"));
    let mut changed = index("IDX", &[("A", "2")]);
    changed.name = "changed".into();
    run.run(Command::DefineIndex {
        command_id: "d".into(),
        index: changed,
    })
    .unwrap();
    let new = run.submit(request("2", "ACC-1", "IDX", "505"));
    let batch = run.batch(&plenty()).unwrap();
    run.execute(&batch);
    assert_eq!(
        (run.view(old).units, run.view(new).units),
        (units("10"), units("2.5"))
    );
}
