//! Numbers of any size anywhere: a fit comes back, nothing panics, and nothing is bought beyond what is offered.

use std::collections::BTreeMap;

use fitting::{Asks, House, Market, Order, Problem, fit};
use money::{Cash, Price, Quantity, Rate, Scale};
use proptest::prelude::*;
use rust_decimal::Decimal;

/// Cases, unless `SHEAF_CASES` says otherwise.
const CASES: u64 = 5_000;

/// Any decimal: mantissas of every length, every scale.
fn decimal() -> impl Strategy<Value = Decimal> {
    (any::<u128>(), 0_u32..=96, 0_u32..=28).prop_map(|(bits, length, scale)| {
        let mantissa = bits.checked_shr(128 - length).unwrap_or(0);
        Decimal::from_i128_with_scale(i128::try_from(mantissa).expect("96 bits"), scale)
    })
}

fn cash() -> impl Strategy<Value = Cash> {
    decimal().prop_map(|value| Cash::from_decimal(value).expect("any"))
}

fn quantity() -> impl Strategy<Value = Quantity> {
    decimal().prop_map(|value| Quantity::from_decimal(value).expect("not negative"))
}

fn price() -> impl Strategy<Value = Price> {
    decimal().prop_map(|value| Price::from_decimal(value).expect("not negative"))
}

fn quantities() -> impl Strategy<Value = BTreeMap<String, Quantity>> {
    prop::collection::btree_map(
        prop::sample::select(vec!["A", "B", "C"]).prop_map(str::to_owned),
        quantity(),
        0..=3,
    )
}

fn problem() -> impl Strategy<Value = Problem> {
    let market = (
        prop::collection::vec((price(), quantity()), 0..=3),
        price(),
        quantity(),
        cash(),
    );
    let market = market.prop_map(|(asks, tick, step, min_notional)| Market {
        asks: Asks::new(asks),
        tick,
        step,
        min_notional,
    });
    let markets = prop::collection::vec(market, 3);
    let limits = (
        decimal(),
        decimal(),
        cash(),
        cash(),
        cash(),
        0_u32..=3,
        0_u8..=28,
    );
    let order = (
        prop::sample::select(vec!["i", "j"]),
        cash(),
        quantities(),
        prop::option::weighted(0.2, price()),
    );
    let orders = prop::collection::vec(order, 0..=6);
    (
        limits,
        (cash(), quantities()),
        markets,
        (quantities(), quantities()),
        orders,
    )
        .prop_map(|(limits, (limit, lots), markets, (i, j), orders)| Problem {
            slippage: Rate::from_decimal(limits.0).expect("not negative"),
            fee_rate: Rate::from_decimal(limits.1).expect("not negative"),
            order_cap: limits.2,
            batch_cap: limits.3,
            in_flight_left: limits.4,
            max_asset_orders: limits.5,
            units_scale: Scale::new(limits.6).expect("28 at most"),
            house: House { limit, lots },
            markets: ["A", "B", "C"]
                .map(str::to_owned)
                .into_iter()
                .zip(markets)
                .collect(),
            indexes: BTreeMap::from([("i".to_owned(), i), ("j".to_owned(), j)]),
            orders: (0..)
                .zip(orders)
                .map(|(position, (index, cash, holdings, limit_price))| Order {
                    id: format!("{position}"),
                    index: index.to_owned(),
                    cash,
                    holdings,
                    limit_price,
                })
                .collect(),
        })
}

#[test]
fn nothing_panics_and_nothing_exceeds_what_is_offered() {
    cases::check(CASES, problem, |problem| {
        let fit = fit(&problem).unwrap();
        for order in &fit.asset_orders {
            let offered = problem.markets[&order.asset]
                .asks
                .offered_up_to(order.limit_price)
                .unwrap();
            prop_assert!(order.quantity <= offered);
            prop_assert!(
                order.from_house
                    <= problem
                        .house
                        .lots
                        .get(&order.asset)
                        .copied()
                        .unwrap_or_default()
            );
        }
        for order in &fit.orders {
            prop_assert!(order.fraction <= Rate::ONE);
        }
        prop_assert_eq!(fit.orders.len() + fit.excluded.len(), problem.orders.len());
        Ok(())
    });
}
