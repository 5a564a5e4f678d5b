//! What crosses, for random baskets, prices, depths and steps: with equal opposite wants nothing goes to the venue, whatever it offers,
//! and both sides deal at the middle. (The test `random` has the laws of whatever happens besides.)

use crate::scenario::{Scenario, cash, index, market, redemption, request, settings, snapshot};
use issuance::{BasketEntry, Index, Settings, Snapshot, Status};
use money::{Cash, Price, Quantity, Rounding, Scale, Units};
use proptest::prelude::*;

/// Cases, unless `SHEAF_CASES` says otherwise.
const CASES: u64 = 300;
const ASSETS: [&str; 3] = ["A", "B", "C"];

#[derive(Debug, Clone)]
struct Case {
    /// Quantities per unit, in millionths.
    basket: Vec<u32>,
    /// Best bids in thousandths, and how much the best asks are above them.
    prices: Vec<(u32, u32)>,
    /// Of what is redeemed, in hundred-millionths.
    units: u64,
    deep: bool,
    step: &'static str,
}

fn case() -> impl Strategy<Value = Case> {
    let leg = (10_000..5_000_000_u32, (50_000..200_000_u32, 0..2_000_u32));
    (
        prop::collection::vec(leg, 1..=3),
        10_000_000..1_000_000_000_u64,
        any::<bool>(),
        prop_oneof![Just("0.00000001"), Just("0.0001"), Just("0.01")],
    )
        .prop_map(|(legs, units, deep, step)| {
            let (basket, prices) = legs.into_iter().unzip();
            Case {
                basket,
                prices,
                units,
                deep,
                step,
            }
        })
}

impl Case {
    fn index(&self) -> Index {
        let legs = ASSETS.iter().zip(&self.basket);
        let basket = legs.map(|(asset, millionths)| BasketEntry {
            asset: (*asset).into(),
            quantity: atoms(*millionths, 6),
        });
        Index {
            basket: basket.collect(),
            ..index("IDX", &[])
        }
    }

    fn book(&self, depth: &str) -> Snapshot {
        let markets = ASSETS
            .iter()
            .zip(&self.prices)
            .map(|(asset, (bid, spread))| {
                let at = |thousandths: u32| {
                    Price::from_atoms(thousandths.into(), Scale::new(3).unwrap())
                        .unwrap()
                        .to_string()
                };
                let (bid, ask) = (at(*bid), at(bid + spread));
                let mut market = market(asset, &[(&ask, depth)], &[(&bid, depth)]);
                market.step = crate::scenario::quantity(self.step);
                // What is below this is rounding, and the house's.
                market.min_notional = cash("1");
                market
            });
        snapshot(markets.collect())
    }

    /// What so many units cost at these prices.
    fn cost(&self, units: Units, price: impl Fn(u32, u32) -> Price, rounding: Rounding) -> Cash {
        let legs = self.basket.iter().zip(&self.prices);
        let legs = legs.map(|(millionths, (bid, spread))| {
            let needed = units
                .times_basket(atoms(*millionths, 6), Scale::UNITS, rounding)
                .unwrap();
            price(*bid, *spread)
                .times(needed, Scale::USDC, rounding)
                .unwrap()
        });
        Cash::sum(legs).unwrap()
    }
}

fn atoms(atoms: u32, decimals: u8) -> Quantity {
    Quantity::from_atoms(atoms.into(), Scale::new(decimals).unwrap()).unwrap()
}

fn thousandths(price: u32) -> Price {
    Price::from_atoms(price.into(), Scale::new(3).unwrap()).unwrap()
}

/// The buying limit above this bid and spread, to the tick of a thousandth.
fn limit(bid: u32, spread: u32) -> Price {
    let slippage = settings().slippage;
    fitting::buying_limit(thousandths(bid + spread), slippage, thousandths(1)).unwrap()
}

/// Twice the middle.
fn both(bid: u32, spread: u32) -> Price {
    thousandths(bid + bid + spread)
}

#[test]
fn equal_opposite_wants_meet_and_nothing_goes_to_the_venue() {
    cases::check(CASES, case, |case| {
        let limits = Settings {
            order_cap: cash("900000"),
            batch_cap: cash("900000"),
            ..settings()
        };
        let mut run = Scenario::new(limits, vec![case.index()]);
        let wanted = Units::from_atoms(case.units.into(), Scale::UNITS).unwrap();
        run.deposit(1, "900000");
        run.deposit(2, "900000");
        run.submit(request("first", "ACC-1", "IDX", "500000"));
        let batch = run.batch(&case.book("100000000")).unwrap();
        run.execute(&batch);
        run.cancel("first-c", "first");
        run.confirm_mint(batch.orders[0].order);
        prop_assume!(run.view(batch.orders[0].order).units >= wanted);
        run.burn(1, "IDX", &wanted.to_string());
        let sale = run.submit(redemption("r", "ACC-1", "IDX", &wanted.to_string()));
        // Enough for as many units and not for more.
        let amount = case.cost(wanted, limit, Rounding::Down);
        prop_assume!(amount >= cash("10"));
        let purchase = run.submit(request("b", "ACC-2", "IDX", &amount.to_string()));
        let depth = if case.deep { "1000000" } else { "0.000000001" };
        let batch = run.batch(&case.book(depth)).unwrap();
        prop_assert_eq!(&batch.asset_orders, &vec![], "{:?}", batch.crossings);
        let (sold, bought) = (run.view(sale), run.view(purchase));
        let digits = Units::parse("0.00001").unwrap();
        prop_assert!(
            bought.units.checked_add(digits).unwrap() >= wanted,
            "{bought:?}"
        );
        prop_assert!(
            sold.units.checked_add(digits).unwrap() >= wanted,
            "{sold:?}"
        );
        prop_assert!(!case.deep || sold.status == Status::Redeemed, "{sold:?}");
        prop_assert_eq!(
            (sold.venue_fees, bought.venue_fees),
            (Cash::ZERO, Cash::ZERO)
        );
        // What the house takes of the last digits is at the best bids, which are not so far from the middle.
        for view in [&sold, &bought] {
            let twice = view.gross.checked_add(view.gross).unwrap();
            let middle = case.cost(view.units, both, Rounding::HalfEven);
            let off = twice.excess_over(middle).unwrap();
            let off = off.checked_add(middle.excess_over(twice).unwrap()).unwrap();
            prop_assert!(off <= cash("0.01"), "{} of {middle}", twice);
        }
        Ok(())
    });
}
