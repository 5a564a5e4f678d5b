//! The amount types and which product of which two is what. A type without negative values keeps them out at every door.

use std::fmt;
use std::ops::Neg;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::{MoneyError, ParseError};
use crate::newtype::amount;
use crate::scale::{Rounding, Scale};
use crate::{apportion, exact, parse};

/// Any of the amount types: what a share can be in proportion to.
pub trait Amount: Copy + Into<Decimal> {}

amount! {
    /// Cash per one asset unit, or per one index unit. Never negative.
    Price, parse: parse::parse, check: not_negative
}
amount! {
    /// Asset units. Never negative.
    Quantity, parse: parse::parse, check: not_negative
}
amount! {
    /// Index units. Never negative.
    Units, parse: parse::parse, check: not_negative
}
amount! {
    /// Cash: what a price times a quantity is. May be negative (a loss, a difference), so what must not be is read with
    /// [`Cash::parse`], which refuses it, and not with `str::parse` or serde, which do not.
    Cash, parse: parse::parse_signed, check: any
}
amount! {
    /// A proportion: a fee, a slippage limit, a weight. 0.001 is ten basis points. Never negative.
    Rate, parse: parse::parse, check: not_negative
}
amount! {
    /// An amount of any currency or asset, of either sign: what a ledger posts.
    Signed, parse: parse::parse_signed, check: any
}

impl Price {
    /// Cash for a quantity at this price.
    pub fn times(
        self,
        quantity: Quantity,
        scale: Scale,
        rounding: Rounding,
    ) -> Result<Cash, MoneyError> {
        exact::mul(self.0, quantity.0, scale, rounding).map(Cash)
    }

    /// Cash for index units at this price.
    pub fn times_units(
        self,
        units: Units,
        scale: Scale,
        rounding: Rounding,
    ) -> Result<Cash, MoneyError> {
        exact::mul(self.0, units.0, scale, rounding).map(Cash)
    }

    /// The price × `rate`.
    pub fn times_rate(
        self,
        rate: Rate,
        scale: Scale,
        rounding: Rounding,
    ) -> Result<Self, MoneyError> {
        exact::mul(self.0, rate.0, scale, rounding).map(Self)
    }

    /// The price × (1 + `rate`): the most a buyer pays at this slippage limit, say.
    pub fn plus_rate(
        self,
        rate: Rate,
        scale: Scale,
        rounding: Rounding,
    ) -> Result<Self, MoneyError> {
        exact::mul(self.0, rate.one_plus()?, scale, rounding).map(Self)
    }

    /// The price × (1 − `rate`): the least a seller takes. `Negative` for a rate above one.
    pub fn less_rate(
        self,
        rate: Rate,
        scale: Scale,
        rounding: Rounding,
    ) -> Result<Self, MoneyError> {
        exact::mul(
            self.0,
            not_negative(exact::sub(Decimal::ONE, rate.0)?)?,
            scale,
            rounding,
        )
        .map(Self)
    }

    /// The nearest whole number of ticks not above.
    pub fn floor_to_tick(self, tick: Self) -> Result<Self, MoneyError> {
        exact::round_to_step(self.0, tick.0, Rounding::Down).map(Self)
    }

    /// The nearest whole number of ticks not below.
    pub fn ceil_to_tick(self, tick: Self) -> Result<Self, MoneyError> {
        exact::round_to_step(self.0, tick.0, Rounding::Up).map(Self)
    }
}

impl Quantity {
    /// The nearest whole number of steps not above.
    pub fn floor_to_step(self, step: Self) -> Result<Self, MoneyError> {
        exact::round_to_step(self.0, step.0, Rounding::Down).map(Self)
    }

    /// The nearest whole number of steps not below.
    pub fn ceil_to_step(self, step: Self) -> Result<Self, MoneyError> {
        exact::round_to_step(self.0, step.0, Rounding::Up).map(Self)
    }

    /// The index units that this quantity is enough for, at a basket quantity `per_unit`.
    pub fn over_basket(
        self,
        per_unit: Self,
        scale: Scale,
        rounding: Rounding,
    ) -> Result<Units, MoneyError> {
        exact::div(self.0, per_unit.0, scale, rounding).map(Units)
    }

    /// The quantity × `rate`, such as a fee in the asset itself.
    pub fn times_rate(
        self,
        rate: Rate,
        scale: Scale,
        rounding: Rounding,
    ) -> Result<Self, MoneyError> {
        exact::mul(self.0, rate.0, scale, rounding).map(Self)
    }

    /// Shares in proportion to `weights`, each a whole number of steps, that add up to the whole exactly: largest remainder, of
    /// equal ones the earlier. `Inexact` if the whole is no whole number of steps.
    pub fn apportion_steps<T: Amount>(
        self,
        weights: &[T],
        step: Self,
    ) -> Result<Vec<Self>, MoneyError> {
        let weights: Vec<Decimal> = weights.iter().map(|weight| (*weight).into()).collect();
        Ok(apportion::apportion(self.0, &weights, step.0)?
            .into_iter()
            .map(Self)
            .collect())
    }
}

impl Units {
    /// The quantity of an asset in these units, at a basket quantity `per_unit`.
    pub fn times_basket(
        self,
        per_unit: Quantity,
        scale: Scale,
        rounding: Rounding,
    ) -> Result<Quantity, MoneyError> {
        exact::mul(self.0, per_unit.0, scale, rounding).map(Quantity)
    }

