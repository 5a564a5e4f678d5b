//! What happens to one index order.

use money::{Cash, MoneyError, Price, Units};
use serde::{Deserialize, Serialize};

use crate::holding::AssetLots;
use crate::order::{OrderView, Outcome};
use crate::request::{Replacement, Side};
use crate::{BatchId, Collateral};

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
const fn is_none(count: &usize) -> bool {
    *count == 0
}

/// Something that happened to one order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderEvent {
    /// The order after it.
    pub order: OrderView,
    /// What happened.
    pub change: OrderChange,
    /// The account's collateral after it; none where there is no such account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collateral: Option<Collateral>,
    /// The id of the command that caused it directly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command_id: Option<String>,
}

/// What can happen to one order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum OrderChange {
    /// It is ours now. With its collateral at once, or it waits.
    Accepted {
        /// Whether the cash was there and is set aside.
        reserved: bool,
    },
    /// It was refused.
    Rejected,
    /// Its collateral, or its burned units, have come and are set aside.
    Reserved,
    /// Holdings became units; what was sold became cash for units.
    Filled(Box<IndexFill>),
    /// A cancel request was taken while it is in a batch.
    CancelAsked {
        /// `ClOrdID(11)` of the request.
        cancel_cl_ord_id: String,
        /// Why, for people, where the request said.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        text: String,
    },
    /// A replace request was taken while it is in a batch.
    ReplaceAsked {
        /// What it asks for.
        replacement: Replacement,
    },
    /// It has another name, amount and limit price.
    Replaced {
        /// The name that it had.
        orig_cl_ord_id: String,
        /// What it has now: an amount below what was already committed has become that.
        replacement: Replacement,
    },
    /// A redemption is to end, and completes the increment that it has begun before.
    Closing {
        /// How.
        outcome: Outcome,
        /// `OrderQty(38)` from now on: what is filled or begun. The other units are redeemable again.
        units: Units,
    },
    /// Its buying has ended. What is left of its holdings is for sale.
    Ended {
        /// How.
        outcome: Outcome,
        /// Holdings that the house takes at cost.
        to_house: Vec<AssetLots>,
        /// What goes back to free collateral.
        released: Cash,
    },
    /// The house takes left-over holdings at cost that were for sale.
    TakenOver {
        /// What.
        to_house: Vec<AssetLots>,
        /// What goes back to free collateral.
        released: Cash,
    },
    /// It was stopped by an error of its own.
    Suspended {
        /// Why.
        text: String,
    },
    /// An operator lets it work again.
    Resumed,
    /// Its units are on chain.
    Minted {
        /// The place in the minter's stream.
        position: u64,
        /// The mint.
        mint_id: String,
        /// Its transaction.
        transaction_hash: String,
        /// Its block.
        block_number: u64,
        /// The lots behind the units, those first that were consumed first; as many as an event has room for.
        lots: Vec<AssetLots>,
        /// How many more there are: the fills before say which.
        #[serde(default, skip_serializing_if = "is_none")]
        further_lots: usize,
    },
    /// The chain refused its mint for good.
    MintFailed {
        /// The place in the minter's stream.
        position: u64,
        /// Why.
        text: String,
    },
}

/// An increment of units, made by consuming holdings; when redeeming, by consuming what was sold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndexFill {
    /// Unique for ever, FIX `ExecID(17)`.
    pub id: String,
    /// The batch it belongs to.
    pub batch: BatchId,
    /// `LastQty(32)`.
    pub units: Units,
    /// `LastPx(31)`: gross ÷ units.
    pub price: Price,
    /// `GrossTradeAmt(381)`: what the consumed assets cost, without fees; what their sale brought when redeeming.
    pub gross: Cash,
    /// `MiscFeeAmt(137)`.
    pub venue_fees: Cash,
    /// `Commission(12)`.
    pub issuer_fee: Cash,
    /// What was consumed.
    pub consumed: Vec<AssetLots>,
}

impl IndexFill {
    /// `NetMoney(118)`: what left the collateral; what came to it when redeeming.
    pub fn net(&self, side: Side) -> Result<Cash, MoneyError> {
        let fees = self.venue_fees.checked_add(self.issuer_fee)?;
        match side {
            Side::Buy => self.gross.checked_add(fees),
            Side::Redeem => self.gross.checked_sub(fees),
        }
    }
}
