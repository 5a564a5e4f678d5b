//! What each event posts. The chart of accounts is `ledger`'s; `docs/books.md` has the same table with examples.
//!
//! | event | cash | asset or units |
//! |---|---|---|
//! | settings: house cash | venue → house | |
//! | deposit | vault → free, or unclaimed | |
//! | reserve | free → reserved | |
//! | batch | reserved → in flight; house → house in flight | |
//! | house lots used | in flight → holdings at the best ask; house holdings → house at cost; the difference from the market | house → order |
//! | bought | in flight → holdings, fees included; market → venue what was paid | venue → order, house |
//! | fill | holdings → spent and venue's fees; reserved → issuer's fees | order → backing; issued → unminted |
//! | settled, in a large batch some orders at a time | in flight → reserved | |
//! | taken over | holdings → free at cost; house → house holdings | order → house |
//! | sold | holdings → market at cost; market → free, venue's fees; venue → market what came in | order → venue |
//! | minted | | unminted → on chain |
//! | payout: asked, paid, failed | free → payout; payout → vault; payout → free | |
//! | burned | | on chain → free, or unclaimed |
//! | redemption reserved | | free → reserved |
//! | backing sold | venue → market what came in; market → in flight, venue's fees | backing → venue |
//! | backing taken by the house | house → in flight; market → house holdings | backing → house |
//! | backing crossed | in flight of the one → in flight of the other; market → holdings | backing → order |
//! | … of an index's holders, or to them | to rebalance, or from rebalance; market → backing | backing → backing |
//! | rebalance: house cash given | house → rebalance | |
//! | … batch | rebalance → rebalance in flight | |
//! | … sold | venue → market what came in; market → rebalance, venue's fees | backing → venue |
//! | … bought | rebalance in flight → backing, venue's fees; market → venue what was paid | venue → backing |
//! | … the house takes | house → rebalance; market → house holdings | backing → house |
//! | … the house gives | rebalance → backing at the best ask; house holdings → house at cost; the difference from the market | house → backing |
//! | cash leaves a place | in transit → vault or venue | |
//! | … arrives | vault or venue → in transit; house → venue's fees and market → in transit what it cost | |
//! | redemption filled | in flight → free and issuer's fees | reserved → issued |

mod cash_moves;
mod rebalances;
mod units;

use ledger::{Account, FeePayee, HousePurse, Name, Posting, PostingError, Unit};
use lots::Taken;
use money::{Cash, MoneyError, Signed};

use crate::Rejection;
use crate::event::{Bought, IndexFill, Sold};
use crate::holding::AssetLots;
use crate::order::Order;

pub(crate) use self::cash_moves::{cash_arrives, cash_leaves};
pub(crate) use self::rebalances::{
    Purses, buy_backing, fund, give_to_holders, return_holders, sell_for_holders, send_holders,
    take_of_holders,
};
pub(crate) use self::units::{burn, claim_units, mint, release_units, reserve_units};

const HOUSE: Account = Account::House(HousePurse::Cash);
const HOUSE_IN_FLIGHT: Account = Account::House(HousePurse::InFlight);
const HOUSE_HOLDINGS: Account = Account::House(HousePurse::Holdings);
const VENUE_FEES: Account = Account::Fees(FeePayee::Venue);
const ISSUER_FEES: Account = Account::Fees(FeePayee::Issuer);

type Posted = Result<Posting, PostingError>;

/// The issuer puts more cash at the venue, or takes some away.
pub(crate) fn house_cash(cash: &Unit, difference: Cash) -> Posted {
    Posting::new().difference(cash, Account::Venue, HOUSE, difference)
}

pub(crate) fn deposit(cash: &Unit, to: Account, amount: Cash) -> Posted {
    Posting::new().transfer(cash, Account::Vault, to, amount)
}

pub(crate) fn claim(cash: &Unit, client: &Name, amount: Cash) -> Posted {
    Posting::new().transfer(cash, Account::Unclaimed, Account::free(client), amount)
}

pub(crate) fn reserve(cash: &Unit, client: &Name, amount: Cash) -> Posted {
    Posting::new().transfer(
        cash,
        Account::free(client),
        Account::reserved(client),
        amount,
    )
}

pub(crate) fn send(cash: &Unit, order: &Order, amount: Cash) -> Posted {
    Posting::new().transfer(
        cash,
        Account::reserved(&order.request.account),
        Account::in_flight(&order.name),
        amount,
    )
}

pub(crate) fn send_house(cash: &Unit, amount: Cash) -> Posted {
    Posting::new().transfer(cash, HOUSE, HOUSE_IN_FLIGHT, amount)
}

pub(crate) fn return_in_flight(cash: &Unit, order: &Order, amount: Cash) -> Posted {
    Posting::new().transfer(
        cash,
        Account::in_flight(&order.name),
        Account::reserved(&order.request.account),
        amount,
    )
}

