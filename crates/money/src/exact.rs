//! Exact arithmetic on bare decimals: the true result, rounded once to the declared scale, or an error.
//!
//! `rust_decimal`'s own operators round silently past 28 digits, so none of them is used here: only mantissas and scales are.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use crate::MoneyError;
use crate::scale::{Rounding, Scale};
use crate::wide::{U256, power_of_ten};

/// So many that a remainder of 96 bits raised by them fits in 256.
const DIGITS_AT_A_TIME: u32 = 38;

/// A product and quotient `a × b ÷ c` at `scale`, rounded once.
pub(crate) fn mul_div(
    a: Decimal,
    b: Decimal,
    c: Decimal,
    scale: Scale,
    rounding: Rounding,
) -> Result<Decimal, MoneyError> {
    let (a_size, b_size, c_size) = (size(a), size(b), size(c));
    if c_size == 0 {
        return Err(MoneyError::DivisionByZero);
    }
    let negative = below_zero(a) ^ below_zero(b) ^ below_zero(c);
    // The result's mantissa is a × b × 10^raise ÷ (c × 10^lower).
    let raise = scale.decimals() + c.scale();
    let lower = a.scale() + b.scale();
    let (raise, lower) = (raise.saturating_sub(lower), lower.saturating_sub(raise));

    if let Some((numerator, denominator)) = narrow(a_size, b_size, c_size, raise, lower) {
        let (quotient, remainder) = (numerator / denominator, numerator % denominator);
        // Compared against what is left of the denominator: doubling the remainder could overflow.
        let half = remainder.cmp(&(denominator - remainder));
        let quotient = U256::from(quotient);
        let up = remainder != 0 && rounds_up(rounding, negative, quotient, half);
        let rounded = quotient
            .checked_add(U256::from(u128::from(up)))
            .ok_or(MoneyError::Overflow)?;
        return decimal(rounded, negative, scale.decimals());
    }

    let numerator = U256::product(a_size, b_size);
    let Some(denominator) = U256::from(c_size).checked_mul_power_of_ten(lower) else {
        // More than 2^256 against a numerator of at most 2^192: less than half a unit.
        let up = !numerator.is_zero() && rounds_up(rounding, negative, U256::ZERO, Ordering::Less);
        return decimal(U256::from(u128::from(up)), negative, scale.decimals());
    };
    let (mut quotient, mut remainder) = numerator
        .div_rem(denominator)
        .ok_or(MoneyError::DivisionByZero)?;
    // The digits that `raise` asks for, as many at a time as fit: the denominator has at most 96 bits if there are any.
    let mut left = raise;
    while left > 0 {
        let digits = left.min(DIGITS_AT_A_TIME);
        let (next, rest) = remainder
            .checked_mul_power_of_ten(digits)
            .and_then(|remainder| remainder.div_rem(denominator))
            .ok_or(MoneyError::Overflow)?;
        // Past 256 bits is past 96 bits of whole number, which no scale can help.
        quotient = quotient
            .checked_mul_power_of_ten(digits)
            .and_then(|quotient| quotient.checked_add(next))
            .ok_or(MoneyError::Overflow)?;
        remainder = rest;
        left -= digits;
    }
    let rest = denominator.checked_sub(remainder).unwrap_or(U256::ZERO);
    let up = !remainder.is_zero() && rounds_up(rounding, negative, quotient, remainder.cmp(&rest));
    let rounded = quotient
        .checked_add(U256::from(u128::from(up)))
        .ok_or(MoneyError::Overflow)?;
    decimal(rounded, negative, scale.decimals())
}

/// Numerator and denominator where both fit in 128 bits, which everyday amounts do.
fn narrow(a: u128, b: u128, c: u128, raise: u32, lower: u32) -> Option<(u128, u128)> {
    let numerator = a.checked_mul(b)?.checked_mul(power_of_ten(raise)?)?;
    let denominator = c.checked_mul(power_of_ten(lower)?)?;
    Some((numerator, denominator))
}

/// Whether a quotient with a remainder goes to the next larger size. `half` compares the remainder with a half.
fn rounds_up(rounding: Rounding, negative: bool, quotient: U256, half: Ordering) -> bool {
    match rounding {
        Rounding::Down => negative,
        Rounding::Up => !negative,
        Rounding::HalfEven => half.is_gt() || (half.is_eq() && quotient.is_odd()),
    }
}

/// A product at `scale`, rounded once.
pub(crate) fn mul(
    a: Decimal,
    b: Decimal,
    scale: Scale,
    rounding: Rounding,
) -> Result<Decimal, MoneyError> {
    mul_div(a, b, Decimal::ONE, scale, rounding)
}

/// A quotient at `scale`, rounded once.
pub(crate) fn div(
    a: Decimal,
    b: Decimal,
    scale: Scale,
    rounding: Rounding,
) -> Result<Decimal, MoneyError> {
    mul_div(a, Decimal::ONE, b, scale, rounding)
}

