//! A book's balances, added up by what they are.

use ledger::{Account, Books, ClientPurse, FeePayee, HousePurse, OrderPurse, RebalancePurse, Unit};
use money::{MoneyError, Signed};

/// The sums of one book.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Sums {
    pub(crate) free: Signed,
    pub(crate) reserved: Signed,
    pub(crate) payout: Signed,
    /// Cash of orders in batches.
    pub(crate) in_flight: Signed,
    /// Of orders: assets, or what they cost.
    pub(crate) holdings: Signed,
    pub(crate) unminted: Signed,
    /// All of the house's purses.
    pub(crate) house: Signed,
    pub(crate) backing: Signed,
    /// The cash of all indexes' holders.
    pub(crate) rebalance: Signed,
    pub(crate) unclaimed: Signed,
    pub(crate) on_chain: Signed,
    pub(crate) vault: Signed,
    pub(crate) venue: Signed,
    pub(crate) in_transit: Signed,
    pub(crate) issued: Signed,
}

impl Sums {
    pub(crate) fn of(books: &Books, unit: &Unit) -> Result<Self, MoneyError> {
        let mut sums = Self::default();
        // What went out for good is counted from the events, not taken from the books.
        let mut gone = Signed::ZERO;
        for (account, amount) in books.each(unit) {
            let sum = match account {
                Account::Client(_, ClientPurse::Free) => &mut sums.free,
                Account::Client(_, ClientPurse::Reserved) => &mut sums.reserved,
                Account::Client(_, ClientPurse::Payout) => &mut sums.payout,
                Account::Client(_, ClientPurse::Spent)
                | Account::Market
                | Account::Fees(FeePayee::Issuer | FeePayee::Venue) => &mut gone,
                Account::Order(_, OrderPurse::InFlight) => &mut sums.in_flight,
                Account::Order(_, OrderPurse::Holdings) => &mut sums.holdings,
                Account::Order(_, OrderPurse::Unminted) => &mut sums.unminted,
                Account::House(HousePurse::Cash | HousePurse::InFlight | HousePurse::Holdings) => {
                    &mut sums.house
                }
                Account::Backing(_) => &mut sums.backing,
                Account::Rebalance(_, RebalancePurse::Cash | RebalancePurse::InFlight) => {
                    &mut sums.rebalance
                }
                Account::Unclaimed => &mut sums.unclaimed,
                Account::OnChain => &mut sums.on_chain,
                Account::Vault => &mut sums.vault,
                Account::Venue => &mut sums.venue,
                Account::InTransit => &mut sums.in_transit,
                Account::Issued => &mut sums.issued,
            };
            *sum = sum.checked_add(amount)?;
        }
        Ok(sums)
    }
}
