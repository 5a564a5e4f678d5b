//! What clients ask for: NewOrderSingle(D), OrderCancelRequest(F), OrderStatusRequest(H), read once, here, into our
//! own types. What the dictionary can check (formats, values, required tags) the session has checked before.

mod payout;
mod quote;

use std::fmt::Display;

use fix_codec::{Fields, Timestamp};
use fix_dictionary::tag;
use money::{Cash, ParseError, Price, Scale, Units};
use serde::{Deserialize, Serialize};

use crate::order::OrderFacts;
use crate::reject::OrderFault;
pub use payout::PayoutAsked;
pub use quote::QuoteAsked;

/// The longest ClOrdID(11) that is taken.
pub(crate) const CL_ORD_ID_BYTES_MAX: usize = 64;
/// The longest Account(1) or Symbol(55) that is looked at.
pub(crate) const NAME_BYTES_MAX: usize = 64;

/// Side(54), for an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Units for cash.
    Buy,
    /// Cash for units.
    Redeem,
}

impl Side {
    /// As on the wire.
    pub fn code(self) -> char {
        match self {
            Side::Buy => '1',
            Side::Redeem => '2',
        }
    }
}

/// How much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Amount {
    /// CashOrderQty(152): to spend.
    Cash(Cash),
    /// OrderQty(38): to redeem.
    Units(Units),
}

/// TimeInForce(59).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeInForce {
    /// 0, or none given.
    Day,
    /// 1
    GoodTillCancel,
    /// 3
    ImmediateOrCancel,
    /// 4
    FillOrKill,
    /// 6, until ExpireTime(126), Unix nanoseconds.
    GoodTillDate(i64),
}

impl TimeInForce {
    /// As on the wire.
    pub fn code(self) -> char {
        match self {
            TimeInForce::Day => '0',
            TimeInForce::GoodTillCancel => '1',
            TimeInForce::ImmediateOrCancel => '3',
            TimeInForce::FillOrKill => '4',
            TimeInForce::GoodTillDate(_) => '6',
        }
    }
}

/// A NewOrderSingle(D) that makes sense in itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewOrder {
    /// ClOrdID(11)
    pub cl_ord_id: String,
    /// Account(1)
    pub account: String,
    /// Symbol(55)
    pub index: String,
    /// Side(54)
    pub side: Side,
    /// CashOrderQty(152) or OrderQty(38)
    pub amount: Amount,
    /// TimeInForce(59)
    pub time_in_force: TimeInForce,
    /// Price(44), for OrdType(40) 2.
    pub limit_price: Option<Price>,
    /// QuoteID(117): the quote whose price holds.
    #[serde(default)]
    pub quote_id: Option<String>,
}

/// An OrderCancelReplaceRequest(G) that makes sense in itself, and for its order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replacement {
    /// ClOrdID(11): the order's name from then on.
    pub cl_ord_id: String,
    /// OrigClOrdID(41): a name that the order has or had.
    pub orig_cl_ord_id: String,
    /// CashOrderQty(152) or OrderQty(38): the whole, not what is left.
    pub amount: Amount,
    /// Price(44), for OrdType(40) 2: from then on.
    pub limit_price: Option<Price>,
}

impl Replacement {
    /// Reads the body of an OrderCancelReplaceRequest(G) for `order`. Only the amount and the price can change.
    pub(crate) fn read(
        cl_ord_id: &str,
        fields: Fields<'_>,
        order: &OrderFacts,
        cash: &CashUnit,
    ) -> Result<Replacement, OrderFault> {
        let mut code = [0; 4];
        let as_ordered = [
            (tag::SYMBOL, order.index.as_str()),
            (tag::ACCOUNT, order.account.as_str()),
            (tag::SIDE, order.side_code.encode_utf8(&mut code)),
        ];
        let mut code = [0; 4];
        let time_in_force = (
            tag::TIME_IN_FORCE,
            &*order.time_in_force.encode_utf8(&mut code),
        );
        let changes = |(tag, value): &(u32, &str)| {
            fields
                .get(*tag)
                .is_some_and(|given| given != value.as_bytes())
        };
        let mut all = as_ordered.into_iter().chain([time_in_force]);
        if let Some((tag, _)) = all.find(changes) {
            return Err(OrderFault::Unchangeable { tag });
        }
        check_currency(fields, cash)?;
        Ok(Replacement {
            cl_ord_id: cl_ord_id.to_owned(),
            orig_cl_ord_id: order.cl_ord_id.clone(),
            amount: if order.side_code == Side::Buy.code() {
                Amount::Cash(cash_to_spend(fields, cash)?)
            } else {
                Amount::Units(units_to_redeem(fields)?)
            },
            limit_price: limit_price(fields)?,
        })
    }
}

