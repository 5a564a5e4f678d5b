//! What an event does to the desk. The amounts are the event's; here they only move.
//!
//! A change that can't be made is an error: in a decision it refuses the command, in a replay it is a broken invariant.

use std::sync::Arc;

use ledger::Account;
use lots::Taken;
use money::{Cash, MoneyError};

use crate::batch::{Batch, LiveBatch, VenueSide};
use crate::books;
use crate::client::{Client, ClientAccount};
use crate::desk::Desk;
use crate::event::{Bought, Event, IndexFill, OrderChange, SaleShare, Sold};
use crate::holding::AssetLots;
use crate::order::{Order, OrderView, Outcome, Step, next};
use crate::{BatchId, Deposit, OrderId, Rejection, Settings};

type Applied = Result<(), Rejection>;

impl Desk<'_> {
    pub(crate) fn apply(&mut self, event: &Event) -> Applied {
        match event {
            Event::Configured { settings } => self.configure(settings),
            Event::AccountDefined { account, .. } => {
                self.define_account(account);
                Ok(())
            }
            Event::IndexDefined { index, .. } => {
                self.indexes
                    .insert(index.symbol.clone(), Arc::new(index.clone()));
                Ok(())
            }
            Event::Deposited {
                deposit,
                collateral,
                ..
            } => self.deposit(
                deposit,
                collateral.as_ref().map(|collateral| &collateral.account),
            ),
            Event::UnclaimedCredited {
                amount, collateral, ..
            } => {
                let client = self.client_mut(&collateral.account)?;
                client.deposited = client.deposited.checked_add(*amount)?;
                let posting = books::claim(&self.cash, &collateral.account, *amount)?;
                self.post(&posting)
            }
            Event::Order(event) => {
                if matches!(
                    event.change,
                    OrderChange::Accepted { .. } | OrderChange::Rejected
                ) {
                    self.admit(&event.order);
                }
                self.change_order(event.order.id, &event.change)
            }
            Event::BatchMade { batch } => self.make_batch(batch),
            Event::BatchPlaced { batch } => {
                self.batch_mut(*batch)?.placed = true;
                Ok(())
            }
            Event::Bought(bought) => self.buy(bought),
            Event::Sold(sold) => self.sell(sold),
            Event::AssetOrderEnded {
                asset_order_id,
                batch,
                ..
            } => self.end_asset_order(*batch, asset_order_id),
            Event::BatchSettled { batch } => self.settle(*batch),
            Event::MintAccepted { order } => {
                self.order_mut(*order)?.mint_accepted = true;
                Ok(())
            }
            Event::CancelRejected { .. }
            | Event::Skipped { .. }
            | Event::InventoryConfirmed { .. } => Ok(()),
        }
    }

    fn configure(&mut self, settings: &Settings) -> Applied {
        self.cash = settings.cash.clone();
        self.cash_scale = settings.cash_scale;
        let difference = settings
            .house_cash
            .checked_sub(std::mem::replace(&mut self.house_cash, settings.house_cash))?;
        let posting = books::house_cash(&self.cash, difference)?;
        self.post(&posting)
    }

    fn define_account(&mut self, account: &ClientAccount) {
        match self.clients.get_mut(&account.name) {
            Some(client) => client.account = account.clone(),
            None => self
                .clients
                .insert(account.name.clone(), Client::new(account.clone())),
        }
    }

    fn deposit(&mut self, deposit: &Deposit, account: Option<&ledger::Name>) -> Applied {
        let to = match account {
            Some(name) => {
                let client = self.client_mut(name)?;
                client.deposited = client.deposited.checked_add(deposit.amount)?;
                Account::free(name)
            }
            None => Account::Unclaimed,
        };
        let posting = books::deposit(&self.cash, to, deposit.amount)?;
        self.post(&posting)
    }

    /// A new order, before its first change.
    pub(crate) fn admit(&mut self, view: &OrderView) {
        let index = self.indexes.get(&view.request.index).cloned();
        let mut order = Order::new(view.id, view.request.clone(), index, view.expires_at);
        order.text.clone_from(&view.text);
        order.reject_reason = view.reject_reason;
        self.orders.insert(view.id, order);
    }

    fn step(&mut self, id: OrderId, step: Step<'_>) -> Result<&mut Order, Rejection> {
        let order = self.order_mut(id)?;
        let status = order.status;
        order.status = next(status, step).ok_or(Rejection::WrongStatus {
            order: id,
            status: status.name(),
        })?;
        Ok(order)
    }

    /// What happens to one order, and to the books for it.
    pub(crate) fn change_order(&mut self, id: OrderId, change: &OrderChange) -> Applied {
        match change {
            OrderChange::Accepted { reserved: true } | OrderChange::Reserved => self.reserve(id),
            OrderChange::Accepted { reserved: false } => Ok(()),
            OrderChange::Rejected => {
                self.order_mut(id)?.status = crate::Status::Rejected;
                Ok(())
            }
            OrderChange::Filled(fill) => self.fill(id, fill),
            OrderChange::CancelAsked { cancel_cl_ord_id } => {
                let order = self.order_mut(id)?;
                // A suspended order stays so; it ends when its batch settles.
                if let Some(status) = next(order.status, Step::AskCancel) {
                    order.status = status;
                }
                order.cancel = Some(cancel_cl_ord_id.clone());
                Ok(())
            }
            OrderChange::Ended {
                outcome,
                to_house,
                released,
            } => self.end(id, outcome, to_house, *released),
            OrderChange::TakenOver { to_house, released } => {
                self.take_over(id, to_house)?;
                let order = self.order_mut(id)?;
                order.returned = order.returned.checked_add(*released)?;
                Ok(())
            }
            OrderChange::Suspended { text } => {
                self.step(id, Step::Suspend)?.text.clone_from(text);
                Ok(())
            }
            OrderChange::Resumed => {
                self.step(id, Step::Resume)?.text.clear();
                Ok(())
            }
            OrderChange::Minted { .. } => {
                let order = self.step(id, Step::Mint)?;
                let posting = books::mint(order, order.units)?;
                self.post(&posting)
            }
            OrderChange::MintFailed { text, .. } => {
                self.step(id, Step::Suspend)?.text.clone_from(text);
                Ok(())
            }
        }
    }

    fn reserve(&mut self, id: OrderId) -> Applied {
        let order = self.step(id, Step::Reserve)?;
        let amount = order.request.cash;
        order.reserved = amount;
        let account = order.request.account.clone();
        let posting = books::reserve(&self.cash, &account, amount)?;
        self.post(&posting)
    }

    fn fill(&mut self, id: OrderId, fill: &IndexFill) -> Applied {
        let cash = self.cash.clone();
        let order = self.order_mut(id)?;
        for AssetLots { asset, lots } in &fill.consumed {
            order
                .holdings
                .get_mut(asset)
                .ok_or(MoneyError::Negative)?
                .take(lots)?;
            for lot in lots {
                remember(&mut order.lots, asset, lot)?;
            }
        }
        order.fills += 1;
        order.units = order.units.checked_add(fill.units)?;
        order.gross = order.gross.checked_add(fill.gross)?;
        order.venue_fees = order.venue_fees.checked_add(fill.venue_fees)?;
        order.issuer_fees = order.issuer_fees.checked_add(fill.issuer_fee)?;
        let (reserved, in_flight) = split(fill.issuer_fee, order.reserved)?;
        order.reserved = order.reserved.checked_sub(reserved)?;
        order.in_flight = order.in_flight.checked_sub(in_flight)?;
        let posting = books::fill(&cash, order, fill, reserved, in_flight)?;
        let account = order.request.account.clone();
        let net = fill.net()?;
        let client = self.client_mut(&account)?;
        client.spent = client.spent.checked_add(net)?;
        self.post(&posting)
    }

    fn end(
        &mut self,
        id: OrderId,
        outcome: &Outcome,
        to_house: &[AssetLots],
        released: Cash,
    ) -> Applied {
        let cash = self.cash.clone();
        self.take_over(id, to_house)?;
        let filled = !self.order(id)?.units.is_zero();
        let order = self.step(id, Step::End { outcome, filled })?;
        order.outcome = Some(outcome.clone());
        let posting = books::release(&cash, order, order.reserved)?;
        order.reserved = Cash::ZERO;
        order.returned = order.returned.checked_add(released)?;
        self.post(&posting)
    }

    fn take_over(&mut self, id: OrderId, to_house: &[AssetLots]) -> Applied {
        let cash = self.cash.clone();
        for taken in to_house {
            let order = self.order_mut(id)?;
            order
                .holdings
                .get_mut(&taken.asset)
                .ok_or(MoneyError::Negative)?
                .take(&taken.lots)?;
            let posting = books::take_over(&cash, order, taken)?;
            for lot in &taken.lots {
                self.house_mut(&taken.asset).add(lot.clone())?;
            }
            self.post(&posting)?;
        }
        Ok(())
    }

    fn make_batch(&mut self, batch: &Batch) -> Applied {
        let cash = self.cash.clone();
        for part in &batch.orders {
            let order = self.step(part.order, Step::Batch(batch.id))?;
            order.batch = Some(batch.id);
            order.reserved = order.reserved.checked_sub(part.in_flight)?;
            order.in_flight = order.in_flight.checked_add(part.in_flight)?;
            let posting = books::send(&cash, order, part.in_flight)?;
            self.post(&posting)?;
        }
        for asset_order in batch
            .asset_orders
            .iter()
            .filter(|asset_order| asset_order.side == VenueSide::Sell)
        {
            for contribution in &asset_order.contributions {
                self.order_mut(contribution.order)?.batch = Some(batch.id);
            }
        }
        let posting = books::send_house(&cash, batch.house_in_flight)?;
        self.post(&posting)?;
        for part in &batch.house_use {
            self.house_mut(&part.taken.asset).take(&part.taken.lots)?;
            let (cost, price) = (part.taken.paid()?, part.given.paid()?);
            let order = self.order_mut(part.order)?;
            order.in_flight = order.in_flight.checked_sub(price)?;
            for lot in &part.given.lots {
                order
                    .holdings
                    .entry(part.given.asset.clone())
                    .or_default()
                    .add(lot.clone())?;
            }
            let posting = books::use_house(&cash, order, &part.given, cost, price)?;
            self.post(&posting)?;
        }
        self.batches.insert(batch.id, LiveBatch::new(batch.clone()));
        Ok(())
    }

    fn buy(&mut self, bought: &Bought) -> Applied {
        let cash = self.cash.clone();
        let asset = &bought.trade.asset;
        for share in &bought.shares {
            let order = self.order_mut(share.order)?;
            let (in_flight, reserved) = split(share.lot.paid()?, order.in_flight)?;
            order.in_flight = order.in_flight.checked_sub(in_flight)?;
            order.reserved = order.reserved.checked_sub(reserved)?;
            if !share.lot.quantity.is_zero() || !share.lot.paid()?.is_zero() {
                order
                    .holdings
                    .entry(asset.clone())
                    .or_default()
                    .add(share.lot.clone())?;
            }
            let posting = books::buy(&cash, asset, order, share.lot.quantity, in_flight, reserved)?;
            self.post(&posting)?;
        }
        let live = self.batch_mut(bought.batch)?;
        let place = place_of(live, &bought.trade.asset_order_id)?;
        let batch = Arc::clone(&live.batch);
        let progress = &mut live.progress[place];
        progress.executed = progress.executed.checked_add(bought.trade.quantity)?;
        for share in &bought.shares {
            let contributions = &batch.asset_orders[place].contributions;
            let whose = contributions
                .iter()
                .position(|contribution| contribution.order == share.order);
            let left = whose
                .and_then(|whose| progress.left.get_mut(whose))
                .ok_or(Rejection::UnknownOrder(share.order))?;
            *left = left.checked_sub(share.traded)?;
        }
        let (mut in_flight, mut from_cash) = (Cash::ZERO, Cash::ZERO);
        if let Some(house) = &bought.house {
            progress.house_left = progress.house_left.excess_over(house.traded)?;
            (in_flight, from_cash) = split(house.lot.paid()?, live.house_in_flight)?;
            live.house_in_flight = live.house_in_flight.checked_sub(in_flight)?;
            self.house_mut(asset).add(house.lot.clone())?;
        }
        let posting = books::buy_house(&cash, bought, in_flight, from_cash)?;
        self.post(&posting)
    }

    fn sell(&mut self, sold: &Sold) -> Applied {
        let cash = self.cash.clone();
        for share in &sold.shares {
            self.sell_share(share)?;
        }
        let live = self.batch_mut(sold.batch)?;
        let place = place_of(live, &sold.trade.asset_order_id)?;
        let batch = Arc::clone(&live.batch);
        let progress = &mut live.progress[place];
        progress.executed = progress.executed.checked_add(sold.trade.quantity)?;
        for share in &sold.shares {
            let contributions = &batch.asset_orders[place].contributions;
            let whose = contributions
                .iter()
                .position(|contribution| contribution.order == share.order);
            let left = whose
                .and_then(|whose| progress.left.get_mut(whose))
                .ok_or(Rejection::UnknownOrder(share.order))?;
            *left = left.checked_sub(share.sold.quantity()?)?;
        }
        let posting = books::receive(&cash, sold)?;
        self.post(&posting)
    }

    fn sell_share(&mut self, share: &SaleShare) -> Applied {
        let cash = self.cash.clone();
        let loss = share.sold.paid()?.checked_sub(share.proceeds)?;
        let order = self.order_mut(share.order)?;
        order
            .holdings
            .get_mut(&share.sold.asset)
            .ok_or(MoneyError::Negative)?
            .take(&share.sold.lots)?;
        order.sale_loss = order.sale_loss.checked_add(loss)?;
        order.returned = order.returned.checked_add(share.proceeds)?;
        let posting = books::sell(&cash, order, &share.sold, share.proceeds)?;
        let account = order.request.account.clone();
        let client = self.client_mut(&account)?;
        client.spent = client.spent.checked_add(loss)?;
        self.post(&posting)
    }

    fn end_asset_order(&mut self, batch: BatchId, asset_order_id: &str) -> Applied {
        let live = self.batch_mut(batch)?;
        let place = place_of(live, asset_order_id)?;
        live.progress[place].ended = true;
        Ok(())
    }

    fn settle(&mut self, id: BatchId) -> Applied {
        let cash = self.cash.clone();
        let live = self.batch_mut(id)?;
        live.settled = true;
        let batch = Arc::clone(&live.batch);
        let house = std::mem::take(&mut live.house_in_flight);
        let posting = books::return_house(&cash, house)?;
        self.post(&posting)?;
        for part in &batch.orders {
            let order = self.step(part.order, Step::Settle)?;
            order.batch = None;
            let back = std::mem::take(&mut order.in_flight);
            order.reserved = order.reserved.checked_add(back)?;
            let posting = books::return_in_flight(&cash, order, back)?;
            self.post(&posting)?;
        }
        for asset_order in batch
            .asset_orders
            .iter()
            .filter(|asset_order| asset_order.side == VenueSide::Sell)
        {
            for contribution in &asset_order.contributions {
                self.order_mut(contribution.order)?.batch = None;
            }
        }
        Ok(())
    }
}

