//! Indexes: a token symbol and the fixed quantity of each asset in one unit. A changed basket is a new version; an order keeps
//! the version it was accepted with.

use std::collections::BTreeSet;

use ledger::{Name, Unit};
use money::{Cash, MoneyError, Quantity, Rate, Rounding, Scale, Units};
use serde::{Deserialize, Serialize};

use crate::Rejection;

/// Assets of one basket.
pub const BASKET_ASSETS_MAX: usize = 1_000;
/// Letters of a symbol. An asset's is part of the venue's order ids, which have 36.
pub const SYMBOL_LENGTH_MAX: usize = 12;

/// 1e-8s of each asset that the least increment takes, unless the index says its units.
const CONSUMED_MIN: u128 = 100;

/// One asset of a basket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BasketEntry {
    /// What.
    pub asset: Unit,
    /// How much of it in one unit of the index.
    pub quantity: Quantity,
}

/// An index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Index {
    /// The token's symbol.
    pub symbol: Name,
    /// The token's name.
    pub name: String,
    /// What one unit stands for.
    pub basket: Vec<BasketEntry>,
    /// Decimals of its units.
    pub units_scale: Scale,
    /// The issuer's fee: a share of each fill's asset cost.
    pub fee: Rate,
    /// An order with less cash left than this is complete.
    pub smallest_tradable: Cash,
    /// An increment has at least so many units, but for the last of an order; none: see [`Index::least_increment`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub smallest_fill: Option<Units>,
}

impl Index {
    /// The least increment: what is configured, or the units that take [`CONSUMED_MIN`] of each asset. What an increment consumes of an
    /// asset is rounded up to 1e-8 of it, and by that it costs at most 1 % more then.
    pub(crate) fn least_increment(&self) -> Result<Units, MoneyError> {
        if let Some(given) = self.smallest_fill {
            return Ok(given);
        }
        let consumed = Quantity::from_atoms(CONSUMED_MIN, Scale::QUANTITY)?;
        self.basket.iter().try_fold(Units::ZERO, |most, entry| {
            let units = consumed.over_basket(entry.quantity, self.units_scale, Rounding::Up)?;
            Ok(most.max(units))
        })
    }

    /// The quantity of an asset in one unit.
    pub fn quantity_of(&self, asset: &Unit) -> Option<Quantity> {
        self.basket
            .iter()
            .find(|entry| entry.asset == *asset)
            .map(|entry| entry.quantity)
    }

    /// What makes no sense is refused.
    pub fn check(&self, cash: &Unit, cash_scale: Scale) -> Result<(), Rejection> {
        let refuse = |problem: String| {
            Err(Rejection::BadIndex {
                symbol: self.symbol.clone(),
                problem,
            })
        };
        if !is_symbol(&self.symbol) {
            return refuse(format!(
                "a symbol has 1 to {SYMBOL_LENGTH_MAX} letters and digits"
            ));
        }
        if self.basket.is_empty() || self.basket.len() > BASKET_ASSETS_MAX {
            return refuse(format!("a basket has 1 to {BASKET_ASSETS_MAX} assets"));
        }
        let mut assets = BTreeSet::new();
        for BasketEntry { asset, quantity } in &self.basket {
            if !is_symbol(asset) {
                return refuse(format!(
                    "{asset}: a symbol has 1 to {SYMBOL_LENGTH_MAX} letters and digits"
                ));
            }
            if asset == cash || **asset == *self.symbol {
                return refuse(format!("{asset} can't be in the basket"));
            }
            if !assets.insert(asset) {
                return refuse(format!("{asset} is in the basket twice"));
            }
            if quantity.is_zero() {
                return refuse(format!("the quantity of {asset} is zero"));
            }
        }
        if **cash == *self.symbol {
            return refuse("the symbol is the cash's".into());
        }
        if self.units_scale.decimals() > 18 {
            return refuse("units have at most 18 decimals".into());
        }
        if self.fee >= Rate::ONE {
            return refuse("the fee is 100 % or more".into());
        }
        if self.smallest_tradable <= Cash::ZERO
            || self.smallest_tradable.decimals() > cash_scale.decimals()
        {
            return refuse(
                "the smallest tradable amount is not an amount of cash above zero".into(),
            );
        }
        Ok(())
    }
}

fn is_symbol(text: &str) -> bool {
    (1..=SYMBOL_LENGTH_MAX).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
