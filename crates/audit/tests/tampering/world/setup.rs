//! What the deployment is set up with, and the markets that it trades in.

use issuance::{BasketEntry, Index, Level, Market, OPEN_ORDERS_MAX, Settings};
use ledger::Unit;
use money::{Cash, Price, Quantity, Rate, Scale};

pub const ACCOUNT: &str = "ACC-1";
pub const ADDRESS: &str = "0x00000000000000000000000000000000000000a1";
/// What the issuer has at the venue: purchases are paid from it.
pub const HOUSE_CASH: &str = "10000000";
pub const INDEX: &str = "IDX";

pub fn settings() -> Settings {
    let cash = |text: &str| Cash::parse(text).unwrap();
    Settings {
        instance: "t".into(),
        cash: "USDC".into(),
        cash_scale: Scale::USDC,
        slippage: Rate::parse("0.01").unwrap(),
        order_cap: cash("100000"),
        batch_cap: cash("100000"),
        in_flight_cap: cash("1000000"),
        batches_in_flight_max: 1,
        asset_orders_max: 50,
        order_max: cash("1000000"),
        open_cash_max: None,
        orders_per_second_max: None,
        open_orders_max: OPEN_ORDERS_MAX,
        price_band: None,
        quote_lifetime_ns: 5_000_000_000,
        house_cash: cash(HOUSE_CASH),
        house_limit: cash("1000"),
        day_end_ns: 0,
    }
}

/// The first.
pub const BASKET: [(&str, &str); 2] = [("A", "1"), ("B", "2")];

pub fn index(basket: &[(&str, &str)]) -> Index {
    let entry = |(asset, amount): &(&str, &str)| BasketEntry {
        asset: Unit::from(*asset),
        quantity: Quantity::parse(amount).unwrap(),
    };
    Index {
        symbol: INDEX.into(),
        name: "two assets".into(),
        basket: basket.iter().map(entry).collect(),
        units_scale: Scale::UNITS,
        fee: Rate::parse("0.001").unwrap(),
        smallest_tradable: Cash::parse("10").unwrap(),
        smallest_fill: None,
    }
}

/// A market with one level on each side.
pub fn market(asset: &str, bid: &str, ask: &str) -> Market {
    let level = |price: &str| Level {
        price: Price::parse(price).unwrap(),
        quantity: Quantity::parse("10000").unwrap(),
    };
    Market {
        name: format!("{asset}USDC"),
        asset: asset.into(),
        cash: "USDC".into(),
        tick: Price::parse("0.01").unwrap(),
        step: Quantity::parse("0.01").unwrap(),
        min_notional: Cash::ZERO,
        min_quantity: Quantity::ZERO,
        max_quantity: Quantity::ZERO,
        bids: vec![level(bid)],
        asks: vec![level(ask)],
        tradable: true,
        fee_rate: Rate::parse("0.001").unwrap(),
    }
}