pub(crate) fn return_house(cash: &Unit, amount: Cash) -> Posted {
    Posting::new().transfer(cash, HOUSE_IN_FLIGHT, HOUSE, amount)
}

/// `cost`: what the lots cost the house; `price`: what the order pays.
pub(crate) fn use_house(
    cash: &Unit,
    order: &Order,
    lots: &AssetLots,
    cost: Cash,
    price: Cash,
) -> Result<Posting, Rejection> {
    let gain = price.checked_sub(cost)?;
    Ok(Posting::new()
        .transfer(
            cash,
            Account::in_flight(&order.name),
            Account::holdings(&order.name),
            price,
        )?
        .transfer(cash, HOUSE_HOLDINGS, HOUSE, cost)?
        .difference(cash, Account::Market, HOUSE, gain)?
        .transfer(
            &lots.asset,
            HOUSE_HOLDINGS,
            Account::holdings(&order.name),
            lots.quantity()?,
        )?)
}

/// An order's share of a buying trade, paid from what it has in flight and, if that is short, from what it has reserved.
pub(crate) fn buy(
    cash: &Unit,
    asset: &Unit,
    order: &Order,
    quantity: impl Into<Signed>,
    in_flight: Cash,
    reserved: Cash,
) -> Posted {
    let holdings = || Account::holdings(&order.name);
    Posting::new()
        .transfer(cash, Account::in_flight(&order.name), holdings(), in_flight)?
        .transfer(
            cash,
            Account::reserved(&order.request.account),
            holdings(),
            reserved,
        )?
        .transfer(asset, Account::Venue, holdings(), quantity)
}

/// The house's share of a buying trade, and the cash that left the venue.
pub(crate) fn buy_house(cash: &Unit, bought: &Bought, in_flight: Cash, from_cash: Cash) -> Posted {
    let trade = &bought.trade;
    let posting = Posting::new()
        .transfer(cash, HOUSE_IN_FLIGHT, HOUSE_HOLDINGS, in_flight)?
        .transfer(cash, HOUSE, HOUSE_HOLDINGS, from_cash)?
        .transfer(cash, HOUSE, VENUE_FEES, bought.remainder)?
        .transfer(cash, Account::Market, Account::Venue, bought.paid)?
        .and(third_asset_fee(cash, trade)?);
    match &bought.house {
        Some(house) => posting.transfer(
            &trade.asset,
            Account::Venue,
            HOUSE_HOLDINGS,
            house.lot.quantity,
        ),
        None => Ok(posting),
    }
}

/// A fee in neither the cash nor the asset is paid from the house's stock of it, and the house has the cash for it.
fn third_asset_fee(cash: &Unit, trade: &crate::VenueTrade) -> Posted {
    if trade.fee_asset == *cash || trade.fee_asset == trade.asset {
        return Ok(Posting::new());
    }
    Posting::new()
        .transfer(&trade.fee_asset, HOUSE, Account::Venue, trade.fee)?
        .transfer(cash, Account::Market, HOUSE, trade.fee_cash)
}

/// A fill. Its issuer's fee is paid from what is reserved and, if that is short, from what is in flight.
pub(crate) fn fill(
    cash: &Unit,
    order: &Order,
    fill: &IndexFill,
    reserved: Cash,
    in_flight: Cash,
) -> Result<Posting, Rejection> {
    let client = &order.request.account;
    let holdings = || Account::holdings(&order.name);
    let mut posting = Posting::new()
        .transfer(cash, holdings(), Account::spent(client), fill.gross)?
        .transfer(cash, holdings(), VENUE_FEES, fill.venue_fees)?
        .transfer(cash, Account::reserved(client), ISSUER_FEES, reserved)?
        .transfer(
            cash,
            Account::in_flight(&order.name),
            ISSUER_FEES,
            in_flight,
        )?
        .transfer(
            &Unit::from(&order.request.index),
            Account::Issued,
            Account::unminted(&order.name),
            fill.units,
        )?;
    for AssetLots { asset, lots } in &fill.consumed {
        for lot in lots {
            posting = posting.transfer(
                asset,
                holdings(),
                Account::backing(&order.request.index),
                lot.quantity,
            )?;
        }
    }
    Ok(posting)
}

/// What is reserved goes back.
pub(crate) fn release(cash: &Unit, order: &Order, amount: Cash) -> Posted {
    let client = &order.request.account;
    Posting::new().transfer(
        cash,
        Account::reserved(client),
        Account::free(client),
        amount,
    )
}

/// The house takes holdings at cost.
pub(crate) fn take_over(
    cash: &Unit,
    order: &Order,
    lots: &AssetLots,
) -> Result<Posting, Rejection> {
    let cost = lots.paid()?;
    Ok(Posting::new()
        .transfer(
            cash,
            Account::holdings(&order.name),
            Account::free(&order.request.account),
            cost,
        )?
        .transfer(cash, HOUSE, HOUSE_HOLDINGS, cost)?
        .transfer(
            &lots.asset,
            Account::holdings(&order.name),
            HOUSE_HOLDINGS,
            lots.quantity()?,
        )?)
}

