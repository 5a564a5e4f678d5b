//! Who can own a part of a lot.

use std::fmt;
use std::str::FromStr;

use ledger::Name;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

/// Owner of a part of a lot. Its text is `house`, `order/<id>` or `backing/<index>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// The issuer's own account.
    House,
    /// An index order's holdings.
    Order(Name),
    /// What stands behind an index's units: consumed by fills, given up by redemptions.
    Backing(Name),
}

impl Owner {
    /// The index order of this id.
    pub fn order(id: impl Into<Name>) -> Self {
        Self::Order(id.into())
    }

    /// The units of this index.
    pub fn backing(index: impl Into<Name>) -> Self {
        Self::Backing(index.into())
    }
}

impl fmt::Display for Owner {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::House => formatter.write_str("house"),
            Self::Order(id) => write!(formatter, "order/{id}"),
            Self::Backing(index) => write!(formatter, "backing/{index}"),
        }
    }
}

/// A text that names no owner.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0:?} is no owner: house, order/<id> or backing/<index>")]
pub struct ParseOwnerError(pub String);

impl FromStr for Owner {
    type Err = ParseOwnerError;

    fn from_str(text: &str) -> Result<Self, ParseOwnerError> {
        match text.split_once('/') {
            None if text == "house" => Ok(Self::House),
            Some(("order", id)) if !id.is_empty() => Ok(Self::order(id)),
            Some(("backing", index)) if !index.is_empty() => Ok(Self::backing(index)),
            _ => Err(ParseOwnerError(text.to_owned())),
        }
    }
}

impl Serialize for Owner {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Owner {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}
