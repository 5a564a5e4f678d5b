//! What trades cost and orders lock: the only arithmetic of the accounts. A fee is rounded down, a lock up.

use matching::Side;
use serde::Deserialize;

use super::{Fill, Kind, Order, Place, Rejection, Trade};
use crate::amount::Amount;

/// Fee rates, as fractions.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Fees {
    /// Of trades with the order in the book.
    pub maker: Amount,
    /// Of trades that take from the book.
    pub taker: Amount,
    /// What the fee of a buy is taken in.
    pub buys_pay_in: FeeAsset,
}

impl Default for Fees {
    /// Binance's: 0.1 %, in what is received.
    fn default() -> Self {
        Self {
            maker: Amount::from_atoms(100_000),
            taker: Amount::from_atoms(100_000),
            buys_pay_in: FeeAsset::Received,
        }
    }
}

/// What the fee of a buy is taken in. The fee of a sale is always taken in the quote asset, which it receives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FeeAsset {
    /// The asset bought.
    Received,
    /// The quote asset, on top of the price.
    Quote,
}

impl Place {
    /// What the order has to lock, and in which asset.
    pub fn needs(&self, fees: &Fees) -> Result<(String, Amount), Rejection> {
        let cost = match self.kind {
            Kind::Market => self.market_cost,
            Kind::Limit | Kind::LimitMaker => self
                .price
                .times_up(self.quantity)
                .ok_or(Rejection::Overflow)?,
        };
        match self.side {
            Side::Buy => Ok((self.quote.clone(), with_fee(cost, fees)?)),
            Side::Sell => Ok((self.base.clone(), self.quantity)),
        }
    }
}

/// What a buy at this cost takes from the quote asset at most.
fn with_fee(cost: Amount, fees: &Fees) -> Result<Amount, Rejection> {
    match fees.buys_pay_in {
        FeeAsset::Received => Ok(cost),
        FeeAsset::Quote => {
            let fee = cost
                .times_up(fees.taker.max(fees.maker))
                .ok_or(Rejection::Overflow)?;
            cost.plus(fee).ok_or(Rejection::Overflow)
        }
    }
}

/// The trade that a fill is to its order.
pub(super) fn trade_of(
    order: &Order,
    fill: Fill,
    fees: &Fees,
    time_ms: i64,
) -> Result<Trade, Rejection> {
    let rate = if fill.is_maker {
        fees.maker
    } else {
        fees.taker
    };
    let quote = fill.price.times(fill.quantity).ok_or(Rejection::Overflow)?;
    let (base_asset, quote_asset) = (order.base.clone(), order.quote.clone());
    // A fee is rounded down: it never takes more than the rate says.
    let fee_of = |amount: Amount| amount.times_down(rate).ok_or(Rejection::Overflow);
    let less = |amount: Amount, fee| amount.minus(fee).ok_or(Rejection::Overflow);
    let (commission, commission_asset, received_asset, received, given) =
        match (order.side, fees.buys_pay_in) {
            (Side::Buy, FeeAsset::Received) => {
                let fee = fee_of(fill.quantity)?;
                (
                    fee,
                    base_asset.clone(),
                    base_asset,
                    less(fill.quantity, fee)?,
                    quote,
                )
            }
            (Side::Buy, FeeAsset::Quote) => {
                let fee = fee_of(quote)?;
                (
                    fee,
                    quote_asset,
                    base_asset,
                    fill.quantity,
                    quote.plus(fee).ok_or(Rejection::Overflow)?,
                )
            }
            (Side::Sell, _) => {
                let fee = fee_of(quote)?;
                (
                    fee,
                    quote_asset.clone(),
                    quote_asset,
                    less(quote, fee)?,
                    fill.quantity,
                )
            }
        };
    Ok(Trade {
        id: fill.trade,
        order: order.id,
        price: fill.price,
        quantity: fill.quantity,
        quote,
        commission,
        commission_asset,
        received_asset,
        received,
        given,
        is_maker: fill.is_maker,
        is_buyer: order.side == Side::Buy,
        time_ms,
    })
}

/// What the order needs for what is left of it; a better price than the limit frees the difference at once.
pub(super) fn still_locked(order: &Order, trade: &Trade, fees: &Fees) -> Result<Amount, Rejection> {
    let after = order
        .locked
        .minus(trade.given)
        .ok_or(Rejection::InsufficientBalance)?;
    let needed = match (order.side, order.kind) {
        (Side::Sell, _) => order.left(),
        (Side::Buy, Kind::Market) => after,
        (Side::Buy, Kind::Limit | Kind::LimitMaker) => with_fee(
            order
                .price
                .times_up(order.left())
                .ok_or(Rejection::Overflow)?,
            fees,
        )?,
    };
    let needed = if order.left().is_zero() {
        Amount::ZERO
    } else {
        needed
    };
    if needed > after {
        Err(Rejection::InsufficientBalance)
    } else {
        Ok(needed)
    }
}
