//! Random problems: few assets, indexes and orders with short numbers, so that resources run out together and shrinking is readable.

use std::collections::BTreeMap;

use fitting::{Asks, House, Market, Order, Problem};
use money::{Cash, Price, Quantity, Rate, Scale};
use proptest::prelude::*;

/// How large and how hard.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    pub(crate) assets: usize,
    pub(crate) indexes: usize,
    pub(crate) orders: usize,
    /// Whether the venue's filters and its order budget bind.
    pub(crate) filters: bool,
}

pub(crate) fn problem(shape: Shape) -> impl Strategy<Value = Problem> {
    let markets = prop::collection::vec(market(shape.filters), 1..=shape.assets);
    // Where the filters are not to bind, the house can always round up to the smallest step.
    let limits = (limits(), 0_u32..=6, i64::from(!shape.filters)..=100);
    (markets, limits).prop_flat_map(move |(markets, (limits, max_asset_orders, house_limit))| {
        let assets = markets.len();
        let basket = prop::collection::vec(
            prop::option::weighted(0.7, decimal(1..=9_999, 0..=5)),
            assets,
        );
        let baskets = prop::collection::vec(basket, 1..=shape.indexes);
        let lots = prop::collection::vec(
            prop::option::weighted(0.2, decimal(0..=9_999, 1..=3)),
            assets,
        );
        let order = order(assets, shape.indexes);
        let orders = prop::collection::vec(order, 0..=shape.orders);
        (baskets, lots, orders).prop_map(move |(baskets, lots, orders)| {
            let names = |quantities: &[Option<String>]| -> BTreeMap<String, Quantity> {
                let named = quantities.iter().enumerate();
                named
                    .filter_map(|(asset, text)| {
                        Some((asset_name(asset), text.as_ref()?.parse().ok()?))
                    })
                    .collect()
            };
            let orders = orders.iter().enumerate().map(|(position, order)| Order {
                id: format!("o{position}"),
                index: format!("i{}", order.index % baskets.len()),
                cash: order.cash.parse().unwrap(),
                holdings: names(&order.holdings),
                limit_price: order.limit_price.as_ref().map(|text| text.parse().unwrap()),
            });
            Problem {
                slippage: limits.slippage.parse().unwrap(),
                fee_rate: limits.fee_rate.parse().unwrap(),
                order_cap: limits.order_cap.parse().unwrap(),
                batch_cap: limits.batch_cap.parse().unwrap(),
                in_flight_left: limits.in_flight_left.parse().unwrap(),
                max_asset_orders: if shape.filters {
                    max_asset_orders
                } else {
                    1_000
                },
                units_scale: Scale::UNITS,
                house: House {
                    limit: cash(house_limit),
                    lots: names(&lots),
                },
                markets: markets
                    .iter()
                    .enumerate()
                    .map(|(asset, market)| (asset_name(asset), market.clone()))
                    .collect(),
                indexes: baskets
                    .iter()
                    .enumerate()
                    .map(|(index, basket)| (format!("i{index}"), names(basket)))
                    .collect(),
                orders: orders.collect(),
            }
        })
    })
}

fn asset_name(position: usize) -> String {
    format!("A{position}")
}

fn cash(amount: i64) -> Cash {
    amount.to_string().parse().unwrap()
}

/// A text of a number with some decimals.
fn decimal(
    range: std::ops::RangeInclusive<u64>,
    decimals: std::ops::RangeInclusive<usize>,
) -> impl Strategy<Value = String> {
    (range, decimals).prop_map(|(value, decimals)| {
        let digits = format!("{value:0>width$}", width = decimals + 1);
        let (whole, fraction) = digits.split_at(digits.len() - decimals);
        format!("{whole}.{fraction}")
    })
}

#[derive(Debug, Clone)]
struct Limits {
    slippage: String,
    fee_rate: String,
    order_cap: String,
    batch_cap: String,
    in_flight_left: String,
}

fn limits() -> impl Strategy<Value = Limits> {
    let amount = || prop_oneof![decimal(0..=9_999, 0..=2), Just("100000000".to_owned())];
    (
        decimal(0..=50, 3..=3),
        decimal(0..=50, 4..=4),
        amount(),
        amount(),
        amount(),
    )
        .prop_map(
            |(slippage, fee_rate, order_cap, batch_cap, in_flight_left)| Limits {
                slippage,
                fee_rate,
                order_cap,
                batch_cap,
                in_flight_left,
            },
        )
}

fn market(filters: bool) -> impl Strategy<Value = Market> {
    let level = (decimal(100..=99_999, 0..=2), decimal(1..=9_999, 0..=3));
    let asks = prop_oneof![1 => Just(Vec::new()), 9 => prop::collection::vec(level, 1..=5)];
    let filters = u64::from(filters);
    (
        asks,
        prop::sample::select(vec!["0.01", "0.05", "1"]),
        0_usize..=3,
        0..=10 * filters,
    )
        .prop_map(move |(asks, tick, step, min_notional)| {
            // Levels close together, or all but the best are beyond every limit.
            let base: Price = asks
                .first()
                .map_or(Price::ZERO, |(price, _)| price.parse().unwrap());
            let levels = (0_u32..).zip(&asks).map(|(depth, (_, quantity))| {
                let price = base.plus_rate(
                    Rate::from_basis_points(depth * 40),
                    Scale::PRICE,
                    money::Rounding::Up,
                );
                (price.unwrap(), quantity.parse::<Quantity>().unwrap())
            });
            Market {
                asks: Asks::new(levels),
                tick: tick.parse().unwrap(),
                step: if filters == 1 {
                    ["0.001", "0.01", "0.1", "1"][step]
                } else {
                    "0.00000001"
                }
                .parse()
                .unwrap(),
                min_notional: min_notional.to_string().parse().unwrap(),
            }
        })
}

#[derive(Debug, Clone)]
struct RandomOrder {
    index: usize,
    cash: String,
    holdings: Vec<Option<String>>,
    limit_price: Option<String>,
}

fn order(assets: usize, indexes: usize) -> impl Strategy<Value = RandomOrder> {
    let holdings = prop_oneof![
        Just(vec![None; assets]),
        prop::collection::vec(prop::option::of(decimal(0..=9_999, 2..=8)), assets),
    ];
    let limit_price = prop::option::weighted(0.1, decimal(1..=99_999, 0..=1));
    (
        0..indexes,
        decimal(0..=99_999, 0..=2),
        holdings,
        limit_price,
    )
        .prop_map(|(index, cash, holdings, limit_price)| RandomOrder {
            index,
            cash,
            holdings,
            limit_price,
        })
}
