//! Requests for payouts, and what becomes of them.

use issuance::{Command, Event, Payout, PayoutRequest};
use ledger::Name;
use proto::v1;

use super::{FieldError, NAME_LENGTH_MAX, named, orders, parsed};

/// What asks for everything that is free.
const ALL: &str = "all";

pub(crate) fn payout_request(
    message: v1::RequestPayoutRequest,
    traceparent: String,
) -> Result<Command, FieldError> {
    let amount = match named("amount", message.amount)?.as_str() {
        ALL => None,
        amount => Some(parsed("amount", amount)?),
    };
    for (field, text) in [
        ("session", &message.session),
        ("request_id", &message.request_id),
    ] {
        if text.len() > NAME_LENGTH_MAX {
            return Err(FieldError::Value {
                field,
                problem: format!("longer than {NAME_LENGTH_MAX} bytes"),
            });
        }
    }
    Ok(Command::RequestPayout {
        command_id: message.command_id,
        request: PayoutRequest {
            session: message.session,
            request_id: message.request_id,
            account: Name::from(named("account", message.account)?),
            amount,
            traceparent,
        },
    })
}

/// What a payout has come to; none for an event of something else.
pub(super) fn changed(
    event: &Event,
    payout: &Payout,
    currency: &str,
) -> Option<v1::CollateralChanged> {
    let (cause, collateral, transaction_hash, text) = match event {
        Event::PayoutAsked { collateral, .. } => ("payout-asked", collateral, "", ""),
        Event::PaidOut {
            collateral,
            transaction_hash,
            ..
        } => ("payout", collateral, transaction_hash.as_str(), ""),
        Event::PayoutFailed {
            collateral, text, ..
        } => ("payout-failed", collateral, "", text.as_str()),
        _ => return None,
    };
    Some(v1::CollateralChanged {
        collateral: Some(orders::collateral(collateral, currency)),
        cause: cause.to_owned(),
        transaction_hash: transaction_hash.to_owned(),
        amount: payout.amount.to_string(),
        payout_id: payout.payout_id.clone(),
        request_id: payout.request.request_id.clone(),
        text: text.to_owned(),
    })
}
