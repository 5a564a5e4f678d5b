//! `GET /api/v3/account`.

use money::{Quantity, Rate};
use serde::{Deserialize, Serialize};

/// The account's permissions, fee rates and balances.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// Fees as fractions.
    pub commission_rates: CommissionRates,
    /// Orders are allowed.
    pub can_trade: bool,
    /// Milliseconds.
    pub update_time: i64,
    /// `SPOT`.
    pub account_type: String,
    /// What it has.
    pub balances: Vec<Balance>,
}

/// Fee rates as fractions: `0.00100000` is ten basis points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommissionRates {
    /// Of trades with our order in the book.
    pub maker: Rate,
    /// Of trades that took from the book.
    pub taker: Rate,
    /// Added for buyers.
    pub buyer: Rate,
    /// Added for sellers.
    pub seller: Rate,
}

/// One asset of the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    /// e.g. `BTC`.
    pub asset: String,
    /// Not reserved by an order.
    pub free: Quantity,
    /// Reserved by orders.
    pub locked: Quantity,
}
