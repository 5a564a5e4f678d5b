//! The issuing machine: index orders, collateral, batches, contributions, holdings.
//!
//! [`Issuance::decide`] says what a command would do, [`Issuance::apply`] does it. Both are pure: the time is an argument, ids are
//! counters of the state, everything else a decision needs is in its command. Only `apply` changes the state, so a failed
//! calculation changes nothing, and replaying the events rebuilds the state.
//!
//! Where what happens:
//!
//! | module | concept |
//! |---|---|
//! | `settings`, `index`, `client`, `order`, `batch`, `crossing`, `holding`, `market`, `limits`, `trading`, `quote`, `payout`, `rebalance`, `cash_move` | the nouns; `order` has the one transition table |
//! | `command`, `event`, `rejection` | what goes in and what comes out |
//! | `backing` | what stands behind an index's units beside what its newest basket and the orders in progress say |
//! | `desk`, `apply`, `books` | the state's parts, what an event does to them, and to the ledger |
//! | `form` | how the state is written down and read again, so that a start need not apply every event |
//! | `state`, `draft` | the whole state; the part of it that a decision has changed so far |
//! | `decide` | a file a decision: setup, quote, submit, replace, end, collateral, burns, fit, trade, fill, settle, mint, payout, cash_move; a batch is fitted by `purchases`, `redemptions` and, between the two, `crossing`; `redeem` and `selling` have what is special to redeeming; `rebalance` trades for an index's holders |
//!
//! Invariants: every movement of cash, of an asset or of units is a ledger posting, so each book adds up to zero at every event;
//! no client account goes below zero; a client pays at most what was spent for him; an order's events never touch another's money.

mod apply;
mod backing;
mod batch;
mod books;
mod cash_move;
mod client;
mod command;
mod crossing;
mod decide;
mod desk;
mod draft;
mod event;
mod form;
mod holding;
mod id;
mod index;
mod layer;
mod limits;
mod market;
mod order;
mod payout;
mod quote;
mod rebalance;
mod rejection;
mod request;
mod settings;
mod state;
mod trading;
mod waiting;

pub use backing::{Backing, Need};
pub use batch::{
    AssetOrder, Batch, BatchOrder, BatchPart, Contributed, Contribution, HouseTake, HouseUse,
    Joining, PART_BYTES_MAX, VenueSide,
};
pub use cash_move::{
    CASH_MOVE_ID_LENGTH_MAX, CASH_MOVES_IN_TRANSIT_MAX, CashArrival, CashMove, CashMoveReport,
    CashPlace,
};
pub use client::{ACCOUNT_LENGTH_MAX, Burn, BurnedUnits, ClientAccount, Collateral, Deposit};
pub use command::Command;
pub use crossing::{Crossed, Crossing, Party};
pub use event::{
    Bought, CancelResponse, Event, HouseShare, IndexFill, OrderChange, OrderEvent, RedemptionShare,
    SaleShare, Scope, Sold, Stream, TradeShare, VenueTrade,
};
pub use holding::{AssetLots, Holding, LOTS_AT_ONCE_MAX};
pub use id::{BatchId, OrderId, ParseIdError, PayoutId, QuoteId};
pub use index::{BASKET_ASSETS_MAX, BasketEntry, Index, SYMBOL_LENGTH_MAX};
pub use limits::{Limits, ORDERS_PER_SECOND_MAX};
pub use market::{Level, Market, Snapshot};
pub use order::{Order, OrderView, Outcome, Status};
pub use payout::{PAYOUTS_IN_FLIGHT_MAX, Payout, PayoutRequest};
pub use quote::{QUOTES_KEPT_MAX, Quote, QuoteAnswer, QuoteRequest, QuoteTerms};
pub use rebalance::{
    BackingPart, BackingShare, BatchRebalance, HouseExchange, REBALANCES_KEPT_MAX, Rebalance,
    RebalanceState, ShortAsset, Traded,
};
pub use rejection::Rejection;
pub use request::{OrderRequest, RejectReason, Replacement, Side, TimeInForce};
pub use settings::{INSTANCE_LENGTH_MAX, OPEN_ORDERS_MAX, Settings};
pub use state::Issuance;
pub use trading::{Trading, TradingState};
