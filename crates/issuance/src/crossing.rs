//! What a batch crosses: backing that goes from redemptions to purchases, before anything of either goes to the venue.
//!
//! The two meet at the middle of the best bid and the best ask, without a venue fee. What the one pays the other gets, to the last
//! digit: nothing passes through the house.

use ledger::{Name, Unit};
use lots::Taken;
use money::{Cash, MoneyError, Price, Quantity};
use serde::{Deserialize, Serialize};

use crate::holding::AssetLots;
use crate::{BatchId, OrderId};

/// What crosses of one asset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crossing {
    /// What.
    pub asset: Unit,
    /// The middle of the best bid and the best ask.
    pub price: Price,
    /// From whom to whom, oldest first on both sides.
    pub parts: Vec<Crossed>,
}

/// What one redemption sells to one purchase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crossed {
    /// The redemption.
    pub from: OrderId,
    /// The index whose backing it is.
    pub index: Name,
    /// The purchase.
    pub to: OrderId,
    /// How much.
    pub quantity: Quantity,
    /// Price × quantity at the cash scale, half even.
    pub cost: Cash,
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