    /// The nearest whole number of steps not above.
    pub fn floor_to_step(self, step: Self) -> Result<Self, MoneyError> {
        exact::round_to_step(self.0, step.0, Rounding::Down).map(Self)
    }
}

impl Cash {
    /// The quantity this cash buys at `price`. `Negative` for negative cash.
    pub fn over(
        self,
        price: Price,
        scale: Scale,
        rounding: Rounding,
    ) -> Result<Quantity, MoneyError> {
        exact::div(self.0, price.0, scale, rounding)
            .and_then(not_negative)
            .map(Quantity)
    }

    /// The index units this cash buys at an index price. `Negative` for negative cash.
    pub fn over_index_price(
        self,
        price: Price,
        scale: Scale,
        rounding: Rounding,
    ) -> Result<Units, MoneyError> {
        exact::div(self.0, price.0, scale, rounding)
            .and_then(not_negative)
            .map(Units)
    }

    /// The price per asset unit that makes this cash of a quantity. `Negative` for negative cash.
    pub fn per_quantity(
        self,
        quantity: Quantity,
        scale: Scale,
        rounding: Rounding,
    ) -> Result<Price, MoneyError> {
        exact::div(self.0, quantity.0, scale, rounding)
            .and_then(not_negative)
            .map(Price)
    }

    /// The price per index unit that makes this cash of so many units. `Negative` for negative cash.
    pub fn per_units(
        self,
        units: Units,
        scale: Scale,
        rounding: Rounding,
    ) -> Result<Price, MoneyError> {
        exact::div(self.0, units.0, scale, rounding)
            .and_then(not_negative)
            .map(Price)
    }

    /// The cash × `rate`: a fee.
    pub fn times_rate(
        self,
        rate: Rate,
        scale: Scale,
        rounding: Rounding,
    ) -> Result<Self, MoneyError> {
        exact::mul(self.0, rate.0, scale, rounding).map(Self)
    }

    /// The cash × (1 + `rate`): with its fee.
    pub fn plus_rate(
        self,
        rate: Rate,
        scale: Scale,
        rounding: Rounding,
    ) -> Result<Self, MoneyError> {
        exact::mul(self.0, rate.one_plus()?, scale, rounding).map(Self)
    }

    /// The cash ÷ (1 + `rate`): what can be spent so that its fee is covered too.
    pub fn over_one_plus(
        self,
        rate: Rate,
        scale: Scale,
        rounding: Rounding,
    ) -> Result<Self, MoneyError> {
        exact::div(self.0, rate.one_plus()?, scale, rounding).map(Self)
    }

    /// Whether it is below zero.
    pub fn is_negative(self) -> bool {
        exact::below_zero(self.0)
    }

    /// The value of a text of either sign.
    pub fn parse_signed(text: &str) -> Result<Self, ParseError> {
        parse::parse_signed(text).map(Self)
    }
}

impl Rate {
    /// The whole: 100 %.
    pub const ONE: Self = Self(Decimal::ONE);

    /// Hundredths of a per cent.
    pub fn from_basis_points(basis_points: u32) -> Self {
        Self(Decimal::new(i64::from(basis_points), 4))
    }

    /// `self ÷ total`, such as one weight of several.
    pub fn over(self, total: Self, scale: Scale, rounding: Rounding) -> Result<Self, MoneyError> {
        exact::div(self.0, total.0, scale, rounding).map(Self)
    }

    fn one_plus(self) -> Result<Decimal, MoneyError> {
        exact::add(Decimal::ONE, self.0)
    }
}

impl Signed {
    /// Whether it is below zero.
    pub fn is_negative(self) -> bool {
        exact::below_zero(self.0)
    }

    /// The amount as a quantity, unless it is negative.
    pub fn to_quantity(self) -> Result<Quantity, MoneyError> {
        not_negative(self.0).map(Quantity)
    }

    /// The amount as units, unless it is negative.
    pub fn to_units(self) -> Result<Units, MoneyError> {
        not_negative(self.0).map(Units)
    }

    /// The amount as cash, which has a sign too.
    pub fn to_cash(self) -> Cash {
        Cash(self.0)
    }
}

impl From<Cash> for Signed {
    fn from(cash: Cash) -> Self {
        Self(cash.0)
    }
}

impl From<Quantity> for Signed {
    fn from(quantity: Quantity) -> Self {
        Self(quantity.0)
    }
}

impl From<Units> for Signed {
    fn from(units: Units) -> Self {
        Self(units.0)
    }
}

impl Neg for Cash {
    type Output = Self;

    fn neg(self) -> Self {
        Self(exact::negated(self.0))
    }
}

impl Neg for Signed {
    type Output = Self;

    fn neg(self) -> Self {
        Self(exact::negated(self.0))
    }
}

#[allow(clippy::unnecessary_wraps)] // Stands where `not_negative` can.
fn any(value: Decimal) -> Result<Decimal, MoneyError> {
    // There is one zero.
    Ok(if value.is_zero() {
        Decimal::ZERO
    } else {
        value
    })
}

fn not_negative(value: Decimal) -> Result<Decimal, MoneyError> {
    if exact::below_zero(value) {
        Err(MoneyError::Negative)
    } else {
        any(value)
    }
}
