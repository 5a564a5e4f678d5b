//! What the machine can be asked to do. Everything a decision needs from outside is in its command; the time is an argument.

use ledger::Name;
use money::{Cash, Price};
use serde::{Deserialize, Serialize};

use crate::event::{Stream, VenueTrade};
use crate::market::Snapshot;
use crate::request::{OrderRequest, Replacement};
use crate::{
    BatchId, Burn, CashArrival, CashMove, ClientAccount, Deposit, Index, Limits, OrderId, PayoutId,
    PayoutRequest, QuoteRequest, Scope, Settings, Trading,
};

/// A command. A `command_id` makes a repeat do nothing; where there is none, the state itself or a stream's position does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Command {
    /// Give or change the settings. Repeats do nothing.
    Configure(Settings),
    /// Define an account, or give it another address. The same definition again does nothing.
    DefineAccount {
        /// The sender's id.
        command_id: String,
        /// It.
        account: ClientAccount,
    },
    /// Define an index, or a new version of it. The same definition again does nothing.
    DefineIndex {
        /// The sender's id.
        command_id: String,
        /// It.
        index: Index,
    },
    /// An operator's: opens, closes or halts an index or everything. The same again does nothing.
    SetTrading {
        /// The sender's id.
        command_id: String,
        /// Which; none for everything.
        index: Option<Name>,
        /// How it is to stand.
        trading: Trading,
    },
    /// An operator's: the limits of an account. The same again does nothing.
    SetLimits {
        /// The sender's id.
        command_id: String,
        /// Whose.
        account: Name,
        /// All of them.
        limits: Limits,
    },
    /// An operator's: house cash for the holders of an index, to buy what its newest basket says.
    FundRebalance {
        /// The sender's id.
        command_id: String,
        /// Whose.
        index: Name,
        /// How much.
        amount: Cash,
    },
    /// An operator's: cash leaves the vault or the venue for the other. The same again does nothing.
    MoveCash(CashMove),
    /// An operator's: a cash move has arrived. The same again does nothing.
    ArriveCash {
        /// The move's id.
        id: String,
        /// What has become of it.
        arrival: CashArrival,
    },
    /// A client's order.
    SubmitOrder {
        /// The sender's id.
        command_id: String,
        /// It.
        request: OrderRequest,
        /// The index's price, where it is known: what a limit price is compared with.
        mark: Option<Price>,
    },
    /// A client's request for a quote.
    RequestQuote {
        /// The sender's id.
        command_id: String,
        /// It.
        request: QuoteRequest,
        /// The books that it is answered from.
        snapshot: Snapshot,
    },
    /// A client's cancel request.
    CancelOrder {
        /// The sender's id.
        command_id: String,
        /// The session that asks.
        session: String,
        /// `ClOrdID(11)` of the request.
        cl_ord_id: String,
        /// `OrigClOrdID(41)`: the order.
        orig_cl_ord_id: String,
    },
    /// A client's request for another amount or limit price.
    ReplaceOrder {
        /// The sender's id.
        command_id: String,
        /// The session that asks.
        session: String,
        /// `OrigClOrdID(41)`: the order, by any name that it has or had.
        orig_cl_ord_id: String,
        /// What changes.
        replacement: Replacement,
        /// The index's price, where it is known.
        mark: Option<Price>,
    },
    /// Cancels every open order that fits: a client's mass cancel, the end of his session, an operator's word.
    CancelOrders {
        /// The sender's id.
        command_id: String,
        /// Whose.
        scope: Scope,
        /// `ClOrdID(11)` of the request; empty where no client asked.
        cl_ord_id: String,
        /// Why, for people: the orders' text from then on.
        text: String,
    },
    /// An operator's: a suspended order may work again.
    ResumeOrder {
        /// Which.
        order: OrderId,
    },
    /// End the orders whose time has ended.
    Expire,
    /// Decide a batch for the orders that are ready.
    MakeBatch(Snapshot),
    /// The adapter has answered `PlaceOrders`.
    ConfirmPlaced(BatchId),
    /// The adapter refuses a batch for good: nothing of it is at the venue.
    RefuseBatch {
        /// Which.
        batch: BatchId,
        /// Why.
        text: String,
    },
    /// Decide the next of what was too much for one decision, if there is something (`Issuance::goes_on`).
    GoOn,
    /// A trade, from the adapter's stream.
    RecordTrade {
        /// The place in it.
        position: u64,
        /// It.
        trade: VenueTrade,
    },
    /// An asset order's end, from the adapter's stream.
    EndAssetOrder {
        /// The place in it.
        position: u64,
        /// Which.
        asset_order_id: String,
        /// Why, where it was rejected; empty otherwise.
        text: String,
    },
    /// A confirmed deposit, from the minter's stream.
    RecordDeposit {
        /// The place in it.
        position: u64,
        /// It.
        deposit: Deposit,
    },
    /// A confirmed burn of index units, from the minter's stream.
    RecordBurn {
        /// The place in it.
        position: u64,
        /// It.
        burn: Burn,
    },
    /// The minter has answered `Mint`.
    ConfirmMintAccepted(OrderId),
    /// A confirmed mint, from the minter's stream.
    ConfirmMint {
        /// The place in it.
        position: u64,
        /// Which.
        mint_id: String,
        /// Its transaction.
        transaction_hash: String,
        /// Its block.
        block_number: u64,
    },
    /// Free cash is to go to its account's address.
    RequestPayout {
        /// The sender's id.
        command_id: String,
        /// It.
        request: PayoutRequest,
    },
    /// The minter has answered `Payout`.
    ConfirmPayoutAccepted(PayoutId),
    /// The minter refuses a payout for good: nothing of it is on its way.
    RefusePayout {
        /// Which.
        payout: PayoutId,
        /// Why.
        text: String,
    },
    /// A confirmed payout, from the minter's stream.
    ConfirmPayout {
        /// The place in it.
        position: u64,
        /// Which.
        payout_id: String,
        /// Its transaction.
        transaction_hash: String,
        /// Its block.
        block_number: u64,
    },
    /// A mint or a payout that the chain refused for good, from the minter's stream.
    FailTransaction {
        /// The place in it.
        position: u64,
        /// The mint's or the payout's id.
        id: String,
        /// Why.
        text: String,
    },
    /// An event of a stream that can't be read.
    Skip {
        /// Whose.
        stream: Stream,
        /// The place in it.
        position: u64,
        /// What is wrong with it.
        text: String,
    },
    /// The inventory has everything up to this event of ours.
    ConfirmInventory(u64),
}
