//! Purchases and redemptions that meet, a clause a test: at which price, how much, for whom, and what becomes of the rest.

mod laws;
mod prices;
mod rests;
mod shares;

use issuance::{Batch, Crossed, OrderId, Snapshot};
use scenario::{SELL, Scenario, market, redemption, request, snapshot};

/// Best bids of 99 and 49, best asks of 101 and 51, so much of each: the middle is 100 and 50, 200 a unit. The buying limits are 102.01
/// and 51.51: 205.03 a unit.
pub(crate) fn book(of_each: &str) -> Snapshot {
    snapshot(vec![
        market("A", &[("101", of_each)], &[("99", of_each)]),
        market("B", &[("51", of_each)], &[("49", of_each)]),
    ])
}

/// A purchase by ACC-2 of so many units as this cash is enough for at the limits.
pub(crate) fn buy(run: &mut Scenario, name: &str, amount: &str) -> OrderId {
    run.submit(request(name, "ACC-2", "TWO", amount))
}

/// A redemption by ACC-1.
pub(crate) fn redeem(run: &mut Scenario, name: &str, amount: &str) -> OrderId {
    run.burn(1, "TWO", amount);
    run.submit(redemption(name, "ACC-1", "TWO", amount))
}

pub(crate) fn parts(batch: &Batch, asset: &str) -> Vec<(OrderId, OrderId, String, String)> {
    let crossings = batch.crossings.iter();
    let of_asset = crossings.filter(|crossing| *crossing.asset == *asset);
    of_asset
        .flat_map(|crossing| &crossing.parts)
        .map(|part: &Crossed| {
            let amounts = (part.quantity.to_string(), part.cost.to_string());
            let (from, to) = (part.from.order(), part.to.order());
            let both = (from.expect("an order sells"), to.expect("an order buys"));
            (both.0, both.1, amounts.0, amounts.1)
        })
        .collect()
}

/// Side, asset, quantity and house lots of what goes to the venue.
pub(crate) fn at_venue(batch: &Batch) -> Vec<(bool, String, String, String)> {
    let orders = batch.asset_orders.iter();
    orders
        .map(|order| {
            (
                order.side == SELL,
                order.asset.to_string(),
                order.quantity.to_string(),
                order.from_house.to_string(),
            )
        })
        .collect()
}
