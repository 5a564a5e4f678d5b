//! What crosses, for random baskets, prices, depths and steps: with equal opposite wants nothing goes to the venue, whatever it offers,
//! and both sides deal at the middle; other orders that share assets do not keep the two sides of an index apart. (The test `random` has the laws of whatever happens besides.)

use issuance::{BasketEntry, Index, Settings, Snapshot, Status};
use money::{Cash, Price, Quantity, Rounding, Scale, Units};
use proptest::prelude::*;
use scenario::{Scenario, cash, index, market, redemption, request, settings, snapshot};

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
        let mut book = book_of(&self.prices, depth);
        for market in &mut book.markets {
            market.step = scenario::quantity(self.step);
        }
        book
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

/// Books with one level on each side.
fn book_of(prices: &[(u32, u32)], depth: &str) -> Snapshot {
    let level = |(asset, (bid, spread)): (&&str, &(u32, u32))| {
        let (bid, ask) = (thousandths(*bid), thousandths(bid + spread));
        let (bid, ask) = (bid.to_string(), ask.to_string());
        let mut market = market(asset, &[(&ask, depth)], &[(&bid, depth)]);
        // What is below this is rounding, and the house's.
        market.min_notional = cash("1");
        market
    };
    snapshot(ASSETS.iter().zip(prices).map(level).collect())
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
    cases::check_one_in(4, CASES, case, |case| {
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

/// Orders in indexes that share assets in different proportions: the baskets of three, in thousandths, who redeems and who buys which, and
/// how much, in hundredths of a unit.
#[derive(Debug, Clone)]
struct Mixed {
    baskets: Vec<[u32; 3]>,
    sold: Vec<(usize, u32)>,
    bought: Vec<(usize, u32)>,
    deep: bool,
}

fn mixed() -> impl Strategy<Value = Mixed> {
    let perhaps = || prop_oneof![Just(0_u32), 10..3_000_u32];
    let basket = (perhaps(), 10..3_000_u32, perhaps());
    let basket = basket.prop_map(|(first, second, third)| [first, second, third]);
    let order = (0..3_usize, 50..1_000_u32);
    (
        prop::collection::vec(basket, 3),
        prop::collection::vec(order.clone(), 1..5),
        prop::collection::vec(order, 1..5),
        any::<bool>(),
    )
        .prop_map(|(baskets, sold, bought, deep)| Mixed {
            baskets,
            sold,
            bought,
            deep,
        })
}

impl Mixed {
    fn indexes(&self) -> Vec<Index> {
        let with = |(place, basket): (usize, &[u32; 3])| {
            let legs = ASSETS.iter().zip(basket).filter(|(_, amount)| **amount > 0);
            let basket = legs.map(|(asset, thousandths)| BasketEntry {
                asset: (*asset).into(),
                quantity: atoms(*thousandths, 3),
            });
            Index {
                basket: basket.collect(),
                ..index(&format!("I{place}"), &[])
            }
        };
        self.baskets.iter().enumerate().map(with).collect()
    }

    /// Sells as much of every index as is wanted of it and more.
    fn run(&self) -> Scenario {
        let limits = Settings {
            order_cap: cash("900000"),
            batch_cap: cash("900000"),
            ..settings()
        };
        let mut run = Scenario::new(limits, self.indexes());
        run.deposit(1, "900000");
        run.deposit(2, "900000");
        let names: Vec<String> = (0..3).map(|place| format!("first-{place}")).collect();
        for (place, name) in names.iter().enumerate() {
            let order = request(name, "ACC-1", &format!("I{place}"), "250000");
            run.submit(order);
        }
        let batch = run.batch(&book_of(&PRICES, "100000000")).unwrap();
        run.execute(&batch);
        for name in &names {
            run.cancel(&format!("{name}-c"), name);
        }
        for part in &batch.orders {
            run.confirm_mint(part.order);
        }
        run
    }
}

/// Best bids in thousandths, and how much the best asks are above them.
const PRICES: [(u32, u32); 3] = [(100_000, 400), (60_000, 100), (25_000, 0)];

fn hundredths(amount: u32) -> String {
    Units::from_atoms(amount.into(), Scale::new(2).unwrap())
        .unwrap()
        .to_string()
}

#[test]
fn who_redeems_and_who_buys_the_same_index_meet_whatever_else_shares_their_assets() {
    cases::check_one_in(4, CASES, mixed, |mixed| {
        let mut run = mixed.run();
        for (place, (of, amount)) in mixed.sold.iter().enumerate() {
            let (symbol, amount) = (format!("I{of}"), hundredths(*amount));
            run.burn(1, &symbol, &amount);
            run.submit(redemption(&format!("r{place}"), "ACC-1", &symbol, &amount));
        }
        for (place, (of, amount)) in mixed.bought.iter().enumerate() {
            // A hundred for a unit, whatever it costs.
            let amount = (amount + 20).to_string();
            let order = request(&format!("b{place}"), "ACC-2", &format!("I{of}"), &amount);
            run.submit(order);
        }
        let depth = if mixed.deep { "1000000" } else { "0.000000001" };
        let batch = run.batch(&book_of(&PRICES, depth));
        let both = |(of, _): &(usize, u32)| mixed.sold.iter().any(|(sold, _)| sold == of);
        if mixed.bought.iter().any(both) {
            let batch = batch.clone();
            prop_assert!(batch.is_some_and(|batch| !batch.crossings.is_empty()));
        }
        let Some(batch) = batch else { return Ok(()) };
        prop_assert!(mixed.deep || batch.asset_orders.is_empty(), "{batch:?}");
        for sold in &batch.asset_orders {
            let same = |order: &&issuance::AssetOrder| order.asset == sold.asset;
            prop_assert_eq!(batch.asset_orders.iter().filter(same).count(), 1);
        }
        run.execute(&batch);
        Ok(())
    });
}
