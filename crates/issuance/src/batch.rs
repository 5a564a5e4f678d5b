//! A batch on its way: its asset orders and who contributed what to each.

mod part;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ledger::{Name, Unit};
use lots::Taken;
use money::{Cash, MoneyError, Price, Quantity, Rate, Units};
use serde::{Deserialize, Serialize};

use crate::crossing::Crossing;
use crate::event::is_false;
use crate::form::{each_shared, shared};
use crate::holding::AssetLots;
use crate::rebalance::{BackingPart, BatchRebalance, HouseExchange};
use crate::{BatchId, OrderId};

pub use part::{BatchPart, Contributed, Joining, PART_BYTES_MAX};

/// Which way an asset order goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VenueSide {
    /// For orders that work.
    Buy,
    /// Of left-over holdings, for the account of their owners, and for redemptions.
    Sell,
}

/// An index order's part in a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BatchOrder {
    /// Which.
    pub order: OrderId,
    /// FIX `ClOrdID(11)`.
    pub cl_ord_id: String,
    /// Its session.
    pub session: String,
    /// Its trace.
    pub traceparent: String,
    /// What the batch aims to buy or redeem for it.
    pub units: Units,
    /// What froze its fraction: an asset, `batch_cap`, `in_flight`, `asset_orders`; none if it got its whole target.
    pub frozen_by: Option<String>,
    /// Cash that moves from reserved to in flight.
    pub in_flight: Cash,
}

/// The share of an asset order that belongs to one index order. `[17,"0.5"]` in the journal: a batch has many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(OrderId, Quantity)", into = "(OrderId, Quantity)")]
pub struct Contribution {
    /// Whose.
    pub order: OrderId,
    /// How much of the asset is bought or sold for it at the venue.
    pub quantity: Quantity,
}

impl From<(OrderId, Quantity)> for Contribution {
    fn from((order, quantity): (OrderId, Quantity)) -> Self {
        Self { order, quantity }
    }
}

impl From<Contribution> for (OrderId, Quantity) {
    fn from(contribution: Contribution) -> Self {
        (contribution.order, contribution.quantity)
    }
}

/// One order at the venue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssetOrder {
    /// Unique for ever: the venue's client order id.
    pub id: String,
    /// The venue's market.
    pub market: String,
    /// What is traded.
    pub asset: Unit,
    /// Which way.
    pub side: VenueSide,
    /// A multiple of the market's step.
    pub quantity: Quantity,
    /// A multiple of the market's tick.
    pub limit_price: Price,
    /// The venue's fee as it was stated.
    pub fee_rate: Rate,
    /// What the index orders take part with.
    pub contributions: Vec<Contribution>,
    /// What the holders of indexes whose baskets have changed take part with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub backing: Vec<BackingPart>,
    /// What the house takes part with: rounding up.
    pub house: Quantity,
    /// The house lots that are used beside it, which saves buying so much.
    pub from_house: Quantity,
}

/// House lots that an index order takes over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HouseUse {
    /// By whom.
    pub order: OrderId,
    /// What of, as the house carried them: what they cost it.
    pub taken: AssetLots,
    /// What the order pays: at the best ask, without a venue fee. Same lots, same quantities.
    pub given: AssetLots,
}

/// Backing that the house buys of a redemption: what the venue takes no order of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HouseTake {
    /// Of which.
    pub order: OrderId,
    /// The index whose backing it is.
    pub index: Name,
    /// What.
    pub asset: Unit,
    /// The quantity, at the best bid and without a venue fee.
    pub lot: Taken,
}

/// A batch as it is made. Nothing in it is computed again in a replay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Batch {
    /// Its id.
    pub id: BatchId,
    /// The index orders it buys or sells for; not those whose left-over holdings it sells.
    pub orders: Vec<BatchOrder>,
    /// What goes to the venue; empty when house lots and what crosses were enough.
    pub asset_orders: Vec<AssetOrder>,
    /// What the house gives.
    pub house_use: Vec<HouseUse>,
    /// What the house takes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub house_take: Vec<HouseTake>,
    /// What redemptions and purchases take of each other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub crossings: Vec<Crossing>,
    /// Cash of holders that may buy backing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rebalances: Vec<BatchRebalance>,
    /// Backing that the house takes or gives.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exchanges: Vec<HouseExchange>,
    /// Cash of the house that moves to in flight.
    pub house_in_flight: Cash,
    /// Whether the fills that it makes possible by itself, of house lots and of what crosses, are decided later, in steps.
    #[serde(default, skip_serializing_if = "is_false")]
    pub fills_later: bool,
}

impl Batch {
    /// Nothing yet.
    pub(crate) const fn empty(id: BatchId) -> Self {
        Self {
            id,
            orders: Vec::new(),
            asset_orders: Vec::new(),
            house_use: Vec::new(),
            house_take: Vec::new(),
            crossings: Vec::new(),
            rebalances: Vec::new(),
            exchanges: Vec::new(),
            house_in_flight: Cash::ZERO,
            fills_later: false,
        }
    }

    /// Whether nothing is traded: neither at the venue, nor with the house, nor between orders.
    pub(crate) const fn is_empty(&self) -> bool {
        self.asset_orders.is_empty()
            && self.house_use.is_empty()
            && self.house_take.is_empty()
            && self.crossings.is_empty()
            && self.exchanges.is_empty()
    }
}

