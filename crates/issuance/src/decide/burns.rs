//! Burns of index units: what their holders may have redeemed, and the redemptions that have waited for them.

use ledger::{Account, Name};

use crate::draft::Draft;
use crate::event::{Event, Stream};
use crate::{Burn, Rejection};

/// A confirmed burn is credited once, by its id. One from an address that is no account's is kept apart, visible in the books, and
/// credited when the address becomes an account's.
pub(super) fn burn(draft: &mut Draft<'_>, position: u64, burn: Burn) -> Result<(), Rejection> {
    if let Some(problem) = problem(draft, &burn) {
        let text = format!("burn {} {problem}", burn.burn_id);
        return super::skip(draft, Stream::Minter, position, text);
    }
    let account = draft.state.by_address.get(&burn.from).cloned();
    draft.record(Event::Burned {
        position,
        burn,
        account: account.clone(),
    })?;
    match account {
        Some(name) => super::collateral::reserve_waiting(draft, &name),
        None => Ok(()),
    }
}

fn problem(draft: &Draft<'_>, burn: &Burn) -> Option<&'static str> {
    let Some(index) = draft.desk.indexes.get(&burn.index) else {
        return Some("is of no index of ours");
    };
    if draft.state.burns_seen.contains(&burn.burn_id) {
        Some("was credited before")
    } else if burn.units.is_zero() {
        Some("has no units")
    } else if burn.units.decimals() > index.units_scale.decimals() {
        Some("has more decimals than the index's units")
    } else if burn.units > draft.desk.units_of(&burn.index, &Account::OnChain) {
        Some("is of more units than these books have minted")
    } else {
        None
    }
}

/// What an address had burned before it was an account's.
pub(super) fn claim(draft: &mut Draft<'_>, name: &Name, address: &str) -> Result<(), Rejection> {
    let Some(burned) = draft.state.unclaimed_units.get(address) else {
        return Ok(());
    };
    for (index, units) in burned {
        draft.record(Event::UnclaimedUnitsCredited {
            address: address.to_owned(),
            index: index.clone(),
            units: *units,
            account: name.clone(),
        })?;
    }
    super::collateral::reserve_waiting(draft, name)
}
