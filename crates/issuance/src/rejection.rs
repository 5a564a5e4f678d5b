//! Why a command is refused without an event. (An order that is refused is an event: its client must hear of it.)

use ledger::{LedgerError, Name, PostingError, Unit};
use money::{Cash, MoneyError};
use thiserror::Error;

use crate::{
    BatchId, CASH_MOVE_ID_LENGTH_MAX, CASH_MOVES_IN_TRANSIT_MAX, CashArrival, CashMove, OrderId,
    PAYOUTS_IN_FLIGHT_MAX,
};

/// A refused command: nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Rejection {
    /// The settings have not been given yet.
    #[error("the solver has no settings yet")]
    NotConfigured,
    /// A setting makes no sense.
    #[error("settings: {0}")]
    BadSettings(&'static str),
    /// Cash, its scale and the instance stay as they were first given.
    #[error("settings: {0} can't be changed")]
    FixedSetting(&'static str),
    /// An account that makes no sense.
    #[error("account {name}: {problem}")]
    BadAccount {
        /// Which.
        name: Name,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// An index that makes no sense.
    #[error("index {symbol}: {problem}")]
    BadIndex {
        /// Which.
        symbol: Name,
        /// What is wrong with it.
        problem: String,
    },
    /// No index of this symbol.
    #[error("no index {0}")]
    UnknownIndex(Name),
    /// Limits that make no sense.
    #[error("limits of {account}: {problem}")]
    BadLimits {
        /// Whose.
        account: Name,
        /// What is wrong with them.
        problem: &'static str,
    },
    /// No account of this name.
    #[error("no account {0}")]
    UnknownAccount(Name),
    /// A payout that makes no sense.
    #[error("payout of {account}: {problem}")]
    BadPayout {
        /// Whose.
        account: Name,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// More than is free.
    #[error("payout of {account}: {asked} was asked for, {free} is free")]
    NotFree {
        /// Whose.
        account: Name,
        /// What is free.
        free: Cash,
        /// What was asked for.
        asked: Cash,
    },
    /// House cash for an index's holders that makes no sense.
    #[error("cash for the holders of {index}: {problem}")]
    BadFunding {
        /// Whose.
        index: Name,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// More than the house has.
    #[error("cash for the holders of {index}: {asked} was asked for, the house has {has}")]
    HouseShort {
        /// Whose.
        index: Name,
        /// What the house has.
        has: Cash,
        /// What was asked for.
        asked: Cash,
    },
    /// An id that can't be typed or told apart.
    #[error("cash move: an id is 1 to {CASH_MOVE_ID_LENGTH_MAX} letters, digits, '.', '-' and '_'")]
    BadCashMoveId,
    /// An amount of a cash move that makes no sense.
    #[error("cash move {id}: {problem}")]
    BadCashMove {
        /// Which.
        id: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// Another move has this id.
    #[error("cash move {} is of {} from {}", .0.id, .0.amount, .0.from)]
    OtherCashMove(CashMove),
    /// More than the place has beside what is promised.
    #[error("cash move {}: {} was to leave {}, which has {has} that no batch or payout may take", .cash_move.id, .cash_move.amount, .cash_move.from)]
    CashMoveShort {
        /// Which.
        cash_move: CashMove,
        /// What may leave.
        has: Cash,
    },
    /// As many cash moves as there may be.
    #[error("cash moves: {CASH_MOVES_IN_TRANSIT_MAX} are in transit already")]
    TooManyCashMoves,
    /// No cash move of this id.
    #[error("no cash move {0}")]
    UnknownCashMove(String),
    /// It was told before, otherwise.
    #[error("cash move {id} has arrived: {} at {}, and cost {}", .arrival.amount, .arrival.at, .arrival.cost)]
    CashMoveArrived {
        /// Which.
        id: String,
        /// What has become of it.
        arrival: CashArrival,
    },
    /// What arrived and what the way cost are not what left.
    #[error("cash move {id}: {} that arrived and {} that it cost are not the {left} that left", .arrival.amount, .arrival.cost)]
    CashMoveDiffers {
        /// Which.
        id: String,
        /// What left.
        left: Cash,
        /// What is told.
        arrival: CashArrival,
    },
    /// As many payouts as there may be.
    #[error("payouts of {0}: {PAYOUTS_IN_FLIGHT_MAX} are on their way already")]
    TooManyPayouts(Name),
    /// No order of this id.
    #[error("no order {0}")]
    UnknownOrder(OrderId),
    /// No batch of this id on its way.
    #[error("no batch {0} on its way")]
    UnknownBatch(BatchId),
    /// An order is not in the state that the command is for.
    #[error("order {order} is {status}")]
    WrongStatus {
        /// Which.
        order: OrderId,
        /// What it is.
        status: &'static str,
    },
    /// A command id is empty or over the limit.
    #[error("command_id: 1 to 200 characters")]
    BadCommandId,
    /// A calculation left the range of a decimal. Nothing has changed.
    #[error("{what} can't be calculated")]
    Arithmetic {
        /// Of what.
        what: String,
        /// How it failed.
        source: MoneyError,
    },
    /// The fitting refused the problem.
    #[error("the batch can't be fitted: {0}")]
    Fitting(String),
    /// The books would not balance or an account would be overdrawn: a defect, caught before it happened.
    #[error("the books refuse it")]
    Books(#[from] LedgerError),
    /// A transfer that is none: a defect, caught before it happened.
    #[error("the books refuse it")]
    Posting(#[from] PostingError),
    /// A market trades against something else than our cash.
    #[error("market {market} trades against {cash}")]
    WrongCash {
        /// Which.
        market: String,
        /// Its quote currency.
        cash: Unit,
    },
}

impl From<MoneyError> for Rejection {
    fn from(source: MoneyError) -> Self {
        Self::Arithmetic {
            what: "an amount".into(),
            source,
        }
    }
}
