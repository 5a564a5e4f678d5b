//! Unsigned 256-bit integers: room for the exact product of two mantissas before it is rounded once.
//!
//! Invariant: nothing wraps. What does not fit is `None`. Rounding and scales are left to the callers.

use std::cmp::Ordering;

/// Powers of ten up to 10^38, the largest in 128 bits.
const POWERS_OF_TEN: [u128; 39] = {
    let mut powers = [1_u128; 39];
    let mut exponent = 1;
    while exponent < powers.len() {
        powers[exponent] = powers[exponent - 1] * 10;
        exponent += 1;
    }
    powers
};

/// 10^`exponent`, where it fits in 128 bits.
pub const fn power_of_ten(exponent: u32) -> Option<u128> {
    if exponent < 39 {
        Some(POWERS_OF_TEN[exponent as usize])
    } else {
        None
    }
}

/// An unsigned integer of 256 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct U256 {
    high: u128,
    low: u128,
}

impl U256 {
    /// Zero.
    pub const ZERO: Self = Self { high: 0, low: 0 };

    /// The largest value.
    pub const MAX: Self = Self {
        high: u128::MAX,
        low: u128::MAX,
    };

    /// A product of two 128-bit integers, which always fits.
    #[inline]
    pub const fn product(a: u128, b: u128) -> Self {
        let (a1, a0) = halves(a);
        let (b1, b0) = halves(b);
        if a1 == 0 && b1 == 0 {
            return Self {
                high: 0,
                low: a0 * b0,
            };
        }
        let (low, mid_a, mid_b, high) = (a0 * b0, a0 * b1, a1 * b0, a1 * b1);
        let (mid, mid_carry) = mid_a.overflowing_add(mid_b);
        let (low, low_carry) = low.overflowing_add(mid << 64);
        let high = high + (mid >> 64) + ((mid_carry as u128) << 64) + low_carry as u128;
        Self { high, low }
    }

    /// Whether it is zero.
    pub const fn is_zero(self) -> bool {
        self.high == 0 && self.low == 0
    }

    /// Whether its last bit is set.
    pub const fn is_odd(self) -> bool {
        self.low & 1 == 1
    }

    /// The value, where it fits in 128 bits.
    pub const fn to_u128(self) -> Option<u128> {
        if self.high == 0 { Some(self.low) } else { None }
    }

