//! What a fit costs beside a bare pass of decimal multiply-adds over the same order × asset pairs: `cargo bench -p fitting`, with
//! `-- --json` for a line a row and `-- --quick` for the smallest rows only.
//!
//! Both run over the same units and baskets, in the same process, in turns, and the best of the rounds counts: the machine's other
//! work makes a round slower, never faster. Ends with an error where the ratio is above [`RATIO_MAX`] for 10 indexes on 100 assets; the
//! other shapes show what each costs: an order's own figures over few assets, an index's over few orders.

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use fitting::dense::{DenseFit, DenseMarket, DenseOrder, DenseProblem, Frozen, Outcome};
use fitting::{Asks, fit_dense};
use money::{Cash, Price, Quantity, Rate, Scale};
use rust_decimal::Decimal;

/// The most that a fit may cost, in units of the bare pass.
const RATIO_MAX: f64 = 4.0;

/// One row of the table.
#[derive(Clone, Copy)]
struct Case {
    orders: u32,
    indexes: u32,
    assets: u32,
    market: Market,
    /// Whether every order holds some of every asset.
    holdings: bool,
}

/// What stops the orders.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Market {
    /// Nothing: plenty of everything.
    Deep,
    /// A third of the assets are scarce, each differently, and then the batch's cash.
    Scarce,
}

const fn case(orders: u32, indexes: u32, assets: u32, market: Market, holdings: bool) -> Case {
    Case {
        orders,
        indexes,
        assets,
        market,
        holdings,
    }
}

const CASES: [Case; 14] = [
    case(1_000, 10, 100, Market::Deep, false),
    case(1_000, 10, 100, Market::Deep, true),
    case(1_000, 10, 100, Market::Scarce, false),
    case(1_000, 10, 100, Market::Scarce, true),
    case(1_000, 10, 10, Market::Scarce, true),
    case(1_000, 10, 30, Market::Scarce, true),
    case(1_000, 1, 100, Market::Scarce, true),
    case(1_000, 100, 100, Market::Scarce, true),
    case(10_000, 10, 100, Market::Scarce, false),
    case(10_000, 10, 100, Market::Scarce, true),
    case(100_000, 10, 100, Market::Deep, false),
    case(100_000, 10, 100, Market::Scarce, false),
    case(100_000, 10, 100, Market::Deep, true),
    case(100_000, 10, 100, Market::Scarce, true),
];

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

fn problem(case: Case) -> DenseProblem {
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

/// The multiply-adds that no fit can do without: units × basket, summed by asset.
fn bare_pass(problem: &DenseProblem, fit: &DenseFit) -> Duration {
    let units: Vec<Decimal> = fit
        .orders
        .iter()
        .map(|outcome| match outcome {
            Outcome::Fitted { units, .. } => units.as_decimal(),
            Outcome::Excluded(_) => Decimal::ZERO,
        })
        .collect();
    let baskets: Vec<Vec<(usize, Decimal)>> = problem
        .baskets
        .iter()
        .map(|basket| {
            basket
                .iter()
                .map(|(asset, quantity)| (asset.expect("present") as usize, quantity.as_decimal()))
                .collect()
        })
        .collect();
    let mut totals = vec![Decimal::ZERO; problem.assets.len()];
    let start = Instant::now();
    for (order, units) in problem.orders.iter().zip(&units) {
        for (asset, quantity) in &baskets[order.index.expect("present") as usize] {
            totals[*asset] += *units * *quantity;
        }
    }
    let took = start.elapsed();
    black_box(totals);
    took
}

/// How many orders each kind of resource stopped, as evidence that the case is what it says.
fn stopped(fit: &DenseFit) -> (usize, usize) {
    let count = |is: fn(&Frozen) -> bool| {
        let outcomes = fit.orders.iter();
        outcomes.filter(|outcome| matches!(outcome, Outcome::Fitted { frozen_by: Some(cause), .. } if is(cause))).count()
    };
    (
        count(|cause| matches!(cause, Frozen::Asset(_))),
        count(|cause| matches!(cause, Frozen::BatchCap)),
    )
}

fn main() -> ExitCode {
    let json = std::env::args().any(|argument| argument == "--json");
    let quick = std::env::args().any(|argument| argument == "--quick");
    if !json {
        println!(
            "  orders indexes assets  market holdings |     bare      fit  ns/pair  ratio | stopped by asset, cap"
        );
    }
    let mut too_slow = false;
    for case in CASES
        .into_iter()
        .filter(|case| !quick || case.orders == 1_000)
    {
        let problem = problem(case);
        let rounds = (300_000 / case.orders).clamp(10, 300);
        let (mut bare, mut fitted) = (Duration::MAX, Duration::MAX);
        let mut last = None;
        for _ in 0..rounds {
            let start = Instant::now();
            let fit = fit_dense(black_box(&problem));
            fitted = fitted.min(start.elapsed());
            bare = bare.min(bare_pass(black_box(&problem), &fit));
            last = Some(fit);
        }
        let (by_asset, by_cap) = last.as_ref().map_or((0, 0), stopped);
        let ratio = fitted.as_secs_f64() / bare.as_secs_f64();
        let per_pair = fitted.as_secs_f64() * 1e9 / f64::from(case.orders) / f64::from(case.assets);
        let market = if case.market == Market::Scarce {
            "scarce"
        } else {
            "deep"
        };
        let Case {
            orders,
            indexes,
            assets,
            holdings,
            ..
        } = case;
        let (bare, fit) = (bare.as_secs_f64() * 1e3, fitted.as_secs_f64() * 1e3);
        if json {
            println!(
                "{{\"orders\":{orders},\"indexes\":{indexes},\"assets\":{assets},\"market\":\"{market}\",\"holdings\":{holdings},\
                 \"bare_ms\":{bare:.3},\"fit_ms\":{fit:.3},\"ns_per_pair\":{per_pair:.1},\"ratio\":{ratio:.2},\
                 \"stopped_by_asset\":{by_asset},\"stopped_by_cap\":{by_cap}}}"
            );
        } else {
            println!(
                "{orders:8} {indexes:7} {assets:6} {market:>7} {holdings:>8} | {bare:5.2} ms {fit:5.2} ms {per_pair:8.1} {ratio:6.2} | {by_asset} {by_cap}"
            );
        }
        too_slow |= indexes == 10 && assets == 100 && ratio > RATIO_MAX;
    }
    if too_slow {
        eprintln!("a fit costs more than {RATIO_MAX} bare passes");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
