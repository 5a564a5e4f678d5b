//! What the inventory is asked to record, and the events that say it was.

use ledger::{Name, Unit};
use money::{Cash, Price, Quantity, Scale};
use serde::{Deserialize, Serialize};

use super::{CLOSED_AT_ONCE_MAX, PARTS_MAX, Rejection, SALE_SHARES_MAX};
use crate::{Closed, Owner, Share, Trade};

/// A command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// What the configuration says, at every start.
    Configure(Settings),
    /// To record something.
    Record {
        /// The sender's id of it: a repeat gets the first answer.
        id: Name,
        /// What.
        action: Action,
        /// Traceparents of the index orders that share in it, in the order of a trade's shares. No part of what the command says.
        traces: Vec<String>,
    },
}

/// What can't change once there are events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The currency that everything is bought with.
    pub cash: Unit,
    /// Its decimals.
    pub cash_scale: Scale,
}

/// An event: what happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// The first one.
    Configured(Settings),
    /// A command was accepted.
    Recorded {
        /// Its id.
        id: Name,
        /// What it said.
        action: Action,
        /// Its traceparents.
        traces: Vec<String>,
        /// What it closed, if it is a sale.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        closing: Option<Closing>,
    },
    /// More of what the sale that was just recorded has closed, in the same decision.
    ClosedFurther {
        /// The sale's trade.
        trade: Name,
        /// The next parts of lots.
        closed: Vec<Closed>,
    },
}

impl Event {
    /// A recorded command: one event, and what one has no room for in further ones.
    pub(super) fn recorded(
        id: Name,
        action: Action,
        traces: Vec<String>,
        mut closing: Option<Closing>,
    ) -> Vec<Self> {
        let mut events = Vec::new();
        if let (Action::Trade(record), Some(closing)) = (&action, &mut closing) {
            let first = CLOSED_AT_ONCE_MAX.saturating_sub(record.shares.len());
            let first = first.min(closing.closed.len());
            let further = closing.closed.split_off(first);
            let further = further.chunks(CLOSED_AT_ONCE_MAX);
            events.extend(further.map(|closed| Self::ClosedFurther {
                trade: record.trade.id.clone(),
                closed: closed.to_vec(),
            }));
        }
        let recorded = Self::Recorded {
            id,
            action,
            traces,
            closing,
        };
        events.insert(0, recorded);
        events
    }
}

/// What a sale has closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closing {
    /// The parts of lots; in an event as many as it has room for.
    pub closed: Vec<Closed>,
    /// What was sold without a lot to close.
    pub refused: Vec<Share>,
    /// Σ proceeds − cost, before fees.
    pub realised_profit: Cash,
}

/// Something to record.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Action {
    /// A trade at the venue.
    Trade(Box<TradeRecord>),
    /// Lots that change hands.
    Transfer(Transfer),
    /// Lots that an index fill consumes.
    Consume(Consumption),
}

/// Which way a trade went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// It opens a lot.
    Purchase,
    /// It closes lots.
    Sale,
}

/// A trade, and who gets or gives what of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TradeRecord {
    /// The trade.
    pub trade: Trade,
    /// Which way it went.
    pub side: Side,
    /// Who gets or gives what.
    pub shares: Vec<Share>,
    /// The batch it belongs to.
    pub batch_id: String,
    /// The asset order it belongs to.
    pub asset_order_id: String,
}

/// Lots that change hands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transfer {
    /// Who gives.
    pub from: Owner,
    /// Who gets.
    pub to: Owner,
    /// What.
    pub quantities: Vec<AssetQuantity>,
}

/// Lots that an index fill consumes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consumption {
    /// Whose.
    pub owner: Owner,
    /// The index whose units they stand behind from now on; none if the sender does not say.
    pub index: Option<Name>,
    /// The fill.
    pub fill_id: String,
    /// What.
    pub quantities: Vec<AssetQuantity>,
}

/// So much of an asset.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssetQuantity {
    /// Of what.
    pub asset: Unit,
    /// How much.
    pub quantity: Quantity,
    /// In a transfer, at what the new owner takes it; none: at cost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Price>,
}

impl Action {
    /// What can be said without looking at the lots.
    pub(super) fn check(&self, settings: &Settings) -> Result<(), Rejection> {
        let mut most = PARTS_MAX;
        let parts = match self {
            Self::Trade(record) => {
                let TradeRecord {
                    trade,
                    side,
                    shares,
                    ..
                } = record.as_ref();
                if *side == Side::Sale {
                    most = SALE_SHARES_MAX;
                }
                if trade.asset == settings.cash {
                    return Err(Rejection::CashIsNoAsset {
                        cash: settings.cash.clone(),
                    });
                }
                shares.len()
            }
            Self::Transfer(Transfer { quantities, .. })
            | Self::Consume(Consumption { quantities, .. }) => {
                // Each asset is decided on by itself.
                let mut assets: Vec<_> = quantities.iter().map(|part| &part.asset).collect();
                assets.sort_unstable();
                if let Some(pair) = assets.windows(2).find(|pair| pair[0] == pair[1]) {
                    return Err(Rejection::DuplicateAsset {
                        asset: pair[0].clone(),
                    });
                }
                quantities.len()
            }
        };
        if parts > most {
            Err(Rejection::TooManyParts { parts, most })
        } else {
            Ok(())
        }
    }
}
