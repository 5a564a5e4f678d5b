//! What happens to one order, and to the books for it.

use std::sync::Arc;

use ledger::{Name, Unit};
use lots::Taken;
use money::{Cash, MoneyError};
use rustc_hash::FxHashMap;

use super::{Applied, split};
use crate::books;
use crate::desk::Desk;
use crate::event::{IndexFill, OrderChange};
use crate::holding::AssetLots;
use crate::order::{Order, OrderView, Outcome, Status, Step, next};
use crate::request::{Replacement, Side};
use crate::{OrderId, Rejection};

impl Desk<'_> {
    /// A new order, before its first change.
    pub(crate) fn admit(&mut self, view: &OrderView) {
        let index = self.indexes.get(&view.request.index).cloned();
        self.orders.insert(view.id, Order::new(view, index));
    }

    pub(super) fn step(&mut self, id: OrderId, step: Step<'_>) -> Result<&mut Order, Rejection> {
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
            OrderChange::Rejected => self.step(id, Step::Reject).map(|_| ()),
            OrderChange::Filled(fill) if self.order(id)?.is_redemption() => self.redeem(id, fill),
            OrderChange::Filled(fill) => self.fill(id, fill),
            OrderChange::CancelAsked {
                cancel_cl_ord_id,
                text,
            } => {
                let order = self.step(id, Step::AskCancel)?;
                order.say(text);
                order.cancel = Some(cancel_cl_ord_id.clone());
                Ok(())
            }
            OrderChange::ReplaceAsked { replacement } => {
                let order = self.step(id, Step::AskReplace)?;
                order.replace = Some(replacement.clone());
                Ok(())
            }
            OrderChange::Replaced { replacement, .. } => self.replace(id, replacement),
            OrderChange::Closing { outcome, units } => self.close(id, outcome, *units),
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
            OrderChange::Suspended { text } | OrderChange::MintFailed { text, .. } => {
                self.step(id, Step::Suspend)?.text.clone_from(text);
                Ok(())
            }
            OrderChange::Resumed => {
                self.step(id, Step::Resume)?.text.clear();
                Ok(())
            }
            OrderChange::Minted { .. } => {
                let order = self.step(id, Step::Mint)?;
                // The event has them, and nothing asks for them any more.
                order.lots = Arc::default();
                let posting = books::mint(order, order.units)?;
                self.post(&posting)
            }
        }
    }

    fn reserve(&mut self, id: OrderId) -> Applied {
        let order = self.step(id, Step::Reserve)?;
        if order.is_redemption() {
            let posting = books::reserve_units(order, order.request.units)?;
            return self.post(&posting);
        }
        let amount = order.request.cash;
        order.reserved = amount;
        let account = order.request.account.clone();
        let posting = books::reserve(&self.cash, &account, amount)?;
        self.post(&posting)
    }

    /// What the amount has grown by is reserved, what it has shrunk by is free again; a waiting order has nothing reserved yet.
    fn replace(&mut self, id: OrderId, replacement: &Replacement) -> Applied {
        let cash = self.cash.clone();
        let order = self.step(id, Step::Replace)?;
        let (before, units_before) = (order.request.cash, order.request.units);
        let request = Arc::make_mut(&mut order.request);
        request.cl_ord_id.clone_from(&replacement.cl_ord_id);
        request.cash = replacement.cash;
        request.units = replacement.units;
        request.limit_price = replacement.limit_price;
        order.replace = None;
        if order.status == Status::Waiting {
            return Ok(());
        }
        if order.is_redemption() {
            let (more, less) = (
                replacement.units.excess_over(units_before)?,
                units_before.excess_over(replacement.units)?,
            );
            let posting =
                books::reserve_units(order, more)?.and(books::release_units(order, less)?);
            return self.post(&posting);
        }
        let (more, less) = (
            replacement.cash.excess_over(before)?,
            before.excess_over(replacement.cash)?,
        );
        order.reserved = order.reserved.checked_add(more)?.checked_sub(less)?;
        let posting = books::reserve(&cash, &order.request.account, more)?
            .and(books::release(&cash, order, less)?);
        self.post(&posting)
    }

    fn fill(&mut self, id: OrderId, fill: &IndexFill) -> Applied {
        let cash = self.cash.clone();
        let order = self.order_mut(id)?;
        for AssetLots { asset, lots } in &fill.consumed {
            order.holdings.take(asset, lots)?;
            remember(Arc::make_mut(&mut order.lots), asset, lots)?;
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
        let net = fill.net(Side::Buy)?;
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
        let order = self.order(id)?;
        let filled = (!order.units.is_zero()).then_some(order.request.side);
        let unsold = order.unsold()?;
        let order = self.step(id, Step::End { outcome, filled })?;
        order.outcome = Some(outcome.clone());
        order.holdings.forget_empty();
        if let Outcome::Cancelled { text, .. } = outcome {
            order.say(text);
        }
        let posting =
            books::release(&cash, order, order.reserved)?.and(books::release_units(order, unsold)?);
        order.reserved = Cash::ZERO;
        order.returned = order.returned.checked_add(released)?;
        self.post(&posting)
    }

    fn take_over(&mut self, id: OrderId, to_house: &[AssetLots]) -> Applied {
        let cash = self.cash.clone();
        for taken in to_house {
            let order = self.order_mut(id)?;
            order.take_left_over(taken)?;
            let posting = books::take_over(&cash, order, taken)?;
            for lot in &taken.lots {
                self.house_mut(&taken.asset).add(lot.clone())?;
            }
            self.post(&posting)?;
        }
        Ok(())
    }
}

/// So many consumed parts are each looked for among those that are known.
const LOOKED_FOR_MAX: usize = 8;

/// Adds consumed parts of an asset to what is known to stand behind the units: one entry a lot.
fn remember(
    known: &mut Vec<(Unit, Taken)>,
    asset: &Unit,
    consumed: &[Taken],
) -> Result<(), MoneyError> {
    let mut places: Option<FxHashMap<Name, usize>> = (consumed.len() > LOOKED_FOR_MAX).then(|| {
        let of_asset = known.iter().enumerate();
        let of_asset = of_asset.filter(|(_, (known_asset, _))| known_asset == asset);
        of_asset
            .map(|(place, (_, lot))| (lot.lot.clone(), place))
            .collect()
    });
    for lot in consumed {
        let place = match &places {
            Some(places) => places.get(&lot.lot).copied(),
            None => known
                .iter()
                .position(|(of, known)| known.lot == lot.lot && of == asset),
        };
        if let Some(place) = place {
            let (_, known) = &mut known[place];
            known.quantity = known.quantity.checked_add(lot.quantity)?;
            known.cost = known.cost.checked_add(lot.cost)?;
            known.fee = known.fee.checked_add(lot.fee)?;
        } else {
            if let Some(places) = &mut places {
                places.insert(lot.lot.clone(), known.len());
            }
            known.push((asset.clone(), lot.clone()));
        }
    }
    Ok(())
}
