//! What happens to burned units and to the orders that redeem them.

use std::sync::Arc;

use ledger::{Account, Name, Unit};
use lots::Taken;
use money::{MoneyError, Units};

use super::Applied;
use crate::batch::HouseTake;
use crate::books::{self, Buyer, Seller};
use crate::crossing::{Crossing, Party};
use crate::desk::Desk;
use crate::event::{IndexFill, RedemptionShare};
use crate::holding::AssetLots;
use crate::order::{Order, Outcome, Step};
use crate::request::Side;
use crate::{BatchId, Burn, OrderId};

impl Desk<'_> {
    pub(super) fn burn(&mut self, burn: &Burn, account: Option<&Name>) -> Applied {
        let to = account.map_or(Account::Unclaimed, Account::free);
        let posting = books::burn(&burn.index, to, burn.units)?;
        self.post(&posting)
    }

    pub(super) fn sell_backing(&mut self, asset: &Unit, share: &RedemptionShare) -> Applied {
        let cash = self.cash.clone();
        let order = self.order_mut(share.order)?;
        order.hold(asset, &share.sold)?;
        let posting = books::sell_backing(&cash, asset, order, &share.sold)?;
        self.post(&posting)
    }

    pub(super) fn take_backing(&mut self, take: &HouseTake) -> Applied {
        let cash = self.cash.clone();
        let order = self.order_mut(take.order)?;
        order.hold(&take.asset, &take.lot)?;
        let posting = books::take_backing(&cash, &take.asset, order, &take.lot)?;
        self.house_mut(&take.asset).add(take.lot.clone())?;
        self.post(&posting)
    }

    pub(super) fn cross(&mut self, batch: BatchId, crossing: &Crossing) -> Applied {
        let cash = self.cash.clone();
        let asset = &crossing.asset;
        for part in &crossing.parts {
            let lot = crossing.lot(batch, part);
            let proceeds = match &part.from {
                Party::Order(id) => {
                    let from = self.order_mut(*id)?;
                    from.hold(asset, &lot)?;
                    Account::in_flight(&from.name)
                }
                Party::Holders(index) => Account::rebalance(index),
            };
            let (purse, holds) = match &part.to {
                Party::Order(id) => {
                    let to = self.order_mut(*id)?;
                    to.in_flight = to.in_flight.checked_sub(lot.cost)?;
                    to.hold(asset, &lot)?;
                    (Account::in_flight(&to.name), Account::holdings(&to.name))
                }
                Party::Holders(index) => (Account::rebalance(index), Account::backing(index)),
            };
            let seller = Seller {
                backing: Account::backing(&part.index),
                proceeds,
            };
            let buyer = Buyer { purse, holds };
            let posting = books::cross(&cash, asset, (seller, buyer), &lot)?;
            self.post(&posting)?;
        }
        Ok(())
    }

    pub(super) fn redeem(&mut self, id: OrderId, fill: &IndexFill) -> Applied {
        let cash = self.cash.clone();
        let net = fill.net(Side::Redeem)?;
        let order = self.order_mut(id)?;
        for AssetLots { asset, lots } in &fill.consumed {
            order.holdings.take(asset, lots)?;
        }
        order.fills += 1;
        order.units = order.units.checked_add(fill.units)?;
        order.gross = order.gross.checked_add(fill.gross)?;
        order.venue_fees = order.venue_fees.checked_add(fill.venue_fees)?;
        order.issuer_fees = order.issuer_fees.checked_add(fill.issuer_fee)?;
        order.returned = order.returned.checked_add(net)?;
        let posting = books::redeem(&cash, order, fill, net)?;
        let account = order.request.account.clone();
        let client = self.client_mut(&account)?;
        client.redeemed = client.redeemed.checked_add(net)?;
        self.post(&posting)
    }

    pub(super) fn close(&mut self, id: OrderId, outcome: &Outcome, units: Units) -> Applied {
        let order = self.step(id, Step::Close)?;
        order.closing = Some(outcome.clone());
        let given_back = order.request.units.checked_sub(units)?;
        Arc::make_mut(&mut order.request).units = units;
        let posting = books::release_units(order, given_back)?;
        self.post(&posting)
    }
}

impl Order {
    pub(super) fn hold(&mut self, asset: &Unit, lot: &Taken) -> Result<(), MoneyError> {
        self.holdings.add(asset, lot.clone())
    }

    /// What its reserved units are when it ends: those that it has not redeemed.
    pub(crate) fn unsold(&self) -> Result<Units, MoneyError> {
        if self.is_redemption() && self.status != crate::Status::Waiting {
            self.request.units.checked_sub(self.units)
        } else {
            Ok(Units::ZERO)
        }
    }
}
