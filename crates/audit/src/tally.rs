//! What the solver's events say by themselves, added up without its machine: the other side of every sum in its books.

use std::collections::BTreeMap;

use issuance::{Event, OrderChange, OrderEvent, OrderId, Side, VenueSide, VenueTrade};
use ledger::Unit;
use money::{MoneyError, Signed};
use venue::filters::notional;

use crate::holders::AllHolders;

/// An asset's.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct AssetTally {
    /// Less fees in the asset itself.
    pub(crate) bought: Signed,
    pub(crate) sold: Signed,
    /// Fees of other assets' trades that were taken in it.
    pub(crate) fees: Signed,
}

/// An index's.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct IndexTally {
    pub(crate) filled: Signed,
    /// Of orders that are minted.
    pub(crate) minted: Signed,
    pub(crate) burned: Signed,
    /// By redemptions.
    pub(crate) redeemed: Signed,
}

#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) cash: Option<Unit>,
    /// Prefix of ids that leave for the venue or the chain.
    pub(crate) instance: String,
    pub(crate) deposits: Signed,
    /// Asset cost of fills.
    pub(crate) spent: Signed,
    pub(crate) venue_fees: Signed,
    pub(crate) issuer_fees: Signed,
    /// What sales of left-over holdings brought less than they had cost.
    pub(crate) sale_losses: Signed,
    pub(crate) paid_out: Signed,
    /// What sales for redemptions brought, before fees.
    pub(crate) redeemed: Signed,
    /// What the issuer put at the venue, and what trades moved.
    pub(crate) venue_cash: Signed,
    pub(crate) house_cash: Signed,
    pub(crate) assets: BTreeMap<Unit, AssetTally>,
    pub(crate) indexes: BTreeMap<Unit, IndexTally>,
    pub(crate) holders: AllHolders,
    fills: BTreeMap<OrderId, Signed>,
}

impl Tally {
    pub(crate) fn take(&mut self, event: &Event) -> Result<(), MoneyError> {
        self.holders.take(event)?;
        match event {
            Event::Configured { settings } => {
                let house_cash = Signed::from(settings.house_cash);
                let more = house_cash.checked_sub(self.house_cash)?;
                self.house_cash = house_cash;
                plus(&mut self.venue_cash, more)?;
                self.cash = Some(settings.cash.clone());
                self.instance.clone_from(&settings.instance);
                Ok(())
            }
            Event::Deposited { deposit, .. } => plus(&mut self.deposits, deposit.amount),
            Event::Bought(bought) => self.trade(&bought.trade),
            Event::Sold(sold) => {
                for share in &sold.shares {
                    let loss = share.sold.paid()?.checked_sub(share.proceeds)?;
                    plus(&mut self.sale_losses, loss)?;
                }
                for share in &sold.redeemed {
                    plus(&mut self.redeemed, share.sold.cost)?;
                    plus(&mut self.venue_fees, share.sold.fee)?;
                }
                self.trade(&sold.trade)
            }
            Event::PaidOut { payout, .. } => plus(&mut self.paid_out, payout.amount),
            Event::BatchMade { .. } | Event::BatchJoined { .. } => {
                let joining = event.joining();
                let takes = joining.iter().flat_map(|joining| joining.house_take);
                let takes = takes.map(|take| take.lot.cost);
                let crossings = joining.iter().flat_map(|joining| joining.crossings);
                let crossed = crossings.flat_map(|crossing| &crossing.parts);
                // What crosses between holders and purchases is told with the holders' cash.
                let crossed = crossed.filter(|part| part.from.order().is_some());
                takes
                    .chain(crossed.map(|part| part.cost))
                    .try_for_each(|cost| plus(&mut self.redeemed, cost))
            }
            Event::Burned { burn, .. } => {
                let index = self.indexes.entry(Unit::from(&burn.index)).or_default();
                plus(&mut index.burned, burn.units)
            }
            Event::Order(event) => self.order(event),
            // What was counted when it came.
            Event::UnclaimedCredited { .. }
            | Event::UnclaimedUnitsCredited { .. }
            | Event::AccountDefined { .. }
            | Event::IndexDefined { .. }
            | Event::RebalanceChanged { .. }
            | Event::RebalanceFunded { .. }
            | Event::CashLeft { .. }
            | Event::CashArrived { .. }
            | Event::TradingSet { .. }
            | Event::LimitsSet { .. }
            | Event::Quoted { .. }
            | Event::PayoutAsked { .. }
            | Event::PayoutAccepted { .. }
            | Event::PayoutFailed { .. }
            | Event::CancelRejected { .. }
            | Event::OrdersCancelled { .. }
            | Event::BatchPlaced { .. }
            | Event::AssetOrderEnded { .. }
            | Event::BatchFilled { .. }
            | Event::BatchSettling { .. }
            | Event::BatchSettled { .. }
            | Event::Skipped { .. }
            | Event::TradeParked { .. }
            | Event::MintAccepted { .. }
            | Event::InventoryConfirmed { .. } => Ok(()),
        }
    }

