//! The inventory's machine: repeats, refusals, what each action leaves, and the laws over random actions.

use std::collections::BTreeMap;

use ledger::{Account, Unit};
use lots::inventory::{
    Action, AssetQuantity, Command, Consumption, Event, Inventory, Rejection, Settings, Side,
    TradeRecord, Transfer,
};
use lots::{Fee, LotsError, Owner, Share, Trade};
use money::{Cash, Price, Quantity, Scale, Signed};
use proptest::prelude::*;

fn quantity(text: &str) -> Quantity {
    Quantity::parse(text).expect("a decimal")
}

fn settings() -> Settings {
    Settings {
        cash: "USDC".into(),
        cash_scale: Scale::USDC,
    }
}

fn record(id: &str, action: Action) -> Command {
    Command::Record {
        id: id.into(),
        action,
        traces: vec![],
    }
}

fn trade(
    side: Side,
    id: &str,
    amount: &str,
    price: &str,
    fee: Fee,
    shares: &[(Owner, &str)],
) -> Action {
    Action::Trade(Box::new(TradeRecord {
        trade: Trade {
            id: id.into(),
            asset: "BTC".into(),
            quantity: quantity(amount),
            price: Price::parse(price).expect("a decimal"),
            fee,
            time_unix_ns: 1,
        },
        side,
        shares: shares
            .iter()
            .map(|(owner, part)| Share {
                owner: owner.clone(),
                quantity: quantity(part),
            })
            .collect(),
        batch_id: "b-1".into(),
        asset_order_id: "a-1".into(),
    }))
}

fn usdc(text: &str) -> Fee {
    Fee::Cash(Cash::parse(text).expect("a decimal"))
}

fn btc(amount: &str, price: Option<&str>) -> Vec<AssetQuantity> {
    let price = price.map(|price| Price::parse(price).expect("a decimal"));
    vec![AssetQuantity {
        asset: "BTC".into(),
        quantity: quantity(amount),
        price,
    }]
}

fn order() -> Owner {
    Owner::order("o-1")
}

/// Does commands, each of them accepted.
fn run(commands: Vec<Command>) -> Inventory {
    let mut inventory = Inventory::default();
    for command in [Command::Configure(settings())].into_iter().chain(commands) {
        let events = inventory.decide(command).expect("accepted");
        for event in events {
            inventory.apply(&event);
        }
    }
    inventory.check().expect("it adds up");
    inventory
}

fn bought() -> Command {
    record(
        "c-1",
        trade(
            Side::Purchase,
            "t-1",
            "2",
            "100",
            usdc("0.2"),
            &[(order(), "1.5"), (Owner::House, "0.5")],
        ),
    )
}

fn statement(inventory: &Inventory) -> String {
    serde_json::to_string(inventory.books()).expect("a text")
}

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

#[test]
fn a_venue_that_states_what_we_count_agrees_and_any_other_does_not() {
    let inventory = run(vec![bought()]);
    let stated = |amounts: &[(&str, &str)]| -> BTreeMap<Unit, Signed> {
        amounts
            .iter()
            .map(|(asset, amount)| ((*asset).into(), amount.parse().expect("a decimal")))
            .collect()
    };
    assert_eq!(
        inventory.differences(&stated(&[("BTC", "2"), ("USDC", "-200.2")])),
        Ok(vec![])
    );
    assert_eq!(inventory.differences(&stated(&[("BTC", "2")])), Ok(vec![]));
    let lines: Vec<String> = inventory
        .differences(&stated(&[("BTC", "1.9"), ("ETH", "1"), ("USDC", "-200")]))
        .expect("small")
        .iter()
        .map(|one| {
            format!(
                "{}: {} {} {}",
                one.asset, one.ours, one.stated, one.difference
            )
        })
        .collect();
    assert_eq!(
        lines,
        ["BTC: 2 1.9 -0.1", "ETH: 0 1 1", "USDC: -200.2 -200 0.2"]
    );
}

/// An action that may or may not be possible: parts are in 100ths of what is there.
#[derive(Debug, Clone)]
struct Try {
    kind: u8,
    from: Owner,
    to: Owner,
    part: u16,
    atoms: u64,
    cents: u64,
    fee: u32,
    other: bool,
}

fn attempt() -> impl Strategy<Value = Try> {
    let owner = || {
        prop::sample::select(vec![
            Owner::House,
            Owner::order("a"),
            Owner::order("b"),
            Owner::backing("TOP2"),
        ])
    };
    (
        0_u8..8,
        owner(),
        owner(),
        0_u16..130,
        1_u64..10_000_000_000,
        1_u64..10_000_000,
        0_u32..100_000,
        any::<bool>(),
    )
        .prop_map(|(kind, from, to, part, atoms, cents, fee, other)| Try {
            kind,
            from,
            to,
            part,
            atoms,
            cents,
            fee,
            other,
        })
}

