//! What a batch crosses: backing that goes from those who sell to those who buy, before anything of either goes to the venue. Redemptions
//! sell, purchases buy, and the holders of indexes whose baskets have changed do both.
//!
//! The two meet at the middle of the best bid and the best ask, without a venue fee. What the one pays the other gets, to the last
//! digit: nothing passes through the house.

use std::fmt;

use ledger::{Name, Unit};
use lots::Taken;
use money::{Cash, MoneyError, Price, Quantity};
use serde::{Deserialize, Serialize};

use crate::holding::AssetLots;
use crate::{BatchId, OrderId};

/// Who takes part in a crossing. `17` or `"TOP5"` in the journal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Party {
    /// An index order.
    Order(OrderId),
    /// The holders of an index whose basket has changed.
    Holders(Name),
}

impl Party {
    /// The index order that it is.
    pub const fn order(&self) -> Option<OrderId> {
        match self {
            Self::Order(order) => Some(*order),
            Self::Holders(_) => None,
        }
    }

    /// The index whose holders it is.
    pub const fn holders(&self) -> Option<&Name> {
        match self {
            Self::Order(_) => None,
            Self::Holders(index) => Some(index),
        }
    }
}

impl fmt::Display for Party {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Order(order) => order.fmt(formatter),
            Self::Holders(index) => index.fmt(formatter),
        }
    }
}

/// What crosses of one asset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crossing {
    /// What.
    pub asset: Unit,
    /// The middle of the best bid and the best ask.
    pub price: Price,
    /// From whom to whom, on both sides orders before holders and the oldest first.
    pub parts: Vec<Crossed>,
}

/// What one sells to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crossed {
    /// A redemption, or holders.
    pub from: Party,
    /// The index whose backing it is.
    pub index: Name,
    /// A purchase, or holders: behind their index's units it goes.
    pub to: Party,
    /// How much.
    pub quantity: Quantity,
    /// Price × quantity at the cash scale, half even.
    pub cost: Cash,
}

impl Crossed {
    /// Whether it stays where it is: a redemption sells it to the holders of its own index. Only cash changes hands, and who has a claim.
    pub fn stays(&self) -> bool {
        self.to.holders() == Some(&self.index)
    }
}

impl Crossing {
    /// Σ parts.
    pub fn quantity(&self) -> Result<Quantity, MoneyError> {
        Quantity::sum(self.parts.iter().map(|part| part.quantity))
    }

    /// What a part is to both: proceeds of the one, a lot of the other.
    pub(crate) fn lot(&self, batch: BatchId, part: &Crossed) -> Taken {
        Taken {
            lot: format!("{batch}-{}-{}-{}", part.from, part.to, self.asset).into(),
            price: self.price,
            quantity: part.quantity,
            cost: part.cost,
            fee: Cash::ZERO,
        }
    }

    /// The same, with the asset.
    pub fn lots(&self, batch: BatchId, part: &Crossed) -> AssetLots {
        AssetLots {
            asset: self.asset.clone(),
            lots: vec![self.lot(batch, part)],
        }
    }
}
