//! Every product, quotient, sum, share and comparison against arbitrary-precision integers: the exact result, rounded once, or an error.

use money::wide::U256;
use money::{Cash, MoneyError, Price, Quantity, Rounding, Scale, Signed};
use num_bigint::{BigInt, BigUint, Sign};
use proptest::prelude::*;
use rust_decimal::Decimal;

const ROUNDINGS: [Rounding; 3] = [Rounding::Down, Rounding::Up, Rounding::HalfEven];

/// Mantissas of every length up to 96 bits, so that short and long ones meet.
fn mantissa() -> impl Strategy<Value = i128> {
    (any::<u128>(), 0_u32..=96).prop_map(|(bits, length)| {
        i128::try_from(bits.checked_shr(128 - length).unwrap_or(0)).expect("96 bits at most")
    })
}

fn not_negative() -> impl Strategy<Value = Decimal> {
    (mantissa(), 0_u32..=28)
        .prop_map(|(mantissa, scale)| Decimal::from_i128_with_scale(mantissa, scale))
}

fn any_sign() -> impl Strategy<Value = Decimal> {
    (not_negative(), any::<bool>())
        .prop_map(|(value, negative)| if negative { -value } else { value })
}

fn scale() -> impl Strategy<Value = Scale> {
    (0_u8..=28).prop_map(|decimals| Scale::new(decimals).expect("28 at most"))
}

fn rounding() -> impl Strategy<Value = Rounding> {
    prop::sample::select(ROUNDINGS.to_vec())
}

fn power(exponent: u32) -> BigInt {
    BigInt::from(10).pow(exponent)
}

/// `a × b ÷ c` in units of 10^-scale, the long way.
fn reference(a: Decimal, b: Decimal, c: Decimal, scale: Scale, rounding: Rounding) -> BigInt {
    let numerator = BigInt::from(a.mantissa()) * b.mantissa() * power(scale.decimals() + c.scale());
    let denominator = BigInt::from(c.mantissa()) * power(a.scale() + b.scale());
    let (numerator, denominator) = if denominator.sign() == Sign::Minus {
        (-numerator, -denominator)
    } else {
        (numerator, denominator)
    };
    // BigInt divides towards zero.
    let truncated = &numerator / &denominator;
    let remainder = &numerator - &truncated * &denominator;
    let floor = if remainder.sign() == Sign::Minus {
        truncated - 1
    } else {
        truncated
    };
    let rest = &numerator - &floor * &denominator;
    let twice = BigInt::from(2) * &rest;
    let up = match rounding {
        Rounding::Down => false,
        Rounding::Up => rest != BigInt::ZERO,
        Rounding::HalfEven => {
            twice > denominator || (twice == denominator && &floor % 2 != BigInt::ZERO)
        }
    };
    floor + i32::from(up)
}

/// The result is the reference, or an overflow where no decimal has that value.
fn check(
    actual: Result<Decimal, MoneyError>,
    expected: &BigInt,
    scale: u32,
) -> Result<(), TestCaseError> {
    match actual {
        Ok(value) => {
            let value = BigInt::from(value.mantissa()) * power(28 - value.scale());
            prop_assert_eq!(value, expected * power(28 - scale));
        }
        Err(error) => {
            prop_assert_eq!(error, MoneyError::Overflow);
            prop_assert!(
                !representable(expected.clone(), scale),
                "refused {} at {}",
                expected,
                scale
            );
        }
    }
    Ok(())
}

fn representable(mut mantissa: BigInt, mut scale: u32) -> bool {
    while scale > 0 && &mantissa % 10 == BigInt::ZERO {
        mantissa /= 10;
        scale -= 1;
    }
    mantissa.magnitude() < &(BigUint::from(1_u8) << 96)
}

fn price(value: Decimal) -> Price {
    Price::from_decimal(value).expect("not negative")
}

fn quantity(value: Decimal) -> Quantity {
    Quantity::from_decimal(value).expect("not negative")
}

