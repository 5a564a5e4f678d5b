//! One owner's pieces of the lots of one asset, oldest first.

use std::collections::BTreeMap;
use std::ops::Bound;

use money::{MoneyError, Price, Quantity, Scale};
use serde::{Deserialize, Serialize};

use crate::Taken;
use crate::piece::Piece;

/// What an owner has of an asset. Pieces of one lot that came at different prices stay apart.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pieces {
    #[serde(with = "as_list")]
    oldest_first: BTreeMap<Key, Piece>,
    /// Σ what is left of the pieces.
    quantity: Quantity,
}

/// Which piece: the lot's age (older is less), then the price its owner carries it at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Key {
    pub(crate) age: usize,
    pub(crate) price: Price,
}

impl Pieces {
    /// What is left altogether.
    pub(crate) const fn quantity(&self) -> Quantity {
        self.quantity
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.oldest_first.is_empty()
    }

    /// The pieces after one, which may be gone.
    pub(crate) fn iter_after(&self, after: Option<Key>) -> impl Iterator<Item = (&Key, &Piece)> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        self.oldest_first.range((from, Bound::Unbounded))
    }

    /// The parts that make up `quantity`, oldest first. `quantity` is at most what is left.
    pub(crate) fn leaving(
        &self,
        quantity: Quantity,
        scale: Scale,
    ) -> Result<Vec<(Key, Piece)>, MoneyError> {
        let mut needs = quantity;
        let mut leaving = Vec::new();
        for (key, piece) in &self.oldest_first {
            if needs.is_zero() {
                break;
            }
            let part = piece.left()?.min(needs);
            let (cost, fee) = piece.shares(part, scale)?;
            needs = needs.checked_sub(part)?;
            leaving.push((*key, Piece::new(part, cost, fee)));
        }
        Ok(leaving)
    }

    /// Takes a part away that [`Pieces::leaving`] named.
    pub(crate) fn remove(&mut self, key: Key, quantity: Quantity) {
        let piece = self
            .oldest_first
            .get_mut(&key)
            .expect("the part is of this owner's");
        piece.taken = piece
            .taken
            .checked_add(quantity)
            .expect("at most the piece");
        if piece.taken == piece.quantity {
            self.oldest_first.remove(&key);
        }
        self.quantity = self
            .quantity
            .checked_sub(quantity)
            .expect("at most what the owner has");
    }

    /// The pieces that are new or changed when these parts arrive.
    pub(crate) fn joined(
        &self,
        arriving: &[(Key, Taken)],
        scale: Scale,
    ) -> Result<Joined, MoneyError> {
        let mut joined = Joined {
            changed: BTreeMap::new(),
            quantity: self.quantity,
        };
        for (key, taken) in arriving {
            let arrived = Piece::new(taken.quantity, taken.cost, taken.fee);
            let piece = match joined
                .changed
                .get(key)
                .or_else(|| self.oldest_first.get(key))
            {
                Some(piece) => piece.joined(&arrived, scale)?,
                None => arrived,
            };
            joined.changed.insert(*key, piece);
            joined.quantity = joined.quantity.checked_add(taken.quantity)?;
        }
        Ok(joined)
    }

    /// Puts in the pieces that [`Pieces::joined`] worked out.
    pub(crate) fn replace(&mut self, joined: Joined) {
        self.oldest_first.extend(joined.changed);
        self.quantity = joined.quantity;
    }
}

/// The pieces that parts from elsewhere have changed, and the owner's quantity with them.
pub(crate) struct Joined {
    changed: BTreeMap<Key, Piece>,
    quantity: Quantity,
}

impl Joined {
    pub(crate) fn is_empty(&self) -> bool {
        self.changed.is_empty()
    }
}

/// A map whose keys are no text, as a list of its entries.
mod as_list {
    use std::collections::BTreeMap;

    use serde::{Deserialize as _, Deserializer, Serializer};

    use super::{Key, Piece};

    pub(super) fn serialize<S: Serializer>(
        map: &BTreeMap<Key, Piece>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(map)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<Key, Piece>, D::Error> {
        Vec::deserialize(deserializer).map(BTreeMap::from_iter)
    }
}
