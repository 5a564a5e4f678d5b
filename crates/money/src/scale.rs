//! How many decimals a result has, and which way it is rounded to them. Both are named at every product and quotient.

use serde::{Deserialize, Serialize};

use crate::MoneyError;

/// A number of decimals, at most 28.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Scale(u8);

impl Scale {
    /// The most a decimal can carry.
    pub const MAX: Self = Self(28);
    /// Whole numbers.
    pub const WHOLE: Self = Self(0);
    /// Cash in a token of six decimals, such as USDC.
    pub const USDC: Self = Self(6);
    /// Index units, unless the index says otherwise.
    pub const UNITS: Self = Self(8);
    /// Prices in reports: `LastPx(31)`, `AvgPx(6)`.
    pub const PRICE: Self = Self(8);
    /// Asset quantities where a market's step is not at hand.
    pub const QUANTITY: Self = Self(8);

    /// A scale of `decimals`, refused above 28.
    pub const fn new(decimals: u8) -> Result<Self, MoneyError> {
        if decimals > Self::MAX.0 {
            Err(MoneyError::Scale)
        } else {
            Ok(Self(decimals))
        }
    }

    /// The number of decimals.
    pub const fn decimals(self) -> u32 {
        self.0 as u32
    }
}

impl TryFrom<u8> for Scale {
    type Error = MoneyError;

    fn try_from(decimals: u8) -> Result<Self, MoneyError> {
        Self::new(decimals)
    }
}

impl From<Scale> for u8 {
    fn from(scale: Scale) -> Self {
        scale.0
    }
}

/// What happens to the digits beyond the scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rounding {
    /// To the next smaller value (towards minus infinity): what a client receives.
    Down,
    /// To the next larger value (towards plus infinity): what a limit or a reserve must cover.
    Up,
    /// To the nearest value, a tie to the even last digit: prices in reports.
    HalfEven,
}