    /// The sum, unless it overflows.
    #[inline]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        let (low, carry) = self.low.overflowing_add(other.low);
        let high = self
            .high
            .checked_add(other.high)?
            .checked_add(u128::from(carry))?;
        Some(Self { high, low })
    }

    /// The difference, unless it is negative.
    #[inline]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        let (low, borrow) = self.low.overflowing_sub(other.low);
        let high = self
            .high
            .checked_sub(other.high)?
            .checked_sub(u128::from(borrow))?;
        Some(Self { high, low })
    }

    /// The product with a 128-bit integer, unless it overflows.
    pub fn checked_mul(self, factor: u128) -> Option<Self> {
        let low = Self::product(self.low, factor);
        let high = Self::product(self.high, factor).to_u128()?;
        Some(Self {
            high: low.high.checked_add(high)?,
            low: low.low,
        })
    }

    /// The product with 10^`exponent`, unless it overflows.
    pub fn checked_mul_power_of_ten(self, exponent: u32) -> Option<Self> {
        let mut value = self;
        let mut left = exponent;
        while left > 0 {
            if value.is_zero() {
                return Some(value);
            }
            let part = left.min(38);
            value = value.checked_mul(POWERS_OF_TEN[part as usize])?;
            left -= part;
        }
        Some(value)
    }

    /// Quotient and remainder, unless the divisor is zero.
    pub fn div_rem(self, divisor: Self) -> Option<(Self, Self)> {
        if divisor.is_zero() {
            return None;
        }
        if self < divisor {
            return Some((Self::ZERO, self));
        }
        if self.high == 0 {
            return Some((
                Self::from(self.low / divisor.low),
                Self::from(self.low % divisor.low),
            ));
        }
        let limbs = divisor.limbs();
        Some(if limbs[1..] == [0, 0, 0] {
            self.div_rem_limb(limbs[0])
        } else {
            self.div_rem_long(divisor)
        })
    }

    /// Schoolbook division by one 64-bit limb.
    fn div_rem_limb(self, divisor: u64) -> (Self, Self) {
        let mut quotient = self.limbs();
        let mut remainder = 0_u64;
        for limb in quotient.iter_mut().rev() {
            let dividend = (u128::from(remainder) << 64) | u128::from(*limb);
            *limb = low_limb(dividend / u128::from(divisor));
            remainder = low_limb(dividend % u128::from(divisor));
        }
        (
            Self::from_limbs(quotient),
            Self::from(u128::from(remainder)),
        )
    }

    /// Knuth, The Art of Computer Programming, volume 2, 4.3.1, algorithm D, on 64-bit limbs. The divisor has two or more.
    fn div_rem_long(self, divisor: Self) -> (Self, Self) {
        let count = divisor.limb_count();
        // D1: shift both so that the divisor's top bit is set; the dividend gains a limb.
        let shift = divisor.limbs()[count - 1].leading_zeros();
        let v = divisor.shifted_left(shift);
        let mut u = self.shifted_left(shift);
        let mut quotient = [0_u64; 4];
        for j in (0..=4 - count).rev() {
            // D3: guess one limb from the top three, at most two too large, corrected to at most one.
            let top = (u128::from(u[j + count]) << 64) | u128::from(u[j + count - 1]);
            let mut guess = top / u128::from(v[count - 1]);
            let mut rest = top % u128::from(v[count - 1]);
            while guess >> 64 != 0
                || guess * u128::from(v[count - 2]) > ((rest << 64) | u128::from(u[j + count - 2]))
            {
                guess -= 1;
                rest += u128::from(v[count - 1]);
                if rest >> 64 != 0 {
                    break;
                }
            }
            // D4 to D6: multiply and subtract; where the guess was one too large, add back.
            if subtract_multiple(&mut u[j..=j + count], &v[..count], low_limb(guess)) {
                guess -= 1;
                add_back(&mut u[j..=j + count], &v[..count]);
            }
            quotient[j] = low_limb(guess);
        }
        // D8: shift the remainder back.
        let mut remainder = [0_u64; 4];
        for (i, limb) in remainder.iter_mut().enumerate() {
            *limb = u[i] >> shift;
            if shift > 0 {
                *limb |= u[i + 1] << (64 - shift);
            }
        }
        (Self::from_limbs(quotient), Self::from_limbs(remainder))
    }

    const fn limbs(self) -> [u64; 4] {
        let (high1, high0) = halves(self.high);
        let (low1, low0) = halves(self.low);
        [
            low_limb(low0),
            low_limb(low1),
            low_limb(high0),
            low_limb(high1),
        ]
    }

    fn from_limbs(limbs: [u64; 4]) -> Self {
        let pair = |low: u64, high: u64| (u128::from(high) << 64) | u128::from(low);
        Self {
            high: pair(limbs[2], limbs[3]),
            low: pair(limbs[0], limbs[1]),
        }
    }

    fn limb_count(self) -> usize {
        4 - self
            .limbs()
            .iter()
            .rev()
            .take_while(|limb| **limb == 0)
            .count()
    }

    fn shifted_left(self, shift: u32) -> [u64; 5] {
        let limbs = self.limbs();
        let mut shifted = [0_u64; 5];
        for (i, limb) in limbs.iter().enumerate() {
            shifted[i] |= limb << shift;
            if shift > 0 {
                shifted[i + 1] = limb >> (64 - shift);
            }
        }
        shifted
    }
}

/// `u -= v × factor`; whether it went below zero (and wrapped).
fn subtract_multiple(u: &mut [u64], v: &[u64], factor: u64) -> bool {
    let (mut carry, mut borrow) = (0_u128, false);
    for (i, limb) in u.iter_mut().enumerate() {
        carry += v.get(i).map_or(0, |v| u128::from(*v) * u128::from(factor));
        let (difference, borrow_a) = limb.overflowing_sub(low_limb(carry));
        let (difference, borrow_b) = difference.overflowing_sub(u64::from(borrow));
        *limb = difference;
        borrow = borrow_a || borrow_b;
        carry >>= 64;
    }
    borrow
}

/// `u += v`, dropping the carry out of the top that undoes a wrapped subtraction.
fn add_back(u: &mut [u64], v: &[u64]) {
    let mut carry = 0_u128;
    for (i, limb) in u.iter_mut().enumerate() {
        carry += u128::from(*limb) + v.get(i).map_or(0, |v| u128::from(*v));
        *limb = low_limb(carry);
        carry >>= 64;
    }
}

const fn halves(value: u128) -> (u128, u128) {
    (value >> 64, value & u64::MAX as u128)
}

#[allow(clippy::cast_possible_truncation)] // The point of it.
const fn low_limb(value: u128) -> u64 {
    value as u64
}

impl From<u128> for U256 {
    fn from(low: u128) -> Self {
        Self { high: 0, low }
    }
}

impl Ord for U256 {
    fn cmp(&self, other: &Self) -> Ordering {
        self.high.cmp(&other.high).then(self.low.cmp(&other.low))
    }
}

impl PartialOrd for U256 {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