/// `a` at `scale`, rounded once.
pub(crate) fn round(a: Decimal, scale: Scale, rounding: Rounding) -> Result<Decimal, MoneyError> {
    if a.scale() == scale.decimals() {
        return Ok(a);
    }
    mul_div(a, Decimal::ONE, Decimal::ONE, scale, rounding)
}

/// The whole number of `step`s nearest to `a` in the rounding's direction, as an amount.
pub(crate) fn round_to_step(
    a: Decimal,
    step: Decimal,
    rounding: Rounding,
) -> Result<Decimal, MoneyError> {
    let count = div(a, step, Scale::WHOLE, rounding)?;
    let step = step.normalize();
    let mantissa = count
        .mantissa()
        .checked_mul(step.mantissa())
        .ok_or(MoneyError::Overflow)?;
    build(mantissa, step.scale())
}

/// The exact sum.
pub(crate) fn add(a: Decimal, b: Decimal) -> Result<Decimal, MoneyError> {
    let sum = |a: Decimal, b: Decimal| {
        let scale = a.scale().max(b.scale());
        let mantissa = raised(a, scale)?.checked_add(raised(b, scale)?)?;
        build(mantissa, scale).ok()
    };
    // Trailing zeros may be all that does not fit.
    sum(a, b)
        .or_else(|| sum(a.normalize(), b.normalize()))
        .ok_or(MoneyError::Overflow)
}

/// The exact difference.
pub(crate) fn sub(a: Decimal, b: Decimal) -> Result<Decimal, MoneyError> {
    add(a, negated(b))
}

/// The mantissa of `a` at a scale not below its own.
fn raised(a: Decimal, scale: u32) -> Option<i128> {
    if a.scale() == scale {
        return Some(a.mantissa());
    }
    a.mantissa()
        .checked_mul(i128::try_from(power_of_ten(scale - a.scale())?).ok()?)
}

/// A decimal of a signed mantissa, stripped of trailing zeros where it would not fit with them.
pub(crate) fn build(mantissa: i128, scale: u32) -> Result<Decimal, MoneyError> {
    Decimal::try_from_i128_with_scale(mantissa, scale)
        .or_else(|_| decimal(U256::from(mantissa.unsigned_abs()), mantissa < 0, scale))
}

/// The same of a size and a sign.
pub(crate) fn decimal(size: U256, negative: bool, scale: u32) -> Result<Decimal, MoneyError> {
    let (mut size, mut scale) = (size, scale);
    loop {
        let mantissa = size
            .to_u128()
            .and_then(|size| i128::try_from(size).ok())
            .map(|size| if negative { -size } else { size });
        if let Some(Ok(decimal)) =
            mantissa.map(|mantissa| Decimal::try_from_i128_with_scale(mantissa, scale))
        {
            return Ok(decimal);
        }
        let (tenth, digit) = size
            .div_rem(U256::from(10))
            .ok_or(MoneyError::DivisionByZero)?;
        if scale == 0 || !digit.is_zero() {
            return Err(MoneyError::Overflow);
        }
        (size, scale) = (tenth, scale - 1);
    }
}

/// The whole number of 10^-scale in a decimal, where it is one: for token amounts and other integers.
pub(crate) fn to_atoms(a: Decimal, scale: Scale) -> Result<u128, MoneyError> {
    if below_zero(a) {
        return Err(MoneyError::Negative);
    }
    let a = a.normalize();
    let raise = scale
        .decimals()
        .checked_sub(a.scale())
        .ok_or(MoneyError::Inexact)?;
    size(a)
        .checked_mul(power_of_ten(raise).ok_or(MoneyError::Overflow)?)
        .ok_or(MoneyError::Overflow)
}

/// The decimal of a whole number of 10^-scale.
#[inline]
#[allow(clippy::cast_possible_truncation)] // The three words of a mantissa.
pub(crate) fn from_atoms(atoms: u128, scale: Scale) -> Result<Decimal, MoneyError> {
    if atoms >> 96 == 0 {
        let (low, middle, high) = (atoms as u32, (atoms >> 32) as u32, (atoms >> 64) as u32);
        return Ok(Decimal::from_parts(
            low,
            middle,
            high,
            false,
            scale.decimals(),
        ));
    }
    decimal(U256::from(atoms), false, scale.decimals())
}

pub(crate) fn size(a: Decimal) -> u128 {
    a.mantissa().unsigned_abs()
}

/// Below zero, which `-0` is not.
pub(crate) fn below_zero(a: Decimal) -> bool {
    a.is_sign_negative() && !a.is_zero()
}

/// The other sign; there is one zero.
pub(crate) fn negated(a: Decimal) -> Decimal {
    if a.is_zero() { Decimal::ZERO } else { -a }
}
