//! What happens to batches and to those that take part in them.

use std::sync::Arc;

use money::{Cash, MoneyError};

use super::{Applied, place_of, split};
use crate::batch::{Batch, BatchOrder, BatchPart, Contribution, Joining, LiveBatch, VenueSide};
use crate::books;
use crate::desk::Desk;
use crate::event::{Bought, SaleShare, Sold};
use crate::order::Step;
use crate::{BatchId, OrderId, Rejection};

impl Desk<'_> {
    pub(super) fn make_batch(&mut self, batch: &Batch) -> Applied {
        let posting = books::send_house(&self.cash, batch.house_in_flight)?;
        self.post(&posting)?;
        self.send_holders(&batch.rebalances)?;
        self.batches.insert(batch.id, LiveBatch::new(batch.clone()));
        let contributions = batch.asset_orders.iter();
        let contributions = contributions
            .enumerate()
            .map(|(place, asset_order)| (place, asset_order.contributions.as_slice()));
        self.join(batch.into(), contributions)
    }

    pub(super) fn join_batch(&mut self, part: &BatchPart) -> Applied {
        self.batch_mut(part.batch)?.join(part)?;
        let contributions = part.contributions.iter();
        let contributions = contributions
            .map(|contributed| (contributed.place, contributed.contributions.as_slice()));
        self.join(part.into(), contributions)
    }

    /// Index orders join a batch. `contributions` are by the places of its asset orders.
    fn join<'a>(
        &mut self,
        joining: Joining<'_>,
        contributions: impl Iterator<Item = (usize, &'a [Contribution])>,
    ) -> Applied {
        let cash = self.cash.clone();
        let id = joining.batch;
        let batch = Arc::clone(&self.batch(id)?.batch);
        for part in joining.orders {
            let order = self.step(part.order, Step::Batch(id))?;
            order.batch = Some(id);
            order.last_batch = Some(id);
            order.reserved = order.reserved.checked_sub(part.in_flight)?;
            order.in_flight = order.in_flight.checked_add(part.in_flight)?;
            let posting = books::send(&cash, order, part.in_flight)?;
            self.post(&posting)?;
        }
        for (place, contributions) in contributions {
            if batch.asset_orders[place].side == VenueSide::Sell {
                for contribution in contributions {
                    self.order_mut(contribution.order)?.batch = Some(id);
                }
            }
        }
        for part in joining.house_use {
            self.house_mut(&part.taken.asset).take(&part.taken.lots)?;
            let (cost, price) = (part.taken.paid()?, part.given.paid()?);
            let order = self.order_mut(part.order)?;
            order.in_flight = order.in_flight.checked_sub(price)?;
            for lot in &part.given.lots {
                order.hold(&part.given.asset, lot)?;
            }
            let posting = books::use_house(&cash, order, &part.given, cost, price)?;
            self.post(&posting)?;
        }
        for crossing in joining.crossings {
            self.cross(id, crossing)?;
        }
        for part in joining.house_take {
            self.take_backing(part)?;
        }
        for exchange in joining.exchanges {
            self.exchange(exchange)?;
        }
        if batch.fills_later {
            self.fill_later(id, joining.served_at_once())?;
        }
        Ok(())
    }

    /// The fills of these are decided later.
    fn fill_later(&mut self, id: BatchId, orders: impl IntoIterator<Item = OrderId>) -> Applied {
        let live = self.batch_mut(id)?;
        Arc::make_mut(&mut live.to_fill).extend(orders);
        Ok(())
    }

    /// The fills of those up to this one are decided.
    pub(super) fn filled(&mut self, id: BatchId, through: OrderId) -> Applied {
        let live = self.batch_mut(id)?;
        let rest = Arc::make_mut(&mut live.to_fill).split_off(&OrderId(through.0 + 1));
        live.to_fill = Arc::new(rest);
        Ok(())
    }

    pub(super) fn buy(&mut self, bought: &Bought) -> Applied {
        let cash = self.cash.clone();
        let asset = &bought.trade.asset;
        for share in &bought.shares {
            let order = self.order_mut(share.order)?;
            let (in_flight, reserved) = split(share.lot.paid()?, order.in_flight)?;
            order.in_flight = order.in_flight.checked_sub(in_flight)?;
            order.reserved = order.reserved.checked_sub(reserved)?;
            if !share.lot.quantity.is_zero() || !share.lot.paid()?.is_zero() {
                order.hold(asset, &share.lot)?;
            }
            let posting = books::buy(&cash, asset, order, share.lot.quantity, in_flight, reserved)?;
            self.post(&posting)?;
        }
        self.buy_backing(bought)?;
        let live = self.batch_mut(bought.batch)?;
        let place = place_of(live, &bought.trade.asset_order_id)?;
        let batch = Arc::clone(&live.batch);
        let progress = Arc::make_mut(&mut live.progress[place]);
        let traded = bought
            .shares
            .iter()
            .map(|share| (share.order, share.traded));
        progress.trade(&batch.asset_orders[place], bought.trade.quantity, traded)?;
        let (mut in_flight, mut from_cash) = (Cash::ZERO, Cash::ZERO);
        if let Some(house) = &bought.house {
            progress.house_left = progress.house_left.excess_over(house.traded)?;
            (in_flight, from_cash) = split(house.lot.paid()?, live.house_in_flight)?;
            live.house_in_flight = live.house_in_flight.checked_sub(in_flight)?;
            self.house_mut(asset).add(house.lot.clone())?;
        }
        let posting = books::buy_house(&cash, bought, in_flight, from_cash)?;
        self.post(&posting)?;
        if bought.fills_later {
            let orders = bought.shares.iter().map(|share| share.order);
            self.fill_later(bought.batch, orders)?;
        }
        Ok(())
    }

    pub(super) fn sell(&mut self, sold: &Sold) -> Applied {
        let cash = self.cash.clone();
        for share in &sold.shares {
            self.sell_share(share)?;
        }
        for share in &sold.redeemed {
            self.sell_backing(&sold.trade.asset, share)?;
        }
        self.rebalance_sold(sold)?;
        let live = self.batch_mut(sold.batch)?;
        let place = place_of(live, &sold.trade.asset_order_id)?;
        let batch = Arc::clone(&live.batch);
        let mut parts = Vec::with_capacity(sold.shares.len() + sold.redeemed.len());
        for share in &sold.shares {
            parts.push((share.order, share.sold.quantity()?));
        }
        parts.extend(
            sold.redeemed
                .iter()
                .map(|share| (share.order, share.sold.quantity)),
        );
        Arc::make_mut(&mut live.progress[place]).trade(
            &batch.asset_orders[place],
            sold.trade.quantity,
            parts.into_iter(),
        )?;
        let posting = books::receive(&cash, sold)?;
        self.post(&posting)?;
        if sold.fills_later {
            let orders = sold.redeemed.iter().map(|share| share.order);
            self.fill_later(sold.batch, orders)?;
        }
        Ok(())
    }

    fn sell_share(&mut self, share: &SaleShare) -> Applied {
        let cash = self.cash.clone();
        let loss = share.sold.paid()?.checked_sub(share.proceeds)?;
        let order = self.order_mut(share.order)?;
        let SaleShare { sold, .. } = share;
        order.take_left_over(sold)?;
        order.sale_loss = order.sale_loss.checked_add(loss)?;
        order.returned = order.returned.checked_add(share.proceeds)?;
        let posting = books::sell(&cash, order, &share.sold, share.proceeds)?;
        let account = order.request.account.clone();
        let client = self.client_mut(&account)?;
        client.spent = client.spent.checked_add(loss)?;
        self.post(&posting)
    }

    pub(super) fn end_asset_order(&mut self, batch: BatchId, asset_order_id: &str) -> Applied {
        let live = self.batch_mut(batch)?;
        let place = place_of(live, asset_order_id)?;
        Arc::make_mut(&mut live.progress[place]).ended = true;
        Ok(())
    }

    /// So many more of a batch's index orders settle before it does. With the first of them, what the house and holders have left in it
    /// comes back.
    pub(super) fn settle_some(&mut self, id: BatchId, orders: usize) -> Applied {
        self.return_others(id)?;
        let live = self.batch_mut(id)?;
        let from = live.orders_settled;
        live.orders_settled = from + orders;
        let batch = Arc::clone(&live.batch);
        let some = batch.orders.get(from..from + orders);
        self.settle_orders(id, some.ok_or(MoneyError::Negative)?)
    }

    pub(super) fn settle(&mut self, id: BatchId) -> Applied {
        self.return_others(id)?;
        let live = self.batch_mut(id)?;
        live.settled = true;
        let (batch, from) = (Arc::clone(&live.batch), live.orders_settled);
        self.settle_orders(id, &batch.orders[from..])?;
        for asset_order in batch
            .asset_orders
            .iter()
            .filter(|asset_order| asset_order.side == VenueSide::Sell)
        {
            for contribution in &asset_order.contributions {
                // A redemption may be in another batch by now.
                if self.order(contribution.order)?.batch == Some(id) {
                    self.order_mut(contribution.order)?.batch = None;
                }
            }
        }
        Ok(())
    }

    /// The house's cash in flight comes back, and the holders'.
    fn return_others(&mut self, id: BatchId) -> Applied {
        let cash = self.cash.clone();
        let live = self.batch_mut(id)?;
        let house = std::mem::take(&mut live.house_in_flight);
        let holders = std::mem::take(&mut live.rebalance_in_flight);
        let posting = books::return_house(&cash, house)?;
        self.post(&posting)?;
        for (index, back) in &holders {
            let posting = books::return_holders(&cash, index, *back)?;
            self.post(&posting)?;
        }
        Ok(())
    }

    fn settle_orders(&mut self, id: BatchId, orders: &[BatchOrder]) -> Applied {
        let cash = self.cash.clone();
        for part in orders {
            let order = self.step(part.order, Step::Settle)?;
            if order.batch != Some(id) {
                return Err(Rejection::UnknownBatch(id));
            }
            order.batch = None;
            let back = std::mem::take(&mut order.in_flight);
            order.reserved = order.reserved.checked_add(back)?;
            let posting = books::return_in_flight(&cash, order, back)?;
            self.post(&posting)?;
        }
        Ok(())
    }
}