/// What a deployment trades in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CashUnit {
    /// Currency(15)
    pub label: String,
    /// Decimals of an amount.
    pub scale: Scale,
}

impl NewOrder {
    /// Reads the body of a NewOrderSingle(D), whose ClOrdID(11) has been read already.
    pub fn read(
        cl_ord_id: &str,
        fields: Fields<'_>,
        cash: &CashUnit,
        now_unix_ns: i64,
    ) -> Result<NewOrder, OrderFault> {
        let index = name(fields, tag::SYMBOL)?
            .ok_or(OrderFault::SymbolMissing)?
            .to_owned();
        let account = name(fields, tag::ACCOUNT)?
            .ok_or(OrderFault::AccountMissing)?
            .to_owned();
        let side = side(fields.get(tag::SIDE))?;
        check_currency(fields, cash)?;
        let amount = match side {
            Side::Buy => Amount::Cash(cash_to_spend(fields, cash)?),
            Side::Redeem => Amount::Units(units_to_redeem(fields)?),
        };
        Ok(NewOrder {
            cl_ord_id: cl_ord_id.to_owned(),
            account,
            index,
            side,
            amount,
            time_in_force: time_in_force(fields, now_unix_ns)?,
            limit_price: limit_price(fields)?,
            quote_id: name(fields, tag::QUOTE_ID)?.map(str::to_owned),
        })
    }
}

/// ClOrdID(11): there is one, because the dictionary requires it; here it must be short and printable as well.
pub(crate) fn cl_ord_id(fields: Fields<'_>) -> Result<&str, OrderFault> {
    let text = fields.text(tag::CL_ORD_ID).ok_or(OrderFault::NotText {
        tag: tag::CL_ORD_ID,
    })?;
    if text.is_empty() || text.len() > CL_ORD_ID_BYTES_MAX || text.chars().any(char::is_control) {
        return Err(OrderFault::BadClOrdId);
    }
    Ok(text)
}

fn side(value: Option<&[u8]>) -> Result<Side, OrderFault> {
    match value {
        Some(b"1") => Ok(Side::Buy),
        Some(b"2") => Ok(Side::Redeem),
        other => Err(OrderFault::UnsupportedSide(shown(other))),
    }
}

fn check_currency(fields: Fields<'_>, cash: &CashUnit) -> Result<(), OrderFault> {
    match fields.get(tag::CURRENCY) {
        Some(currency) if currency != cash.label.as_bytes() => Err(OrderFault::WrongCurrency {
            given: shown(Some(currency)),
            cash: cash.label.clone(),
        }),
        Some(_) | None => Ok(()),
    }
}

fn cash_to_spend(fields: Fields<'_>, cash: &CashUnit) -> Result<Cash, OrderFault> {
    let (cash_order_qty, order_qty) = (fields.get(tag::CASH_ORDER_QTY), fields.get(tag::ORDER_QTY));
    let Some(value) = cash_order_qty else {
        return Err(if order_qty.is_some() {
            OrderFault::UnitsToBuy
        } else {
            OrderFault::CashMissing
        });
    };
    if order_qty.is_some() {
        return Err(OrderFault::UnitsToBuy);
    }
    cash_amount(tag::CASH_ORDER_QTY, value, cash)
}

fn cash_amount(tag: u32, value: &[u8], cash: &CashUnit) -> Result<Cash, OrderFault> {
    let amount = number(tag, value, Cash::parse)?;
    let scale = cash.scale.decimals();
    if amount.decimals() > scale {
        return Err(OrderFault::TooPrecise { tag, scale });
    }
    if amount.is_zero() {
        return Err(OrderFault::Zero { tag });
    }
    Ok(amount)
}

fn units_to_redeem(fields: Fields<'_>) -> Result<Units, OrderFault> {
    let value = fields.get(tag::ORDER_QTY);
    units_amount(value.ok_or(OrderFault::UnitsMissing)?)
}

