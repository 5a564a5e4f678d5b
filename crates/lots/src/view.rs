//! Reading lots: who has how much of what, and what it cost.

use ledger::{Name, Unit};
use money::{Cash, Price, Quantity};

use crate::piece::total;
use crate::pieces::Pieces;
use crate::{Lots, LotsError, Owner};

/// An owner's asset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// Of what.
    pub asset: Unit,
    /// How much is left.
    pub quantity: Quantity,
}

/// What an owner has of a lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnedLot {
    /// The lot.
    pub lot: Name,
    /// Of what.
    pub asset: Unit,
    /// Who owns this part.
    pub owner: Owner,
    /// What he got of it.
    pub quantity: Quantity,
    /// What is left of that.
    pub left: Quantity,
    /// Cash per unit of the asset, as he carries it.
    pub price: Price,
    /// The fee for `quantity`.
    pub fee: Cash,
    /// When the lot was opened.
    pub time_unix_ns: i64,
}

impl Lots {
    /// How much of an asset an owner has.
    pub fn held(&self, owner: &Owner, asset: &Unit) -> Quantity {
        self.pieces(owner, asset)
            .map_or(Quantity::ZERO, Pieces::quantity)
    }

    /// Everything an owner has, by asset.
    pub fn holdings(&self, owner: &Owner) -> Vec<Holding> {
        let held = self
            .assets
            .iter()
            .filter_map(|(asset, lots)| Some((asset, lots.owners.get(owner)?.quantity())));
        held.map(|(asset, quantity)| Holding {
            asset: asset.clone(),
            quantity,
        })
        .collect()
    }

    /// Cost and fee of all that an owner has of an asset.
    pub fn cost(&self, owner: &Owner, asset: &Unit) -> Result<(Cash, Cash), LotsError> {
        total(&self.would_take(owner, asset, self.held(owner, asset))?)
            .map_err(LotsError::out_of_range(asset))
    }

    /// Every open part: by asset, then by owner, then oldest first. `None` is any.
    pub fn open_lots(&self, owner: Option<&Owner>, asset: Option<&Unit>) -> Vec<OwnedLot> {
        let assets = self
            .assets
            .iter()
            .filter(|(unit, _)| asset.is_none_or(|wanted| wanted == *unit));
        let mut listed = Vec::new();
        for (unit, lots) in assets {
            let mut owners: Vec<_> = lots
                .owners
                .iter()
                .filter(|(who, _)| owner.is_none_or(|wanted| wanted == *who))
                .collect();
            owners.sort_unstable_by_key(|(who, _)| *who);
            for (who, pieces) in owners {
                listed.extend(pieces.iter().map(|(key, piece)| OwnedLot {
                    lot: self.opened[key.age].id.clone(),
                    asset: unit.clone(),
                    owner: who.clone(),
                    quantity: piece.quantity,
                    left: piece.left().expect("no more was taken than there was"),
                    price: key.price,
                    fee: piece.fee,
                    time_unix_ns: self.opened[key.age].time_unix_ns,
                }));
            }
        }
        listed
    }
}
