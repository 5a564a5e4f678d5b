//! The chart of accounts.
//!
//! Two kinds. **Owners** say whose an amount is; they never hold less than nothing, but for the house's cash, whose limit the solver
//! keeps. **Mirrors** say where an amount came from and stands below zero by what is there now: the vault's balance is the cash
//! in the vault contract with the other sign.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

use crate::Name;

/// Where an amount can be. Its text is a path: `client/ACC-1/free`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    /// A client's collateral.
    Client(Name, ClientPurse),
    /// What an index order has in the batches and holds of assets.
    Order(Name, OrderPurse),
    /// The issuer's own.
    House(HousePurse),
    /// Fees charged to clients.
    Fees(FeePayee),
    /// What stands behind the units of an index: the assets, or cash while they are exchanged.
    Backing(Name),
    /// The cash of an index's holders: what sales of backing that its newest basket does not say have brought, for purchases of what
    /// it says.
    Rebalance(Name, RebalancePurse),
    /// Deposits of addresses that are no client's.
    Unclaimed,
    /// Index units in existence on chain.
    OnChain,
    /// Mirror: cash in the vault contract.
    Vault,
    /// Mirror: cash and assets at the venue, less what was there before the first trade.
    Venue,
    /// Mirror: cash that an operator moves between the vault and the venue, and that has arrived nowhere yet.
    InTransit,
    /// Mirror, of cash: what was paid for assets and fees, as their owners carry it.
    Market,
    /// Mirror: index units that came into being by fills, less those redeemed.
    Issued,
}

/// The parts of a client's collateral.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClientPurse {
    /// At the client's disposal.
    Free,
    /// Set aside for his orders, neither in a batch nor paid for anything yet.
    Reserved,
    /// Spent in fills: asset cost, without fees.
    Spent,
    /// Asked back, and not yet paid out on chain.
    Payout,
}

/// What an index order has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OrderPurse {
    /// Cash that a batch on its way to the venue may spend for it.
    InFlight,
    /// Assets allocated and not yet consumed; in the cash book, what they cost, fees included.
    Holdings,
    /// Index units filled and not yet minted.
    Unminted,
}

/// What the house has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HousePurse {
    /// Its cash; may be negative, within the house limit.
    Cash,
    /// Its cash in batches.
    InFlight,
    /// Its lots; in the cash book, what they cost, fees included.
    Holdings,
}

/// The cash of an index's holders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RebalancePurse {
    /// In no batch.
    Cash,
    /// What batches on their way to the venue may spend.
    InFlight,
}

/// Who was paid a fee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FeePayee {
    /// The issuer of the index: cash that is still here.
    Issuer,
    /// The venue: cash that is gone.
    Venue,
}

impl Account {
    /// A client's free cash.
    pub fn free(client: impl Into<Name>) -> Self {
        Self::Client(client.into(), ClientPurse::Free)
    }

    /// A client's reserved cash.
    pub fn reserved(client: impl Into<Name>) -> Self {
        Self::Client(client.into(), ClientPurse::Reserved)
    }

    /// What a client spent in fills.
    pub fn spent(client: impl Into<Name>) -> Self {
        Self::Client(client.into(), ClientPurse::Spent)
    }

    /// What a client asked back.
    pub fn payout(client: impl Into<Name>) -> Self {
        Self::Client(client.into(), ClientPurse::Payout)
    }

    /// An order's cash in flight.
    pub fn in_flight(order: impl Into<Name>) -> Self {
        Self::Order(order.into(), OrderPurse::InFlight)
    }

    /// An order's holdings, or their cost.
    pub fn holdings(order: impl Into<Name>) -> Self {
        Self::Order(order.into(), OrderPurse::Holdings)
    }

    /// An order's units that are not minted yet.
    pub fn unminted(order: impl Into<Name>) -> Self {
        Self::Order(order.into(), OrderPurse::Unminted)
    }

    /// What stands behind an index's units.
    pub fn backing(index: impl Into<Name>) -> Self {
        Self::Backing(index.into())
    }

    /// The cash of an index's holders that is in no batch.
    pub fn rebalance(index: impl Into<Name>) -> Self {
        Self::Rebalance(index.into(), RebalancePurse::Cash)
    }

    /// The cash of an index's holders that batches may spend.
    pub fn rebalance_in_flight(index: impl Into<Name>) -> Self {
        Self::Rebalance(index.into(), RebalancePurse::InFlight)
    }

    /// In the cash book: whether its balance is cash that became assets and fees, and no cash any more. Both halves of the cash
    /// book add up to zero by themselves.
    pub const fn is_carried(&self) -> bool {
        match self {
            Self::Client(_, ClientPurse::Spent)
            | Self::Order(_, OrderPurse::Holdings)
            | Self::House(HousePurse::Holdings)
            | Self::Fees(FeePayee::Venue)
            | Self::Backing(_)
            | Self::Market => true,
            Self::Client(_, ClientPurse::Free | ClientPurse::Reserved | ClientPurse::Payout)
            | Self::Order(_, OrderPurse::InFlight | OrderPurse::Unminted)
            | Self::House(HousePurse::Cash | HousePurse::InFlight)
            | Self::Rebalance(_, RebalancePurse::Cash | RebalancePurse::InFlight)
            | Self::Fees(FeePayee::Issuer)
            | Self::Unclaimed
            | Self::OnChain
            | Self::Vault
            | Self::Venue
            | Self::InTransit
            | Self::Issued => false,
        }
    }

