//! The rules one by one: caps, house lots and holdings; the venue's order budget, filters and limit prices; what is excluded.

mod asset_orders;
mod caps;
mod texts;

use fitting::{Fit, Problem, fit};
use serde_json::{Value, json};

/// Two assets at 100 and 10, plenty of both, no slippage, no fees, one index with one of each: 110 a unit.
fn problem() -> Value {
    json!({
        "slippage": "0", "fee_rate": "0",
        "order_cap": "1000000", "batch_cap": "1000000", "in_flight_left": "1000000",
        "max_asset_orders": 10, "units_scale": 8,
        "house": {"limit": "0", "lots": {}},
        "markets": {
            "A": {"asks": [["100", "1000"]], "tick": "0.01", "step": "0.001", "min_notional": "0"},
            "B": {"asks": [["10", "1000"]], "tick": "0.01", "step": "0.001", "min_notional": "0"},
        },
        "indexes": {"AB": {"A": "1", "B": "1"}, "A": {"A": "1"}, "B": {"B": "1"}},
        "orders": [],
    })
}

fn order(id: &str, index: &str, cash: &str) -> Value {
    json!({"id": id, "index": index, "cash": cash, "holdings": {}})
}

fn problem_with(orders: &[Value]) -> Value {
    let mut problem = problem();
    problem["orders"] = json!(orders);
    problem
}

fn fitted(problem: &Value) -> Fit {
    fit(&serde_json::from_value::<Problem>(problem.clone()).unwrap()).unwrap()
}

/// `id: units, frozen by` of each order.
fn units(fit: &Fit) -> Vec<String> {
    fit.orders
        .iter()
        .map(|order| {
            format!(
                "{}: {}, {}",
                order.id,
                order.units,
                order.frozen_by.as_deref().unwrap_or("-")
            )
        })
        .collect()
}

/// `asset: quantity @ limit + from house` of each asset order.
fn bought(fit: &Fit) -> Vec<String> {
    fit.asset_orders
        .iter()
        .map(|order| {
            format!(
                "{}: {} @ {} + {}",
                order.asset, order.quantity, order.limit_price, order.from_house
            )
        })
        .collect()
}
