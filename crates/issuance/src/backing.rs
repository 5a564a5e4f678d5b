//! What stands behind an index's units beside what its newest basket says: after a change of the basket, what is to be traded.

use ledger::{Account, Name, Unit};
use money::{MoneyError, Quantity, Rounding, Scale, Units};

use crate::Issuance;

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
        assets.retain(|asset| !behind(asset).is_zero());
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
