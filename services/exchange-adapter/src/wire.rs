//! Between the gRPC messages and the types inside. Decimals are texts, times nanoseconds.

use money::{Price, Quantity};
use prost::Message;
use proto::v1;
use service::machine::Committed;
use venue::asset_orders::{AssetOrder, AssetOrderId, Event, Status as OrderStatus, Terms, Trade};
use venue::messages::{Account, PriceLevel, Side};

use crate::markets::MarketView;

/// The longest traceparent that is kept.
const TRACEPARENT_LENGTH_MAX: usize = 128;

/// An order of a command, read but for what its market knows.
pub(crate) struct ReadOrder {
    pub(crate) id: AssetOrderId,
    pub(crate) market: String,
    pub(crate) side: Side,
    pub(crate) quantity: Quantity,
    pub(crate) limit_price: Price,
    pub(crate) contributors: Vec<String>,
}

pub(crate) fn read_order(order: v1::NewAssetOrder) -> Result<ReadOrder, String> {
    let bad = |field: &str, problem: &dyn std::fmt::Display| {
        let id: String = order.asset_order_id.chars().take(64).collect();
        format!("asset order {id:?}: {field}: {problem}")
    };
    let side = match order.side() {
        v1::VenueSide::Buy => Side::Buy,
        v1::VenueSide::Sell => Side::Sell,
        v1::VenueSide::Unspecified => return Err(bad("side", &"neither buy nor sell")),
    };
    let quantity = Quantity::parse(&order.quantity).map_err(|error| bad("quantity", &error))?;
    let limit_price =
        Price::parse(&order.limit_price).map_err(|error| bad("limit_price", &error))?;
    let length = order.contributor_traceparents.iter().map(String::len).max();
    if length.is_some_and(|length| length > TRACEPARENT_LENGTH_MAX) {
        let problem = format!("longer than {TRACEPARENT_LENGTH_MAX} bytes");
        return Err(bad("contributor_traceparents", &problem));
    }
    let id = AssetOrderId::try_from(order.asset_order_id.clone())
        .map_err(|error| bad("asset_order_id", &error))?;
    Ok(ReadOrder {
        id,
        market: order.market,
        side,
        quantity,
        limit_price,
        contributors: order.contributor_traceparents,
    })
}

pub(crate) fn market(view: MarketView) -> v1::Market {
    v1::Market {
        market: view.market,
        asset: view.asset,
        cash: view.cash,
        tick: view.filters.tick.to_string(),
        step: view.filters.step.to_string(),
        min_notional: view.filters.notional_min.to_string(),
        min_quantity: view.filters.quantity_min.to_string(),
        max_quantity: view.filters.quantity_max.to_string(),
        bids: view.bids.into_iter().map(level).collect(),
        asks: view.asks.into_iter().map(level).collect(),
        tradable: view.tradable,
        book_time_unix_ns: ns(view.book_time_ms),
        fee_rate: view.fee_rate.to_string(),
    }
}

/// Bytes of a `GetMarkets` answer: three quarters of what a message may have.
const MARKETS_BYTES_MAX: usize = 3 << 20;

/// As many levels of every book, the best ones, as an answer takes.
pub(crate) fn bounded(mut markets: Vec<v1::Market>) -> Vec<v1::Market> {
    let bytes =
        |markets: &[v1::Market]| -> usize { markets.iter().map(Message::encoded_len).sum() };
    let sides = |market: &v1::Market| market.bids.len().max(market.asks.len());
    let mut depth = markets.iter().map(sides).max().unwrap_or(0);
    while depth > 0 && bytes(&markets) > MARKETS_BYTES_MAX {
        depth /= 2;
        for market in &mut markets {
            market.bids.truncate(depth);
            market.asks.truncate(depth);
        }
    }
    markets
}

fn level(level: PriceLevel) -> v1::Level {
    v1::Level {
        price: level.0.to_string(),
        quantity: level.1.to_string(),
    }
}

pub(crate) fn balances(account: Account) -> Vec<v1::VenueBalance> {
    let balance = |balance: venue::messages::Balance| v1::VenueBalance {
        asset: balance.asset,
        free: balance.free.to_string(),
        locked: balance.locked.to_string(),
    };
    account.balances.into_iter().map(balance).collect()
}

