//! What has happened to an asset altogether, and where it is now.

use ledger::Unit;
use money::{Cash, MoneyError, Price, Quantity, Rounding, Scale, Signed};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{Lots, Owner};

/// An asset's position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// Of what.
    pub asset: Unit,
    /// Σ bought − Σ sold − fees taken in it; below zero where more was taken than was bought.
    pub quantity: Signed,
    /// Behind index units.
    pub backing: Quantity,
    /// Held for index orders.
    pub held: Quantity,
    /// The house's, less what it owes: fees that no lot of it could pay, and what was sold without a lot.
    pub house: Signed,
    /// What the quantity cost, without fees.
    pub cost: Cash,
    /// The fees of the quantity, in cash.
    pub fees: Cash,
    /// Σ proceeds − cost of what was sold, before fees.
    pub realised_profit: Cash,
    /// What the house's lots cost it, without fees.
    pub house_cost: Cash,
}

/// What a position is worth at a mark. Like realised profit, unrealised profit is before fees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Valuation {
    /// Of the whole quantity.
    pub value: Cash,
    /// Value − cost.
    pub unrealised_profit: Cash,
    /// Of that, the house's: its quantity at the mark − what that cost it.
    pub house_unrealised_profit: Cash,
}

impl Position {
    /// What it is worth at `mark`, at the cash's scale, half even. What is owed counts against it.
    pub fn valued(&self, mark: Price, scale: Scale) -> Result<Valuation, MoneyError> {
        let worth = |quantity: Signed| {
            let size = if quantity.is_negative() {
                -quantity
            } else {
                quantity
            };
            let worth = mark.times(size.to_quantity()?, scale, Rounding::HalfEven)?;
            Ok(if quantity.is_negative() {
                -worth
            } else {
                worth
            })
        };
        let value = worth(self.quantity)?;
        Ok(Valuation {
            value,
            unrealised_profit: value.checked_sub(self.cost)?,
            house_unrealised_profit: worth(self.house)?.checked_sub(self.house_cost)?,
        })
    }
}

/// Running totals of an asset. Everything that was opened is open, consumed or closed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Totals {
    opened: Tally,
    consumed: Tally,
    closed: Tally,
    realised: Cash,
    /// What the venue took without a lot to take it of: fees in the asset, and sales of more than there was.
    overdrawn: Quantity,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tally {
    quantity: Quantity,
    cost: Cash,
    fee: Cash,
}

impl Tally {
    fn plus(self, quantity: Quantity, cost: Cash, fee: Cash) -> Result<Self, MoneyError> {
        Ok(Self {
            quantity: self.quantity.checked_add(quantity)?,
            cost: self.cost.checked_add(cost)?,
            fee: self.fee.checked_add(fee)?,
        })
    }

    fn minus(self, other: Self) -> Result<Self, MoneyError> {
        Ok(Self {
            quantity: self.quantity.checked_sub(other.quantity)?,
            cost: self.cost.checked_sub(other.cost)?,
            fee: self.fee.checked_sub(other.fee)?,
        })
    }
}

impl Totals {
    pub(crate) fn open(
        &mut self,
        quantity: Quantity,
        cost: Cash,
        fee: Cash,
    ) -> Result<(), MoneyError> {
        self.opened = self.opened.plus(quantity, cost, fee)?;
        Ok(())
    }

    pub(crate) fn consume(
        &mut self,
        quantity: Quantity,
        cost: Cash,
        fee: Cash,
    ) -> Result<(), MoneyError> {
        self.consumed = self.consumed.plus(quantity, cost, fee)?;
        Ok(())
    }

    pub(crate) fn close(
        &mut self,
        quantity: Quantity,
        cost: Cash,
        fee: Cash,
        proceeds: Cash,
    ) -> Result<(), MoneyError> {
        self.closed = self.closed.plus(quantity, cost, fee)?;
        self.realised = self.realised.checked_add(proceeds)?.checked_sub(cost)?;
        Ok(())
    }

    pub(crate) fn overdraw(&mut self, quantity: Quantity) -> Result<(), MoneyError> {
        self.overdrawn = self.overdrawn.checked_add(quantity)?;
        Ok(())
    }

    /// What is open or consumed.
    fn left(&self) -> Result<Tally, MoneyError> {
        self.opened.minus(self.closed)
    }

    /// What is open.
    fn open_now(&self) -> Result<Tally, MoneyError> {
        self.left()?.minus(self.consumed)
    }
}

/// Lots that do not add up to what was bought, consumed and sold: what no operation can bring about.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the open lots of {asset} are {counted}, and should be {expected}")]
pub struct Miscounted {
    /// Of what.
    pub asset: Unit,
    /// Quantity, cost and fee of the open lots.
    pub counted: String,
    /// What they should be.
    pub expected: String,
}

impl Lots {
    /// Every asset's position, sorted by asset.
    pub fn positions(&self) -> Result<Vec<Position>, MoneyError> {
        self.assets
            .keys()
            .map(|asset| self.position(asset))
            .collect()
    }

    /// An asset's position.
    pub fn position(&self, asset: &Unit) -> Result<Position, MoneyError> {
        let totals = self.totals(asset);
        let left = totals.left()?;
        let (mut backing, mut held, mut house) =
            (totals.consumed.quantity, Quantity::ZERO, Quantity::ZERO);
        for (owner, pieces) in self
            .assets
            .get(asset)
            .into_iter()
            .flat_map(|lots| &lots.owners)
        {
            let part = match owner {
                Owner::House => &mut house,
                Owner::Order(_) => &mut held,
                Owner::Backing(_) => &mut backing,
            };
            *part = part.checked_add(pieces.quantity())?;
        }
        let overdrawn = Signed::from(totals.overdrawn);
        let (house_cost, _) = self
            .cost(&Owner::House, asset)
            .map_err(|_| MoneyError::Overflow)?;
        Ok(Position {
            asset: asset.clone(),
            quantity: Signed::from(left.quantity).checked_sub(overdrawn)?,
            backing,
            held,
            house: Signed::from(house).checked_sub(overdrawn)?,
            cost: left.cost,
            fees: left.fee,
            realised_profit: totals.realised,
            house_cost,
        })
    }

    /// Counts every open part again and compares with what was opened, consumed and closed. Reads everything.
    pub fn check(&self) -> Result<(), Miscounted> {
        for (asset, lots) in &self.assets {
            let miscounted = |counted: Result<Tally, MoneyError>,
                              expected: Result<Tally, MoneyError>| {
                Miscounted {
                    asset: asset.clone(),
                    counted: format!("{counted:?}"),
                    expected: format!("{expected:?}"),
                }
            };
            let counted = self.counted(asset);
            let expected = lots.totals.open_now();
            if counted.is_err() || counted != expected {
                return Err(miscounted(counted, expected));
            }
        }
        Ok(())
    }

    fn counted(&self, asset: &Unit) -> Result<Tally, MoneyError> {
        let mut counted = Tally::default();
        for owner in self
            .assets
            .get(asset)
            .into_iter()
            .flat_map(|lots| lots.owners.keys())
        {
            let held = self.open_lots(Some(owner), Some(asset));
            let quantity = Quantity::sum(held.iter().map(|lot| lot.left))?;
            let (cost, fee) = self.cost(owner, asset).map_err(|_| MoneyError::Overflow)?;
            if quantity != self.held(owner, asset) {
                return Err(MoneyError::Inexact);
            }
            counted = counted.plus(quantity, cost, fee)?;
        }
        Ok(counted)
    }
}
