//! Holdings: what an order or the house has of an asset, lot by lot, oldest first.
//!
//! Quantity, cost and fee are conserved: what a partial taking leaves of a lot keeps the rest of its cost and fee, to the last digit.

use std::collections::VecDeque;
use std::sync::Arc;

use ledger::Unit;
use lots::Taken;
use money::{Cash, MoneyError, Quantity, Rounding, Scale};
use serde::{Deserialize, Serialize, Serializer};

use crate::form::shared;

/// Parts of lots in one event, whoever's they are: it is a record of the journal and a message to followers. More follow in further events
/// of the same decision, or in the next batch.
pub const LOTS_AT_ONCE_MAX: usize = 5_000;

/// An asset's lots of one owner, oldest first. They are what is written of it; the sums are worked out again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "VecDeque<Taken>")]
pub struct Holding {
    /// Shared by copies until one changes: a decision copies an order to change one of its holdings.
    lots: Arc<VecDeque<Taken>>,
    /// Σ of the lots, kept as they come and go: a batch asks every ready order for it.
    quantity: Quantity,
    cost: Cash,
}

/// What an order holds of each asset, sorted. Shared by copies until one changes, and copied whole: a decision copies many orders, most to
/// change something else.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Holdings(#[serde(with = "shared")] Arc<Vec<(Unit, Holding)>>);

impl Holdings {
    fn place_of(&self, asset: &Unit) -> Result<usize, usize> {
        self.0.binary_search_by(|(held, _)| held.cmp(asset))
    }

    pub(crate) fn get(&self, asset: &Unit) -> Option<&Holding> {
        self.place_of(asset).ok().map(|place| &self.0[place].1)
    }

    /// Adds a lot as the youngest of an asset.
    pub(crate) fn add(&mut self, asset: &Unit, lot: Taken) -> Result<(), MoneyError> {
        let place = self.place_of(asset);
        let holdings = Arc::make_mut(&mut self.0);
        let place = place.unwrap_or_else(|place| {
            holdings.insert(place, (asset.clone(), Holding::default()));
            place
        });
        holdings[place].1.add(lot)
    }

    /// Takes what [`Holding::oldest`] said of an asset.
    pub(crate) fn take(&mut self, asset: &Unit, taken: &[Taken]) -> Result<(), MoneyError> {
        let place = self.place_of(asset).map_err(|_| MoneyError::Negative)?;
        Arc::make_mut(&mut self.0)[place].1.take(taken)
    }

    /// Forgets the assets that nothing is left of: of an order that takes no more, and is kept for ever.
    pub(crate) fn forget_empty(&mut self) {
        if self.0.iter().any(|(_, holding)| holding.lots.is_empty()) {
            Arc::make_mut(&mut self.0).retain(|(_, holding)| !holding.lots.is_empty());
        }
    }

    /// By asset.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Unit, &Holding)> {
        self.0.iter().map(|(asset, holding)| (asset, holding))
    }
}

/// Parts of lots of one asset, as an event names them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssetLots {
    /// What.
    pub asset: Unit,
    /// Parts of lots, oldest first.
    pub lots: Vec<Taken>,
}

impl AssetLots {
    /// Σ quantity.
    pub fn quantity(&self) -> Result<Quantity, MoneyError> {
        Quantity::sum(self.lots.iter().map(|lot| lot.quantity))
    }

    /// Σ cost and fee.
    pub fn paid(&self) -> Result<Cash, MoneyError> {
        self.lots
            .iter()
            .try_fold(Cash::ZERO, |sum, lot| sum.checked_add(lot.paid()?))
    }
}

impl TryFrom<VecDeque<Taken>> for Holding {
    type Error = MoneyError;

    fn try_from(lots: VecDeque<Taken>) -> Result<Self, MoneyError> {
        Ok(Self {
            quantity: Quantity::sum(lots.iter().map(|lot| lot.quantity))?,
            cost: Cash::sum(lots.iter().map(|lot| lot.cost))?,
            lots: Arc::new(lots),
        })
    }
}

