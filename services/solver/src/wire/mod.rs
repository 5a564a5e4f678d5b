//! Messages to domain types and back. Everything a peer sends is parsed here, once.

mod books;
mod cash_moves;
mod control;
mod events;
mod orders;
mod payouts;
mod peers;
mod quotes;
mod rebalances;
mod statements;

use money::ParseError;
use thiserror::Error;

pub(crate) use books::{books, books_after};
pub(crate) use cash_moves::{arrive_cash_request, cash_moves, move_cash_request};
pub(crate) use control::{index_backing, listed_account, listed_index, set_limits, set_trading};
pub(crate) use events::event;
pub(crate) use orders::{
    account, burned_units, cancel_orders_request, collateral, index, is_in, order, order_request,
    order_status, replace_request, scope,
};
pub(crate) use payouts::payout_request;
pub(crate) use peers::{asset_order, snapshot, trade};
pub(crate) use quotes::{quote, quote_request};
pub(crate) use rebalances::{fund_request, rebalance};
pub(crate) use statements::{statement, statement_request};

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
    #[error("{field}: {problem}")]
    Value {
        field: &'static str,
        problem: String,
    },
}

/// A field's amount.
fn parsed<T: std::str::FromStr<Err = ParseError>>(
    field: &'static str,
    text: &str,
) -> Result<T, FieldError> {
    text.parse().map_err(|error| FieldError::Amount {
        field,
        text: text.to_owned(),
        error,
    })
}

/// A field's amount, zero when the field is empty.
fn parsed_or_zero<T: std::str::FromStr<Err = ParseError> + Default>(
    field: &'static str,
    text: &str,
) -> Result<T, FieldError> {
    if text.is_empty() {
        Ok(T::default())
    } else {
        parsed(field, text)
    }
}

/// A field that must say something, of a bounded length.
fn named(field: &'static str, text: String) -> Result<String, FieldError> {
    match text.len() {
        0 => Err(FieldError::Missing(field)),
        1..=NAME_LENGTH_MAX => Ok(text),
        _ => Err(FieldError::Value {
            field,
            problem: format!("longer than {NAME_LENGTH_MAX} bytes"),
        }),
    }
}

/// Bytes of a name that a peer sends.
const NAME_LENGTH_MAX: usize = 256;
/// Bytes of a text for people that a peer sends.
const TEXT_LENGTH_MAX: usize = 512;
