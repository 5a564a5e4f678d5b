//! What stands behind an index's units beside what its newest basket says; and, with what the orders in progress have still to take, what
//! is to be traded for the holders after a change of the basket.

use std::collections::BTreeMap;

use ledger::{Account, Name, Unit};
use money::{MoneyError, Quantity, Rounding, Scale, Units};

use crate::Issuance;
use crate::batch::{LiveBatch, VenueSide};
use crate::decide::redeem::unsold;
use crate::desk::Desk;

/// One asset of an index: what its units have behind them, and what they are to have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backing {
    /// What.
    pub asset: Unit,
    /// What stands behind the units.
    pub behind: Quantity,
    /// What the newest basket says of them, rounded up to 1e-8.
    pub needed: Quantity,
}

impl Backing {
    /// What is behind the units beyond what is needed.
    pub fn to_sell(&self) -> Result<Quantity, MoneyError> {
        self.behind.excess_over(self.needed)
    }

    /// What is needed and not behind the units.
    pub fn to_buy(&self) -> Result<Quantity, MoneyError> {
        self.needed.excess_over(self.behind)
    }
}

impl Issuance {
    /// The units of an index that there are: filled and not redeemed, minted or not.
    pub fn outstanding(&self, index: &Name) -> Result<Units, MoneyError> {
        let issued = self.books().balance(&Unit::from(index), &Account::Issued);
        (-issued).to_units()
    }

    /// Each asset that is behind an index's units or in its newest basket, by name; none for an unknown index.
    pub fn backing(&self, index: &Name) -> Result<Option<Vec<Backing>>, MoneyError> {
        let Some(newest) = self.desk.indexes.get(index) else {
            return Ok(None);
        };
        let units = self.outstanding(index)?;
        let account = Account::backing(index);
        let behind = |asset: &Unit| self.books().balance(asset, &account);
        let mut assets = self.books().units();
        // In the cash book it is what rebalances have paid.
        assets.retain(|asset| **asset != self.desk.cash && !behind(asset).is_zero());
        assets.extend(newest.basket.iter().map(|entry| &entry.asset));
        assets.sort_unstable();
        assets.dedup();
        let backing = assets.into_iter().map(|asset| {
            let per_unit = newest.quantity_of(asset).unwrap_or_default();
            Ok(Backing {
                asset: asset.clone(),
                behind: behind(asset).to_quantity()?,
                needed: units.times_basket(per_unit, Scale::QUANTITY, Rounding::Up)?,
            })
        });
        backing.collect::<Result<_, MoneyError>>().map(Some)
    }
}

/// What is to be traded of an asset for an index's holders, as its newest basket and the orders in progress have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// What.
    pub asset: Unit,
    /// What stands behind the units.
    pub behind: Quantity,
    /// What the newest basket says of the units that no order redeems, and what those orders have still to sell, each by its own basket.
    pub needed: Quantity,
    /// Of what is behind, on its way to be sold.
    pub selling: Quantity,
    /// On its way to be bought.
    pub buying: Quantity,
}

impl Need {
    /// What is behind the units beyond what is needed, and not on its way to be sold.
    pub fn to_sell(&self) -> Result<Quantity, MoneyError> {
        self.behind
            .excess_over(self.needed.checked_add(self.selling)?)
    }

    /// What is needed, and neither behind the units nor on its way to be bought.
    pub fn to_buy(&self) -> Result<Quantity, MoneyError> {
        self.needed
            .excess_over(self.behind.checked_add(self.buying)?)
    }
}

/// What an index's batches on their way still sell or buy of an asset for its holders.
pub(crate) fn on_its_way(
    batches: &[&LiveBatch],
    index: &Name,
    asset: &Unit,
    side: VenueSide,
) -> Result<Quantity, MoneyError> {
    let mut sum = Quantity::ZERO;
    for live in batches {
        for (asset_order, progress) in live.batch.asset_orders.iter().zip(&live.progress) {
            if asset_order.asset != *asset || asset_order.side != side || progress.ended {
                continue;
            }
            for (part, left) in asset_order.backing.iter().zip(&progress.backing_left) {
                if part.index == *index {
                    sum = sum.checked_add(*left)?;
                }
            }
        }
    }
    Ok(sum)
}

impl Issuance {
    /// What is to be traded for an index's holders, by asset; none for an unknown index.
    pub fn needs(&self, index: &Name) -> Result<Option<Vec<Need>>, MoneyError> {
        self.needs_at(&self.desk, index)
    }

    /// The same, of this desk: the state's, or a decision's.
    pub(crate) fn needs_at(
        &self,
        desk: &Desk<'_>,
        index: &Name,
    ) -> Result<Option<Vec<Need>>, MoneyError> {
        let Some(newest) = desk.indexes.get(index) else {
            return Ok(None);
        };
        let issued = -desk.books.balance(&Unit::from(index), &Account::Issued);
        let mut units = issued.to_units()?;
        let mut claims: BTreeMap<&Unit, Quantity> = BTreeMap::new();
        // Those that the decision itself has set to work too: an order's end can free the units that another has waited for.
        let changed = desk.orders.changed();
        let begun = changed.filter(|id| !self.redeeming.contains(id));
        for id in self.redeeming.iter().chain(begun) {
            let Some(order) = desk.orders.get(id) else {
                continue;
            };
            let Some(own) = order.redeems(index) else {
                continue;
            };
            units = units.excess_over(order.request.units.excess_over(order.units)?)?;
            for entry in &own.basket {
                let claim = claims.entry(&entry.asset).or_default();
                *claim = claim.checked_add(unsold(order, entry)?)?;
            }
        }
        let batches = self.batches_of(desk);
        let account = Account::backing(index);
        let behind = |asset: &Unit| desk.books.balance(asset, &account);
        let mut assets = desk.books.lowest().units();
        assets.retain(|asset| **asset != desk.cash && !behind(asset).is_zero());
        assets.extend(newest.basket.iter().map(|entry| &entry.asset));
        assets.extend(claims.keys().copied());
        assets.sort_unstable();
        assets.dedup();
        let need = |asset: &Unit| {
            let per_unit = newest.quantity_of(asset).unwrap_or_default();
            let claim = claims.get(asset).copied().unwrap_or_default();
            Ok(Need {
                asset: asset.clone(),
                behind: behind(asset).to_quantity()?,
                needed: units
                    .times_basket(per_unit, Scale::QUANTITY, Rounding::Up)?
                    .checked_add(claim)?,
                selling: on_its_way(&batches, index, asset, VenueSide::Sell)?,
                buying: on_its_way(&batches, index, asset, VenueSide::Buy)?,
            })
        };
        let needs = assets.into_iter().map(need);
        needs.collect::<Result<_, MoneyError>>().map(Some)
    }

    /// What stands behind an index's units and is not on its way to be sold for the holders.
    pub(crate) fn unsold_backing(
        &self,
        desk: &Desk<'_>,
        index: &Name,
        asset: &Unit,
    ) -> Result<Quantity, MoneyError> {
        let behind = desk.books.balance(asset, &Account::backing(index));
        let batches = self.batches_of(desk);
        let selling = on_its_way(&batches, index, asset, VenueSide::Sell)?;
        behind.to_quantity()?.excess_over(selling)
    }

    fn batches_of<'a>(&self, desk: &'a Desk<'_>) -> Vec<&'a LiveBatch> {
        let live = self.live_batches.iter();
        live.filter_map(|id| desk.batches.get(id)).collect()
    }
}