/// An order's share of a selling trade: what it cost leaves, what came in for it is free.
pub(crate) fn sell(
    cash: &Unit,
    order: &Order,
    lots: &AssetLots,
    proceeds: Cash,
) -> Result<Posting, Rejection> {
    let holdings = || Account::holdings(&order.name);
    Ok(Posting::new()
        .transfer(cash, holdings(), Account::Market, lots.paid()?)?
        .transfer(
            cash,
            Account::Market,
            Account::free(&order.request.account),
            proceeds,
        )?
        .transfer(&lots.asset, holdings(), Account::Venue, lots.quantity()?)?)
}

/// The cash that came to the venue by a selling trade, its fee, and the fractions that the house keeps.
pub(crate) fn receive(cash: &Unit, sold: &Sold) -> Result<Posting, MoneyError> {
    let build = || {
        Posting::new()
            .transfer(cash, Account::Venue, Account::Market, sold.received)?
            .transfer(cash, Account::Market, VENUE_FEES, sold.trade.fee_cash)?
            .difference(cash, Account::Market, HOUSE, sold.remainder)
            .and_then(|posting| Ok(posting.and(third_asset_fee(cash, &sold.trade)?)))
    };
    build().map_err(|_: PostingError| MoneyError::Negative)
}

/// Free cash is on its way out.
pub(crate) fn ask_payout(cash: &Unit, client: &Name, amount: Cash) -> Posted {
    Posting::new().transfer(cash, Account::free(client), Account::payout(client), amount)
}

/// It has left the vault.
pub(crate) fn pay_out(cash: &Unit, client: &Name, amount: Cash) -> Posted {
    Posting::new().transfer(cash, Account::payout(client), Account::Vault, amount)
}

/// It has not, and never will.
pub(crate) fn return_payout(cash: &Unit, client: &Name, amount: Cash) -> Posted {
    Posting::new().transfer(cash, Account::payout(client), Account::free(client), amount)
}

/// A redemption's share of a selling trade: what came in for it, less the venue's fee, is its own until it is filled.
pub(crate) fn sell_backing(
    cash: &Unit,
    asset: &Unit,
    order: &Order,
    sold: &Taken,
) -> Result<Posting, Rejection> {
    Ok(Posting::new()
        .transfer(
            cash,
            Account::Market,
            Account::in_flight(&order.name),
            sold.cost.checked_sub(sold.fee)?,
        )?
        .transfer(
            asset,
            Account::backing(&order.request.index),
            Account::Venue,
            sold.quantity,
        )?)
}

/// The house buys backing of a redemption, and carries what it pays.
pub(crate) fn take_backing(cash: &Unit, asset: &Unit, order: &Order, lot: &Taken) -> Posted {
    Posting::new()
        .transfer(cash, HOUSE, Account::in_flight(&order.name), lot.cost)?
        .transfer(cash, Account::Market, HOUSE_HOLDINGS, lot.cost)?
        .transfer(
            asset,
            Account::backing(&order.request.index),
            HOUSE_HOLDINGS,
            lot.quantity,
        )
}

/// Who sells in a crossing: whose backing it is, and where the cash goes.
pub(crate) struct Seller {
    pub(crate) backing: Account,
    pub(crate) proceeds: Account,
}

/// Who buys in a crossing: where the cash comes from, and where the asset goes with what it cost.
pub(crate) struct Buyer {
    pub(crate) purse: Account,
    pub(crate) holds: Account,
}

/// Backing crosses: what the buyer pays is the seller's proceeds. What an index's holders buy of its own redemptions stays behind its units.
pub(crate) fn cross(
    cash: &Unit,
    asset: &Unit,
    (seller, buyer): (Seller, Buyer),
    lot: &Taken,
) -> Posted {
    let posting = Posting::new()
        .transfer(cash, buyer.purse, seller.proceeds, lot.cost)?
        .transfer(cash, Account::Market, buyer.holds.clone(), lot.cost)?;
    if seller.backing == buyer.holds {
        return Ok(posting);
    }
    posting.transfer(asset, seller.backing, buyer.holds, lot.quantity)
}

/// A redemption's fill: its proceeds are free, its units are gone.
pub(crate) fn redeem(cash: &Unit, order: &Order, fill: &IndexFill, net: Cash) -> Posted {
    let client = &order.request.account;
    let in_flight = || Account::in_flight(&order.name);
    Posting::new()
        .transfer(cash, in_flight(), ISSUER_FEES, fill.issuer_fee)?
        .transfer(cash, in_flight(), Account::free(client), net)?
        .transfer(
            &Unit::from(&order.request.index),
            Account::reserved(client),
            Account::Issued,
            fill.units,
        )
}
