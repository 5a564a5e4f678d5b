//! What the venue executed, and whose share is what.

use ledger::{Name, Unit};
use lots::Taken;
use money::{Cash, Price, Quantity};
use serde::{Deserialize, Serialize};

use crate::batch::VenueSide;
use crate::holding::AssetLots;
use crate::rebalance::BackingShare;
use crate::{BatchId, Collateral, OrderId};

/// A trade at the venue, as the adapter reports it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VenueTrade {
    /// Unique for ever; the lot's id.
    pub lot_id: Name,
    /// Of which asset order.
    pub asset_order_id: String,
    /// What was traded.
    pub asset: Unit,
    /// Which way.
    pub side: VenueSide,
    /// How much of it.
    pub quantity: Quantity,
    /// At what price.
    pub price: Price,
    /// The fee as the venue charged it.
    pub fee: Quantity,
    /// In what.
    pub fee_asset: Unit,
    /// The fee in cash, at the mark when it was neither in cash nor in the asset.
    pub fee_cash: Cash,
    /// When, Unix nanoseconds.
    pub time_unix_ns: i64,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
pub(crate) const fn is_false(it_is: &bool) -> bool {
    !*it_is
}

/// A buying trade, shared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bought {
    /// The place in the adapter's stream.
    pub position: u64,
    /// The batch.
    pub batch: BatchId,
    /// It.
    pub trade: VenueTrade,
    /// What each index order gets, in the order of the contributions.
    pub shares: Vec<TradeShare>,
    /// What stands behind the units of indexes from now on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub backing: Vec<BackingShare>,
    /// What the house gets.
    pub house: Option<HouseShare>,
    /// What left the venue's cash: price × quantity, and the fee where it was in cash.
    pub paid: Cash,
    /// Of it, what no share carries: fractions below the cash scale. The house pays it.
    pub remainder: Cash,
    /// Whether the fills that it makes possible are decided later, in steps.
    #[serde(default, skip_serializing_if = "is_false")]
    pub fills_later: bool,
}

/// An index order's share of a buying trade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TradeShare {
    /// Whose.
    pub order: OrderId,
    /// Its trace.
    pub traceparent: String,
    /// Of the traded quantity, before a fee in the asset itself.
    pub traded: Quantity,
    /// What it gets, at what cost and fee.
    pub lot: Taken,
}

/// The house's share of a buying trade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HouseShare {
    /// Of the traded quantity, before a fee in the asset itself.
    pub traded: Quantity,
    /// What it gets, at what cost and fee.
    pub lot: Taken,
}

/// A selling trade, shared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sold {
    /// The place in the adapter's stream.
    pub position: u64,
    /// The batch.
    pub batch: BatchId,
    /// It.
    pub trade: VenueTrade,
    /// Whose holdings were sold.
    pub shares: Vec<SaleShare>,
    /// For which redemptions backing was sold, after those in the order of the contributions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub redeemed: Vec<RedemptionShare>,
    /// What stood behind the units of indexes and no longer does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rebalanced: Vec<BackingShare>,
    /// What came to the venue's cash: price × quantity, less the fee where it was in cash.
    pub received: Cash,
    /// Of it, what no share carries: fractions below the cash scale. The house keeps it.
    pub remainder: Cash,
    /// Whether the fills that it makes possible are decided later, in steps.
    #[serde(default, skip_serializing_if = "is_false")]
    pub fills_later: bool,
}

/// An index order's share of a selling trade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaleShare {
    /// Whose.
    pub order: OrderId,
    /// Its trace.
    pub traceparent: String,
    /// What was sold of its holdings.
    pub sold: AssetLots,
    /// Its share of the venue's fee.
    pub fee: Cash,
    /// What goes to the client's free collateral: his share of price × quantity, less the fee.
    pub proceeds: Cash,
    /// The client's collateral after it.
    pub collateral: Collateral,
}

/// A redemption's share of a selling trade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RedemptionShare {
    /// Whose.
    pub order: OrderId,
    /// Its trace.
    pub traceparent: String,
    /// The index whose backing was sold.
    pub index: Name,
    /// What was sold: its cost is his share of price × quantity, its fee his share of the venue's.
    pub sold: Taken,
}
