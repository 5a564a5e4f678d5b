//! What happened. An event holds every amount it moves, so that a replay computes nothing anew, and, where it is an order's,
//! the order as it stood after it, so that a follower needs nothing else.

mod orders;
mod trades;

pub(crate) use self::trades::is_false;

use ledger::Name;
use money::{Cash, Units};
use serde::{Deserialize, Serialize};

use crate::batch::{Batch, BatchPart, Joining};
use crate::order::OrderView;
use crate::rebalance::{RebalanceState, ShortAsset};
use crate::request::{OrderRequest, RejectReason};
use crate::{
    BatchId, Burn, CashArrival, CashMove, ClientAccount, Collateral, Deposit, Index, Limits,
    OrderId, Payout, PayoutId, Quote, Settings, Trading,
};

pub use self::orders::{IndexFill, OrderChange, OrderEvent};
pub use self::trades::{
    Bought, HouseShare, RedemptionShare, SaleShare, Sold, TradeShare, VenueTrade,
};

/// Something that happened to the issuer's books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// The settings were given or changed.
    Configured {
        /// All of them.
        settings: Settings,
    },
    /// An account is new, or has a new address.
    AccountDefined {
        /// It.
        account: ClientAccount,
        /// The command's id.
        command_id: String,
    },
    /// An index is new, or has a new basket.
    IndexDefined {
        /// It.
        index: Index,
        /// The command's id.
        command_id: String,
        /// When, Unix nanoseconds; 0 in older journals.
        #[serde(default, skip_serializing_if = "is_zero")]
        at_unix_ns: i64,
    },
    /// The rebalance towards an index's newest basket stands otherwise.
    RebalanceChanged {
        /// Whose.
        index: Name,
        /// How.
        state: RebalanceState,
        /// What the holders' cash is too little for.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        short: Vec<ShortAsset>,
        /// When, Unix nanoseconds.
        at_unix_ns: i64,
    },
    /// An operator put house cash to that of an index's holders.
    RebalanceFunded {
        /// The command's id.
        command_id: String,
        /// Whose.
        index: Name,
        /// How much.
        amount: Cash,
    },
    /// Cash leaves the vault or the venue for the other.
    CashLeft {
        /// It.
        cash_move: CashMove,
        /// When it was told, Unix nanoseconds.
        at_unix_ns: i64,
    },
    /// A cash move has arrived, or has come back.
    CashArrived {
        /// Which.
        id: String,
        /// What has become of it.
        arrival: CashArrival,
        /// When it was told, Unix nanoseconds.
        at_unix_ns: i64,
    },
    /// An index, or everything, was opened, closed or halted.
    TradingSet {
        /// The command's id.
        command_id: String,
        /// Which; none for everything.
        index: Option<Name>,
        /// How it stands now.
        trading: Trading,
    },
    /// An account has other limits.
    LimitsSet {
        /// The command's id.
        command_id: String,
        /// Whose.
        account: Name,
        /// All of them.
        limits: Limits,
    },
    /// A request for a quote was answered.
    Quoted {
        /// The command's id.
        command_id: String,
        /// The answer.
        quote: Box<Quote>,
    },
    /// A deposit was confirmed.
    Deposited {
        /// The place in the minter's stream.
        position: u64,
        /// It.
        deposit: Deposit,
        /// Whose collateral it is; none: an address that is no account's.
        collateral: Option<Collateral>,
    },
    /// What an address had deposited before it was an account's.
    UnclaimedCredited {
        /// The address.
        address: String,
        /// How much.
        amount: Cash,
        /// The account's collateral after it.
        collateral: Collateral,
    },
    /// Free cash is on its way to its account's address; the minter has not heard of it yet.
    PayoutAsked {
        /// The command's id.
        command_id: String,
        /// It.
        payout: Payout,
        /// The account's collateral after it.
        collateral: Collateral,
    },
    /// The minter has a payout.
    PayoutAccepted {
        /// Which.
        payout: PayoutId,
    },
    /// A payout has left the vault.
    PaidOut {
        /// The place in the minter's stream.
        position: u64,
        /// It.
        payout: Payout,
        /// Its transaction.
        transaction_hash: String,
        /// Its block.
        block_number: u64,
        /// The account's collateral after it.
        collateral: Collateral,
    },
    /// A payout was refused for good: its cash is free again.
    PayoutFailed {
        /// The place in the minter's stream; none where the minter itself refused it.
        position: Option<u64>,
        /// It.
        payout: Payout,
        /// Why.
        text: String,
        /// The account's collateral after it.
        collateral: Collateral,
    },
    /// A burn of index units was confirmed.
    Burned {
        /// The place in the minter's stream.
        position: u64,
        /// It.
        burn: Burn,
        /// Whose redeemable units they are; none: an address that is no account's.
        account: Option<Name>,
    },
    /// What an address had burned before it was an account's.
    UnclaimedUnitsCredited {
        /// The address.
        address: String,
        /// Of which index.
        index: Name,
        /// How many.
        units: Units,
        /// Whose they are.
        account: Name,
    },
    /// Something happened to an order.
    Order(Box<OrderEvent>),
    /// A cancel or replace request was refused.
    CancelRejected {
        /// The command's id; none where the request had waited for a batch.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        command_id: Option<String>,
        /// What was asked for.
        #[serde(default)]
        response_to: CancelResponse,
        /// The session that asked.
        session: String,
        /// `ClOrdID(11)` of the request.
        cl_ord_id: String,
        /// `OrigClOrdID(41)`.
        orig_cl_ord_id: String,
        /// Why.
        reason: RejectReason,
        /// Why, for people.
        text: String,
        /// The order, where there is one.
        order: Option<Box<OrderView>>,
    },
    /// A mass cancel was taken; what it did to each order stands before it.
    OrdersCancelled {
        /// The command's id.
        command_id: String,
        /// Whose orders.
        scope: Scope,
        /// `ClOrdID(11)` of the request.
        cl_ord_id: String,
        /// Orders that ended at once.
        cancelled: u32,
        /// Orders that end when their batch settles.
        pending: u32,
    },
    /// A batch was decided; the adapter has not heard of it yet.
    BatchMade {
        /// It, or of a large one the first part: all its asset orders, and so many index orders as a record has room for.
        batch: Box<Batch>,
    },
    /// More of the batch that was just made, in the same decision.
    BatchJoined {
        /// What joins.
        part: Box<BatchPart>,
    },
    /// The adapter has the batch's asset orders.
    BatchPlaced {
        /// Which.
        batch: BatchId,
    },
    /// A venue trade bought something.
    Bought(Box<Bought>),
    /// A venue trade sold left-over holdings, or what stood behind units that are redeemed.
    Sold(Box<Sold>),
    /// A venue trade that can't be shared out, whatever the reason: it is nobody's until an operator has seen to it, and everything else goes
    /// on.
    TradeParked {
        /// The place in the adapter's stream.
        position: u64,
        /// It.
        trade: Box<VenueTrade>,
        /// Why.
        text: String,
    },
    /// An asset order has ended at the venue, or the adapter refused its batch.
    AssetOrderEnded {
        /// The place in the adapter's stream; none for a refusal.
        position: Option<u64>,
        /// Which.
        asset_order_id: String,
        /// Its batch.
        batch: BatchId,
        /// Why, where it was rejected; empty otherwise.
        text: String,
    },
    /// Index orders that a large trade, or a batch itself, has given something have had the fills that there were.
    BatchFilled {
        /// Which batch.
        batch: BatchId,
        /// Those up to this one.
        through: OrderId,
    },
    /// All the asset orders of a large batch have ended, and it settles in steps: what these index orders have in flight comes back, they
    /// work on.
    BatchSettling {
        /// Which.
        batch: BatchId,
        /// How many of its index orders: those after the ones that were before.
        orders: usize,
    },
    /// All the asset orders of a batch have ended: what is in flight comes back, its orders work on.
    BatchSettled {
        /// Which.
        batch: BatchId,
    },
    /// An event of another service's stream that is none of ours, or that can't be: only the position moves.
    Skipped {
        /// Whose.
        stream: Stream,
        /// The place in it.
        position: u64,
        /// What was wrong with it, for people.
        text: String,
    },
    /// The minter has a mint.
    MintAccepted {
        /// Whose.
        order: OrderId,
    },
    /// The inventory has everything up to this event of ours.
    InventoryConfirmed {
        /// Our own sequence number.
        sequence: u64,
    },
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
const fn is_zero(at: &i64) -> bool {
    *at == 0
}

