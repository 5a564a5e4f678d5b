//! Payouts: free cash to the account's own address. What is asked for is in flight until the chain has it, or refuses it.

use ledger::Name;
use money::Cash;

use crate::client::Collateral;
use crate::draft::Draft;
use crate::event::{Event, Stream};
use crate::payout::PAYOUTS_IN_FLIGHT_MAX;
use crate::{Payout, PayoutId, PayoutRequest, Rejection};

pub(super) fn request(
    draft: &mut Draft<'_>,
    command_id: String,
    request: PayoutRequest,
) -> Result<(), Rejection> {
    let account = &request.account;
    let Some(to) = draft.state.account(account).map(|known| &known.address) else {
        return Err(Rejection::UnknownAccount(account.clone()));
    };
    let before = draft.desk.collateral(account)?;
    let amount = amount(draft, &request, before.free)?;
    if draft.state.payouts.count_of(account) >= PAYOUTS_IN_FLIGHT_MAX {
        return Err(Rejection::TooManyPayouts(account.clone()));
    }
    let collateral = Collateral {
        free: before.free.checked_sub(amount)?,
        paying_out: before.paying_out.checked_add(amount)?,
        ..before
    };
    let id = draft.state.payouts.next_id();
    let payout = Payout {
        id,
        payout_id: format!("{}{id}", draft.settings.instance),
        amount,
        to: to.clone(),
        request,
    };
    draft.record(Event::PayoutAsked {
        command_id,
        payout,
        collateral,
    })
}

/// What is asked for, which must be free.
fn amount(draft: &Draft<'_>, request: &PayoutRequest, free: Cash) -> Result<Cash, Rejection> {
    let account = &request.account;
    let bad = |problem| Rejection::BadPayout {
        account: account.clone(),
        problem,
    };
    match request.amount {
        None if free.is_zero() => Err(bad("nothing is free")),
        None => Ok(free),
        Some(amount) if amount <= Cash::ZERO => Err(bad("the amount is not above zero")),
        Some(amount) if amount.decimals() > draft.settings.cash_scale.decimals() => {
            Err(bad("the amount has more decimals than the cash"))
        }
        Some(amount) if amount > free => Err(Rejection::NotFree {
            account: account.clone(),
            free,
            asked: amount,
        }),
        Some(amount) => Ok(amount),
    }
}

pub(super) fn accepted(draft: &mut Draft<'_>, id: PayoutId) -> Result<(), Rejection> {
    // The confirmation may have come before the answer.
    if draft.state.payouts.is_accepted(id) {
        return Ok(());
    }
    draft.record(Event::PayoutAccepted { payout: id })
}

/// A payout that the chain has, as the minter's stream says.
pub(super) struct Done {
    pub(super) payout_id: String,
    pub(super) transaction_hash: String,
    pub(super) block_number: u64,
}

pub(super) fn confirm(draft: &mut Draft<'_>, position: u64, done: Done) -> Result<(), Rejection> {
    let Done {
        payout_id,
        transaction_hash,
        block_number,
    } = done;
    let Some(payout) = draft.state.payout_of(&payout_id).cloned() else {
        let text = format!("payout {payout_id} is not under way");
        return super::skip(draft, Stream::Minter, position, text);
    };
    let before = draft.desk.collateral(&payout.request.account)?;
    let collateral = Collateral {
        paying_out: before.paying_out.checked_sub(payout.amount)?,
        paid_out: before.paid_out.checked_add(payout.amount)?,
        ..before
    };
    draft.record(Event::PaidOut {
        position,
        payout,
        transaction_hash,
        block_number,
        collateral,
    })
}

/// The minter refuses it: nothing of it is on its way to the chain.
pub(super) fn refuse(draft: &mut Draft<'_>, id: PayoutId, text: String) -> Result<(), Rejection> {
    match draft.state.payouts.get(id) {
        Some(payout) if !draft.state.payouts.is_accepted(id) => {
            fail(draft, None, payout.clone(), text)
        }
        Some(_) | None => Ok(()),
    }
}

/// What was asked for is free again, and goes to whoever waits for it.
pub(super) fn fail(
    draft: &mut Draft<'_>,
    position: Option<u64>,
    payout: Payout,
    text: String,
) -> Result<(), Rejection> {
    let account: Name = payout.request.account.clone();
    let before = draft.desk.collateral(&account)?;
    let collateral = Collateral {
        free: before.free.checked_add(payout.amount)?,
        paying_out: before.paying_out.checked_sub(payout.amount)?,
        ..before
    };
    draft.record(Event::PayoutFailed {
        position,
        payout,
        text,
        collateral,
    })?;
    super::collateral::reserve_waiting(draft, &account)
}
