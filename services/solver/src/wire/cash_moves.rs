//! Cash that operators move between the vault and the venue.

use issuance::{CashArrival, CashMove, CashMoveReport, CashPlace, Command, Issuance};
use proto::v1;

use super::{FieldError, named, parsed, parsed_or_zero};

/// Cash moves in one answer of `ListCashMoves`, the newest, beside those in transit: a gRPC message has 4 MB.
const CASH_MOVES_LISTED_MAX: usize = 1_000;

pub(crate) fn move_cash_request(message: v1::MoveCashRequest) -> Result<Command, FieldError> {
    Ok(Command::MoveCash(CashMove {
        from: place("from", message.from())?,
        amount: parsed("amount", &message.amount)?,
        id: named("move_id", message.move_id)?,
    }))
}

pub(crate) fn arrive_cash_request(message: v1::ArriveCashRequest) -> Result<Command, FieldError> {
    Ok(Command::ArriveCash {
        arrival: CashArrival {
            at: place("at", message.at())?,
            amount: parsed("amount", &message.amount)?,
            cost: parsed_or_zero("cost", &message.cost)?,
        },
        id: named("move_id", message.move_id)?,
    })
}

fn place(field: &'static str, place: v1::CashPlace) -> Result<CashPlace, FieldError> {
    match place {
        v1::CashPlace::Unspecified => Err(FieldError::Missing(field)),
        v1::CashPlace::Vault => Ok(CashPlace::Vault),
        v1::CashPlace::Venue => Ok(CashPlace::Venue),
    }
}

const fn cash_place(place: CashPlace) -> v1::CashPlace {
    match place {
        CashPlace::Vault => v1::CashPlace::Vault,
        CashPlace::Venue => v1::CashPlace::Venue,
    }
}

pub(crate) fn cash_moves(state: &Issuance, sequence: u64) -> v1::ListCashMovesReply {
    let newest = state.cash_moves().rev().enumerate();
    let listed =
        newest.filter(|(age, report)| *age < CASH_MOVES_LISTED_MAX || report.arrival.is_none());
    let mut moves: Vec<_> = listed.map(|(_, report)| cash_move(report)).collect();
    moves.reverse();
    v1::ListCashMovesReply { moves, sequence }
}

fn cash_move(report: &CashMoveReport) -> v1::CashMove {
    let CashMove { id, from, amount } = &report.cash_move;
    let mut message = v1::CashMove {
        move_id: id.clone(),
        from: cash_place(*from).into(),
        amount: amount.to_string(),
        left_time_unix_ns: report.left_at,
        ..v1::CashMove::default()
    };
    if *from == CashPlace::Vault {
        message.payout_id = report.cash_move.payout_id();
    }
    if let Some((arrival, at)) = &report.arrival {
        message.arrived_at = cash_place(arrival.at).into();
        message.arrived = arrival.amount.to_string();
        message.cost = arrival.cost.to_string();
        message.arrived_time_unix_ns = *at;
    }
    message
}
