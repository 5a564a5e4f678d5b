//! What the next batch sells for whom: the fitting in reverse. A redemption's "budget" is what its unsold assets bring at the selling
//! limits, the "offers" are the bids down to them, and all orders' fractions rise together as purchases' do.
//!
//! `sale` fits the orders into the bids and what crosses, `house` has the house buy what the venue takes no order of.

mod house;
mod sale;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use ledger::{Name, Unit};
use money::{Cash, MoneyError, Quantity, Rate};

use self::sale::Sale;
use super::crossing::{Quantities, Table};
use super::redeem::unsold;
use super::selling::Group;
use super::unfit::Unfit;
use crate::batch::{BatchOrder, Contribution, HouseTake};
use crate::draft::Draft;
use crate::market::Snapshot;
use crate::order::{Order, Status};
use crate::{OrderId, Rejection, TradingState};

/// Redemptions in one batch; more wait, the oldest go first. All of them may have a share in one trade, as purchases may.
const BATCH_REDEMPTIONS_MAX: usize = super::fit::BATCH_ORDERS_MAX;
/// Assets of their baskets, summed up. This bounds how long a decision takes, as it does for purchases.
const BATCH_SALES_MAX: usize = 250_000;

/// What a batch has for redemptions.
#[derive(Default)]
pub(super) struct Redemptions {
    /// By asset: what is sold at the venue, for whom.
    pub(super) contributions: BTreeMap<Unit, Vec<Contribution>>,
    /// By asset: what is sold to purchases, for whom.
    pub(super) crossed: BTreeMap<Unit, Vec<Contribution>>,
    pub(super) orders: Vec<BatchOrder>,
    pub(super) takes: Vec<HouseTake>,
    /// At which slippage.
    pub(super) slippage: Rate,
    pub(super) unfit: Unfit,
}

impl Redemptions {
    /// What the house pays.
    pub(super) fn taken(&self) -> Result<Cash, MoneyError> {
        Cash::sum(self.takes.iter().map(|take| take.lot.cost))
    }
}

/// The ready redemptions, by slippage.
pub(super) fn groups(draft: &mut Draft<'_>, snapshot: &Snapshot) -> Result<Vec<Group>, Rejection> {
    let ready = ready(draft)?;
    super::selling::groups(draft, snapshot, ready)
}

/// What is sold for the first group of redemptions that something can be sold for; to purchases, `crossing` at most.
pub(super) fn sell(
    draft: &Draft<'_>,
    table: &Table<'_>,
    crossing: &Quantities,
) -> Result<Redemptions, Rejection> {
    let mut unfit = Unfit::none();
    for Group { slippage, orders } in &table.sellers {
        let sale = Sale {
            table,
            slippage: *slippage,
            slots: table.selling_slots(),
        };
        let redemptions = sale.fit(draft, orders, crossing, &mut unfit)?;
        if !redemptions.orders.is_empty() {
            return Ok(Redemptions {
                unfit,
                ..redemptions
            });
        }
    }
    Ok(Redemptions {
        unfit,
        ..Redemptions::default()
    })
}

/// The oldest redemptions that work, and whose backing is there: it may not be while an index changes its basket.
fn ready(draft: &Draft<'_>) -> Result<Vec<OrderId>, Rejection> {
    let state = draft.state;
    let mut backing = Backing::default();
    for id in &state.live_batches {
        for part in draft.desk.batch(*id)?.unsettled() {
            backing.cover(draft, draft.order(part.order)?)?;
        }
    }
    let mut ready = Vec::new();
    let mut sales = 0;
    for id in &state.ready {
        let order = draft.order(*id)?;
        let halted = state.trading(&order.request.index).state == TradingState::Halted;
        if order.is_redemption()
            && order.status == Status::Working
            && !halted
            && backing.cover(draft, order)?
        {
            let index = order.index.as_ref();
            sales += index.map_or(0, |index| index.basket.len());
            if sales > BATCH_SALES_MAX && !ready.is_empty() {
                break;
            }
            ready.push(*id);
        }
        if ready.len() == BATCH_REDEMPTIONS_MAX {
            break;
        }
    }
    Ok(ready)
}

/// What stands behind the units of each index and is not on its way to be sold for the holders, less what redemptions will sell of it.
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
            let left = match self.0.entry(key) {
                Entry::Occupied(left) => left.into_mut(),
                Entry::Vacant(left) => {
                    let (index, asset) = (&index.symbol, &entry.asset);
                    left.insert(draft.state.unsold_backing(&draft.desk, index, asset)?)
                }
            };
            let needed = unsold(order, entry)?;
            covered &= needed <= *left;
            *left = left.excess_over(needed)?;
        }
        Ok(covered)
    }
}
