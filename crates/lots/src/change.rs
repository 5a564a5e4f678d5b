//! A change to the lots, worked out whole before any of it is made: a refused operation has changed nothing.

use ledger::Unit;
use money::{Cash, MoneyError, Quantity};

use crate::lots::Lot;
use crate::piece::{Taken, total};
use crate::pieces::{Joined, Key, Pieces};
use crate::position::Totals;
use crate::{Fee, Lots, LotsError, Owner, Trade};

/// What an operation is about to change of one asset, and of the one its fee was taken in.
pub(crate) struct Change {
    asset: Unit,
    pub(crate) totals: Totals,
    pub(crate) leaving: Vec<(Owner, Vec<Pick>)>,
    pub(crate) arriving: Vec<(Owner, Joined)>,
    pub(crate) opened: Option<Lot>,
    pub(crate) recorded: Option<ledger::Name>,
    pub(crate) fee: Option<Box<Change>>,
}

/// A part that is about to leave its owner.
#[derive(Debug, Clone)]
pub(crate) struct Pick {
    pub(crate) key: Key,
    pub(crate) taken: Taken,
}

/// Cost and fee of picked parts.
pub(crate) fn picks_total(picks: &[Pick]) -> Result<(Cash, Cash), MoneyError> {
    total(picks.iter().map(|pick| &pick.taken))
}

/// Picked parts as the caller sees them.
pub(crate) fn taken(picks: &[Pick]) -> Vec<Taken> {
    picks.iter().map(|pick| pick.taken.clone()).collect()
}

impl Change {
    /// Of an asset and the totals it will have.
    pub(crate) fn of(asset: &Unit, totals: Totals) -> Self {
        Self {
            asset: asset.clone(),
            totals,
            leaving: Vec::new(),
            arriving: Vec::new(),
            opened: None,
            recorded: None,
            fee: None,
        }
    }
}

impl Lots {
    /// Makes a change that was worked out on these very lots.
    pub(crate) fn commit(&mut self, change: Change) {
        let Change {
            asset,
            totals,
            leaving,
            arriving,
            opened,
            recorded,
            fee,
        } = change;
        let lots = self.assets.entry(asset).or_default();
        lots.totals = totals;
        for (owner, picks) in leaving.iter().filter(|(_, picks)| !picks.is_empty()) {
            let pieces = lots
                .owners
                .get_mut(owner)
                .expect("the parts were picked here");
            for Pick { key, taken } in picks {
                pieces.remove(*key, taken.quantity);
            }
            // An ended order leaves nothing behind.
            if pieces.is_empty() {
                lots.owners.remove(owner);
            }
        }
        for (owner, joined) in arriving
            .into_iter()
            .filter(|(_, joined)| !joined.is_empty())
        {
            lots.owners.entry(owner).or_default().replace(joined);
        }
        self.opened.extend(opened);
        self.trades.extend(recorded);
        if let Some(fee) = fee {
            self.commit(*fee);
        }
    }

    /// The parts that leave an owner, oldest first.
    pub(crate) fn picks(
        &self,
        owner: &Owner,
        asset: &Unit,
        quantity: Quantity,
    ) -> Result<Vec<Pick>, LotsError> {
        let has = self.held(owner, asset);
        if has < quantity {
            return Err(LotsError::Insufficient {
                owner: owner.clone(),
                asset: asset.clone(),
                has,
                needs: quantity,
            });
        }
        let Some(pieces) = self.pieces(owner, asset) else {
            return Ok(Vec::new());
        };
        let leaving = pieces
            .leaving(quantity, self.scale)
            .map_err(LotsError::out_of_range(asset))?;
        let picks = leaving.into_iter().map(|(key, part)| {
            let taken = Taken {
                lot: self.opened[key.age].id.clone(),
                price: key.price,
                quantity: part.quantity,
                cost: part.cost,
                fee: part.fee,
            };
            Pick { key, taken }
        });
        Ok(picks.collect())
    }

    /// What an owner's pieces are when parts arrive.
    pub(crate) fn joined(
        &self,
        owner: &Owner,
        asset: &Unit,
        arriving: &[(Key, Taken)],
    ) -> Result<Joined, MoneyError> {
        match self.pieces(owner, asset) {
            Some(pieces) => pieces.joined(arriving, self.scale),
            None => Pieces::default().joined(arriving, self.scale),
        }
    }

    /// Checks that a trade is not recorded yet, and that a third asset is a third one.
    pub(crate) fn check_new(&self, trade: &Trade) -> Result<(), LotsError> {
        if self.is_recorded(&trade.id) {
            return Err(LotsError::DuplicateTrade {
                id: trade.id.clone(),
            });
        }
        match &trade.fee {
            Fee::Third { asset, .. } if *asset == trade.asset => Err(LotsError::FeeInAsset {
                id: trade.id.clone(),
            }),
            Fee::Third { .. } | Fee::Cash(_) | Fee::Asset(_) => Ok(()),
        }
    }

    pub(crate) fn totals(&self, asset: &Unit) -> Totals {
        self.assets
            .get(asset)
            .map(|lots| lots.totals.clone())
            .unwrap_or_default()
    }

    pub(crate) fn pieces(&self, owner: &Owner, asset: &Unit) -> Option<&Pieces> {
        self.assets.get(asset)?.owners.get(owner)
    }
}
