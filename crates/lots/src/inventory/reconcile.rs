//! Our positions beside what the venue states.

use std::collections::BTreeMap;

use ledger::Unit;
use money::{MoneyError, Signed};

use super::Inventory;

/// One asset, or the cash, that we and the venue count differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Of what.
    pub asset: Unit,
    /// What our trades have left there.
    pub ours: Signed,
    /// What the venue says, less what was there before the first trade.
    pub stated: Signed,
    /// Stated − ours.
    pub difference: Signed,
}

impl Inventory {
    /// Where our count and the venue's differ. An asset that the venue does not name is one that it has none of; cash is compared only
    /// where it is stated, as it moves for other reasons than trades.
    pub fn differences(
        &self,
        stated: &BTreeMap<Unit, Signed>,
    ) -> Result<Vec<Difference>, MoneyError> {
        let mut ours: BTreeMap<Unit, Signed> = self
            .positions()?
            .into_iter()
            .map(|position| (position.asset, position.quantity))
            .collect();
        if let Some(settings) = self
            .settings
            .as_ref()
            .filter(|settings| stated.contains_key(&settings.cash))
        {
            ours.insert(settings.cash.clone(), self.venue_cash);
        }
        let mut assets: Vec<&Unit> = ours.keys().chain(stated.keys()).collect();
        assets.sort_unstable();
        assets.dedup();
        let mut differences = Vec::new();
        for asset in assets {
            let ours = ours.get(asset).copied().unwrap_or_default();
            let stated = stated.get(asset).copied().unwrap_or_default();
            let difference = stated.checked_sub(ours)?;
            if !difference.is_zero() {
                differences.push(Difference {
                    asset: asset.clone(),
                    ours,
                    stated,
                    difference,
                });
            }
        }
        Ok(differences)
    }
}