fn units_amount(value: &[u8]) -> Result<Units, OrderFault> {
    let amount = number(tag::ORDER_QTY, value, Units::parse)?;
    if amount.is_zero() {
        return Err(OrderFault::Zero {
            tag: tag::ORDER_QTY,
        });
    }
    Ok(amount)
}

fn limit_price(fields: Fields<'_>) -> Result<Option<Price>, OrderFault> {
    match (fields.get(tag::ORD_TYPE), fields.get(tag::PRICE)) {
        (Some(b"1"), None) => Ok(None),
        (Some(b"1" | b"D"), Some(_)) => Err(OrderFault::PriceOfMarketOrder),
        (Some(b"2"), None) => Err(OrderFault::PriceMissing),
        (Some(b"2"), Some(value)) => {
            let price = number(tag::PRICE, value, Price::parse)?;
            if price.is_zero() {
                Err(OrderFault::Zero { tag: tag::PRICE })
            } else {
                Ok(Some(price))
            }
        }
        (Some(b"D"), None) if fields.get(tag::QUOTE_ID).is_some() => Ok(None),
        (Some(b"D"), None) => Err(OrderFault::QuoteMissing),
        (other, _) => Err(OrderFault::UnsupportedOrdType(shown(other))),
    }
}

fn time_in_force(fields: Fields<'_>, now_unix_ns: i64) -> Result<TimeInForce, OrderFault> {
    match fields.get(tag::TIME_IN_FORCE) {
        None | Some(b"0") => Ok(TimeInForce::Day),
        Some(b"1") => Ok(TimeInForce::GoodTillCancel),
        Some(b"3") => Ok(TimeInForce::ImmediateOrCancel),
        Some(b"4") => Ok(TimeInForce::FillOrKill),
        Some(b"6") => {
            let value = fields
                .get(tag::EXPIRE_TIME)
                .ok_or(OrderFault::ExpireTimeMissing)?;
            let time = Timestamp::parse(value).ok_or(OrderFault::BadTime {
                tag: tag::EXPIRE_TIME,
            })?;
            if time.unix_ns() <= now_unix_ns {
                return Err(OrderFault::ExpireTimePast);
            }
            Ok(TimeInForce::GoodTillDate(time.unix_ns()))
        }
        other => Err(OrderFault::UnsupportedTimeInForce(shown(other))),
    }
}

fn number<T>(
    tag: u32,
    value: &[u8],
    parse: impl Fn(&str) -> Result<T, ParseError>,
) -> Result<T, OrderFault> {
    let text = std::str::from_utf8(value).map_err(|_| OrderFault::NotText { tag })?;
    parse(text).map_err(|problem| OrderFault::BadNumber {
        tag,
        value: shown(Some(value)),
        problem,
    })
}

fn name(fields: Fields<'_>, tag: u32) -> Result<Option<&str>, OrderFault> {
    match fields.get(tag) {
        Some(value) => short_text(tag, value),
        None => Ok(None),
    }
}

/// A text that is short and printable; `None` for an empty one.
fn short_text(tag: u32, value: &[u8]) -> Result<Option<&str>, OrderFault> {
    let text = std::str::from_utf8(value).map_err(|_| OrderFault::NotText { tag })?;
    if text.len() > NAME_BYTES_MAX || text.chars().any(char::is_control) {
        return Err(OrderFault::NotText { tag });
    }
    Ok((!text.is_empty()).then_some(text))
}

/// What a peer sent, fit for a text that goes back to it: short and printable.
fn shown(value: Option<&[u8]>) -> String {
    const SHOWN_CHARS_MAX: usize = 32;
    let text = String::from_utf8_lossy(value.unwrap_or_default());
    text.chars()
        .map(|char| if char.is_control() { '?' } else { char })
        .take(SHOWN_CHARS_MAX)
        .collect()
}

/// A field as texts name it: `CashOrderQty(152)`.
pub(crate) fn field_name(tag: u32) -> impl Display {
    let dictionary = fix_dictionary::Release::Fix44.dictionary();
    let name = dictionary
        .field(tag)
        .map_or_else(String::new, |field| field.name().to_owned());
    format!("{name}({tag})")
}