/// Where an asset order stands in its batch.
pub(crate) fn place_of(live: &LiveBatch, asset_order_id: &str) -> Result<usize, Rejection> {
    let place = live
        .batch
        .asset_orders
        .iter()
        .position(|asset_order| asset_order.id == asset_order_id);
    place.ok_or(Rejection::UnknownBatch(live.batch.id))
}

/// An amount as what a purse covers of it, and the rest.
pub(crate) fn split(amount: Cash, purse: Cash) -> Result<(Cash, Cash), MoneyError> {
    let first = amount.min(purse);
    Ok((first, amount.checked_sub(first)?))
}

/// Adds a consumed part to what is known to stand behind the units: one entry a lot.
fn remember(
    lots: &mut Vec<(ledger::Unit, Taken)>,
    asset: &ledger::Unit,
    lot: &Taken,
) -> Result<(), MoneyError> {
    match lots
        .iter_mut()
        .find(|(known_asset, known)| known.lot == lot.lot && known_asset == asset)
    {
        Some((_, known)) => {
            known.quantity = known.quantity.checked_add(lot.quantity)?;
            known.cost = known.cost.checked_add(lot.cost)?;
            known.fee = known.fee.checked_add(lot.fee)?;
        }
        None => lots.push((asset.clone(), lot.clone())),
    }
    Ok(())
}
