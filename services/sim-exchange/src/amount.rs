//! The venue's numbers: never negative, eight decimals, as on its wire.
//!
//! Fixed point in whole 1e-8, on purpose not the types that Sheaf's own services use: a mistake in those must not cancel out
//! against the same mistake here. Sums and products are exact or `None`.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// Decimals of every number of the venue.
pub const DECIMALS: usize = 8;
const ONE: u128 = 100_000_000;
/// Digits before the point that are read; a product of two such numbers still fits 128 bits.
const WHOLE_DIGITS_MAX: usize = 11;

/// A price, a quantity, an amount of any asset, or a rate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(u128);

/// Why a text is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// Something other than digits and one point.
    #[error("it is not a decimal number")]
    Illegal,
    /// More decimals than the venue has.
    #[error("it has more than {DECIMALS} decimals")]
    TooPrecise,
    /// More digits before the point than any market has.
    #[error("it is too large")]
    TooLarge,
}

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// One.
    pub const ONE: Self = Self(ONE);

    /// So many 1e-8.
    pub const fn from_atoms(atoms: u128) -> Self {
        Self(atoms)
    }

    /// How many 1e-8.
    pub const fn atoms(self) -> u128 {
        self.0
    }

    /// Whether there is nothing.
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The sum.
    pub fn plus(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, unless it is negative.
    pub fn minus(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// The product, if eight decimals hold it.
    pub fn times(self, other: Self) -> Option<Self> {
        let product = self.0.checked_mul(other.0)?;
        product.is_multiple_of(ONE).then_some(Self(product / ONE))
    }

    /// The product, rounded down to eight decimals.
    pub fn times_down(self, other: Self) -> Option<Self> {
        Some(Self(self.0.checked_mul(other.0)? / ONE))
    }

    /// The product, rounded up to eight decimals.
    pub fn times_up(self, other: Self) -> Option<Self> {
        Some(Self(self.0.checked_mul(other.0)?.div_ceil(ONE)))
    }

    /// So many times itself.
    pub fn multiple(self, count: u64) -> Option<Self> {
        self.0.checked_mul(u128::from(count)).map(Self)
    }

    /// How many whole `unit`s it is, if it is a whole number of them.
    pub fn in_units(self, unit: Self) -> Option<u64> {
        (unit.0 > 0 && self.0.is_multiple_of(unit.0))
            .then(|| u64::try_from(self.0 / unit.0).ok())
            .flatten()
    }

    /// How many whole `unit`s fit into it.
    pub fn whole_units(self, unit: Self) -> Option<u64> {
        u64::try_from(self.0.checked_div(unit.0)?).ok()
    }

    /// How many decimals it needs.
    pub fn decimals(self) -> u32 {
        (0..8)
            .find(|decimals| self.0.is_multiple_of(10_u128.pow(8 - decimals)))
            .unwrap_or(8)
    }
}

impl FromStr for Amount {
    type Err = AmountError;

    fn from_str(text: &str) -> Result<Self, AmountError> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let digits =
            |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(fraction) {
            return Err(AmountError::Illegal);
        }
        let fraction = fraction.trim_end_matches('0');
        let whole = whole.trim_start_matches('0');
        if fraction.len() > DECIMALS {
            return Err(AmountError::TooPrecise);
        }
        if whole.len() > WHOLE_DIGITS_MAX {
            return Err(AmountError::TooLarge);
        }
        format!("{whole}{fraction:0<DECIMALS$}")
            .parse()
            .map(Self)
            .map_err(|_| AmountError::TooLarge)
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{:08}", self.0 / ONE, self.0 % ONE)
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'_, str>>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(text: &str) -> Amount {
        text.parse().unwrap()
    }

    #[test]
    fn text_has_eight_decimals_and_reads_back() {
        for (text, wire) in [
            ("0", "0.00000000"),
            ("61837.63", "61837.63000000"),
            ("0.000000010", "0.00000001"),
            ("007", "7.00000000"),
        ] {
            assert_eq!(amount(text).to_string(), wire);
            assert_eq!(amount(wire), amount(text));
        }
    }

    #[test]
    fn what_is_no_number_or_does_not_fit_is_refused() {
        for (text, why) in [
            ("", AmountError::Illegal),
            (".5", AmountError::Illegal),
            ("5.", AmountError::Illegal),
            ("-1", AmountError::Illegal),
            ("1e3", AmountError::Illegal),
            ("1.2.3", AmountError::Illegal),
            ("0.000000001", AmountError::TooPrecise),
            ("123456789012", AmountError::TooLarge),
        ] {
            assert_eq!(text.parse::<Amount>(), Err(why), "{text}");
        }
    }

    #[test]
    fn products_are_exact_or_rounded_as_named() {
        assert_eq!(
            amount("61837.63").times(amount("0.00001")),
            Some(amount("0.6183763"))
        );
        assert_eq!(amount("0.00000001").times(amount("0.1")), None);
        assert_eq!(
            amount("0.00000019").times_down(amount("0.1")),
            Some(amount("0.00000001"))
        );
        assert_eq!(
            amount("0.00000011").times_up(amount("0.1")),
            Some(amount("0.00000002"))
        );
        assert_eq!(
            amount("99999999999")
                .times(amount("99999999999"))
                .map(Amount::decimals),
            Some(0)
        );
    }

    #[test]
    fn units_are_whole_or_none() {
        assert_eq!(amount("1.25").in_units(amount("0.05")), Some(25));
        assert_eq!(amount("1.26").in_units(amount("0.05")), None);
        assert_eq!(amount("1").in_units(Amount::ZERO), None);
        assert_eq!(
            (
                amount("0.00001").decimals(),
                amount("100").decimals(),
                amount("0.00000001").decimals()
            ),
            (5, 0, 8)
        );
    }
}