fn command(inventory: &Inventory, number: usize, attempt: &Try) -> Command {
    let Try {
        kind,
        from,
        to,
        part,
        atoms: bought,
        cents,
        fee,
        other,
    } = attempt.clone();
    let asset: Unit = if other { "BNB" } else { "BTC" }.into();
    let atoms = |count: u64| Quantity::from_atoms(count.into(), Scale::QUANTITY).expect("small");
    let price = Price::from_atoms(cents.into(), Scale::new(2).expect("two")).expect("small");
    let held = inventory.lots().held(&from, &asset);
    let whole = Quantity::from_atoms(100, Scale::WHOLE).expect("small");
    let percent = Quantity::from_atoms(part.into(), Scale::WHOLE).expect("small");
    let some = held
        .share_of(percent, whole, Scale::QUANTITY, money::Rounding::Down)
        .expect("small");
    let part = |price| {
        vec![AssetQuantity {
            asset: asset.clone(),
            quantity: some,
            price,
        }]
    };
    let cash = Cash::from_atoms(fee.into(), Scale::USDC).expect("small");
    let third = Fee::Third {
        asset: "BNB".into(),
        quantity: atoms(u64::from(fee) + 1),
        cash,
    };
    let fee = if kind % 2 == 0 || other {
        Fee::Cash(cash)
    } else {
        third
    };
    let action = match kind {
        0..=2 => {
            let (half, rest) = (atoms(bought / 2), atoms(bought - bought / 2));
            let shares = vec![
                Share {
                    owner: from,
                    quantity: half,
                },
                Share {
                    owner: to,
                    quantity: rest,
                },
            ];
            purchase(
                Side::Purchase,
                number,
                &asset,
                atoms(bought),
                price,
                fee,
                shares,
            )
        }
        3 => purchase(
            Side::Sale,
            number,
            &asset,
            some,
            price,
            fee,
            vec![Share {
                owner: from,
                quantity: some,
            }],
        ),
        4 | 5 => Action::Transfer(Transfer {
            from,
            to,
            quantities: part((kind == 4).then_some(price)),
        }),
        _ => Action::Consume(Consumption {
            owner: from,
            index: (kind == 6).then(|| "TOP2".into()),
            fill_id: format!("f-{number}"),
            quantities: part(None),
        }),
    };
    // Now and then an id comes twice.
    record(&format!("c-{}", number / 4 * 3 + number % 3), action)
}

fn purchase(
    side: Side,
    number: usize,
    asset: &Unit,
    quantity: Quantity,
    price: Price,
    fee: Fee,
    shares: Vec<Share>,
) -> Action {
    let trade = Trade {
        id: format!("t-{number}").into(),
        asset: asset.clone(),
        quantity,
        price,
        fee,
        time_unix_ns: 0,
    };
    let ids = (String::from("b"), String::from("a"));
    Action::Trade(Box::new(TradeRecord {
        trade,
        side,
        shares,
        batch_id: ids.0,
        asset_order_id: ids.1,
    }))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn lots_and_books_agree_after_every_event_and_a_replay_gives_the_same(attempts in prop::collection::vec(attempt(), 1..60), snapshot_at in any::<prop::sample::Index>()) {
        let mut live = Inventory::default();
        let mut journal = Vec::new();
        for event in live.decide(Command::Configure(settings())).expect("the first event") {
            live.apply(&event);
            journal.push(serde_json::to_string(&event).expect("a text"));
        }
        let mut answers: Vec<(Command, u64)> = Vec::new();
        for (number, attempt) in attempts.iter().enumerate() {
            let command = command(&live, number, attempt);
            let before = live.clone();
            let decided = live.decide(command.clone());
            prop_assert_eq!(&live, &before, "deciding changes nothing");
            for event in decided.into_iter().flatten() {
                live.apply(&event);
                journal.push(serde_json::to_string(&event).expect("a text"));
                answers.push((command.clone(), journal.len() as u64));
            }
            prop_assert_eq!(live.check(), Ok(()));
            let positions = live.positions().expect("small");
            let stated = positions.iter().map(|position| (position.asset.clone(), position.quantity)).collect();
            prop_assert_eq!(live.differences(&stated), Ok(vec![]));
            // The mirror of an asset is what the venue has of it.
            for position in &positions {
                let mirrored = live.books().balance(&position.asset, &Account::Venue);
                prop_assert_eq!(mirrored, -position.quantity);
            }
        }
        let mut replayed = Inventory::default();
        for (number, text) in journal.iter().enumerate() {
            // As after a start from a snapshot.
            if number == snapshot_at.index(journal.len()) {
                let state = serde_json::to_string(&replayed).expect("a text");
                replayed = serde_json::from_str(&state).expect("an inventory");
            }
            replayed.apply(&serde_json::from_str::<Event>(text).expect("an event"));
        }
        prop_assert_eq!(&replayed, &live);
        for (command, sequence) in answers {
            let Command::Record { id, .. } = &command else { unreachable!("only records") };
            prop_assert_eq!(replayed.sequence_of(id), Some(sequence));
            prop_assert_eq!(replayed.decide(command), Ok(vec![]), "a repeat after a restart");
        }
    }
}
