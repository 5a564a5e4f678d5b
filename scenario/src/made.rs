//! Amounts, settings, indexes, markets and requests, as short as tests want them.

use issuance::{
    BasketEntry, Index, Level, Market, OPEN_ORDERS_MAX, OrderRequest, Settings, Side, Snapshot,
    TimeInForce,
};
use ledger::Unit;
use money::{Cash, Price, Quantity, Rate, Scale, Units};

/// Cash, which may be negative.
pub fn cash(text: &str) -> Cash {
    Cash::parse_signed(text).unwrap()
}

/// A quantity of an asset.
pub fn quantity(text: &str) -> Quantity {
    Quantity::parse(text).unwrap()
}

/// A price.
pub fn price(text: &str) -> Price {
    Price::parse(text).unwrap()
}

/// Units of an index.
pub fn units(text: &str) -> Units {
    Units::parse(text).unwrap()
}

/// A rate: 0.01 is one per cent.
pub fn rate(text: &str) -> Rate {
    Rate::parse(text).unwrap()
}

/// Whether two amounts are the same to 1e-5, the tolerance of the recorded numbers.
pub fn near(found: impl std::fmt::Display, expected: &str) -> bool {
    let value = |text: &str| money::Signed::parse(text.trim_start_matches('-')).unwrap();
    let difference = value(&found.to_string())
        .checked_sub(value(expected))
        .unwrap();
    let size = if difference.is_negative() {
        -difference
    } else {
        difference
    };
    size <= money::Signed::parse("0.00001").unwrap()
}

/// Settings with limits far off.
pub fn settings() -> Settings {
    Settings {
        instance: "t".into(),
        cash: "USDC".into(),
        cash_scale: Scale::USDC,
        slippage: rate("0.01"),
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
        house_cash: cash("1000000"),
        house_limit: cash("1000"),
        day_end_ns: 0,
    }
}

/// An index without a fee.
pub fn index(symbol: &str, basket: &[(&str, &str)]) -> Index {
    let entry = |(asset, amount): &(&str, &str)| BasketEntry {
        asset: Unit::from(*asset),
        quantity: quantity(amount),
    };
    Index {
        symbol: symbol.into(),
        name: format!("{symbol} index"),
        basket: basket.iter().map(entry).collect(),
        units_scale: Scale::UNITS,
        fee: Rate::ZERO,
        smallest_tradable: cash("10"),
        smallest_fill: None,
    }
}

/// A market with steps of 1e-8, ticks of 0.001 and no venue fee.
pub fn market(asset: &str, asks: &[(&str, &str)], bids: &[(&str, &str)]) -> Market {
    let level = |(at, amount): &(&str, &str)| Level {
        price: price(at),
        quantity: quantity(amount),
    };
    Market {
        name: format!("{asset}USDC"),
        asset: asset.into(),
        cash: "USDC".into(),
        tick: price("0.001"),
        step: quantity("0.00000001"),
        min_notional: Cash::ZERO,
        min_quantity: Quantity::ZERO,
        max_quantity: Quantity::ZERO,
        bids: bids.iter().map(level).collect(),
        asks: asks.iter().map(level).collect(),
        tradable: true,
        fee_rate: Rate::ZERO,
    }
}

/// Markets, and a venue that takes a hundred orders.
pub fn snapshot(markets: Vec<Market>) -> Snapshot {
    Snapshot {
        markets,
        orders_left: 100,
    }
}

/// The EVM address of the account of this number.
pub fn address(number: u32) -> String {
    format!("0x{number:040x}")
}

/// A day order to buy.
pub fn request(cl_ord_id: &str, account: &str, index: &str, amount: &str) -> OrderRequest {
    OrderRequest {
        session: "FIX.4.4:A->S".into(),
        cl_ord_id: cl_ord_id.into(),
        account: account.into(),
        index: index.into(),
        side: Side::Buy,
        cash: cash(amount),
        units: Units::ZERO,
        time_in_force: TimeInForce::Day,
        limit_price: None,
        quote: None,
        traceparent: String::new(),
    }
}

/// A day order that redeems units.
pub fn redemption(cl_ord_id: &str, account: &str, index: &str, amount: &str) -> OrderRequest {
    OrderRequest {
        side: Side::Redeem,
        cash: Cash::ZERO,
        units: units(amount),
        ..request(cl_ord_id, account, index, "0")
    }
}
