//! What clients ask for: NewOrderSingle(D), OrderCancelReplaceRequest(G), QuoteRequest(R), CollateralRequest(AX), read
//! once, here, into our own types. What the dictionary can check (formats, values, required tags) the session has checked before.

mod payout;
mod quote;

use std::fmt::Display;

use fix_dictionary::tag;
use fix_messages::codes::{self, OrdType};
use fix_messages::{NewOrderSingle, OrderCancelReplaceRequest, Timestamp, Value};
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
        request: OrderCancelReplaceRequest<'_>,
        order: &OrderFacts,
        cash: &CashUnit,
    ) -> Result<Replacement, OrderFault> {
        let mut codes = [[0; 4]; 2];
        let [side, time_in_force] = &mut codes;
        let as_ordered = [
            (tag::SYMBOL, request.symbol().bytes(), &*order.index),
            (tag::ACCOUNT, request.account().bytes(), &*order.account),
            (
                tag::SIDE,
                request.side().bytes(),
                order.side_code.encode_utf8(side),
            ),
            (
                tag::TIME_IN_FORCE,
                request.time_in_force().bytes(),
                order.time_in_force.encode_utf8(time_in_force),
            ),
        ];
        for (tag, given, ordered) in as_ordered {
            if given.is_some_and(|given| given != ordered.as_bytes()) {
                return Err(OrderFault::Unchangeable { tag });
            }
        }
        check_currency(request.currency().bytes(), cash)?;
        if matches!(
            request.ord_type().optional(),
            Ok(Some(OrdType::PreviouslyQuoted))
        ) {
            return Err(OrderFault::QuotedReplacement);
        }
        let (cash_order_qty, order_qty) = (
            request.cash_order_qty().bytes(),
            request.order_qty().bytes(),
        );
        Ok(Replacement {
            cl_ord_id: cl_ord_id.to_owned(),
            orig_cl_ord_id: order.cl_ord_id.clone(),
            amount: if order.side_code == Side::Buy.code() {
                Amount::Cash(cash_to_spend(cash_order_qty, order_qty, cash)?)
            } else {
                Amount::Units(units_to_redeem(cash_order_qty, order_qty)?)
            },
            limit_price: limit_price(request.ord_type(), request.price().bytes(), false)?,
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
        order: NewOrderSingle<'_>,
        cash: &CashUnit,
        now_unix_ns: i64,
    ) -> Result<NewOrder, OrderFault> {
        let index = short(tag::SYMBOL, order.symbol().bytes())?.ok_or(OrderFault::SymbolMissing)?;
        let account =
            short(tag::ACCOUNT, order.account().bytes())?.ok_or(OrderFault::AccountMissing)?;
        let side = side(order.side())?;
        check_currency(order.currency().bytes(), cash)?;
        let (cash_order_qty, order_qty) =
            (order.cash_order_qty().bytes(), order.order_qty().bytes());
        let amount = match side {
            Side::Buy => Amount::Cash(cash_to_spend(cash_order_qty, order_qty, cash)?),
            Side::Redeem => Amount::Units(units_to_redeem(cash_order_qty, order_qty)?),
        };
        let quote_id = order.quote_id().bytes();
        let price = order.price().bytes();
        Ok(NewOrder {
            cl_ord_id: cl_ord_id.to_owned(),
            account: account.to_owned(),
            index: index.to_owned(),
            side,
            amount,
            time_in_force: time_in_force(order, now_unix_ns)?,
            limit_price: limit_price(order.ord_type(), price, quote_id.is_some())?,
            quote_id: short(tag::QUOTE_ID, quote_id)?.map(str::to_owned),
        })
    }
}

/// ClOrdID(11): there is one, because the dictionary requires it; here it must be short and printable as well.
pub(crate) fn cl_ord_id<'a>(value: Value<'a, &'a str>) -> Result<&'a str, OrderFault> {
    let text = value.readable().ok_or(OrderFault::NotText {
        tag: tag::CL_ORD_ID,
    })?;
    if text.is_empty() || text.len() > CL_ORD_ID_BYTES_MAX || text.chars().any(char::is_control) {
        return Err(OrderFault::BadClOrdId);
    }
    Ok(text)
}

fn side(value: Value<'_, codes::Side>) -> Result<Side, OrderFault> {
    match value.optional() {
        Ok(Some(codes::Side::Buy)) => Ok(Side::Buy),
        Ok(Some(codes::Side::Sell)) => Ok(Side::Redeem),
        Ok(_) | Err(_) => Err(OrderFault::UnsupportedSide(shown(value.bytes()))),
    }
}

fn check_currency(currency: Option<&[u8]>, cash: &CashUnit) -> Result<(), OrderFault> {
    match currency {
        Some(currency) if currency != cash.label.as_bytes() => Err(OrderFault::WrongCurrency {
            given: shown(Some(currency)),
            cash: cash.label.clone(),
        }),
        Some(_) | None => Ok(()),
    }
}

fn cash_to_spend(
    cash_order_qty: Option<&[u8]>,
    order_qty: Option<&[u8]>,
    cash: &CashUnit,
) -> Result<Cash, OrderFault> {
    match (cash_order_qty, order_qty) {
        (_, Some(_)) => Err(OrderFault::UnitsToBuy),
        (None, None) => Err(OrderFault::CashMissing),
        (Some(value), None) => cash_amount(tag::CASH_ORDER_QTY, value, cash),
    }
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

fn units_to_redeem(
    cash_order_qty: Option<&[u8]>,
    order_qty: Option<&[u8]>,
) -> Result<Units, OrderFault> {
    match (order_qty, cash_order_qty) {
        (None, _) => Err(OrderFault::UnitsMissing),
        (Some(_), Some(_)) => Err(OrderFault::CashToRedeem),
        (Some(value), None) => units_amount(value),
    }
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

fn limit_price(
    ord_type: Value<'_, OrdType>,
    price: Option<&[u8]>,
    is_quoted: bool,
) -> Result<Option<Price>, OrderFault> {
    match (ord_type.optional(), price) {
        (Ok(Some(OrdType::Market)), None) => Ok(None),
        (Ok(Some(OrdType::Market | OrdType::PreviouslyQuoted)), Some(_)) => {
            Err(OrderFault::PriceOfMarketOrder)
        }
        (Ok(Some(OrdType::Limit)), None) => Err(OrderFault::PriceMissing),
        (Ok(Some(OrdType::Limit)), Some(value)) => {
            let price = number(tag::PRICE, value, Price::parse)?;
            if price.is_zero() {
                Err(OrderFault::Zero { tag: tag::PRICE })
            } else {
                Ok(Some(price))
            }
        }
        (Ok(Some(OrdType::PreviouslyQuoted)), None) if is_quoted => Ok(None),
        (Ok(Some(OrdType::PreviouslyQuoted)), None) => Err(OrderFault::QuoteMissing),
        (Ok(_) | Err(_), _) => Err(OrderFault::UnsupportedOrdType(shown(ord_type.bytes()))),
    }
}

fn time_in_force(order: NewOrderSingle<'_>, now_unix_ns: i64) -> Result<TimeInForce, OrderFault> {
    let time_in_force = order.time_in_force();
    match time_in_force.optional() {
        Ok(None | Some(codes::TimeInForce::Day)) => Ok(TimeInForce::Day),
        Ok(Some(codes::TimeInForce::GoodTillCancel)) => Ok(TimeInForce::GoodTillCancel),
        Ok(Some(codes::TimeInForce::ImmediateOrCancel)) => Ok(TimeInForce::ImmediateOrCancel),
        Ok(Some(codes::TimeInForce::FillOrKill)) => Ok(TimeInForce::FillOrKill),
        Ok(Some(codes::TimeInForce::GoodTillDate)) => {
            let time: Option<Timestamp> =
                order
                    .expire_time()
                    .optional()
                    .map_err(|_| OrderFault::BadTime {
                        tag: tag::EXPIRE_TIME,
                    })?;
            let time = time.ok_or(OrderFault::ExpireTimeMissing)?;
            if time.unix_ns() <= now_unix_ns {
                return Err(OrderFault::ExpireTimePast);
            }
            Ok(TimeInForce::GoodTillDate(time.unix_ns()))
        }
        Ok(Some(_)) | Err(_) => Err(OrderFault::UnsupportedTimeInForce(shown(
            time_in_force.bytes(),
        ))),
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

fn short(tag: u32, value: Option<&[u8]>) -> Result<Option<&str>, OrderFault> {
    match value {
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
