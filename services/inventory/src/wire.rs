//! Messages to the machine's actions, and its events and lots to messages. Everything a peer sends is parsed here, once.

mod reconcile;

use std::collections::BTreeMap;

use ledger::Unit;
use lots::inventory::{
    Action, AssetQuantity, BadClaim, Closing, Command, Consumption, Event, Side, TradeRecord,
    Transfer,
};
use lots::{
    Closed, Fee, LotPlace, OwnedLot, Owner, ParseOwnerError, Position, Share, Trade, Valuation,
};
use money::{Cash, MoneyError, ParseError, Price, Quantity, Rounding, Scale, Signed};
use proto::v1;
use proto::v1::inventory_event::Event as Message;
use service::machine::Committed;
use thiserror::Error;

pub(crate) use reconcile::{outside, reconciled};

/// A field that makes no sense.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(crate) enum FieldError {
    #[error("{0} is missing")]
    Missing(&'static str),
    #[error("{field} {text:?}: {error}")]
    Amount {
        field: &'static str,
        text: String,
        error: ParseError,
    },
    #[error(transparent)]
    Owner(#[from] ParseOwnerError),
    #[error("page_token is of no page of lots")]
    PageToken,
    #[error("{0} is stated twice")]
    StatedTwice(String),
    #[error(transparent)]
    Claim(#[from] BadClaim),
}

/// A record as the machine's command, and the traceparent that it names itself.
pub(crate) fn command(record: v1::Record, cash: &Unit) -> Result<(Command, String), FieldError> {
    use v1::record::Record;
    match record.record.ok_or(FieldError::Missing("record"))? {
        Record::Trade(trade) => Ok((trade_command(trade, cash)?, String::new())),
        Record::Transfer(transfer) => {
            let trace = transfer.traceparent.clone();
            Ok((transfer_command(transfer)?, trace))
        }
        Record::Consume(consume) => {
            let trace = consume.traceparent.clone();
            Ok((consume_command(consume)?, trace))
        }
    }
}

fn trade_command(request: v1::RecordTrade, cash: &Unit) -> Result<Command, FieldError> {
    let v1::RecordTrade {
        command_id,
        trade,
        shares,
    } = request;
    let trade = trade.ok_or(FieldError::Missing("trade"))?;
    let mut owners = Vec::with_capacity(shares.len());
    let mut traces = Vec::with_capacity(shares.len());
    for share in shares {
        let quantity = quantity("share.quantity", &share.quantity)?;
        owners.push(Share {
            owner: share.owner.parse()?,
            quantity,
        });
        traces.push(share.traceparent);
    }
    let side = if trade.sale {
        Side::Sale
    } else {
        Side::Purchase
    };
    let record = TradeRecord {
        side,
        shares: owners,
        batch_id: trade.batch_id.clone(),
        asset_order_id: trade.asset_order_id.clone(),
        trade: parse_trade(&trade, cash)?,
    };
    Ok(Command::Record {
        id: command_id.into(),
        action: Action::Trade(Box::new(record)),
        traces,
    })
}

fn transfer_command(request: v1::TransferLots) -> Result<Command, FieldError> {
    let transfer = Transfer {
        from: request.from_owner.parse()?,
        to: request.to_owner.parse()?,
        quantities: quantities(request.quantities)?,
    };
    Ok(Command::Record {
        id: request.command_id.into(),
        action: Action::Transfer(transfer),
        traces: vec![],
    })
}

fn consume_command(request: v1::ConsumeLots) -> Result<Command, FieldError> {
    let consumption = Consumption {
        owner: request.owner.parse()?,
        index: (!request.index.is_empty()).then(|| request.index.into()),
        fill_id: request.fill_id,
        quantities: quantities(request.quantities)?,
    };
    Ok(Command::Record {
        id: request.command_id.into(),
        action: Action::Consume(consumption),
        traces: vec![],
    })
}

/// Which lots to list.
pub(crate) struct Wanted {
    /// None is any.
    pub(crate) owner: Option<Owner>,
    /// None is any.
    pub(crate) asset: Option<Unit>,
    /// The last one of the page before.
    pub(crate) after: Option<LotPlace>,
}

/// Owner and asset to list, and from where; an empty one is any.
pub(crate) fn wanted(request: &v1::ListLotsRequest) -> Result<Wanted, FieldError> {
    let owner = (!request.owner.is_empty())
        .then(|| request.owner.parse())
        .transpose()?;
    let asset = (!request.asset.is_empty()).then(|| request.asset.as_str().into());
    let after = (!request.page_token.is_empty())
        .then(|| serde_json::from_str(&request.page_token))
        .transpose()
        .map_err(|_| FieldError::PageToken)?;
    Ok(Wanted {
        owner,
        asset,
        after,
    })
}

/// Prices by asset.
pub(crate) fn marks(request: v1::GetPositionsRequest) -> Result<BTreeMap<Unit, Price>, FieldError> {
    let mut marks = BTreeMap::new();
    for mark in request.marks {
        let price = parsed_with("marks.price", &mark.price, Price::parse)?;
        let asset = named("marks.asset", &mark.asset)?;
        if marks.insert(asset, price).is_some() {
            return Err(FieldError::StatedTwice(mark.asset));
        }
    }
    Ok(marks)
}

fn parse_trade(trade: &v1::InventoryTrade, cash: &Unit) -> Result<Trade, FieldError> {
    let asset = named("trade.asset", &trade.asset)?;
    let fee = if trade.fee.is_empty() {
        Quantity::ZERO
    } else {
        quantity("trade.fee", &trade.fee)?
    };
    let fee = if fee.is_zero() {
        Fee::Cash(Cash::ZERO)
    } else {
        let fee_asset = named("trade.fee_asset", &trade.fee_asset)?;
        if fee_asset == *cash {
            Fee::Cash(Signed::from(fee).to_cash())
        } else if fee_asset == asset {
            Fee::Asset(fee)
        } else {
            Fee::Third {
                asset: fee_asset,
                quantity: fee,
                cash: parsed_with("trade.fee_cash", &trade.fee_cash, Cash::parse)?,
            }
        }
    };
    Ok(Trade {
        id: filled("trade.lot_id", &trade.lot_id)?.into(),
        asset,
        quantity: quantity("trade.quantity", &trade.quantity)?,
        price: parsed_with("trade.price", &trade.price, Price::parse)?,
        fee,
        time_unix_ns: trade.time_unix_ns,
    })
}

fn quantities(messages: Vec<v1::AssetQuantity>) -> Result<Vec<AssetQuantity>, FieldError> {
    let parse = |message: v1::AssetQuantity| {
        Ok(AssetQuantity {
            asset: named("quantities.asset", &message.asset)?,
            quantity: quantity("quantities.quantity", &message.quantity)?,
            price: match message.price.as_str() {
                "" => None,
                price => Some(parsed_with("quantities.price", price, Price::parse)?),
            },
        })
    };
    messages.into_iter().map(parse).collect()
}

fn quantity(field: &'static str, text: &str) -> Result<Quantity, FieldError> {
    parsed_with(field, text, Quantity::parse)
}

fn parsed<T: std::str::FromStr<Err = ParseError>>(
    field: &'static str,
    text: &str,
) -> Result<T, FieldError> {
    parsed_with(field, text, str::parse)
}

fn parsed_with<T>(
    field: &'static str,
    text: &str,
    parse: impl FnOnce(&str) -> Result<T, ParseError>,
) -> Result<T, FieldError> {
    parse(text).map_err(|error| FieldError::Amount {
        field,
        text: text.to_owned(),
        error,
    })
}

fn named(field: &'static str, text: &str) -> Result<Unit, FieldError> {
    filled(field, text).map(Unit::from)
}

fn filled<'a>(field: &'static str, text: &'a str) -> Result<&'a str, FieldError> {
    if text.is_empty() {
        Err(FieldError::Missing(field))
    } else {
        Ok(text)
    }
}

/// An event as a message; none for the settings.
pub(crate) fn event(committed: Committed<Event>, cash: &Unit) -> Option<v1::InventoryEvent> {
    let message = match committed.event {
        Event::Configured(_) => return None,
        Event::Recorded {
            action,
            traces,
            closing,
            ..
        } => message(action, traces, closing, cash),
        Event::ClosedFurther { trade, closed } => Message::LotsClosed(v1::LotsClosed {
            trade: Some(v1::InventoryTrade {
                lot_id: trade.to_string(),
                ..v1::InventoryTrade::default()
            }),
            closed: closed.iter().map(self::closed).collect(),
            continued: true,
            ..v1::LotsClosed::default()
        }),
    };
    Some(v1::InventoryEvent {
        sequence: committed.sequence,
        time_unix_ns: committed.time_unix_ns,
        traceparent: committed.trace,
        event: Some(message),
    })
}

fn message(action: Action, traces: Vec<String>, closing: Option<Closing>, cash: &Unit) -> Message {
    match (action, closing) {
        (Action::Trade(record), None) => {
            let mut traces = traces.into_iter();
            let shares = record
                .shares
                .iter()
                .map(|part| share(part, traces.next().unwrap_or_default()))
                .collect();
            Message::LotOpened(v1::LotOpened {
                trade: Some(trade(&record, cash)),
                shares,
            })
        }
        (Action::Trade(record), Some(closing)) => Message::LotsClosed(v1::LotsClosed {
            trade: Some(trade(&record, cash)),
            realised_profit: closing.realised_profit.to_string(),
            closed: closing.closed.iter().map(closed).collect(),
            refused: closing
                .refused
                .iter()
                .map(|part| share(part, String::new()))
                .collect(),
            continued: false,
        }),
        (Action::Transfer(transfer), _) => Message::LotsTransferred(v1::LotsTransferred {
            from_owner: transfer.from.to_string(),
            to_owner: transfer.to.to_string(),
            quantities: transfer.quantities.iter().map(asset_quantity).collect(),
        }),
        (Action::Consume(consumption), _) => Message::LotsConsumed(v1::LotsConsumed {
            owner: consumption.owner.to_string(),
            fill_id: consumption.fill_id,
            quantities: consumption.quantities.iter().map(asset_quantity).collect(),
            index: consumption
                .index
                .map(|index| index.to_string())
                .unwrap_or_default(),
        }),
    }
}

fn trade(record: &TradeRecord, cash: &Unit) -> v1::InventoryTrade {
    let trade = &record.trade;
    let (fee, fee_asset, fee_cash) = match &trade.fee {
        Fee::Cash(fee) => (fee.to_string(), cash.to_string(), fee.to_string()),
        Fee::Asset(fee) => (
            fee.to_string(),
            trade.asset.to_string(),
            value(trade.price, *fee),
        ),
        Fee::Third {
            asset,
            quantity,
            cash,
        } => (quantity.to_string(), asset.to_string(), cash.to_string()),
    };
    v1::InventoryTrade {
        lot_id: trade.id.to_string(),
        asset: trade.asset.to_string(),
        sale: record.side == Side::Sale,
        quantity: trade.quantity.to_string(),
        price: trade.price.to_string(),
        fee,
        fee_asset,
        fee_cash,
        time_unix_ns: trade.time_unix_ns,
        batch_id: record.batch_id.clone(),
        asset_order_id: record.asset_order_id.clone(),
    }
}

/// What a quantity is worth; the trade was recorded, so it is in range.
fn value(price: Price, quantity: Quantity) -> String {
    let value: Result<Cash, MoneyError> = price.times(quantity, Scale::UNITS, Rounding::Down);
    value.map(|cash| cash.to_string()).unwrap_or_default()
}

fn share(share: &Share, traceparent: String) -> v1::Share {
    v1::Share {
        owner: share.owner.to_string(),
        quantity: share.quantity.to_string(),
        traceparent,
    }
}

fn closed(closed: &Closed) -> v1::ClosedLot {
    v1::ClosedLot {
        lot_id: closed.lot.to_string(),
        owner: closed.owner.to_string(),
        quantity: closed.quantity.to_string(),
        cost: closed.cost.to_string(),
        fee: closed.fee.to_string(),
        proceeds: closed.proceeds.to_string(),
        sale_fee: closed.sale_fee.to_string(),
    }
}

fn asset_quantity(part: &AssetQuantity) -> v1::AssetQuantity {
    v1::AssetQuantity {
        asset: part.asset.to_string(),
        quantity: part.quantity.to_string(),
        price: part
            .price
            .map(|price| price.to_string())
            .unwrap_or_default(),
    }
}

/// A lot, and its place as a token.
pub(crate) fn placed_lot((place, lot): &(LotPlace, OwnedLot)) -> (String, v1::Lot) {
    let token = serde_json::to_string(place).expect("names can be written as JSON");
    (token, self::lot(lot))
}

fn lot(lot: &OwnedLot) -> v1::Lot {
    v1::Lot {
        lot_id: lot.lot.to_string(),
        asset: lot.asset.to_string(),
        owner: lot.owner.to_string(),
        quantity: lot.quantity.to_string(),
        left: lot.left.to_string(),
        price: lot.price.to_string(),
        fee_cash: lot.fee.to_string(),
        time_unix_ns: lot.time_unix_ns,
    }
}

/// A position, valued where there is a mark.
pub(crate) fn position(position: &Position, valued: Option<(Price, Valuation)>) -> v1::Position {
    let mut message = v1::Position {
        asset: position.asset.to_string(),
        quantity: position.quantity.to_string(),
        backing: position.backing.to_string(),
        held: position.held.to_string(),
        house: position.house.to_string(),
        cost: position.cost.to_string(),
        realised_profit: position.realised_profit.to_string(),
        fees: position.fees.to_string(),
        house_cost: position.house_cost.to_string(),
        ..v1::Position::default()
    };
    if let Some((mark, valuation)) = valued {
        message.mark = mark.to_string();
        message.value = valuation.value.to_string();
        message.unrealised_profit = valuation.unrealised_profit.to_string();
        message.house_unrealised_profit = valuation.house_unrealised_profit.to_string();
    }
    message
}