impl Event {
    /// The index orders that join a batch with it.
    pub fn joining(&self) -> Option<Joining<'_>> {
        match self {
            Self::BatchMade { batch } => Some(batch.as_ref().into()),
            Self::BatchJoined { part } => Some(part.as_ref().into()),
            _ => None,
        }
    }
}

/// What a refused request had asked for: FIX `CxlRejResponseTo(434)`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancelResponse {
    /// `OrderCancelRequest(F)`.
    #[default]
    Cancel,
    /// `OrderCancelReplaceRequest(G)`.
    Replace,
}

/// Orders that a mass cancel is for: all that fit what is given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// Of this session.
    pub session: Option<String>,
    /// Of this account.
    pub account: Option<Name>,
    /// In this index.
    pub index: Option<Name>,
}

impl Scope {
    /// Whether an order is one of them.
    pub fn includes(&self, request: &OrderRequest) -> bool {
        let Self {
            session,
            account,
            index,
        } = self;
        session
            .as_ref()
            .is_none_or(|session| *session == request.session)
            && account
                .as_ref()
                .is_none_or(|account| *account == request.account)
            && index.as_ref().is_none_or(|index| *index == request.index)
    }
}

/// The streams that the solver follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stream {
    /// The exchange adapter's.
    Adapter,
    /// The chain minter's.
    Minter,
}
