//! What the application stores. Written as JSON into the journal, in one append with the session's sequence numbers and
//! the messages that go out with it.

use serde::{Deserialize, Serialize};

use crate::index::{IndexFacts, Trading};
use crate::order::{CollateralFacts, OrderFacts};
use crate::price::Subscription;
use crate::request::{NewOrder, PayoutAsked, QuoteAsked, Replacement};
use crate::settings::SessionSettings;

/// Something that happened to the order-entry application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// A session is there, or has other terms from now on.
    SessionDefined {
        /// All of them.
        defined: DefinedSession,
        /// Who said so.
        source: Source,
    },
    /// A session is no longer in the configuration.
    SessionRemoved {
        /// Its name.
        session: String,
    },
    /// An order was taken; the solver has to hear of it.
    OrderTaken {
        /// Counts commands, from 1.
        command: u64,
        /// Where it came from.
        session: String,
        /// It.
        order: NewOrder,
        /// Of its trace.
        traceparent: String,
    },
    /// A cancel request was taken; the solver has to hear of it.
    CancelTaken {
        /// Counts commands, from 1.
        command: u64,
        /// Where it came from.
        session: String,
        /// ClOrdID(11) of the request.
        cl_ord_id: String,
        /// OrigClOrdID(41)
        orig_cl_ord_id: String,
        /// Of the order's trace.
        traceparent: String,
    },
    /// A replace request was taken; the solver has to hear of it.
    ReplaceTaken {
        /// Counts commands, from 1.
        command: u64,
        /// Where it came from.
        session: String,
        /// It.
        replacement: Replacement,
        /// Of the order's trace.
        traceparent: String,
    },
    /// Many orders of a session are to be cancelled; the solver has to hear of it.
    OrdersCancelTaken {
        /// Counts commands, from 1.
        command: u64,
        /// Whose.
        session: String,
        /// Which, and why.
        cancel: OrdersCancel,
    },
    /// A request for a quote was taken; the solver has to hear of it.
    QuoteTaken {
        /// Counts commands, from 1.
        command: u64,
        /// Where it came from.
        session: String,
        /// It.
        quote: QuoteAsked,
    },
    /// A request for free cash was taken; the solver has to hear of it.
    PayoutTaken {
        /// Counts commands, from 1.
        command: u64,
        /// Where it came from.
        session: String,
        /// It.
        payout: PayoutAsked,
    },
    /// The solver has quoted.
    Quoted {
        /// What it answers.
        command: u64,
        /// Whom.
        session: String,
        /// Symbol(55)
        index: String,
        /// QuoteID(117)
        quote_id: String,
        /// Of the quote, Unix nanoseconds.
        time_unix_ns: i64,
        /// ValidUntilTime(62)
        valid_until_unix_ns: i64,
    },
    /// A session does not want quotes any more.
    QuotesCancelled {
        /// QuoteID(117) of each.
        quote_ids: Vec<String>,
    },
    /// A session is here, whose orders are cancelled when it is lost.
    SessionOnline {
        /// Its name.
        session: String,
    },
    /// Such a session is away.
    SessionOffline {
        /// Its name.
        session: String,
        /// When its orders are cancelled, if it is not back, Unix nanoseconds; none if they stay.
        cancel_at_unix_ns: Option<i64>,
    },
    /// A session wants prices.
    PricesWanted {
        /// Which.
        session: String,
        /// MDReqID(262)
        md_req_id: String,
        /// What of them.
        subscription: Subscription,
    },
    /// A session wants some prices no more.
    PricesUnwanted {
        /// Which.
        session: String,
        /// MDReqID(262)
        md_req_id: String,
    },
    /// A session wants no prices any more.
    AllPricesUnwanted {
        /// Which.
        session: String,
    },
    /// A message was refused by the acceptor: its ClOrdID(11) is used up, where it could be read and was not used before.
    Refused {
        /// Where it came from.
        session: String,
        /// ClOrdID(11)
        cl_ord_id: Option<String>,
    },
    /// A request was answered with a report of the acceptor's own.
    Answered,
    /// The solver has a command, durably.
    CommandDone {
        /// Which.
        command: u64,
    },
    /// The solver refused a command for good: the client was told.
    CommandFailed {
        /// Which.
        command: u64,
    },
    /// An event of the solver's was dealt with.
    Followed {
        /// Its sequence number.
        sequence: u64,
        /// What it says, as far as it is remembered.
        fact: Fact,
    },
}

/// A session: what it may trade, what it gets, what happens when it is lost.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DefinedSession {
    /// The session's name: `BeginString:SenderCompID->TargetCompID`, ours first.
    pub session: String,
    /// All accounts that it may trade.
    pub accounts: Vec<String>,
    /// Whose messages it gets copies of.
    #[serde(default)]
    pub copies: Copies,
    /// Whether its orders are cancelled when it is lost.
    #[serde(default)]
    pub cancel_on_disconnect: Option<CancelOnDisconnect>,
    /// What an operator said of it, for the engine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settings: Option<Box<SessionSettings>>,
}

/// A session that is lost has its orders cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CancelOnDisconnect {
    /// How long it may stay away before.
    pub grace_ns: u64,
    /// Also where it logged out.
    pub after_logout: bool,
}

/// Which orders of a session are cancelled, and why.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrdersCancel {
    /// ClOrdID(11) of the request; empty where nobody asked.
    pub cl_ord_id: String,
    /// Symbol(55); empty for every index.
    pub index: String,
    /// Text(58) of the orders' reports; empty for none.
    pub text: String,
}

/// Whose messages a drop copy session gets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Copies {
    /// Of these sessions, by their names.
    pub sessions: Vec<String>,
    /// Of these accounts, whichever session trades them.
    pub accounts: Vec<String>,
}

/// Who defines a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The configuration file.
    Configuration,
    /// An operator, over gRPC.
    Operator,
}

/// What is remembered of a solver's event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Fact {
    /// An order as it stands after it.
    Order {
        /// Its session.
        session: String,
        /// It.
        order: Box<OrderFacts>,
        /// Its account's collateral after it, where the event said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        collateral: Option<CollateralFacts>,
    },
    /// An order that has another name after it.
    Replaced {
        /// Its session.
        session: String,
        /// It.
        order: Box<OrderFacts>,
        /// Its name before.
        orig_cl_ord_id: String,
        /// As with `Order`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        collateral: Option<CollateralFacts>,
    },
    /// An account's collateral after it.
    Collateral(CollateralFacts),
    /// There is such an account.
    Account(String),
    /// An index as it is after it.
    Index(Box<IndexFacts>),
    /// An index takes orders, or does not.
    Trading {
        /// Which; empty for all.
        index: String,
        /// Whether it does.
        trading: Trading,
        /// Why not; for people.
        text: String,
    },
    /// Nothing that is remembered: a message was sent for it.
    Nothing,
}
