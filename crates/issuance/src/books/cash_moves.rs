//! What a move of cash between the vault and the venue posts.

use ledger::{Account, Posting, Unit};

use super::{HOUSE, Posted, VENUE_FEES};
use crate::cash_move::{CashArrival, CashMove, CashPlace};

const fn mirror(place: CashPlace) -> Account {
    match place {
        CashPlace::Vault => Account::Vault,
        CashPlace::Venue => Account::Venue,
    }
}

/// It is in neither place.
pub(crate) fn cash_leaves(cash: &Unit, cash_move: &CashMove) -> Posted {
    let from = mirror(cash_move.from);
    Posting::new().transfer(cash, Account::InTransit, from, cash_move.amount)
}

/// It is in one of them. What the way cost is the house's, and gone.
pub(crate) fn cash_arrives(cash: &Unit, arrival: &CashArrival) -> Posted {
    Posting::new()
        .transfer(cash, mirror(arrival.at), Account::InTransit, arrival.amount)?
        .transfer(cash, HOUSE, VENUE_FEES, arrival.cost)?
        .transfer(cash, Account::Market, Account::InTransit, arrival.cost)
}
