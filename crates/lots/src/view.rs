//! Reading lots: who has how much of what, and what it cost.

use std::ops::Bound;

use ledger::{Name, Unit};
use money::{Cash, Price, Quantity};
use serde::{Deserialize, Serialize};

use crate::lots::Lot;
use crate::piece::{Piece, total};
use crate::pieces::{Key, Pieces};
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

/// Where an open part stands among all of them; they are in the order of their places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LotPlace {
    asset: Unit,
    owner: Owner,
    /// Of the lot.
    age: usize,
    /// What the owner carries it at.
    price: Price,
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
        let listed = self.open_lots_after(owner, asset, None, usize::MAX);
        listed.into_iter().map(|(_, lot)| lot).collect()
    }

    /// The next `most` of them after a place, each with its own.
    pub fn open_lots_after(
        &self,
        owner: Option<&Owner>,
        asset: Option<&Unit>,
        after: Option<&LotPlace>,
        most: usize,
    ) -> Vec<(LotPlace, OwnedLot)> {
        let from = after.map_or(Bound::Unbounded, |place| Bound::Included(&place.asset));
        let assets = self.assets.range::<Unit, _>((from, Bound::Unbounded));
        let assets = assets.filter(|(unit, _)| asset.is_none_or(|wanted| wanted == *unit));
        let mut listed = Vec::new();
        for (unit, lots) in assets {
            let after = after.filter(|place| place.asset == *unit);
            let mut owners: Vec<_> = lots
                .owners
                .iter()
                .filter(|(who, _)| owner.is_none_or(|wanted| wanted == *who))
                .filter(|(who, _)| after.is_none_or(|place| **who >= place.owner))
                .collect();
            owners.sort_unstable_by_key(|(who, _)| *who);
            for (who, pieces) in owners {
                let after = after.filter(|place| place.owner == *who);
                let rest = pieces.iter_after(after.map(|place| Key {
                    age: place.age,
                    price: place.price,
                }));
                listed.extend(rest.take(most - listed.len()).map(|(key, piece)| {
                    let place = LotPlace {
                        asset: unit.clone(),
                        owner: who.clone(),
                        age: key.age,
                        price: key.price,
                    };
                    (place, self.owned(unit, who, *key, piece))
                }));
                if listed.len() == most {
                    return listed;
                }
            }
        }
        listed
    }

    fn owned(&self, asset: &Unit, owner: &Owner, key: Key, piece: &Piece) -> OwnedLot {
        let Lot { id, time_unix_ns } = &self.opened[key.age];
        OwnedLot {
            lot: id.clone(),
            asset: asset.clone(),
            owner: owner.clone(),
            quantity: piece.quantity,
            left: piece.left().expect("no more was taken than there was"),
            price: key.price,
            fee: piece.fee,
            time_unix_ns: *time_unix_ns,
        }
    }
}
