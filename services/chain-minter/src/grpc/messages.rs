//! Between protobuf messages and the domain's types.

use minting::{ActionId, Address, Command, Effect, Event};
use money::{Cash, Scale, Units};
use proto::v1::{
    BurnConfirmed, DepositConfirmed, MintAccepted, MintConfirmed, MintRequest, MinterEvent,
    PayoutConfirmed, PayoutRequest, TransactionFailed, minter_event,
};
use service::machine::Committed;
use tonic::Status;

pub(super) fn address(field: &str, text: &str) -> Result<Address, Status> {
    // Senders may write an address with the capitals of its checksum.
    text.to_ascii_lowercase()
        .parse()
        .map_err(|error| Status::invalid_argument(format!("{field}: {error}")))
}

/// The command, and the traceparent that it belongs to: the message's own, or that of the call.
pub(super) fn mint(request: MintRequest, current: String) -> Result<(Command, String), Status> {
    let MintRequest {
        mint_id,
        index,
        to,
        units,
        traceparent,
    } = request;
    let to = address("to", &to)?;
    let units = Units::parse(&units)
        .map_err(|error| Status::invalid_argument(format!("units: {error}")))?;
    let trace = own_or(traceparent, current);
    Ok((
        Command::Mint {
            mint_id,
            index,
            to,
            units,
            traceparent: trace.clone(),
        },
        trace,
    ))
}

pub(super) fn payout(
    request: PayoutRequest,
    scale: Scale,
    current: String,
) -> Result<(Command, String), Status> {
    let PayoutRequest {
        payout_id,
        to,
        amount,
        traceparent,
    } = request;
    let to = address("to", &to)?;
    let amount = Cash::parse(&amount)
        .map_err(|error| Status::invalid_argument(format!("amount: {error}")))?;
    if amount.to_atoms(scale).is_err() {
        let decimals = scale.decimals();
        return Err(Status::invalid_argument(format!(
            "amount: more than the token's {decimals} decimals"
        )));
    }
    let trace = own_or(traceparent, current);
    Ok((
        Command::Payout {
            payout_id,
            to,
            amount,
            traceparent: trace.clone(),
        },
        trace,
    ))
}

fn own_or(own: String, current: String) -> String {
    if own.is_empty() { current } else { own }
}

/// What subscribers are told; the machine's other events are its own affair.
pub(super) fn event(committed: Committed<Event>) -> Option<MinterEvent> {
    let event = match committed.event {
        Event::Accepted {
            effect: Effect::Mint { mint_id, .. },
            ..
        } => minter_event::Event::MintAccepted(MintAccepted { mint_id }),
        Event::DepositConfirmed { deposit } => {
            minter_event::Event::DepositConfirmed(DepositConfirmed {
                deposit_id: deposit.id.to_string(),
                from: deposit.from.to_string(),
                amount: deposit.amount.to_string(),
                transaction_hash: deposit.id.transaction.to_string(),
                block_number: deposit.block.number,
            })
        }
        Event::BurnConfirmed { burn } => minter_event::Event::BurnConfirmed(BurnConfirmed {
            burn_id: burn.id.to_string(),
            index: burn.id.index,
            from: burn.from.to_string(),
            units: burn.units.to_string(),
            transaction_hash: burn.id.transaction.to_string(),
            block_number: burn.block.number,
        }),
        Event::Confirmed {
            id: ActionId::Mint(mint_id),
            hash,
            block,
            ..
        } => minter_event::Event::MintConfirmed(MintConfirmed {
            mint_id,
            transaction_hash: hash.to_string(),
            block_number: block.number,
        }),
        Event::Confirmed {
            id: ActionId::Payout(payout_id),
            hash,
            block,
            ..
        } => minter_event::Event::PayoutConfirmed(PayoutConfirmed {
            payout_id,
            transaction_hash: hash.to_string(),
            block_number: block.number,
        }),
        Event::Failed {
            id: ActionId::Mint(id) | ActionId::Payout(id),
            text,
        } => minter_event::Event::TransactionFailed(TransactionFailed { id, text }),
        Event::Accepted { .. }
        | Event::Confirmed { .. }
        | Event::Failed { .. }
        | Event::Identified { .. }
        | Event::ContractsGiven { .. }
        | Event::Signed { .. }
        | Event::Mined { .. }
        | Event::Unmined { .. }
        | Event::NonceLost { .. }
        | Event::DepositSeen { .. }
        | Event::DepositDropped { .. }
        | Event::DepositVanished { .. }
        | Event::BurnSeen { .. }
        | Event::BurnDropped { .. }
        | Event::BurnVanished { .. }
        | Event::Checkpoint { .. }
        | Event::Rewound { .. } => return None,
    };
    Some(MinterEvent {
        sequence: committed.sequence,
        time_unix_ns: committed.time_unix_ns,
        traceparent: committed.trace,
        event: Some(event),
    })
}
