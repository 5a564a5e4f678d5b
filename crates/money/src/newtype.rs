//! What every amount type has: parsing, printing, order, exact sums. The dimensions' products and quotients stand with each type.

/// Implements the common part of a newtype over `Decimal`. `$parse` and `$check` decide whether it can be negative.
macro_rules! amount {
    ($(#[$doc:meta])* $name:ident, parse: $parse:path, check: $check:path) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(Decimal);

        impl $name {
            /// Nothing.
            pub const ZERO: Self = Self(Decimal::ZERO);

            /// The value of a decimal that comes from elsewhere.
            pub fn from_decimal(value: Decimal) -> Result<Self, MoneyError> {
                $check(value).map(Self)
            }

            /// The bare decimal. Its operators round silently: do no arithmetic with it that has a method here.
            pub const fn as_decimal(self) -> Decimal {
                self.0
            }

            /// Whether it is zero.
            pub const fn is_zero(self) -> bool {
                self.0.is_zero()
            }

            /// The exact sum.
            pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
                exact::add(self.0, other.0).map(Self)
            }

            /// The exact difference.
            pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
                exact::sub(self.0, other.0).and_then($check).map(Self)
            }

            /// The exact difference, or zero where `other` is larger.
            pub fn excess_over(self, other: Self) -> Result<Self, MoneyError> {
                if self <= other { Ok(Self::ZERO) } else { self.checked_sub(other) }
            }

            /// The exact sum of many.
            pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Result<Self, MoneyError> {
                amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
            }

            /// The amount at `scale`, rounded once.
            pub fn round_to(self, scale: Scale, rounding: Rounding) -> Result<Self, MoneyError> {
                exact::round(self.0, scale, rounding).map(Self)
            }

            /// `self × part ÷ whole`, rounded once: the share of this amount that belongs to a part of something else.
            pub fn share_of<T: Amount>(
                self,
                part: T,
                whole: T,
                scale: Scale,
                rounding: Rounding,
            ) -> Result<Self, MoneyError> {
                exact::mul_div(self.0, part.into(), whole.into(), scale, rounding).and_then($check).map(Self)
            }

            /// Shares in proportion to `weights` that add up to the whole exactly, each with at most `scale` decimals: the exact
            /// proportion rounded down, and one more 10^-scale for the largest remainders (of equal ones, the earlier).
            /// `Inexact` if the whole itself has more decimals, `NoWeight` if there is something to share and the weights are zero.
            pub fn apportion<T: Amount>(self, weights: &[T], scale: Scale) -> Result<Vec<Self>, MoneyError> {
                let weights: Vec<Decimal> = weights.iter().map(|weight| (*weight).into()).collect();
                let step = exact::from_atoms(1, scale)?;
                Ok(apportion::apportion(self.0, &weights, step)?.into_iter().map(Self).collect())
            }

            /// The number of decimals that are needed to write the value.
            pub fn decimals(self) -> u32 {
                self.0.normalize().scale()
            }

            /// The whole number of 10^-scale, such as a token amount of so many decimals; `Inexact` if it is none.
            pub fn to_atoms(self, scale: Scale) -> Result<u128, MoneyError> {
                exact::to_atoms(self.0, scale)
            }

            /// The value of a whole number of 10^-scale.
            #[inline]
            pub fn from_atoms(atoms: u128, scale: Scale) -> Result<Self, MoneyError> {
                exact::from_atoms(atoms, scale).map(Self)
            }

            /// The value of a text of zero or more, such as `12.50`. No signs, exponents, blanks; at most 28 decimals.
            pub fn parse(text: &str) -> Result<Self, ParseError> {
                parse::parse(text).map(Self)
            }
        }

        impl FromStr for $name {
            type Err = ParseError;

            fn from_str(text: &str) -> Result<Self, ParseError> {
                $parse(text).map(Self)
            }
        }

        impl From<$name> for Decimal {
            fn from(amount: $name) -> Self {
                amount.0
            }
        }

        impl Amount for $name {}

        /// Without trailing zeros; with a precision (`{:.2}`) at least so many decimals. Never rounded.
        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                crate::display::write(self.0, formatter)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, concat!(stringify!($name), "({})"), self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(crate::display::Text::of(self.0).as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(|error| D::Error::custom(format_args!("{error}: {text:?}")))
            }
        }
    };
}

pub(crate) use amount;
