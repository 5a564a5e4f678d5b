//! Laws over random trades, shares, transfers, consumption and sales: nothing is made or lost, the oldest goes first, replay equals live.

use std::collections::BTreeMap;

use ledger::Unit;
use lots::{Basis, Fee, Lots, LotsError, Owner, Share, Taken, Trade, total};
use money::{Cash, Price, Quantity, Rounding, Scale};
use proptest::prelude::*;

const SCALE: Scale = Scale::USDC;

/// Something that happens to the lots of one asset. Parts are in 10000ths.
#[derive(Debug, Clone)]
enum Step {
    Buy {
        quantity: Quantity,
        price: Price,
        fee: Fee,
        parts: Vec<u32>,
    },
    Take {
        owner: Owner,
        part: u32,
    },
    Transfer {
        from: Owner,
        to: Owner,
        part: u32,
        basis: Basis,
    },
    Sell {
        owner: Owner,
        part: u32,
        price: Price,
        fee: Cash,
    },
}

fn owner() -> impl Strategy<Value = Owner> {
    prop::sample::select(vec![
        Owner::House,
        Owner::order("a"),
        Owner::order("b"),
        Owner::backing("TOP2"),
    ])
}

fn quantity() -> impl Strategy<Value = Quantity> {
    (1_u64..10_000_000_000)
        .prop_map(|atoms| Quantity::from_atoms(atoms.into(), Scale::QUANTITY).expect("small"))
}

fn price() -> impl Strategy<Value = Price> {
    (1_u64..10_000_000).prop_map(|ticks| {
        Price::from_atoms(ticks.into(), Scale::new(2).expect("two")).expect("small")
    })
}

fn cash() -> impl Strategy<Value = Cash> {
    (0_u64..1_000_000_000)
        .prop_map(|atoms| Cash::from_atoms(atoms.into(), Scale::QUANTITY).expect("small"))
}