impl Serialize for Holding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.lots.as_ref().serialize(serializer)
    }
}

impl Holding {
    /// How much.
    pub const fn quantity(&self) -> Quantity {
        self.quantity
    }

    /// The parts of lots, oldest first.
    pub fn lots(&self) -> impl Iterator<Item = &Taken> {
        self.lots.iter()
    }

    /// What the oldest `most` parts of lots are, altogether.
    pub(crate) fn quantity_of_oldest(&self, most: usize) -> Result<Quantity, MoneyError> {
        if self.lots.len() <= most {
            return Ok(self.quantity);
        }
        Quantity::sum(self.lots.iter().take(most).map(|lot| lot.quantity))
    }

    /// How many parts of lots there are.
    pub(crate) fn parts(&self) -> usize {
        self.lots.len()
    }

    /// Σ cost, without fees.
    pub(crate) const fn cost(&self) -> Cash {
        self.cost
    }

    /// Adds a lot as the youngest.
    pub(crate) fn add(&mut self, lot: Taken) -> Result<(), MoneyError> {
        self.quantity = self.quantity.checked_add(lot.quantity)?;
        self.cost = self.cost.checked_add(lot.cost)?;
        Arc::make_mut(&mut self.lots).push_back(lot);
        Ok(())
    }

    /// What taking `quantity` would take, oldest first. The share of a lot's cost and fee is rounded down, so the rest of both
    /// stays with what is left of it.
    pub(crate) fn oldest(
        &self,
        quantity: Quantity,
        scale: Scale,
    ) -> Result<Vec<Taken>, MoneyError> {
        let mut wanted = quantity;
        let mut taken = Vec::new();
        for lot in self.lots.iter() {
            if wanted.is_zero() {
                break;
            }
            let part = if lot.quantity <= wanted {
                lot.clone()
            } else {
                part_of(lot, wanted, scale)?
            };
            wanted = wanted.checked_sub(part.quantity)?;
            taken.push(part);
        }
        // Asking for more than there is has no answer.
        if wanted.is_zero() {
            Ok(taken)
        } else {
            Err(MoneyError::Negative)
        }
    }

    /// Takes what [`Holding::oldest`] said.
    pub(crate) fn take(&mut self, taken: &[Taken]) -> Result<(), MoneyError> {
        let lots = Arc::make_mut(&mut self.lots);
        for part in taken {
            let lot = lots
                .front_mut()
                .filter(|lot| lot.lot == part.lot)
                .ok_or(MoneyError::Negative)?;
            lot.quantity = lot.quantity.checked_sub(part.quantity)?;
            lot.cost = lot.cost.checked_sub(part.cost)?;
            lot.fee = lot.fee.checked_sub(part.fee)?;
            self.quantity = self.quantity.checked_sub(part.quantity)?;
            self.cost = self.cost.checked_sub(part.cost)?;
            if lot.quantity.is_zero() {
                lots.pop_front();
            }
        }
        Ok(())
    }
}

fn part_of(lot: &Taken, quantity: Quantity, scale: Scale) -> Result<Taken, MoneyError> {
    Ok(Taken {
        lot: lot.lot.clone(),
        price: lot.price,
        quantity,
        cost: lot
            .cost
            .share_of(quantity, lot.quantity, scale, Rounding::Down)?,
        fee: lot
            .fee
            .share_of(quantity, lot.quantity, scale, Rounding::Down)?,
    })
}

/// Decimals that quantities of an asset are shared and consumed at: those of the market's usual step, or finer where the quantity is.
pub(crate) fn quantity_scale(quantity: Quantity) -> Scale {
    u8::try_from(quantity.decimals())
        .ok()
        .and_then(|decimals| Scale::new(decimals).ok())
        .map_or(Scale::QUANTITY, |own| own.max(Scale::QUANTITY))
}