pub(crate) fn asset_order(order: &AssetOrder) -> v1::AssetOrder {
    let status = match order.status {
        OrderStatus::Accepted => v1::AssetOrderStatus::Accepted,
        OrderStatus::Sent => v1::AssetOrderStatus::Unknown,
        OrderStatus::Placed | OrderStatus::Closed => v1::AssetOrderStatus::Placed,
        OrderStatus::Filled => v1::AssetOrderStatus::Filled,
        OrderStatus::Expired => v1::AssetOrderStatus::Expired,
        OrderStatus::Rejected => v1::AssetOrderStatus::Rejected,
    };
    let terms = &order.terms;
    v1::AssetOrder {
        asset_order_id: terms.id.to_string(),
        batch_id: terms.batch_id.clone(),
        market: terms.market.clone(),
        side: side(terms.side).into(),
        quantity: terms.quantity.to_string(),
        limit_price: terms.limit_price.to_string(),
        status: status.into(),
        executed_quantity: order.executed.to_string(),
        executed_cash: order.executed_cash.to_string(),
        venue_order_id: order.venue_order_id.unwrap_or(0),
        text: order.text.clone(),
    }
}

/// An event as those who follow see it; `None` for one that is the adapter's own affair.
pub(crate) fn event(committed: Committed<Event>) -> Option<v1::AdapterEvent> {
    use v1::adapter_event::Event as Wire;
    let event = match committed.event {
        Event::Accepted { terms, .. } => Wire::Accepted(v1::AssetOrderAccepted {
            order: Some(asset_order(&AssetOrder::accepted(terms))),
        }),
        Event::Placed { order } => Wire::Placed(v1::AssetOrderPlaced {
            order: Some(asset_order(&order)),
        }),
        Event::Traded { terms, trade } => Wire::Trade(asset_trade(&terms, trade)),
        Event::Ended { order } => Wire::Ended(v1::AssetOrderEnded {
            order: Some(asset_order(&order)),
        }),
        Event::Sent { .. } | Event::Deferred { .. } | Event::Closed { .. } => return None,
    };
    Some(v1::AdapterEvent {
        sequence: committed.sequence,
        time_unix_ns: committed.time_unix_ns,
        traceparent: committed.trace,
        event: Some(event),
    })
}

fn asset_trade(terms: &Terms, trade: Trade) -> v1::AssetTrade {
    v1::AssetTrade {
        lot_id: trade.lot_id(&terms.market),
        asset_order_id: terms.id.to_string(),
        batch_id: terms.batch_id.clone(),
        market: terms.market.clone(),
        asset: terms.asset.clone(),
        side: side(terms.side).into(),
        quantity: trade.quantity.to_string(),
        price: trade.price.to_string(),
        fee: trade.fee.to_string(),
        fee_asset: trade.fee_asset,
        fee_cash: trade.fee_cash.to_string(),
        trade_time_unix_ns: ns(trade.time_ms),
    }
}

fn side(side: Side) -> v1::VenueSide {
    match side {
        Side::Buy => v1::VenueSide::Buy,
        Side::Sell => v1::VenueSide::Sell,
    }
}

fn ns(ms: i64) -> i64 {
    ms.saturating_mul(1_000_000)
}

#[cfg(test)]
mod tests {
    use service::grpc::MESSAGE_BYTES_MAX;

    use super::*;

    fn book(levels: usize) -> v1::Market {
        let level = v1::Level {
            price: "79228162514264337593.543950335".into(),
            quantity: "79228162514264337593.543950335".into(),
        };
        v1::Market {
            bids: vec![level.clone(); levels],
            asks: vec![level; levels / 2],
            ..v1::Market::default()
        }
    }

    #[test]
    fn deep_books_of_many_markets_are_cut_to_what_a_message_takes() {
        let markets = bounded(vec![
            book(5_000),
            book(3),
            book(5_000),
            book(5_000),
            book(5_000),
        ]);
        let sides: Vec<_> = markets
            .iter()
            .map(|market| (market.bids.len(), market.asks.len()))
            .collect();
        assert_eq!(
            sides,
            [
                (5_000, 2_500),
                (3, 1),
                (5_000, 2_500),
                (5_000, 2_500),
                (5_000, 2_500)
            ]
        );
        let markets = bounded(vec![book(5_000); 100]);
        assert!(markets.iter().all(|market| market.bids.len() == 156));
        let bytes = v1::GetMarketsReply {
            markets,
            orders_left: u32::MAX,
        };
        assert!(bytes.encoded_len() < MESSAGE_BYTES_MAX);
    }
}