    fn order(&mut self, event: &OrderEvent) -> Result<(), MoneyError> {
        let index = Unit::from(&event.order.request.index);
        match &event.change {
            // What was sold for it was counted with its sales.
            OrderChange::Filled(fill) if event.order.request.side == Side::Redeem => {
                plus(&mut self.issuer_fees, fill.issuer_fee)?;
                plus(
                    &mut self.indexes.entry(index).or_default().redeemed,
                    fill.units,
                )
            }
            OrderChange::Filled(fill) => {
                plus(&mut self.spent, fill.gross)?;
                plus(&mut self.venue_fees, fill.venue_fees)?;
                plus(&mut self.issuer_fees, fill.issuer_fee)?;
                plus(self.fills.entry(event.order.id).or_default(), fill.units)?;
                plus(
                    &mut self.indexes.entry(index).or_default().filled,
                    fill.units,
                )
            }
            OrderChange::Minted { .. } => {
                let units = self.fills.remove(&event.order.id).unwrap_or_default();
                plus(&mut self.indexes.entry(index).or_default().minted, units)
            }
            // Cash and lots only change hands between the client and the house.
            OrderChange::Ended { .. }
            | OrderChange::TakenOver { .. }
            | OrderChange::Accepted { .. }
            | OrderChange::Rejected
            | OrderChange::Reserved
            | OrderChange::CancelAsked { .. }
            | OrderChange::ReplaceAsked { .. }
            | OrderChange::Replaced { .. }
            | OrderChange::Closing { .. }
            | OrderChange::Suspended { .. }
            | OrderChange::Resumed
            | OrderChange::MintFailed { .. } => Ok(()),
        }
    }

    fn trade(&mut self, trade: &VenueTrade) -> Result<(), MoneyError> {
        let Some(cash) = self.cash.clone() else {
            return Ok(());
        };
        for (unit, amount) in effects(trade, &cash)? {
            if unit == cash {
                plus(&mut self.venue_cash, amount)?;
                continue;
            }
            let asset = self.assets.entry(unit.clone()).or_default();
            if unit != trade.asset {
                plus(&mut asset.fees, -amount)?;
            } else if trade.side == VenueSide::Buy {
                plus(&mut asset.bought, amount)?;
            } else {
                plus(&mut asset.sold, -amount)?;
            }
        }
        Ok(())
    }
}

/// What a trade has done to our balances at the venue.
pub(crate) fn effects(
    trade: &VenueTrade,
    cash: &Unit,
) -> Result<impl Iterator<Item = (Unit, Signed)>, MoneyError> {
    let value = Signed::from(notional(trade.price, trade.quantity)?);
    let quantity = Signed::from(trade.quantity);
    let (asset, paid) = match trade.side {
        VenueSide::Buy => (quantity, -value),
        VenueSide::Sell => (-quantity, value),
    };
    let mut effects = BTreeMap::from([(trade.asset.clone(), asset), (cash.clone(), paid)]);
    let fee = effects.entry(trade.fee_asset.clone()).or_default();
    *fee = fee.checked_sub(trade.fee.into())?;
    effects.retain(|_, amount| !amount.is_zero());
    Ok(effects.into_iter())
}

pub(crate) fn plus(sum: &mut Signed, amount: impl Into<Signed>) -> Result<(), MoneyError> {
    *sum = sum.checked_add(amount.into())?;
    Ok(())
}
