//! What operators set: whether an index takes orders, and the limits of accounts.

use issuance::{Backing, ClientAccount, Command, Index, Issuance, Limits, Trading, TradingState};
use ledger::Name;
use money::{Cash, MoneyError};
use proto::v1;

use super::orders::{account_message, index_message};
use super::{FieldError, TEXT_LENGTH_MAX, named, parsed};

pub(crate) fn set_trading(message: v1::SetTradingRequest) -> Result<Command, FieldError> {
    let state = match v1::TradingState::try_from(message.state) {
        Ok(v1::TradingState::Open) => TradingState::Open,
        Ok(v1::TradingState::Closed) => TradingState::Closed,
        Ok(v1::TradingState::Halted) => TradingState::Halted,
        Ok(v1::TradingState::Unspecified) | Err(_) => {
            return Err(FieldError::Value {
                field: "state",
                problem: "neither open, closed nor halted".into(),
            });
        }
    };
    if message.text.len() > TEXT_LENGTH_MAX {
        return Err(FieldError::Value {
            field: "text",
            problem: format!("longer than {TEXT_LENGTH_MAX} bytes"),
        });
    }
    Ok(Command::SetTrading {
        command_id: message.command_id,
        index: (!message.index.is_empty()).then(|| Name::from(message.index)),
        trading: Trading {
            state,
            text: message.text,
        },
    })
}

pub(crate) fn set_limits(message: v1::SetAccountLimitsRequest) -> Result<Command, FieldError> {
    let limits = message.limits.ok_or(FieldError::Missing("limits"))?;
    let amount = |field, text: &str| -> Result<Option<Cash>, FieldError> {
        match text {
            "" => Ok(None),
            text => parsed(field, text).map(Some),
        }
    };
    let per_second = limits.orders_per_second_max;
    Ok(Command::SetLimits {
        command_id: message.command_id,
        account: named("account", message.account)?.into(),
        limits: Limits {
            order_max: amount("limits.order_max", &limits.order_max)?,
            open_cash_max: amount("limits.open_cash_max", &limits.open_cash_max)?,
            orders_per_second_max: (per_second > 0).then_some(per_second),
            price_band: match limits.price_band.as_str() {
                "" => None,
                band => Some(parsed("limits.price_band", band)?),
            },
        },
    })
}

pub(crate) const fn trading_state(state: TradingState) -> v1::TradingState {
    match state {
        TradingState::Open => v1::TradingState::Open,
        TradingState::Closed => v1::TradingState::Closed,
        TradingState::Halted => v1::TradingState::Halted,
    }
}

pub(crate) fn limits_message(limits: &Limits) -> v1::AccountLimits {
    let text = |amount: Option<Cash>| amount.map(|amount| amount.to_string()).unwrap_or_default();
    v1::AccountLimits {
        order_max: text(limits.order_max),
        open_cash_max: text(limits.open_cash_max),
        orders_per_second_max: limits.orders_per_second_max.unwrap_or(0),
        price_band: limits
            .price_band
            .map(|band| band.to_string())
            .unwrap_or_default(),
    }
}

/// An index with how it stands.
pub(crate) fn listed_index(index: &Index, version: u32, trading: &Trading) -> v1::Index {
    v1::Index {
        version,
        state: trading_state(trading.state).into(),
        state_text: trading.text.clone(),
        ..index_message(index)
    }
}

/// What stands behind an index's units; none for an unknown index.
pub(crate) fn index_backing(
    state: &Issuance,
    index: &Name,
    sequence: u64,
) -> Result<Option<v1::IndexBacking>, MoneyError> {
    let Some(backing) = state.backing(index)? else {
        return Ok(None);
    };
    let asset = |backing: &Backing| {
        Ok(v1::AssetBacking {
            asset: backing.asset.to_string(),
            behind: backing.behind.to_string(),
            needed: backing.needed.to_string(),
            to_sell: backing.to_sell()?.to_string(),
            to_buy: backing.to_buy()?.to_string(),
        })
    };
    Ok(Some(v1::IndexBacking {
        index: index.to_string(),
        version: state.version(index),
        units: state.outstanding(index)?.to_string(),
        assets: backing
            .iter()
            .map(asset)
            .collect::<Result<_, MoneyError>>()?,
        sequence,
    }))
}

/// An account with its limits.
pub(crate) fn listed_account(account: &ClientAccount, limits: &Limits) -> v1::Account {
    v1::Account {
        limits: Some(limits_message(limits)),
        ..account_message(account)
    }
}