    /// Whether a posting may leave it below zero: mirrors, and the house's cash.
    pub const fn may_be_negative(&self) -> bool {
        match self {
            Self::Vault
            | Self::Venue
            | Self::InTransit
            | Self::Market
            | Self::Issued
            | Self::House(HousePurse::Cash) => true,
            Self::Client(..)
            | Self::Order(..)
            | Self::House(HousePurse::InFlight | HousePurse::Holdings)
            | Self::Fees(_)
            | Self::Backing(_)
            | Self::Rebalance(..)
            | Self::Unclaimed
            | Self::OnChain => false,
        }
    }
}

impl fmt::Display for Account {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Client(client, purse) => write!(formatter, "client/{client}/{}", purse.text()),
            Self::Order(order, purse) => write!(formatter, "order/{order}/{}", purse.text()),
            Self::House(purse) => write!(formatter, "house/{}", purse.text()),
            Self::Fees(payee) => write!(formatter, "fees/{}", payee.text()),
            Self::Backing(index) => write!(formatter, "backing/{index}"),
            Self::Rebalance(index, purse) => {
                write!(formatter, "rebalance/{index}/{}", purse.text())
            }
            Self::Unclaimed => formatter.write_str("unclaimed"),
            Self::OnChain => formatter.write_str("on-chain"),
            Self::Vault => formatter.write_str("vault"),
            Self::Venue => formatter.write_str("venue"),
            Self::InTransit => formatter.write_str("in-transit"),
            Self::Market => formatter.write_str("market"),
            Self::Issued => formatter.write_str("issued"),
        }
    }
}

impl ClientPurse {
    const ALL: [Self; 4] = [Self::Free, Self::Reserved, Self::Spent, Self::Payout];

    const fn text(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Reserved => "reserved",
            Self::Spent => "spent",
            Self::Payout => "payout",
        }
    }
}

impl OrderPurse {
    const ALL: [Self; 3] = [Self::InFlight, Self::Holdings, Self::Unminted];

    const fn text(self) -> &'static str {
        match self {
            Self::InFlight => "in-flight",
            Self::Holdings => "holdings",
            Self::Unminted => "unminted",
        }
    }
}

impl HousePurse {
    const ALL: [Self; 3] = [Self::Cash, Self::InFlight, Self::Holdings];

    const fn text(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::InFlight => "in-flight",
            Self::Holdings => "holdings",
        }
    }
}

impl RebalancePurse {
    const ALL: [Self; 2] = [Self::Cash, Self::InFlight];

    const fn text(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::InFlight => "in-flight",
        }
    }
}

impl FeePayee {
    const ALL: [Self; 2] = [Self::Issuer, Self::Venue];

    const fn text(self) -> &'static str {
        match self {
            Self::Issuer => "issuer",
            Self::Venue => "venue",
        }
    }
}

/// A text that is no account's.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0:?} is no account")]
pub struct ParseAccountError(pub String);

impl FromStr for Account {
    type Err = ParseAccountError;

    fn from_str(text: &str) -> Result<Self, ParseAccountError> {
        let refused = || ParseAccountError(text.to_owned());
        // A name may contain slashes: the kind is before the first, the purse after the last.
        let (kind, rest) = text.split_once('/').unwrap_or((text, ""));
        let named = || rest.rsplit_once('/').ok_or_else(refused);
        match kind {
            "client" => {
                let (client, purse) = named()?;
                let purse = ClientPurse::ALL
                    .into_iter()
                    .find(|known| known.text() == purse)
                    .ok_or_else(refused)?;
                Ok(Self::Client(client.into(), purse))
            }
            "order" => {
                let (order, purse) = named()?;
                let purse = OrderPurse::ALL
                    .into_iter()
                    .find(|known| known.text() == purse)
                    .ok_or_else(refused)?;
                Ok(Self::Order(order.into(), purse))
            }
            "rebalance" => {
                let (index, purse) = named()?;
                let purse = RebalancePurse::ALL
                    .into_iter()
                    .find(|known| known.text() == purse)
                    .ok_or_else(refused)?;
                Ok(Self::Rebalance(index.into(), purse))
            }
            "house" => HousePurse::ALL
                .into_iter()
                .find(|known| known.text() == rest)
                .map(Self::House)
                .ok_or_else(refused),
            "fees" => FeePayee::ALL
                .into_iter()
                .find(|known| known.text() == rest)
                .map(Self::Fees)
                .ok_or_else(refused),
            "backing" if text.len() > kind.len() => Ok(Self::Backing(rest.into())),
            _ => [
                Self::Unclaimed,
                Self::OnChain,
                Self::Vault,
                Self::Venue,
                Self::InTransit,
                Self::Market,
                Self::Issued,
            ]
            .into_iter()
            .find(|account| account.to_string() == text)
            .ok_or_else(refused),
        }
    }
}

impl Serialize for Account {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Account {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}
