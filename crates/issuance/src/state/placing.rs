//! Where orders and batches are found: an order is in the sets that its state belongs to, and in no others.

use std::collections::BTreeSet;
use std::ops::RangeFrom;
use std::sync::Arc;

use super::Issuance;
use crate::batch::{Batch, BatchPart, Contribution, VenueSide};
use crate::event::{OrderChange, OrderEvent, Stream};
use crate::order::{Order, Status};
use crate::{BatchId, OrderId, Rejection};

impl Issuance {
    pub(super) fn note_order(&mut self, event: &OrderEvent) {
        let OrderEvent {
            order: view,
            change,
            collateral,
            command_id,
        } = event;
        let after = self.desk.orders.get(&view.id).map(Order::view);
        assert!(
            matches!(&after, Some(Ok(after)) if after == view),
            "an order is not what its event says: {after:?}, {view:?}"
        );
        let after = self.desk.collateral(&view.request.account).ok();
        assert!(
            collateral.is_none() || after == *collateral,
            "collateral is not what an event says: {after:?}, {collateral:?}"
        );
        if let Some(command_id) = command_id {
            self.see(command_id);
        }
        if matches!(change, OrderChange::Accepted { .. }) {
            self.recent.note(view.accepted_at);
            let account = view.request.account.clone();
            let own = self.recent_of.entry(account).or_default();
            own.note(view.accepted_at);
            let quote = view.request.quote;
            if let Some(held) = quote.and_then(|quote| self.quotes.use_up(quote)) {
                self.held.insert(view.id, held);
            }
        }
        match change {
            OrderChange::Accepted { .. } | OrderChange::Rejected | OrderChange::Replaced { .. } => {
                self.orders_made = self.orders_made.max(view.id.0);
                let key = (view.request.session.clone(), view.request.cl_ord_id.clone());
                // A duplicate does not take the first one's name.
                self.by_client_id.entry(key).or_insert(view.id);
            }
            OrderChange::Minted { position, .. } | OrderChange::MintFailed { position, .. } => {
                self.follow(Stream::Minter, *position);
            }
            OrderChange::Reserved
            | OrderChange::Filled(_)
            | OrderChange::CancelAsked { .. }
            | OrderChange::ReplaceAsked { .. }
            | OrderChange::Closing { .. }
            | OrderChange::Ended { .. }
            | OrderChange::TakenOver { .. }
            | OrderChange::Suspended { .. }
            | OrderChange::Resumed => {}
        }
        self.place_order(view.id);
        self.note_basket(view.id, change);
    }

    /// An order with an earlier basket has left something else behind the units than the newest says, or leaves what it had a right to.
    fn note_basket(&mut self, id: OrderId, change: &OrderChange) {
        if let OrderChange::Filled(_)
        | OrderChange::Ended { .. }
        | OrderChange::Closing { .. }
        | OrderChange::Replaced { .. } = change
            && let Some(index) = self
                .desk
                .orders
                .get(&id)
                .and_then(|order| order.index.as_ref())
        {
            self.rebalances.note_order(index);
        }
    }

    /// Puts an order into the sets that its state belongs to, and out of the others.
    pub(super) fn place_order(&mut self, id: OrderId) {
        let placed = self.try_place(id);
        placed.expect("the event was applied to it, and had the same sums");
    }