fn cash(value: Decimal) -> Cash {
    Cash::from_decimal(value).expect("any sign")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn products_are_exact_then_rounded_once(a in not_negative(), b in not_negative(), scale in scale(), rounding in rounding()) {
        let actual = price(a).times(quantity(b), scale, rounding).map(Cash::as_decimal);
        check(actual, &reference(a, b, Decimal::ONE, scale, rounding), scale.decimals())?;
    }

    #[test]
    fn quotients_are_exact_then_rounded_once(a in not_negative(), b in not_negative(), scale in scale(), rounding in rounding()) {
        let actual = cash(a).over(price(b), scale, rounding).map(Quantity::as_decimal);
        if b.is_zero() {
            prop_assert_eq!(actual, Err(MoneyError::DivisionByZero));
        } else {
            check(actual, &reference(a, Decimal::ONE, b, scale, rounding), scale.decimals())?;
        }
    }

    #[test]
    fn shares_of_either_sign_are_exact_then_rounded_once(a in any_sign(), b in any_sign(), c in any_sign(), scale in scale(), rounding in rounding()) {
        let actual = cash(a).share_of(cash(b), cash(c), scale, rounding).map(Cash::as_decimal);
        if c.is_zero() {
            prop_assert_eq!(actual, Err(MoneyError::DivisionByZero));
        } else {
            check(actual, &reference(a, b, c, scale, rounding), scale.decimals())?;
        }
    }

    #[test]
    fn sums_and_differences_are_exact_or_refused(a in any_sign(), b in any_sign()) {
        let at = |value: Decimal| BigInt::from(value.mantissa()) * power(28 - value.scale());
        check(cash(a).checked_add(cash(b)).map(Cash::as_decimal), &(at(a) + at(b)), 28)?;
        check(cash(a).checked_sub(cash(b)).map(Cash::as_decimal), &(at(a) - at(b)), 28)?;
    }

    #[test]
    fn rounding_to_a_scale_or_step_is_the_nearest_multiple(a in not_negative(), step in not_negative(), scale in scale(), rounding in rounding()) {
        check(cash(a).round_to(scale, rounding).map(Cash::as_decimal), &reference(a, Decimal::ONE, Decimal::ONE, scale, rounding), scale.decimals())?;
        let floor = quantity(a).floor_to_step(quantity(step)).map(Quantity::as_decimal);
        let ceil = quantity(a).ceil_to_step(quantity(step)).map(Quantity::as_decimal);
        if step.is_zero() {
            prop_assert_eq!(floor, Err(MoneyError::DivisionByZero));
            prop_assert_eq!(ceil, Err(MoneyError::DivisionByZero));
        } else {
            let count = |rounding| reference(a, Decimal::ONE, step, Scale::WHOLE, rounding) * step.mantissa();
            // The count of steps itself must be a decimal, or the result is refused though it would fit.
            if representable(count(Rounding::Up) / step.mantissa(), 0) {
                check(floor, &count(Rounding::Down), step.scale())?;
                check(ceil, &count(Rounding::Up), step.scale())?;
            } else {
                prop_assert_eq!(ceil, Err(MoneyError::Overflow));
            }
        }
    }

    #[test]
    fn order_is_the_order_of_the_values(a in any_sign(), b in any_sign()) {
        let at = |value: Decimal| BigInt::from(value.mantissa()) * power(28 - value.scale());
        prop_assert_eq!(cash(a).cmp(&cash(b)), at(a).cmp(&at(b)));
    }

    #[test]
    fn a_value_survives_text_and_serde(a in any_sign()) {
        let signed = Signed::from_decimal(a).unwrap();
        prop_assert_eq!(signed.to_string().parse::<Signed>(), Ok(signed));
        let json = serde_json::to_string(&signed).unwrap();
        prop_assert_eq!(serde_json::from_str::<Signed>(&json).unwrap(), signed);
        prop_assert_eq!(json, format!("\"{signed}\""));
    }

    #[test]
    fn shares_add_up_and_are_within_one_step_of_the_exact_proportion(
        steps in 0_i64..=1_000_000_000,
        weights in prop::collection::vec(0_i64..1_000_000, 1..20),
    ) {
        let whole = Quantity::from_decimal(Decimal::new(steps, 8)).unwrap();
        let weights: Vec<Quantity> = weights.into_iter().map(|weight| quantity(Decimal::new(weight, 3))).collect();
        let total = Quantity::sum(weights.iter().copied()).unwrap();
        let shares = whole.apportion(&weights, Scale::QUANTITY);
        if total.is_zero() {
            prop_assert_eq!(shares, if whole.is_zero() { Ok(weights) } else { Err(MoneyError::NoWeight) });
        } else {
            let shares = shares.unwrap();
            prop_assert_eq!(Quantity::sum(shares.iter().copied()), Ok(whole));
            for (share, weight) in shares.iter().zip(&weights) {
                let down = whole.share_of(*weight, total, Scale::QUANTITY, Rounding::Down).unwrap();
                let up = whole.share_of(*weight, total, Scale::QUANTITY, Rounding::Up).unwrap();
                prop_assert!(down <= *share && *share <= up);
            }
        }
    }

    #[test]
    fn wide_division_is_that_of_big_integers(
        a in (any::<u128>(), any::<u128>(), 0_u32..128), b in (any::<u128>(), any::<u128>(), 0_u32..=128, 0_u32..128),
    ) {
        let wide = |high: u128, low: u128| {
            U256::product(high, 1 << 127).checked_mul(2).unwrap().checked_add(U256::from(low)).unwrap()
        };
        let big = |value: U256| {
            // Digits of 2^64, from the bottom.
            let (mut value, mut result, mut unit) = (value, BigUint::ZERO, BigUint::from(1_u8));
            while !value.is_zero() {
                let (rest, digit) = value.div_rem(U256::from(1 << 64)).unwrap();
                result += &unit * digit.to_u128().unwrap();
                unit <<= 64;
                value = rest;
            }
            result
        };
        let (dividend, divisor) = (wide(a.0 >> a.2, a.1), wide(b.0.checked_shr(b.2).unwrap_or(0), b.1 >> b.3));
        prop_assert_eq!(big(dividend), (BigUint::from(a.0 >> a.2) << 128) + a.1);
        match dividend.div_rem(divisor) {
            None => prop_assert!(divisor.is_zero()),
            Some((quotient, remainder)) => {
                prop_assert_eq!(big(quotient), big(dividend) / big(divisor));
                prop_assert_eq!(big(remainder), big(dividend) % big(divisor));
            }
        }
        prop_assert_eq!(big(U256::product(a.0, b.0)), BigUint::from(a.0) * b.0);
        prop_assert_eq!(dividend.cmp(&divisor), big(dividend).cmp(&big(divisor)));
    }
}

