//! What is posted of an index's units alone: they come to the chain, are burned there, and are set aside for redemptions.

use ledger::{Account, Name, Posting, Unit};
use money::Units;

use super::Posted;
use crate::order::Order;

pub(crate) fn mint(order: &Order, units: Units) -> Posted {
    Posting::new().transfer(
        &Unit::from(&order.request.index),
        Account::unminted(&order.name),
        Account::OnChain,
        units,
    )
}

/// Units leave the chain: their holder redeems them.
pub(crate) fn burn(index: &Name, to: Account, units: Units) -> Posted {
    Posting::new().transfer(&Unit::from(index), Account::OnChain, to, units)
}

/// Burned units of an address that has become a client's.
pub(crate) fn claim_units(index: &Name, client: &Name, units: Units) -> Posted {
    Posting::new().transfer(
        &Unit::from(index),
        Account::Unclaimed,
        Account::free(client),
        units,
    )
}

/// Burned units are set aside for a redemption.
pub(crate) fn reserve_units(order: &Order, units: Units) -> Posted {
    let client = &order.request.account;
    Posting::new().transfer(
        &Unit::from(&order.request.index),
        Account::free(client),
        Account::reserved(client),
        units,
    )
}

/// Units that no redemption sells any more can be ordered again.
pub(crate) fn release_units(order: &Order, units: Units) -> Posted {
    let client = &order.request.account;
    Posting::new().transfer(
        &Unit::from(&order.request.index),
        Account::reserved(client),
        Account::free(client),
        units,
    )
}
