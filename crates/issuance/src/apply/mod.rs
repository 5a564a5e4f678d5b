//! What an event does to the desk. The amounts are the event's; here they only move.
//!
//! A change that can't be made is an error: in a decision it refuses the command, in a replay it is a broken invariant.

mod batches;
mod orders;
mod rebalances;
mod redemptions;

use std::sync::Arc;

use ledger::{Account, Name};
use money::{Cash, MoneyError};

use crate::batch::LiveBatch;
use crate::books;
use crate::client::{Client, ClientAccount};
use crate::desk::Desk;
use crate::event::{CancelResponse, Event, OrderChange};
use crate::{Deposit, Payout, Rejection, Settings};

type Applied = Result<(), Rejection>;

impl Desk<'_> {
    #[allow(clippy::too_many_lines, reason = "one arm an event, and nothing else")]
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
            Event::PayoutAsked { payout, .. } => self.ask_payout(payout),
            Event::PaidOut { payout, .. } => self.pay_out(payout),
            Event::PayoutFailed { payout, .. } => self.return_payout(payout),
            Event::Burned { burn, account, .. } => self.burn(burn, account.as_ref()),
            Event::UnclaimedUnitsCredited {
                index,
                units,
                account,
                ..
            } => {
                let posting = books::claim_units(index, account, *units)?;
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
            Event::BatchJoined { part } => self.join_batch(part),
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
            Event::BatchFilled { batch, through } => self.filled(*batch, *through),
            Event::BatchSettling { batch, orders } => self.settle_some(*batch, *orders),
            Event::BatchSettled { batch } => self.settle(*batch),
            Event::MintAccepted { order } => {
                self.order_mut(*order)?.mint_accepted = true;
                Ok(())
            }
            Event::CancelRejected {
                response_to,
                cl_ord_id,
                order,
                ..
            } => {
                if let (CancelResponse::Replace, Some(order)) = (response_to, order) {
                    let order = self.order_mut(order.id)?;
                    order.replace.take_if(|asked| asked.cl_ord_id == *cl_ord_id);
                }
                Ok(())
            }
            Event::RebalanceFunded { index, amount, .. } => {
                let posting = books::fund(&self.cash, index, *amount)?;
                self.post(&posting)
            }
            Event::CashLeft { cash_move, .. } => {
                let posting = books::cash_leaves(&self.cash, cash_move)?;
                self.post(&posting)
            }
            Event::CashArrived { arrival, .. } => {
                let posting = books::cash_arrives(&self.cash, arrival)?;
                self.post(&posting)
            }
            Event::RebalanceChanged { .. }
            | Event::TradingSet { .. }
            | Event::LimitsSet { .. }
            | Event::Quoted { .. }
            | Event::PayoutAccepted { .. }
            | Event::OrdersCancelled { .. }
            | Event::Skipped { .. }
            | Event::TradeParked { .. }
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

    fn deposit(&mut self, deposit: &Deposit, account: Option<&Name>) -> Applied {
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

    fn ask_payout(&mut self, payout: &Payout) -> Applied {
        let posting = books::ask_payout(&self.cash, &payout.request.account, payout.amount)?;
        self.post(&posting)
    }

    fn pay_out(&mut self, payout: &Payout) -> Applied {
        let posting = books::pay_out(&self.cash, &payout.request.account, payout.amount)?;
        let client = self.client_mut(&payout.request.account)?;
        client.paid_out = client.paid_out.checked_add(payout.amount)?;
        self.post(&posting)
    }

    fn return_payout(&mut self, payout: &Payout) -> Applied {
        let posting = books::return_payout(&self.cash, &payout.request.account, payout.amount)?;
        self.post(&posting)
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
