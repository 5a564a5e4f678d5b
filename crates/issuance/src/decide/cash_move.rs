//! Cash that an operator moves between the vault and the venue: no more than is there beside what is promised already, and once for an id.

use ledger::Account;
use money::{Cash, Signed};

use super::problem::on_its_way;
use crate::cash_move::{CASH_MOVE_ID_LENGTH_MAX, CASH_MOVES_IN_TRANSIT_MAX};
use crate::draft::Draft;
use crate::event::Event;
use crate::{CashArrival, CashMove, CashPlace, Rejection};

/// It is told before the cash is moved: from then on nothing is planned with it.
pub(super) fn leave(draft: &mut Draft<'_>, cash_move: CashMove) -> Result<(), Rejection> {
    if !is_id(&cash_move.id) {
        return Err(Rejection::BadCashMoveId);
    }
    if let Some(known) = draft.state.cash_moves.get(&cash_move.id) {
        return if known.cash_move == cash_move {
            Ok(())
        } else {
            Err(Rejection::OtherCashMove(known.cash_move.clone()))
        };
    }
    check(draft, &cash_move.id, cash_move.amount)?;
    if draft.state.cash_moves.in_transit().len() >= CASH_MOVES_IN_TRANSIT_MAX {
        return Err(Rejection::TooManyCashMoves);
    }
    let has = unpromised(draft, cash_move.from)?;
    if cash_move.amount > has {
        return Err(Rejection::CashMoveShort { cash_move, has });
    }
    let moves = &draft.state.cash_moves;
    moves.with(cash_move.from, -Signed::from(cash_move.amount))?;
    let at_unix_ns = draft.now_unix_ns;
    draft.record(Event::CashLeft {
        cash_move,
        at_unix_ns,
    })
}

pub(super) fn arrive(
    draft: &mut Draft<'_>,
    id: String,
    arrival: CashArrival,
) -> Result<(), Rejection> {
    let Some(known) = draft.state.cash_moves.get(&id) else {
        return Err(Rejection::UnknownCashMove(id));
    };
    match &known.arrival {
        Some((told, _)) if *told == arrival => return Ok(()),
        Some((told, _)) => {
            let arrival = told.clone();
            return Err(Rejection::CashMoveArrived { id, arrival });
        }
        None => {}
    }
    let left = known.cash_move.amount;
    check(draft, &id, arrival.amount)?;
    if !arrival.cost.is_zero() {
        check(draft, &id, arrival.cost)?;
    }
    if arrival.amount.checked_add(arrival.cost)? != left {
        return Err(Rejection::CashMoveDiffers { id, left, arrival });
    }
    let moves = &draft.state.cash_moves;
    moves.with(arrival.at, arrival.amount.into())?;
    let at_unix_ns = draft.now_unix_ns;
    draft.record(Event::CashArrived {
        id,
        arrival,
        at_unix_ns,
    })
}

fn is_id(id: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
    (1..=CASH_MOVE_ID_LENGTH_MAX).contains(&id.len()) && id.bytes().all(is_plain)
}

fn check(draft: &Draft<'_>, id: &str, amount: Cash) -> Result<(), Rejection> {
    let problem = if amount <= Cash::ZERO {
        "an amount above zero is needed"
    } else if amount.decimals() > draft.settings.cash_scale.decimals() {
        "more decimals than the cash has"
    } else {
        return Ok(());
    };
    let id = id.to_owned();
    Err(Rejection::BadCashMove { id, problem })
}

/// What a place has that is not promised: at the venue, what no batch may spend; in the vault, what no payout is on its way of.
fn unpromised(draft: &Draft<'_>, place: CashPlace) -> Result<Cash, Rejection> {
    let (there, promised) = match place {
        CashPlace::Venue => (draft.desk.venue_cash(), on_its_way(draft)?),
        CashPlace::Vault => {
            let payouts = draft.state.payouts.live().map(|payout| payout.amount);
            (-draft.desk.cash_of(&Account::Vault), Cash::sum(payouts)?)
        }
    };
    Ok(there.max(Cash::ZERO).excess_over(promised)?)
}
