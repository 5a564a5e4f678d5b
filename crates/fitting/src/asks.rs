//! The offers of one market: what can be bought up to a price.

use std::collections::BTreeMap;

use money::{MoneyError, Price, Quantity};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Offers by price, cheapest first. A level without quantity does not exist.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asks(BTreeMap<Price, Quantity>);

impl Asks {
    /// Offers of these levels; of two at one price the later counts.
    pub fn new(levels: impl IntoIterator<Item = (Price, Quantity)>) -> Self {
        let mut asks = Self::default();
        for (price, quantity) in levels {
            asks.set(price, quantity);
        }
        asks
    }

    /// Replaces what is offered at a price; zero removes the level.
    pub fn set(&mut self, price: Price, quantity: Quantity) {
        if quantity.is_zero() {
            self.0.remove(&price);
        } else {
            self.0.insert(price, quantity);
        }
    }

    /// The lowest price, if anything is offered.
    pub fn best(&self) -> Option<Price> {
        self.0.keys().next().copied()
    }

    /// What is offered at `limit` or less.
    pub fn offered_up_to(&self, limit: Price) -> Result<Quantity, MoneyError> {
        Quantity::sum(self.0.range(..=limit).map(|(_, quantity)| *quantity))
    }

    /// The offers without the cheapest `quantity`, which our own live orders will take.
    pub fn without(&self, quantity: Quantity) -> Result<Self, MoneyError> {
        let mut left = quantity;
        let mut asks = Self::default();
        for (price, offered) in &self.0 {
            asks.set(*price, offered.excess_over(left)?);
            left = left.excess_over(*offered)?;
        }
        Ok(asks)
    }

    /// The levels, cheapest first.
    pub fn levels(&self) -> impl Iterator<Item = (Price, Quantity)> {
        self.0.iter().map(|(price, quantity)| (*price, *quantity))
    }
}

impl Serialize for Asks {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.levels())
    }
}

impl<'de> Deserialize<'de> for Asks {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut asks = Self::default();
        for (price, quantity) in Vec::<(Price, Quantity)>::deserialize(deserializer)? {
            if price.is_zero() {
                return Err(D::Error::custom("an offer at price 0"));
            }
            if asks.0.insert(price, quantity).is_some() {
                return Err(D::Error::custom(format_args!(
                    "two levels at price {price}"
                )));
            }
        }
        asks.0.retain(|_, quantity| !quantity.is_zero());
        Ok(asks)
    }
}
