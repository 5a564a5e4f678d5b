//! What each action leaves, and which are refused.

use ledger::{Account, Unit};
use lots::inventory::{
    Action, AssetQuantity, Command, Consumption, Event, Inventory, Rejection, Settings, Side,
    Transfer,
};
use lots::{LotsError, Owner, Share};

use crate::{bought, btc, order, quantity, record, run, settings, statement, trade, usdc};

#[test]
fn a_purchase_is_its_owners_in_lots_and_in_both_books() {
    let inventory = run(vec![bought()]);
    assert_eq!(
        statement(&inventory),
        r#"{"BTC":{"order/o-1/holdings":"1.5","house/holdings":"0.5","venue":"-2"},"USDC":{"order/o-1/holdings":"150.15","house/holdings":"50.05","market":"-200.2"}}"#
    );
}

#[test]
fn a_fill_moves_holdings_behind_the_index_with_what_they_cost() {
    let consumed = Consumption {
        owner: order(),
        index: Some("TOP2".into()),
        fill_id: "f-1".into(),
        quantities: btc("1", None),
    };
    let inventory = run(vec![bought(), record("c-2", Action::Consume(consumed))]);
    let usdc = Unit::from("USDC");
    assert_eq!(
        inventory
            .books()
            .balance(&usdc, &Account::backing("TOP2"))
            .to_string(),
        "100.1"
    );
    assert_eq!(
        inventory
            .books()
            .balance(&usdc, &Account::holdings("o-1"))
            .to_string(),
        "50.05"
    );
    let position = &inventory.positions().expect("small")[0];
    assert_eq!(
        (position.backing, position.held),
        (quantity("1"), quantity("0.5"))
    );
}

#[test]
fn house_lots_taken_at_a_price_realise_the_houses_profit() {
    let taken = Transfer {
        from: Owner::House,
        to: order(),
        quantities: btc("0.5", Some("110")),
    };
    let inventory = run(vec![bought(), record("c-2", Action::Transfer(taken))]);
    assert_eq!(
        statement(&inventory),
        r#"{"BTC":{"order/o-1/holdings":"2","venue":"-2"},"USDC":{"order/o-1/holdings":"205.15","market":"-205.15"}}"#
    );
    assert_eq!(
        inventory.positions().expect("small")[0]
            .realised_profit
            .to_string(),
        "5"
    );
}

#[test]
fn a_sale_of_more_than_there_is_leaves_the_house_owing() {
    let sold = trade(
        Side::Sale,
        "t-2",
        "2",
        "120",
        usdc("0.24"),
        &[(order(), "2")],
    );
    let mut inventory = run(vec![bought()]);
    let events = inventory
        .decide(record("c-2", sold))
        .expect("accepted: the venue has sold it");
    inventory.apply(&events[0]);
    let Event::Recorded {
        closing: Some(closing),
        ..
    } = &events[0]
    else {
        panic!("a sale")
    };
    assert_eq!(closing.realised_profit.to_string(), "30");
    assert_eq!(
        closing.refused,
        [Share {
            owner: order(),
            quantity: quantity("0.5")
        }]
    );
    inventory.check().expect("it adds up");
    let position = &inventory.positions().expect("small")[0];
    assert_eq!(
        (position.quantity.to_string(), position.house.to_string()),
        ("0".into(), "0".into())
    );
    assert_eq!(position.realised_profit.to_string(), "30");
}

#[test]
fn a_repeat_is_no_event_and_has_the_first_sequence() {
    let inventory = run(vec![bought()]);
    assert_eq!(inventory.decide(bought()), Ok(vec![]));
    assert_eq!(inventory.sequence_of("c-1"), Some(2));
    let Command::Record { id, action, .. } = bought() else {
        unreachable!("it records")
    };
    let retraced = Command::Record {
        id,
        action,
        traces: vec!["00-trace".into()],
    };
    assert_eq!(
        inventory.decide(retraced),
        Ok(vec![]),
        "a trace is no part of what a command says"
    );
}

#[test]
fn one_id_is_one_command() {
    let inventory = run(vec![bought()]);
    let other = trade(
        Side::Purchase,
        "t-1",
        "2",
        "100.1",
        usdc("0.2"),
        &[(order(), "2")],
    );
    assert_eq!(
        inventory.decide(record("c-1", other)),
        Err(Rejection::CommandIdReused { id: "c-1".into() })
    );
}

#[test]
fn one_trade_is_recorded_once_whatever_the_command_is_called() {
    let inventory = run(vec![bought()]);
    let Command::Record { action, .. } = bought() else {
        unreachable!("it records")
    };
    let again = inventory.decide(record("c-2", action));
    assert_eq!(
        again,
        Err(Rejection::Lots(LotsError::DuplicateTrade {
            id: "t-1".into()
        }))
    );
}

#[test]
fn what_makes_no_sense_is_refused_by_name() {
    let inventory = run(vec![bought()]);
    let refusal = |id: &str, action: Action| {
        inventory
            .decide(record(id, action))
            .expect_err("it makes no sense")
            .to_string()
    };
    let to = |to: Owner, quantities: Vec<AssetQuantity>| {
        Action::Transfer(Transfer {
            from: Owner::House,
            to,
            quantities,
        })
    };
    assert_eq!(
        refusal("", to(order(), vec![])),
        "a command id has 1 to 200 characters"
    );
    assert_eq!(
        refusal("c", to(Owner::House, btc("0.1", None))),
        "a transfer from house to itself"
    );
    assert_eq!(
        refusal("c", to(order(), btc("0.6", None))),
        "house has 0.5 BTC, 0.6 are needed"
    );
    let twice = [btc("0.1", None), btc("0.1", None)].concat();
    assert_eq!(refusal("c", to(order(), twice)), "BTC is named twice");
    let huge = "70000000000000000000000000000";
    let overflow = trade(
        Side::Purchase,
        "t",
        huge,
        "1000",
        usdc("0"),
        &[(order(), huge)],
    );
    assert_eq!(
        refusal("c", overflow),
        "an amount of BTC leaves the range of a decimal"
    );
    assert_eq!(
        Inventory::default().decide(bought()),
        Err(Rejection::NotConfigured)
    );
    let other = Command::Configure(Settings {
        cash: "USDT".into(),
        ..settings()
    });
    assert_eq!(
        inventory
            .decide(other)
            .expect_err("another cash")
            .to_string(),
        "the journal counts USDC at 6 decimals, the configuration USDT at 6"
    );
}