fn fee() -> impl Strategy<Value = Fee> {
    prop_oneof![
        cash().prop_map(Fee::Cash),
        // Less than any quantity it can be taken from.
        Just(Fee::Asset(Quantity::ZERO)),
        (quantity(), cash()).prop_map(|(quantity, cash)| Fee::Third {
            asset: "BNB".into(),
            quantity,
            cash
        }),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let parts = prop::collection::vec(0_u32..10_000, 1..4);
    let basis = prop_oneof![Just(Basis::Cost), price().prop_map(Basis::Price)];
    prop_oneof![
        3 => (quantity(), price(), fee(), parts).prop_map(|(quantity, price, fee, parts)| Step::Buy { quantity, price, fee, parts }),
        2 => (owner(), 0_u32..=10_000).prop_map(|(owner, part)| Step::Take { owner, part }),
        2 => (owner(), owner(), 0_u32..=10_000, basis).prop_map(|(from, to, part, basis)| Step::Transfer { from, to, part, basis }),
        1 => (owner(), 1_u32..=12_000, price(), cash()).prop_map(|(owner, part, price, fee)| Step::Sell { owner, part, price, fee }),
    ]
}

fn asset() -> Unit {
    "A".into()
}

fn part_of(held: Quantity, part: u32) -> Quantity {
    let (part, whole) = (u128::from(part), 10_000);
    let quantity = |atoms| Quantity::from_atoms(atoms, Scale::WHOLE).expect("small");
    held.share_of(
        quantity(part),
        quantity(whole),
        Scale::QUANTITY,
        Rounding::Down,
    )
    .expect("small")
}

/// Does one step; what was taken from whom, for the laws to look at.
fn act(lots: &mut Lots, number: usize, step: &Step) -> Result<Vec<Taken>, LotsError> {
    let trade = |quantity: Quantity, price: Price, fee: Fee| Trade {
        id: format!("t-{number}").into(),
        asset: asset(),
        quantity,
        price,
        fee,
        time_unix_ns: 0,
    };
    match step {
        Step::Buy {
            quantity,
            price,
            fee,
            parts,
        } => {
            let weights: Vec<Quantity> = parts
                .iter()
                .map(|part| {
                    Quantity::from_atoms(u128::from(part + 1), Scale::WHOLE).expect("small")
                })
                .collect();
            let owners = [Owner::order("a"), Owner::House, Owner::order("b")];
            let shares = quantity
                .apportion(&weights, Scale::QUANTITY)
                .expect("whole atoms");
            let shares: Vec<Share> = owners
                .into_iter()
                .zip(shares)
                .map(|(owner, quantity)| Share { owner, quantity })
                .collect();
            let opened = lots.open(&trade(*quantity, *price, fee.clone()), &shares)?;
            let parts: Vec<Taken> = opened.shares.into_iter().map(|(_, taken)| taken).collect();
            assert_eq!(
                total(&parts),
                Ok((opened.cost, opened.fee)),
                "the shares of a lot are its cost and fee"
            );
            let paid_for = opened.cost.checked_add(opened.remainder).expect("small");
            assert!(!opened.remainder.is_negative() && paid_for >= opened.cost);
            Ok(parts)
        }
        Step::Take { owner, part } => {
            lots.take(owner, &asset(), part_of(lots.held(owner, &asset()), *part))
        }
        Step::Transfer {
            from,
            to,
            part,
            basis,
        } => lots
            .transfer(
                from,
                to,
                &asset(),
                part_of(lots.held(from, &asset()), *part),
                *basis,
            )
            .map(|moved| moved.received),
        Step::Sell {
            owner,
            part,
            price,
            fee,
        } => {
            let quantity = part_of(lots.held(owner, &asset()), *part);
            let share = Share {
                owner: owner.clone(),
                quantity,
            };
            let sold = lots.sell(&trade(quantity, *price, Fee::Cash(*fee)), &[share])?;
            let (mut proceeds, mut profit) = (
                sold.remainder.checked_add(sold.unowned).expect("small"),
                Cash::ZERO,
            );
            for closed in &sold.closed {
                let net = closed.proceeds.checked_sub(closed.sale_fee).expect("small");
                proceeds = proceeds.checked_add(net).expect("small");
                profit = profit
                    .checked_add(closed.profit().expect("small"))
                    .expect("small");
            }
            let paid = price
                .times(quantity, Scale::new(10).expect("ten"), Rounding::Down)
                .expect("small");
            assert_eq!(
                Ok(proceeds),
                paid.checked_sub(*fee),
                "what the venue paid is shared to the last digit"
            );
            assert_eq!(profit, sold.realised_profit);
            Ok(Vec::new())
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn nothing_is_made_or_lost(steps in prop::collection::vec(step(), 1..40)) {
        let mut lots = Lots::new(SCALE);
        for (number, step) in steps.iter().enumerate() {
            let before = lots.clone();
            if act(&mut lots, number, step).is_err() {
                prop_assert_eq!(&lots, &before);
            }
            prop_assert_eq!(lots.check(), Ok(()));
            for position in lots.positions().expect("small") {
                let parts = [position.backing.into(), position.held.into(), position.house];
                prop_assert_eq!(money::Signed::sum(parts), Ok(position.quantity));
            }
        }
    }

    #[test]
    fn an_owners_oldest_lots_leave_first(steps in prop::collection::vec(step(), 1..40)) {
        let mut lots = Lots::new(SCALE);
        for (number, step) in steps.iter().enumerate() {
            let leaving = match step {
                Step::Take { owner, .. } | Step::Transfer { from: owner, .. } | Step::Sell { owner, .. } => Some(owner),
                Step::Buy { .. } => None,
            };
            let listed = |lots: &Lots| -> Vec<_> {
                leaving.into_iter().flat_map(|owner| lots.open_lots(Some(owner), Some(&asset()))).collect()
            };
            let before = listed(&lots);
            if act(&mut lots, number, step).is_err() {
                continue;
            }
            // What is left is the younger end of what was there: whole parts, but for the oldest of them.
            let after = listed(&lots);
            let young = &before[before.len() - after.len()..];
            prop_assert_eq!(after.get(1..), young.get(1..));
            if let (Some(oldest), Some(was)) = (after.first(), young.first()) {
                prop_assert_eq!(&oldest.lot, &was.lot);
                prop_assert!(oldest.left <= was.left);
            }
        }
    }

    #[test]
    fn in_however_many_parts_a_lot_is_taken_it_costs_the_same(
        amount in quantity(),
        price in price(),
        fee in cash(),
        parts in prop::collection::vec(0_u32..=10_000, 0..30),
    ) {
        let mut lots = Lots::new(SCALE);
        let order = Owner::order("a");
        let trade = Trade {
            id: "t".into(), asset: asset(), quantity: amount, price, fee: Fee::Cash(fee), time_unix_ns: 0,
        };
        let opened = lots.open(&trade, &[Share { owner: order.clone(), quantity: amount }]).expect("a lot");
        let (mut gone, mut cost_gone, mut fee_gone) = (Quantity::ZERO, Cash::ZERO, Cash::ZERO);
        let quantities = parts.iter().map(Some).chain([None]);
        for part in quantities {
            let held = lots.held(&order, &asset());
            let taken = lots.take(&order, &asset(), part.map_or(held, |part| part_of(held, *part))).expect("at most all");
            let (cost, fee) = total(&taken).expect("small");
            prop_assert!(!cost.is_negative() && !fee.is_negative());
            gone = Quantity::sum([gone].into_iter().chain(taken.iter().map(|part| part.quantity))).expect("small");
            cost_gone = cost_gone.checked_add(cost).expect("small");
            fee_gone = fee_gone.checked_add(fee).expect("small");
            // All takers together have paid the exact proportion, rounded down once.
            prop_assert_eq!(opened.cost.share_of(gone, amount, SCALE, Rounding::Down), Ok(cost_gone));
            prop_assert_eq!(opened.fee.share_of(gone, amount, SCALE, Rounding::Down), Ok(fee_gone));
        }
        prop_assert_eq!((gone, cost_gone, fee_gone), (amount, opened.cost, opened.fee));
    }

    #[test]
    fn the_same_steps_give_the_same_lots(steps in prop::collection::vec(step(), 1..40)) {
        let run = || {
            let mut lots = Lots::new(SCALE);
            let answers: BTreeMap<_, _> =
                steps.iter().enumerate().map(|(number, step)| (number, act(&mut lots, number, step))).collect();
            (lots, answers)
        };
        let (lots, answers) = run();
        let (again, same) = run();
        prop_assert_eq!(lots.open_lots(None, None), again.open_lots(None, None));
        prop_assert_eq!(lots, again);
        prop_assert_eq!(answers, same);
    }
}