    /// The same of an order that no event of now is about.
    pub(super) fn try_place(&mut self, id: OrderId) -> Result<(), Rejection> {
        let order = self.desk.order(id)?;
        self.census.count(id, order.status);
        let open = matches!(
            order.status,
            Status::Waiting | Status::Working | Status::Suspended
        ) && order.outcome.is_none();
        let is_open = order.outcome.is_none() && !order.status.is_final();
        let may_spend = || order.request.cash.checked_sub(order.spent()?);
        let amount = is_open.then(may_spend).transpose()?;
        self.open.set(id, &order.request.account, amount)?;
        if !is_open {
            self.held.remove(&id);
        }
        put(&mut self.ready, id, order.status == Status::Working);
        put(
            &mut self.sellers,
            id,
            order.has_left_over() && order.batch.is_none(),
        );
        put(
            &mut self.redeeming,
            id,
            order.redeems(&order.request.index).is_some(),
        );
        put(
            &mut self.unminted,
            id,
            order.status == Status::Minting && !order.mint_accepted,
        );
        if let Some(expires_at) = order.expires_at {
            put(
                &mut self.expiring,
                (expires_at, id),
                open && order.batch.is_none() && order.closing.is_none(),
            );
        }
        let account = &order.request.account;
        if let Some(waiting) = self.waiting.get_mut(account) {
            waiting.place(order);
            if waiting.is_empty() {
                self.waiting.remove(account);
            }
        } else if order.status == Status::Waiting {
            let waiting = self.waiting.entry(account.clone()).or_default();
            waiting.place(order);
        }
        Ok(())
    }

    pub(super) fn note_batch(&mut self, batch: &Batch) {
        self.batches_made = self.batches_made.max(batch.id.0);
        self.live_batches.insert(batch.id);
        if !batch.asset_orders.is_empty() {
            self.unplaced.insert(batch.id);
        }
        for asset_order in &batch.asset_orders {
            self.asset_orders.insert(asset_order.id.clone(), batch.id);
        }
        self.place_orders_of(batch, 0..);
    }

    pub(super) fn note_part(&mut self, part: &BatchPart) {
        let batch = self.batch_of(part.batch);
        for joined in &part.orders {
            self.place_order(joined.order);
        }
        for contributed in &part.contributions {
            let side = batch.asset_orders[contributed.place].side;
            self.place_sellers(side, &contributed.contributions);
        }
    }

    /// A live batch, all parts of it so far.
    fn batch_of(&self, id: BatchId) -> Arc<Batch> {
        let live = self.desk.batch(id);
        let live = live.expect("the event was applied to it");
        Arc::clone(&live.batch)
    }

    pub(super) fn note_settling(&mut self, id: BatchId, orders: usize) {
        let batch = self.batch_of(id);
        let settled = self.orders_settled(id);
        for part in &batch.orders[settled - orders..settled] {
            self.place_order(part.order);
        }
    }

    /// How many of a live batch's orders have settled before it did.
    fn orders_settled(&self, id: BatchId) -> usize {
        let live = self.desk.batches.get(&id);
        live.map_or(0, |live| live.orders_settled)
    }

    pub(super) fn note_settled(&mut self, id: BatchId) {
        let batch = self.batch_of(id);
        self.live_batches.remove(&id);
        self.unplaced.remove(&id);
        for asset_order in &batch.asset_orders {
            self.asset_orders.remove(&asset_order.id);
        }
        self.place_orders_of(&batch, self.orders_settled(id)..);
        self.desk.batches.forget(&id);
    }

    fn place_orders_of(&mut self, batch: &Batch, orders: RangeFrom<usize>) {
        for part in &batch.orders[orders] {
            self.place_order(part.order);
        }
        for asset_order in &batch.asset_orders {
            self.place_sellers(asset_order.side, &asset_order.contributions);
        }
    }

    /// Those whose left-overs are sold are in no batch's orders. One that has none any more is in no set for having them.
    fn place_sellers(&mut self, side: VenueSide, contributions: &[Contribution]) {
        if side == VenueSide::Sell {
            for contribution in contributions {
                let order = self.desk.orders.get(&contribution.order);
                if order.is_some_and(Order::has_left_over) {
                    self.place_order(contribution.order);
                }
            }
        }
    }
}

fn put<T: Ord>(set: &mut BTreeSet<T>, item: T, belongs: bool) {
    if belongs {
        set.insert(item);
    } else {
        set.remove(&item);
    }
}
