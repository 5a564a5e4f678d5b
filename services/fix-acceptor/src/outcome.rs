//! How the solver's events become messages: the one place. An event says what happened; the message says it to the
//! sessions that it concerns, with an id derived from the event, so that the same event is the same message for ever.
//!
//! | event | message |
//! |---|---|
//! | `OrderAccepted` | ExecutionReport(8) A pending new, while the collateral is missing; else 0 new |
//! | `OrderReserved` | 8: 0 new |
//! | `OrderRejected` | 8: 8 rejected |
//! | `IndexFill` | 8: F trade |
//! | `OrderComplete` | 8: B calculated, with OrdStatus 2 filled; 3 done for day if nothing was bought |
//! | `OrderCancelled`, `OrderExpired`, `OrderSuspended`, `CancelPending` | 8: 4, C, 9, 6 |
//! | `OrderReplaced`, `ReplacePending` | 8: 5, E |
//! | `CancelRejected` | OrderCancelReject(9) |
//! | `OrdersCancelled`, where a client asked for it | OrderMassCancelReport(r) |
//! | `OrderMinted` | Confirmation(AK) |
//! | `OrderComplete`, `OrderCancelled`, `OrderExpired` with cash that comes back | the above, then CollateralReport(BA) |
//! | `CollateralChanged` by a deposit, a release, or a payout that begins, is done or failed | CollateralReport(BA) to each session of the account |
//! | `TradingChanged` to something else than open | QuoteCancel(Z) for each quote of the index that is not used |
//! | `AccountDefined`, `IndexDefined` | none, but it is known |
//! | `BatchSent`, `BatchSettled`, `AccountLimitsSet`, `RebalanceChanged`, other changes of collateral | none |

mod telling;

use fix_codec::Draft;
use fix_messages::codes::ExecType;
use proto::v1::{SolverEvent, solver_event};

use crate::event::Fact;
use crate::index::IndexFacts;
use crate::message::OrdStatus;
use crate::order::OrderFacts;
use crate::state::State;
use telling::Telling;

/// What an event leads to.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// What is remembered of it.
    pub fact: Fact,
    /// Messages, each for a session.
    pub messages: Vec<(String, Draft)>,
}

/// Why an event can't be told to anybody: a defect of the solver.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub(crate) enum OutcomeError {
    /// The event is about an order and has none.
    #[error("the solver's event {0} has no order")]
    NoOrder(u64),
    /// The event is about collateral and has none.
    #[error("the solver's event {0} has no collateral")]
    NoCollateral(u64),
    /// The event is of a kind that this version does not know.
    #[error("the solver's event {0} is of an unknown kind")]
    UnknownKind(u64),
}

/// What `event` leads to. `None`: it concerns nobody, and nothing of it is remembered.
pub(crate) fn of(
    state: &State,
    currency: &str,
    event: &SolverEvent,
) -> Result<Option<Outcome>, OutcomeError> {
    use solver_event::Event as E;
    let kind = event
        .event
        .as_ref()
        .ok_or(OutcomeError::UnknownKind(event.sequence))?;
    let telling = Telling {
        state,
        currency,
        event,
    };
    let mut outcome = match kind {
        E::OrderAccepted(accepted) => {
            let order = telling.order(accepted.order.as_ref())?;
            if order.status() == proto::v1::OrderStatus::Waiting {
                telling.report(order, ExecType::PendingNew, OrdStatus::PendingNew, "")
            } else {
                telling.report(order, ExecType::New, OrdStatus::New, "")
            }
        }
        E::OrderReserved(reserved) => {
            let order = telling.order(reserved.order.as_ref())?;
            telling.report(order, ExecType::New, OrdStatus::New, "")
        }
        E::OrderRejected(rejected) => telling.rejected(telling.order(rejected.order.as_ref())?),
        E::IndexFill(fill) => telling.filled(telling.order(fill.order.as_ref())?, fill),
        E::OrderComplete(complete) => {
            let order = telling.order(complete.order.as_ref())?;
            let facts = OrderFacts::of(order, OrdStatus::Filled);
            if facts.has_fills() {
                telling.report(order, ExecType::Calculated, OrdStatus::Filled, "")
            } else {
                telling.report(
                    order,
                    ExecType::DoneForDay,
                    OrdStatus::DoneForDay,
                    &order.text,
                )
            }
        }
        E::OrderCancelled(cancelled) => {
            let order = telling.order(cancelled.order.as_ref())?;
            telling.cancel_report(
                order,
                ExecType::Canceled,
                OrdStatus::Canceled,
                &cancelled.cancel_cl_ord_id,
            )
        }
        E::CancelPending(pending) => {
            let order = telling.order(pending.order.as_ref())?;
            telling.cancel_report(
                order,
                ExecType::PendingCancel,
                OrdStatus::PendingCancel,
                &pending.cancel_cl_ord_id,
            )
        }
        E::OrderExpired(expired) => {
            let order = telling.order(expired.order.as_ref())?;
            telling.report(order, ExecType::Expired, OrdStatus::Expired, &order.text)
        }
        E::OrderSuspended(suspended) => {
            let order = telling.order(suspended.order.as_ref())?;
            telling.report(
                order,
                ExecType::Suspended,
                OrdStatus::Suspended,
                &order.text,
            )
        }
        E::OrderReplaced(replaced) => telling.replaced(
            telling.order(replaced.order.as_ref())?,
            &replaced.orig_cl_ord_id,
        ),
        E::ReplacePending(pending) => {
            let order = telling.order(pending.order.as_ref())?;
            telling.cancel_report(
                order,
                ExecType::PendingReplace,
                OrdStatus::PendingReplace,
                &pending.replace_cl_ord_id,
            )
        }
        E::OrdersCancelled(cancelled) => telling.orders_cancelled(cancelled),
        E::CancelRejected(rejected) => telling.cancel_rejected(rejected),
        E::OrderMinted(minted) => telling.minted(telling.order(minted.order.as_ref())?, minted),
        E::CollateralChanged(changed) => telling.collateral_changed(changed)?,
        E::TradingChanged(changed) => telling.trading_changed(changed),
        E::AccountDefined(_)
        | E::IndexDefined(_)
        | E::BatchSent(_)
        | E::BatchSettled(_)
        | E::AccountLimitsSet(_)
        | E::RebalanceChanged(_)
        | E::UnitsBurned(_) => return Ok(remembered(kind).map(silent)),
    };
    outcome.messages.extend(telling.released(kind));
    Ok(Some(outcome))
}

/// What is remembered of an event that nobody is told of.
fn remembered(kind: &solver_event::Event) -> Option<Fact> {
    use solver_event::Event as E;
    match kind {
        E::AccountDefined(defined) => {
            let account = defined.account.as_ref()?;
            Some(Fact::Account(account.name.clone()))
        }
        E::IndexDefined(defined) => {
            let index = defined.index.as_ref()?;
            Some(Fact::Index(Box::new(IndexFacts::of(index))))
        }
        _ => None,
    }
}

/// Something to remember that nobody is told.
fn silent(fact: Fact) -> Outcome {
    Outcome {
        fact,
        messages: Vec::new(),
    }
}
