//! Sharing a whole among weights by the largest remainder: every share a whole number of steps, their sum the whole, exactly.

use std::cmp::Reverse;

use rust_decimal::Decimal;

use crate::MoneyError;
use crate::exact;
use crate::scale::{Rounding, Scale};
use crate::wide::{U256, power_of_ten};

/// Shares of `whole`, a whole number of `step`s, in proportion to `weights`. A share is its exact proportion rounded down,
/// or one step more for the largest remainders; of equal remainders the earlier weight's wins.
pub(crate) fn apportion(
    whole: Decimal,
    weights: &[Decimal],
    step: Decimal,
) -> Result<Vec<Decimal>, MoneyError> {
    if weights.iter().any(|weight| exact::below_zero(*weight)) {
        return Err(MoneyError::Negative);
    }
    let steps = exact::div(whole, step, Scale::WHOLE, Rounding::Down)?;
    if exact::round_to_step(whole, step, Rounding::Down)? != whole {
        return Err(MoneyError::Inexact);
    }
    let negative = exact::below_zero(whole);
    let shares = integers(exact::size(steps), &aligned(weights)?)?;
    let step = step.normalize();
    shares
        .into_iter()
        .map(|count| {
            exact::decimal(
                U256::product(count, exact::size(step)),
                negative,
                step.scale(),
            )
        })
        .collect()
}

/// The weights as integers in their common scale.
fn aligned(weights: &[Decimal]) -> Result<Vec<u128>, MoneyError> {
    let normal: Vec<Decimal> = weights.iter().map(Decimal::normalize).collect();
    let scale = normal.iter().map(Decimal::scale).max().unwrap_or(0);
    normal
        .into_iter()
        .map(|weight| {
            power_of_ten(scale - weight.scale())
                .and_then(|factor| exact::size(weight).checked_mul(factor))
                .ok_or(MoneyError::Overflow)
        })
        .collect()
}

/// The largest-remainder shares of an integer.
fn integers(whole: u128, weights: &[u128]) -> Result<Vec<u128>, MoneyError> {
    let total = weights
        .iter()
        .try_fold(0_u128, |total, weight| total.checked_add(*weight))
        .ok_or(MoneyError::Overflow)?;
    if total == 0 {
        return if whole == 0 {
            Ok(vec![0; weights.len()])
        } else {
            Err(MoneyError::NoWeight)
        };
    }
    let mut shares = Vec::with_capacity(weights.len());
    let mut remainders = Vec::with_capacity(weights.len());
    let mut given = 0_u128;
    for (position, weight) in weights.iter().enumerate() {
        let (share, remainder) = U256::product(whole, *weight)
            .div_rem(U256::from(total))
            .ok_or(MoneyError::DivisionByZero)?;
        // At most `whole`, as a weight is at most the total.
        let share = share.to_u128().ok_or(MoneyError::Overflow)?;
        given += share;
        shares.push(share);
        remainders.push((Reverse(remainder), position));
    }
    // Fewer than one step per weight is left over.
    let left = usize::try_from(whole - given).map_err(|_| MoneyError::Overflow)?;
    if left > 0 {
        remainders.select_nth_unstable(left - 1);
        for (_, position) in &remainders[..left] {
            shares[*position] += 1;
        }
    }
    Ok(shares)
}
