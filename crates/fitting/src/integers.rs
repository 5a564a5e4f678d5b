//! From decimals to the integers that the fitting reckons with. Nothing wraps; what is cut off is cut to the safe side.

use money::wide::{U256, power_of_ten};
use rust_decimal::Decimal;

/// The bound of every quantity and sum of quantities here: sums of two stay inside 128 bits.
pub(crate) const QUANTITY_MAX: u128 = 1 << 126;

/// The decimals of cash in sums over assets. Each asset's cost is rounded up to it, far below a cash atom.
pub(crate) const CASH_SCALE: u32 = 18;

/// Powers of ten in 64 bits.
const POWERS_64: [u64; 20] = {
    let mut powers = [1; 20];
    let mut exponent = 1;
    while exponent < powers.len() {
        powers[exponent] = powers[exponent - 1] * 10;
        exponent += 1;
    }
    powers
};

/// Mantissa and scale of a decimal that is not negative.
pub(crate) fn parts(value: impl Into<Decimal>) -> (u128, u32) {
    let value = value.into();
    (value.mantissa().unsigned_abs(), value.scale())
}

/// `value × 10^scale`, down; `None` past 256 bits.
pub(crate) fn scaled_wide(value: impl Into<Decimal>, scale: u32) -> Option<U256> {
    let (mantissa, own) = parts(value);
    if scale >= own {
        U256::from(mantissa).checked_mul_power_of_ten(scale - own)
    } else {
        Some(U256::from(mantissa / power_of_ten(own - scale)?))
    }
}

/// `value × 10^scale`, down, at most [`QUANTITY_MAX`].
pub(crate) fn scaled_to_bound(value: impl Into<Decimal>, scale: u32) -> u128 {
    let (mantissa, own) = parts(value);
    if mantissa == 0 {
        return 0;
    }
    // Short mantissas and few digits, as nearly all are.
    if let (Ok(mantissa), Some(Some(factor))) = (
        u64::try_from(mantissa),
        scale
            .checked_sub(own)
            .map(|digits| POWERS_64.get(digits as usize)),
    ) {
        return (u128::from(mantissa) * u128::from(*factor)).min(QUANTITY_MAX);
    }
    let scaled = if scale >= own {
        power_of_ten(scale - own).and_then(|factor| mantissa.checked_mul(factor))
    } else {
        power_of_ten(own - scale).map(|factor| mantissa / factor)
    };
    scaled.unwrap_or(QUANTITY_MAX).min(QUANTITY_MAX)
}

/// How an asset's quantities become cash at [`CASH_SCALE`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct CashRate {
    /// The limit price's mantissa.
    price: u128,
    /// Decimals of quantity × price above the cash scale, or below it.
    lower: u32,
    raise: u32,
}

impl CashRate {
    pub(crate) fn new(price: impl Into<Decimal>, quantity_scale: u32) -> Self {
        let (price, scale) = parts(price);
        let scale = scale + quantity_scale;
        Self {
            price,
            lower: scale.saturating_sub(CASH_SCALE),
            raise: CASH_SCALE.saturating_sub(scale),
        }
    }

    /// Cash for a quantity, up; the largest number where it does not fit.
    pub(crate) fn cost(self, quantity: u128) -> u128 {
        self.try_cost(quantity).unwrap_or(u128::MAX)
    }

    fn try_cost(self, quantity: u128) -> Option<u128> {
        let product = U256::product(quantity, self.price).checked_mul_power_of_ten(self.raise)?;
        if self.lower == 0 {
            return product.to_u128();
        }
        let Some(divisor) = power_of_ten(self.lower) else {
            // 10^39 and more against 222 bits: two steps, each up.
            let (most, rest) = product.div_rem(U256::from(power_of_ten(38)?))?;
            let most = most.checked_add(U256::from(u128::from(!rest.is_zero())))?;
            let (quotient, rest) = most.div_rem(U256::from(power_of_ten(self.lower - 38)?))?;
            return quotient.to_u128()?.checked_add(u128::from(!rest.is_zero()));
        };
        if let Some(product) = product.to_u128() {
            return Some(product.div_ceil(divisor));
        }
        let (quotient, rest) = product.div_rem(U256::from(divisor))?;
        quotient.to_u128()?.checked_add(u128::from(!rest.is_zero()))
    }
}
