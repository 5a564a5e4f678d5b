//! What a rebalance posts.

use ledger::{Account, Name, Posting, Unit};
use money::Cash;

use super::{HOUSE, HOUSE_HOLDINGS, Posted, VENUE_FEES};
use crate::Rejection;
use crate::holding::AssetLots;
use crate::rebalance::{BackingShare, HouseExchange};

/// Where a purchase for the holders is paid from: what its batch has, and then the rest of their cash.
#[derive(Clone, Copy)]
pub(crate) struct Purses {
    pub(crate) in_flight: Cash,
    pub(crate) purse: Cash,
}

/// House cash becomes the holders'.
pub(crate) fn fund(cash: &Unit, index: &Name, amount: Cash) -> Posted {
    Posting::new().transfer(cash, HOUSE, Account::rebalance(index), amount)
}

/// A batch may spend it.
pub(crate) fn send_holders(cash: &Unit, index: &Name, amount: Cash) -> Posted {
    let in_flight = Account::rebalance_in_flight(index);
    Posting::new().transfer(cash, Account::rebalance(index), in_flight, amount)
}

/// The batch has settled.
pub(crate) fn return_holders(cash: &Unit, index: &Name, amount: Cash) -> Posted {
    let in_flight = Account::rebalance_in_flight(index);
    Posting::new().transfer(cash, in_flight, Account::rebalance(index), amount)
}

/// The holders' share of a buying trade: what it cost is carried by the backing.
pub(crate) fn buy_backing(cash: &Unit, asset: &Unit, share: &BackingShare, from: Purses) -> Posted {
    let BackingShare { index, lot, .. } = share;
    let backing = || Account::backing(index);
    let in_flight = Account::rebalance_in_flight(index);
    Posting::new()
        .transfer(cash, in_flight, backing(), from.in_flight)?
        .transfer(cash, Account::rebalance(index), backing(), from.purse)?
        .transfer(cash, backing(), VENUE_FEES, lot.fee)?
        .transfer(asset, Account::Venue, backing(), lot.quantity)
}

/// The holders' share of a selling trade, and what came in for it, less the venue's fee.
pub(crate) fn sell_for_holders(
    cash: &Unit,
    asset: &Unit,
    share: &BackingShare,
    proceeds: Cash,
) -> Posted {
    let BackingShare { index, lot, .. } = share;
    let backing = Account::backing(index);
    Posting::new()
        .transfer(cash, Account::Market, Account::rebalance(index), proceeds)?
        .transfer(asset, backing, Account::Venue, lot.quantity)
}

/// The house buys backing, and carries what it pays.
pub(crate) fn take_of_holders(cash: &Unit, exchange: &HouseExchange) -> Result<Posting, Rejection> {
    let (index, paid) = (&exchange.index, exchange.cash()?);
    Ok(Posting::new()
        .transfer(cash, HOUSE, Account::rebalance(index), paid)?
        .transfer(cash, Account::Market, HOUSE_HOLDINGS, paid)?
        .transfer(
            &exchange.asset,
            Account::backing(index),
            HOUSE_HOLDINGS,
            exchange.quantity()?,
        )?)
}

/// The house gives lots, which become backing at what the holders pay.
pub(crate) fn give_to_holders(cash: &Unit, exchange: &HouseExchange) -> Result<Posting, Rejection> {
    let (index, paid) = (&exchange.index, exchange.cash()?);
    let lots = AssetLots {
        asset: exchange.asset.clone(),
        lots: exchange.taken.clone(),
    };
    let cost = lots.paid()?;
    Ok(Posting::new()
        .transfer(
            cash,
            Account::rebalance(index),
            Account::backing(index),
            paid,
        )?
        .transfer(cash, HOUSE_HOLDINGS, HOUSE, cost)?
        .difference(cash, Account::Market, HOUSE, paid.checked_sub(cost)?)?
        .transfer(
            &exchange.asset,
            HOUSE_HOLDINGS,
            Account::backing(index),
            exchange.quantity()?,
        )?)
}
