//! What can go wrong with an amount: in arithmetic, and in a text that should have been one.

use thiserror::Error;

/// An arithmetic result that is not an amount. The operands are unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MoneyError {
    /// The exact result needs more than the 96 bits of a decimal's mantissa.
    #[error("the result is too large or too precise for a decimal")]
    Overflow,
    /// The divisor, the step, the tick or the whole of a share is zero.
    #[error("division by zero")]
    DivisionByZero,
    /// The result is below zero and its type has no negative values.
    #[error("the result is negative")]
    Negative,
    /// A scale above [`Scale::MAX`](crate::Scale::MAX).
    #[error("a scale has at most 28 decimals")]
    Scale,
    /// The amount has more decimals than the scale, or is not a whole number of steps, and no rounding was named.
    #[error("the amount is not a whole number of the smallest unit")]
    Inexact,
    /// Nothing to share in proportion to: the weights add up to zero.
    #[error("the weights add up to zero")]
    NoWeight,
}

/// Why a text is not an amount. The texts are meant for the person who sent it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ParseError {
    /// The text is empty.
    #[error("empty where a decimal number is expected")]
    Empty,
    /// The text is longer than [`TEXT_LENGTH_MAX`](crate::TEXT_LENGTH_MAX) bytes.
    #[error("longer than {} characters", crate::TEXT_LENGTH_MAX)]
    TooLong,
    /// An exponent form such as `1e6`.
    #[error("exponents are not accepted: write the digits out")]
    Exponent,
    /// Something else than digits and one decimal point.
    #[error("not a decimal number such as 12.50")]
    NotADecimal,
    /// A minus sign where only zero and more make sense.
    #[error("negative where only zero or more is accepted")]
    Negative,
    /// More than 28 decimals that are not zero.
    #[error("more than 28 decimals")]
    TooPrecise,
    /// More than a decimal's 96 bits of mantissa.
    #[error("too many digits: at most 28 are certain to fit")]
    TooLarge,
}
