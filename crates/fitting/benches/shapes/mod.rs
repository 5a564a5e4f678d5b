//! Problems of several shapes, the same in every run, and the multiply-adds that no fit can do without.

use std::hint::black_box;

use fitting::Asks;
use fitting::dense::{DenseFit, DenseMarket, DenseOrder, DenseProblem, Outcome};
use money::{Cash, Price, Quantity, Rate, Scale};
use rust_decimal::Decimal;

/// One shape.
#[derive(Clone, Copy)]
pub(crate) struct Case {
    pub(crate) orders: u32,
    pub(crate) indexes: u32,
    pub(crate) assets: u32,
    pub(crate) market: Market,
    /// Whether every order holds some of every asset.
    pub(crate) holdings: bool,
}

/// What stops the orders.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Market {
    /// Nothing: plenty of everything.
    Deep,
    /// A third of the assets are scarce, each differently, and then the batch's cash.
    Scarce,
}

pub(crate) const fn case(
    orders: u32,
    indexes: u32,
    assets: u32,
    market: Market,
    holdings: bool,
) -> Case {
    Case {
        orders,
        indexes,
        assets,
        market,
        holdings,
    }
}

/// Knuth's multiplicative numbers: the same in every run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, low: u64, high: u64) -> u128 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        u128::from(low + (self.0 >> 33) % (high - low))
    }
}

fn scale(decimals: u8) -> Scale {
    Scale::new(decimals).expect("28 at most")
}

fn cash(amount: u128) -> Cash {
    Cash::from_atoms(amount, Scale::WHOLE).expect("small")
}

/// The problem of a shape.
pub(crate) fn problem(case: Case) -> DenseProblem {
    let mut numbers = Numbers(42);
    // About 1000 of cash an order, 100 a unit, 1 a leg and unit: 10 units an order.
    let assets = (0..case.assets).map(|asset| {
        let price = Price::from_atoms(numbers.next(1_000, 10_000_000), scale(2)).expect("small");
        let scarce = case.market == Market::Scarce && asset % 3 == 0;
        let wanted = u64::from(case.orders) * 10;
        let worth = if scarce {
            wanted * u64::from(30 + asset) / 100
        } else {
            wanted * 10
        };
        let offered = cash(u128::from(worth))
            .over(price, scale(5), money::Rounding::Up)
            .expect("small");
        DenseMarket {
            asks: Asks::new([(price, offered)]),
            tick: Price::from_atoms(1, scale(2)).expect("small"),
            step: Quantity::from_atoms(1, scale(5)).expect("small"),
            min_notional: cash(5),
            house_lots: Quantity::ZERO,
        }
    });
    let assets: Vec<DenseMarket> = assets.collect();
    let per_leg = Cash::from_atoms(u128::from(100_000 / case.assets), scale(3)).expect("small");
    let baskets = (0..case.indexes).map(|_| {
        let leg = |(asset, market): (u32, &DenseMarket)| {
            let one = per_leg.over(
                market.asks.best().expect("offered"),
                scale(10),
                money::Rounding::Up,
            );
            let some = one.expect("small").times_rate(
                Rate::from_atoms(numbers.next(5_000, 15_000), scale(4)).expect("small"),
                scale(10),
                money::Rounding::Up,
            );
            (Some(asset), some.expect("small"))
        };
        (0..).zip(&assets).map(leg).collect()
    });
    let baskets: Vec<Vec<(Option<u32>, Quantity)>> = baskets.collect();
    let orders = (0..case.orders).map(|order| {
        let index = order % case.indexes;
        let mut holding = |(asset, quantity): &(Option<u32>, Quantity)| {
            // Up to a unit's worth, as the venue's trades leave it.
            let part = Rate::from_atoms(numbers.next(0, 1_000), scale(3)).expect("small");
            (
                asset.expect("present"),
                quantity
                    .times_rate(part, scale(8), money::Rounding::Down)
                    .expect("small"),
            )
        };
        let holdings = if case.holdings {
            baskets[index as usize].iter().map(&mut holding).collect()
        } else {
            Vec::new()
        };
        DenseOrder {
            index: Some(index),
            cash: Cash::from_atoms(numbers.next(500_000_000, 1_500_000_000), Scale::USDC)
                .expect("small"),
            holdings,
            limit_price: None,
        }
    });
    let orders = orders.collect();
    DenseProblem {
        slippage: Rate::from_basis_points(20),
        fee_rate: Rate::from_basis_points(20),
        order_cap: cash(1_200),
        batch_cap: cash(
            u128::from(case.orders)
                * if case.market == Market::Scarce {
                    450
                } else {
                    10_000
                },
        ),
        in_flight_left: cash(u128::from(case.orders) * 10_000),
        max_asset_orders: 100,
        units_scale: Scale::UNITS,
        house_limit: cash(1_000_000),
        assets,
        baskets,
        orders,
    }
}

/// The bare pass: units × basket, summed by asset.
pub(crate) struct BarePass {
    /// By order: its units, and the place of its basket.
    orders: Vec<(Decimal, usize)>,
    baskets: Vec<Vec<(usize, Decimal)>>,
    totals: Vec<Decimal>,
}

impl BarePass {
    /// Over the units of this fit.
    pub(crate) fn new(problem: &DenseProblem, fit: &DenseFit) -> Self {
        let units = fit.orders.iter().map(|outcome| match outcome {
            Outcome::Fitted { units, .. } => units.as_decimal(),
            Outcome::Excluded(_) => Decimal::ZERO,
        });
        let places = problem
            .orders
            .iter()
            .map(|order| order.index.expect("present") as usize);
        let leg = |(asset, quantity): &(Option<u32>, Quantity)| {
            (asset.expect("present") as usize, quantity.as_decimal())
        };
        Self {
            orders: units.zip(places).collect(),
            baskets: problem
                .baskets
                .iter()
                .map(|basket| basket.iter().map(leg).collect())
                .collect(),
            totals: vec![Decimal::ZERO; problem.assets.len()],
        }
    }

    pub(crate) fn run(&mut self) {
        for (units, place) in &self.orders {
            for (asset, quantity) in &self.baskets[*place] {
                self.totals[*asset] += *units * *quantity;
            }
        }
        black_box(&mut self.totals).fill(Decimal::ZERO);
    }
}
