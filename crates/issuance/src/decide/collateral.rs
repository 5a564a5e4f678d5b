//! Deposits, and the orders that have waited for them.

use ledger::Name;
use money::Cash;

use crate::client::Collateral;
use crate::draft::Draft;
use crate::event::{Event, OrderChange, Stream};
use crate::request::{OrderRequest, Side};
use crate::{Deposit, Rejection};

/// A confirmed deposit is credited once, by its id. One from an address that is no account's is kept apart, visible in the books, and
/// credited when the address becomes an account's.
pub(super) fn deposit(
    draft: &mut Draft<'_>,
    position: u64,
    deposit: Deposit,
) -> Result<(), Rejection> {
    let problem = if draft.state.deposits_seen.contains(&deposit.deposit_id) {
        Some("was credited before")
    } else if deposit.amount <= Cash::ZERO {
        Some("has no amount")
    } else if deposit.amount.decimals() > draft.settings.cash_scale.decimals() {
        Some("has more decimals than the cash")
    } else {
        None
    };
    if let Some(problem) = problem {
        return super::skip(
            draft,
            Stream::Minter,
            position,
            format!("deposit {} {problem}", deposit.deposit_id),
        );
    }
    let account = draft.state.by_address.get(&deposit.from).cloned();
    let collateral = match &account {
        Some(name) => Some(credited(&draft.desk.collateral(name)?, deposit.amount)?),
        None => None,
    };
    draft.record(Event::Deposited {
        position,
        deposit,
        collateral,
    })?;
    match account {
        Some(name) => reserve_waiting(draft, &name),
        None => Ok(()),
    }
}

/// What an address had deposited before it was an account's.
pub(super) fn claim(
    draft: &mut Draft<'_>,
    name: &Name,
    address: String,
    amount: Cash,
) -> Result<(), Rejection> {
    let collateral = credited(&draft.desk.collateral(name)?, amount)?;
    draft.record(Event::UnclaimedCredited {
        address,
        amount,
        collateral,
    })?;
    reserve_waiting(draft, name)
}

fn credited(before: &Collateral, amount: Cash) -> Result<Collateral, Rejection> {
    Ok(Collateral {
        free: before.free.checked_add(amount)?,
        deposited: before.deposited.checked_add(amount)?,
        ..before.clone()
    })
}

/// Whether an order's cash is free, or its units are burned and free.
pub(super) fn is_covered(draft: &Draft<'_>, request: &OrderRequest) -> bool {
    let account = &request.account;
    match request.side {
        Side::Buy => request.cash <= draft.desk.free(account),
        Side::Redeem => request.units <= draft.desk.redeemable(account, &request.index),
    }
}

/// Free cash and burned units go to the account's waiting orders, oldest first, to each that it is enough for.
pub(super) fn reserve_waiting(draft: &mut Draft<'_>, account: &Name) -> Result<(), Rejection> {
    while let Some(id) = draft.oldest_covered(account) {
        draft.change(id, OrderChange::Reserved)?;
    }
    Ok(())
}
