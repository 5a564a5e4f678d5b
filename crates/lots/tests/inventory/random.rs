//! The laws over random actions.

use ledger::{Account, Unit};
use lots::inventory::*;
use lots::*;
use money::*;
use proptest::prelude::*;

use crate::*;

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
            let outside = Outside { venue: stated, ..Outside::default() };
            for line in live.reconcile(&outside).expect("small") {
                prop_assert!(line.difference.is_zero() && line.causes.is_empty() && line.unexplained.is_zero(), "{line:?}");
            }
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
