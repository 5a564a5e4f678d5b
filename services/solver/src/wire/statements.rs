//! Statements of accounts.

use ledger::Name;
use money::Cash;
use proto::v1;

use super::{FieldError, named, orders};
use crate::statement::{Asked, Movement, Statement};

pub(crate) fn statement_request(message: v1::GetStatementRequest) -> Result<Asked, FieldError> {
    Ok(Asked {
        account: Name::from(named("account", message.account)?),
        from: message.from_unix_ns,
        to: match message.to_unix_ns {
            0 => i64::MAX,
            to => to,
        },
        after_sequence: message.after_sequence,
    })
}

pub(crate) fn statement(statement: &Statement, currency: &str) -> v1::Statement {
    v1::Statement {
        opening: Some(orders::collateral(&statement.opening, currency)),
        movements: statement
            .movements
            .iter()
            .map(|movement| self::movement(movement, currency))
            .collect(),
        closing: Some(orders::collateral(&statement.closing, currency)),
        more: statement.more,
    }
}

fn movement(movement: &Movement, currency: &str) -> v1::Movement {
    let fee = |amount: Cash| {
        if amount.is_zero() {
            String::new()
        } else {
            amount.to_string()
        }
    };
    let reference = &movement.reference;
    v1::Movement {
        sequence: movement.sequence,
        time_unix_ns: movement.time_unix_ns,
        kind: movement.kind.into(),
        amount: movement.amount.to_string(),
        net: movement.net.to_string(),
        venue_fees: fee(reference.venue_fees),
        issuer_fee: fee(reference.issuer_fee),
        order_id: reference.order_id.clone(),
        cl_ord_id: reference.cl_ord_id.clone(),
        index: reference.index.clone(),
        payout_id: reference.payout_id.clone(),
        transaction_hash: reference.transaction_hash.clone(),
        text: reference.text.clone(),
        after: Some(orders::collateral(&movement.after, currency)),
    }
}