/// Algorithm D's rare branches: limbs of ones and powers of two, where the guessed digit is too large.
#[test]
fn wide_division_corrects_its_guesses() {
    let limbs = [
        0,
        1,
        2,
        1 << 63,
        (1 << 63) - 1,
        u128::from(u64::MAX),
        u128::from(u64::MAX) - 1,
    ];
    let halves: Vec<u128> = limbs
        .iter()
        .flat_map(|high| limbs.iter().map(move |low| (high << 64) | low))
        .collect();
    let two_to_128 = U256::from(1 << 127).checked_mul(2).unwrap();
    let mut checked = 0_u64;
    for high in &halves {
        for divisor_low in &halves {
            for low in &halves[..14] {
                let value = |high: u128, low: u128| {
                    let high = U256::product(high, 1 << 64).checked_mul(1 << 64).unwrap();
                    high.checked_add(U256::from(low)).unwrap()
                };
                for divisor in [
                    value(0, *divisor_low),
                    value(1, *divisor_low),
                    value(*divisor_low, *low),
                ] {
                    let dividend = value(*high, *low);
                    let Some((quotient, remainder)) = dividend.div_rem(divisor) else {
                        continue;
                    };
                    assert!(remainder < divisor);
                    // dividend = quotient × divisor + remainder, by schoolbook halves of the quotient.
                    let (quotient_high, quotient_low) = quotient.div_rem(two_to_128).unwrap();
                    let low_part = divisor
                        .checked_mul(quotient_low.to_u128().unwrap())
                        .unwrap();
                    let high_part = divisor
                        .checked_mul(quotient_high.to_u128().unwrap())
                        .unwrap();
                    let high_part = high_part
                        .checked_mul(1 << 64)
                        .and_then(|part| part.checked_mul(1 << 64))
                        .unwrap();
                    let back = low_part
                        .checked_add(high_part)
                        .and_then(|sum| sum.checked_add(remainder))
                        .unwrap();
                    assert_eq!(back, dividend);
                    checked += 1;
                }
            }
        }
    }
    assert!(checked > 50_000);
}