/// A batch that has not settled: what is left of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LiveBatch {
    #[serde(with = "shared")]
    pub(crate) batch: Arc<Batch>,
    /// By asset order, as in the batch. Each by itself: a decision copies the batch to change one.
    #[serde(with = "each_shared")]
    pub(crate) progress: Vec<Arc<Progress>>,
    /// Of the house's cash in flight, what is left.
    pub(crate) house_in_flight: Cash,
    /// Of each index's holders' cash in flight, what is left.
    pub(crate) rebalance_in_flight: BTreeMap<Name, Cash>,
    /// Index orders that have got something, and whose fills are still to be decided.
    #[serde(with = "shared")]
    pub(crate) to_fill: Arc<BTreeSet<OrderId>>,
    /// How many of its index orders have settled before it does.
    pub(crate) orders_settled: usize,
    pub(crate) placed: bool,
    pub(crate) settled: bool,
}

/// How far one asset order is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Progress {
    /// By contribution: what is not yet traded.
    pub(crate) left: Vec<Quantity>,
    /// The same of what is for the backing of indexes.
    pub(crate) backing_left: Vec<Quantity>,
    pub(crate) house_left: Quantity,
    pub(crate) executed: Quantity,
    pub(crate) ended: bool,
}

impl Progress {
    /// Takes what was traded for each order, in the order of the contributions, from what is missing of them.
    pub(crate) fn trade(
        &mut self,
        asset_order: &AssetOrder,
        quantity: Quantity,
        shares: impl Iterator<Item = (OrderId, Quantity)>,
    ) -> Result<(), MoneyError> {
        self.executed = self.executed.checked_add(quantity)?;
        let mut shares = shares.peekable();
        for (contribution, left) in asset_order.contributions.iter().zip(&mut self.left) {
            if let Some((_, traded)) = shares.next_if(|(order, _)| *order == contribution.order) {
                *left = left.checked_sub(traded)?;
            }
        }
        // A share of one who did not contribute.
        if shares.next().is_some() {
            Err(MoneyError::Negative)
        } else {
            Ok(())
        }
    }

    /// The same for the backing of indexes, each once.
    pub(crate) fn trade_backing<'a>(
        &mut self,
        asset_order: &AssetOrder,
        shares: impl Iterator<Item = (&'a Name, Quantity)>,
    ) -> Result<(), MoneyError> {
        for (index, traded) in shares {
            let mut parts = asset_order.backing.iter().zip(&mut self.backing_left);
            let (_, left) = parts
                .find(|(part, _)| part.index == *index)
                .ok_or(MoneyError::Negative)?;
            *left = left.checked_sub(traded)?;
        }
        Ok(())
    }
}

impl LiveBatch {
    pub(crate) fn new(batch: Batch) -> Self {
        let progress = batch
            .asset_orders
            .iter()
            .map(|asset_order| {
                Arc::new(Progress {
                    left: asset_order
                        .contributions
                        .iter()
                        .map(|contribution| contribution.quantity)
                        .collect(),
                    backing_left: asset_order
                        .backing
                        .iter()
                        .map(|part| part.quantity)
                        .collect(),
                    house_left: asset_order.house,
                    executed: Quantity::ZERO,
                    ended: false,
                })
            })
            .collect();
        let house_in_flight = batch.house_in_flight;
        let rebalance_in_flight = batch
            .rebalances
            .iter()
            .map(|part| (part.index.clone(), part.in_flight))
            .collect();
        let placed = batch.asset_orders.is_empty();
        Self {
            batch: Arc::new(batch),
            progress,
            house_in_flight,
            rebalance_in_flight,
            to_fill: Arc::default(),
            orders_settled: 0,
            placed,
            settled: false,
        }
    }

    /// Takes what a further part of the batch has.
    pub(crate) fn join(&mut self, part: &BatchPart) -> Result<(), MoneyError> {
        for Contributed {
            place,
            contributions,
        } in &part.contributions
        {
            let progress = self.progress.get_mut(*place).ok_or(MoneyError::Negative)?;
            let quantities = contributions.iter();
            Arc::make_mut(progress)
                .left
                .extend(quantities.map(|contribution| contribution.quantity));
        }
        let batch = Arc::make_mut(&mut self.batch);
        batch.extend(part).ok_or(MoneyError::Negative)
    }

    /// Its index orders that have not settled.
    pub(crate) fn unsettled(&self) -> &[BatchOrder] {
        &self.batch.orders[self.orders_settled..]
    }

    /// Whether something of it is to be decided that waits for nothing: it was too much for one decision.
    pub(crate) fn goes_on(&self) -> bool {
        !self.to_fill.is_empty() || (self.is_over() && !self.settled)
    }

    /// All its asset orders have ended.
    pub(crate) fn is_over(&self) -> bool {
        self.progress.iter().all(|progress| progress.ended)
    }
}

/// The id of an asset order: the venue takes 36 of `[A-Za-z0-9_-]`, and at most 6 + 1 + 20 + 1 + 12 are asked for here, less in
/// practice: a batch number of 16 digits is the end of it.
pub(crate) fn asset_order_id(
    instance: &str,
    batch: BatchId,
    asset: &Unit,
    side: VenueSide,
) -> String {
    let letter = match side {
        VenueSide::Buy => "",
        VenueSide::Sell => "s",
    };
    format!("{instance}{batch}{letter}-{asset}")
}
