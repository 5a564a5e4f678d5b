//! What the issuer decides for the whole deployment. It is journalled, so that a changed configuration does not change the past.

use ledger::Unit;
use money::{Cash, Rate, Scale};
use serde::{Deserialize, Serialize};

#[cfg(doc)]
use crate::ORDERS_PER_SECOND_MAX;
use crate::{Limits, Rejection};

/// Letters of [`Settings::instance`].
pub const INSTANCE_LENGTH_MAX: usize = 6;
/// The most asset orders that one batch may be allowed.
const ASSET_ORDERS_MAX: u32 = 500;
/// Open orders unless the settings say otherwise.
pub const OPEN_ORDERS_MAX: u32 = 100_000;
/// How long a quote is valid unless the settings say otherwise.
const QUOTE_LIFETIME_NS: i64 = 5_000_000_000;
/// Nanoseconds of a day.
const DAY_NS: i64 = 86_400_000_000_000;

/// The issuer's settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Prefix of every id that leaves for the venue or the chain, so that a deployment with a new journal never repeats an
    /// old one's. At most [`INSTANCE_LENGTH_MAX`] of `[A-Za-z0-9]`; may be empty.
    pub instance: String,
    /// The quote currency of all markets.
    pub cash: Unit,
    /// Decimals of the cash token.
    pub cash_scale: Scale,
    /// A buying limit price is the best ask × (1 + this); a selling one the best bid × (1 − this).
    pub slippage: Rate,
    /// The most that one order may spend in one batch, before fees.
    pub order_cap: Cash,
    /// The most that one batch may spend, before fees.
    pub batch_cap: Cash,
    /// The most that all batches on their way may spend, fees included.
    pub in_flight_cap: Cash,
    /// Batches on their way at once, for disjoint orders.
    pub batches_in_flight_max: u32,
    /// Asset orders in one batch.
    pub asset_orders_max: u32,
    /// The largest amount of one index order.
    pub order_max: Cash,
    /// The most that all open orders may still spend together.
    #[serde(default)]
    pub open_cash_max: Option<Cash>,
    /// Orders of all accounts within any second, at most [`ORDERS_PER_SECOND_MAX`].
    #[serde(default)]
    pub orders_per_second_max: Option<u32>,
    /// Open orders of all accounts: what one mass cancel may end.
    #[serde(default = "open_orders_max")]
    pub open_orders_max: u32,
    /// How far a limit price may be from the mark, as a proportion of that.
    #[serde(default)]
    pub price_band: Option<Rate>,
    /// How long a quote is valid, nanoseconds.
    #[serde(default = "quote_lifetime_ns")]
    pub quote_lifetime_ns: i64,
    /// What the issuer has put at the venue for buying.
    pub house_cash: Cash,
    /// The most that the house's own lots may have cost.
    pub house_limit: Cash,
    /// When the trading day ends, nanoseconds after midnight UTC.
    pub day_end_ns: i64,
}

impl Settings {
    /// What makes no sense is refused.
    pub fn check(&self) -> Result<(), Rejection> {
        let problem = if self.instance.len() > INSTANCE_LENGTH_MAX
            || !self
                .instance
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric())
        {
            "instance: at most 6 letters and digits"
        } else if self.cash.is_empty() {
            "cash: empty"
        } else if self.slippage >= Rate::ONE {
            "slippage: 100 % or more"
        } else if [
            self.order_cap,
            self.batch_cap,
            self.in_flight_cap,
            self.order_max,
        ]
        .iter()
        .any(|cap| *cap <= Cash::ZERO)
        {
            "a cap is not above zero"
        } else if let Some(problem) = self.limits().problem() {
            problem
        } else if self.quote_lifetime_ns <= 0 {
            "a quote is valid for no time"
        } else if self.open_orders_max == 0 {
            "no open order is allowed"
        } else if self.house_cash.is_negative() || self.house_limit.is_negative() {
            "house: below zero"
        } else if self.batches_in_flight_max == 0 || self.asset_orders_max == 0 {
            "at least one batch and one asset order must be allowed"
        } else if self.asset_orders_max > ASSET_ORDERS_MAX {
            "more than 500 asset orders in a batch"
        } else if !(0..DAY_NS).contains(&self.day_end_ns) {
            "day end: not within a day"
        } else {
            return Ok(());
        };
        Err(Rejection::BadSettings(problem))
    }

    /// The limits of all accounts together.
    pub(crate) const fn limits(&self) -> Limits {
        Limits {
            order_max: Some(self.order_max),
            open_cash_max: self.open_cash_max,
            orders_per_second_max: self.orders_per_second_max,
            price_band: self.price_band,
        }
    }

    /// The first end of a trading day after `now_unix_ns`.
    pub(crate) fn day_end_after(&self, now_unix_ns: i64) -> i64 {
        let into_day = (now_unix_ns - self.day_end_ns).rem_euclid(DAY_NS);
        now_unix_ns.saturating_add(DAY_NS - into_day)
    }
}

const fn open_orders_max() -> u32 {
    OPEN_ORDERS_MAX
}

const fn quote_lifetime_ns() -> i64 {
    QUOTE_LIFETIME_NS
}
