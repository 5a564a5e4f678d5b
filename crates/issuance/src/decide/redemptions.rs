//! What the next batch sells for whom: the fitting in reverse. A redemption's "budget" is what its unsold assets bring at the selling
//! limits, the "offers" are the bids down to them, and all orders' fractions rise together as purchases' do.
//!
//! `sale` fits the orders into the bids, `house` has the house buy what the venue takes no order of.

mod house;
mod sale;

use std::collections::BTreeMap;

use ledger::{Account, Name, Unit};
use money::{Cash, MoneyError, Quantity, Rate};

use self::sale::Sale;
use super::redeem::unsold;
use super::selling::{Group, groups};
use crate::batch::{BatchOrder, Contribution, HouseTake};
use crate::draft::Draft;
use crate::market::Snapshot;
use crate::order::{Order, Status};
use crate::{BatchId, OrderId, Rejection, TradingState};

/// Redemptions in one batch; more wait, the oldest go first.
const BATCH_REDEMPTIONS_MAX: usize = 1_000;

/// What a batch has for redemptions.
#[derive(Default)]
pub(super) struct Redemptions {
    /// By asset: what is sold at the venue, for whom.
    pub(super) contributions: BTreeMap<Unit, Vec<Contribution>>,
    pub(super) orders: Vec<BatchOrder>,
    pub(super) takes: Vec<HouseTake>,
    /// At which slippage.
    pub(super) slippage: Rate,
}

impl Redemptions {
    /// What the house pays.
    pub(super) fn taken(&self) -> Result<Cash, MoneyError> {
        Cash::sum(self.takes.iter().map(|take| take.lot.cost))
    }
}

/// What is sold for the first group of redemptions that something can be sold for. `left_over`: what the batch sells besides.
pub(super) fn redemptions(
    draft: &mut Draft<'_>,
    batch: BatchId,
    snapshot: &Snapshot,
    left_over: &BTreeMap<Unit, Quantity>,
    slots: usize,
) -> Result<Redemptions, Rejection> {
    let ready = ready(draft)?;
    for Group { slippage, orders } in groups(draft, snapshot, ready)? {
        let sale = Sale {
            batch,
            snapshot,
            left_over,
            slippage,
            slots,
        };
        let redemptions = sale.fit(draft, orders)?;
        if !redemptions.orders.is_empty() {
            return Ok(redemptions);
        }
    }
    Ok(Redemptions::default())
}

/// The oldest redemptions that work, and whose backing is there: it may not be while an index changes its basket.
fn ready(draft: &Draft<'_>) -> Result<Vec<OrderId>, Rejection> {
    let state = draft.state;
    let mut backing = Backing::default();
    for id in &state.live_batches {
        for part in &draft.desk.batch(*id)?.batch.orders {
            backing.cover(draft, draft.order(part.order)?)?;
        }
    }
    let mut ready = Vec::new();
    for id in &state.ready {
        let order = draft.order(*id)?;
        let halted = state.trading(&order.request.index).state == TradingState::Halted;
        if order.is_redemption()
            && order.status == Status::Working
            && !halted
            && backing.cover(draft, order)?
        {
            ready.push(*id);
        }
        if ready.len() == BATCH_REDEMPTIONS_MAX {
            break;
        }
    }
    Ok(ready)
}

/// What stands behind the units of each index, less what redemptions will sell of it.
#[derive(Default)]
struct Backing(BTreeMap<(Name, Unit), Quantity>);

impl Backing {
    /// Takes what a redemption has still to sell; false where there is not so much.
    fn cover(&mut self, draft: &Draft<'_>, order: &Order) -> Result<bool, MoneyError> {
        let mut covered = true;
        let index = order.index.as_ref().filter(|_| order.is_redemption());
        for (index, entry) in index
            .iter()
            .flat_map(|index| index.basket.iter().map(move |entry| (index, entry)))
        {
            let key = (index.symbol.clone(), entry.asset.clone());
            let left = self.0.entry(key).or_insert_with(|| {
                let account = Account::backing(&index.symbol);
                let behind = draft.desk.books.balance(&entry.asset, &account);
                behind.to_quantity().unwrap_or_default()
            });
            let needed = unsold(order, entry)?;
            covered &= needed <= *left;
            *left = left.excess_over(needed)?;
        }
        Ok(covered)
    }
}
