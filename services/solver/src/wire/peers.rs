//! What the exchange adapter sends, and what it is sent.

use issuance::{AssetOrder, Level, Market, Snapshot, VenueSide, VenueTrade};
use money::{Cash, Quantity};
use proto::v1;

use super::{FieldError, named, parsed, parsed_or_zero};

pub(crate) fn snapshot(message: v1::GetMarketsReply) -> Result<Snapshot, FieldError> {
    let markets = message
        .markets
        .into_iter()
        .map(market)
        .collect::<Result<_, _>>()?;
    Ok(Snapshot {
        markets,
        orders_left: message.orders_left,
    })
}

fn market(message: v1::Market) -> Result<Market, FieldError> {
    let level = |level: v1::Level| {
        Ok(Level {
            price: parsed("level.price", &level.price)?,
            quantity: parsed("level.quantity", &level.quantity)?,
        })
    };
    let side = |levels: Vec<v1::Level>| {
        levels
            .into_iter()
            .map(level)
            .collect::<Result<Vec<_>, FieldError>>()
    };
    Ok(Market {
        name: named("market", message.market)?,
        asset: named("market.asset", message.asset)?.into(),
        cash: named("market.cash", message.cash)?.into(),
        tick: parsed("market.tick", &message.tick)?,
        step: parsed("market.step", &message.step)?,
        min_notional: amount("market.min_notional", &message.min_notional)?,
        min_quantity: parsed_or_zero("market.min_quantity", &message.min_quantity)?,
        max_quantity: parsed_or_zero("market.max_quantity", &message.max_quantity)?,
        bids: side(message.bids)?,
        asks: side(message.asks)?,
        tradable: message.tradable,
        fee_rate: parsed_or_zero("market.fee_rate", &message.fee_rate)?,
    })
}

/// Cash that is not negative; zero when the field is empty.
fn amount(field: &'static str, text: &str) -> Result<Cash, FieldError> {
    if text.is_empty() {
        return Ok(Cash::ZERO);
    }
    Cash::parse(text).map_err(|error| FieldError::Amount {
        field,
        text: text.to_owned(),
        error,
    })
}

pub(crate) fn trade(message: v1::AssetTrade) -> Result<VenueTrade, FieldError> {
    let side = match v1::VenueSide::try_from(message.side) {
        Ok(v1::VenueSide::Buy) => VenueSide::Buy,
        Ok(v1::VenueSide::Sell) => VenueSide::Sell,
        Ok(v1::VenueSide::Unspecified) | Err(_) => {
            return Err(FieldError::Value {
                field: "trade.side",
                problem: "neither buy nor sell".into(),
            });
        }
    };
    let fee: Quantity = parsed_or_zero("trade.fee", &message.fee)?;
    let fee_asset = if fee.is_zero() {
        message.asset.clone()
    } else {
        named("trade.fee_asset", message.fee_asset)?
    };
    Ok(VenueTrade {
        lot_id: named("trade.lot_id", message.lot_id)?.into(),
        asset_order_id: named("trade.asset_order_id", message.asset_order_id)?,
        asset: named("trade.asset", message.asset)?.into(),
        side,
        quantity: parsed("trade.quantity", &message.quantity)?,
        price: parsed("trade.price", &message.price)?,
        fee,
        fee_asset: fee_asset.into(),
        fee_cash: amount("trade.fee_cash", &message.fee_cash)?,
        time_unix_ns: message.trade_time_unix_ns,
    })
}

/// An asset order for the adapter. `traceparents` are its contributors'.
pub(crate) fn asset_order(
    asset_order: &AssetOrder,
    traceparents: Vec<String>,
) -> v1::NewAssetOrder {
    let side = match asset_order.side {
        VenueSide::Buy => v1::VenueSide::Buy,
        VenueSide::Sell => v1::VenueSide::Sell,
    };
    v1::NewAssetOrder {
        asset_order_id: asset_order.id.clone(),
        market: asset_order.market.clone(),
        side: side.into(),
        quantity: asset_order.quantity.to_string(),
        limit_price: asset_order.limit_price.to_string(),
        contributor_traceparents: traceparents,
    }
}
