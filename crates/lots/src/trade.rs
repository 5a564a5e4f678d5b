//! A venue trade as it comes in, and what opening a lot of it made.

use ledger::{Name, Unit};
use money::{Cash, MoneyError, Price, Quantity, Rounding, Scale};
use serde::{Deserialize, Serialize};

use crate::{LotsError, Owner, Taken};

/// A trade at the venue. Bought, it is a lot; sold, it closes lots.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trade {
    /// `<market>-<venue trade id>`: the lot's id.
    pub id: Name,
    /// What was traded.
    pub asset: Unit,
    /// How much of it.
    pub quantity: Quantity,
    /// Cash per unit of the asset.
    pub price: Price,
    /// What the venue took for it.
    pub fee: Fee,
    /// When, in Unix nanoseconds.
    pub time_unix_ns: i64,
}

/// What the venue took for a trade.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Fee {
    /// Cash: it adds to the cost.
    Cash(Cash),
    /// Some of the asset that was bought: it reduces the lot. Its value at the trade's price is the lot's fee.
    Asset(Quantity),
    /// Some of a third asset, which the house pays, and its value in cash at the mark, which is the lot's fee.
    Third {
        /// The asset it was taken in.
        asset: Unit,
        /// How much of it.
        quantity: Quantity,
        /// Its value at the mark.
        cash: Cash,
    },
}

/// Who gets how much of a trade, or gives it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// Who.
    pub owner: Owner,
    /// How much.
    pub quantity: Quantity,
}

/// What a trade has opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The lot's quantity: what was bought, less a fee in the asset itself.
    pub quantity: Quantity,
    /// Its cost without fees, at the cash scale.
    pub cost: Cash,
    /// Its fee, at the cash scale.
    pub fee: Cash,
    /// What the venue took beyond cost and fee: less than two of the cash scale's smallest amounts. The house pays it.
    pub remainder: Cash,
    /// Each owner's part, in the order of the shares; shares of nothing are left out.
    pub shares: Vec<(Owner, Taken)>,
    /// What the house paid of a third asset.
    pub house_fee: Option<HouseFee>,
}

/// A fee in a third asset: the house's sale of it, at the mark, to whoever is charged the fee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HouseFee {
    /// The third asset.
    pub asset: Unit,
    /// The house's lots that paid it, oldest first.
    pub lots: Vec<Taken>,
    /// What no lot of the house's could pay.
    pub overdrawn: Quantity,
}

/// A trade's amounts, worked out.
pub(crate) struct Amounts {
    pub(crate) quantity: Quantity,
    pub(crate) cost: Cash,
    pub(crate) fee: Cash,
    pub(crate) remainder: Cash,
}

impl Trade {
    /// The amounts of the lot that a purchase opens.
    pub(crate) fn bought(&self, scale: Scale) -> Result<Amounts, LotsError> {
        self.bought_amounts(scale)
            .map_err(LotsError::out_of_range(&self.asset))
            .and_then(|amounts| {
                if amounts.quantity.is_zero() {
                    Err(LotsError::Nothing {
                        id: self.id.clone(),
                    })
                } else {
                    Ok(amounts)
                }
            })
    }

    fn bought_amounts(&self, scale: Scale) -> Result<Amounts, MoneyError> {
        let paid = exact_value(self.price, self.quantity)?;
        let (quantity, fee) = match &self.fee {
            Fee::Cash(fee) | Fee::Third { cash: fee, .. } => (self.quantity, *fee),
            Fee::Asset(fee) => (
                self.quantity.checked_sub(*fee)?,
                exact_value(self.price, *fee)?,
            ),
        };
        let cost = self.price.times(quantity, scale, Rounding::Down)?;
        let fee_down = fee.round_to(scale, Rounding::Down)?;
        let (paid, fee_paid) = match &self.fee {
            Fee::Cash(fee) => (paid.checked_add(*fee)?, fee_down),
            Fee::Asset(_) => (paid, fee_down),
            // Its cash is a valuation: the venue took none of it.
            Fee::Third { .. } => (paid, Cash::ZERO),
        };
        let remainder = paid.checked_sub(cost)?.checked_sub(fee_paid)?;
        Ok(Amounts {
            quantity,
            cost,
            fee: fee_down,
            remainder,
        })
    }
}

/// Price × quantity, with all its digits.
pub(crate) fn exact_value(price: Price, quantity: Quantity) -> Result<Cash, MoneyError> {
    let decimals = price.decimals() + quantity.decimals();
    let scale =
        Scale::new(u8::try_from(decimals).unwrap_or(u8::MAX)).map_err(|_| MoneyError::Overflow)?;
    price.times(quantity, scale, Rounding::Down)
}
