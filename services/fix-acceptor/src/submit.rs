//! Hands to the solver what it has not heard yet, again and again until it answers. A command has the id that it got when
//! it was stored, so a repeat, also after a restart, has the first answer.
//!
//! Commands are under way together, up to [`COMMANDS_UNDER_WAY_MAX`]; those about one order, one after the other.

use std::collections::HashSet;
use std::future::Future;

use fix_engine::{Ended, Handle};
use proto::v1::solver_client::SolverClient;
use proto::v1::{self, CommandReply};
use service::grpc::Channel;
use service::retry::until_answered;
use tokio::task::JoinSet;
use tokio_stream::StreamExt as _;
use tokio_util::sync::CancellationToken;
use tonic::{Response, Status};
use tracing::{Instrument as _, Span};

use crate::application::{Input, OrderEntry};
use crate::event::Event;
use crate::state::{Call, Pending};

/// Calls to the solver that may be under way.
pub(crate) const COMMANDS_UNDER_WAY_MAX: usize = 64;

/// Works until shutdown, or until the engine has ended. `after` is a place in the journal before the first command that
/// may come while this runs.
pub(crate) async fn submit(
    handle: Handle<OrderEntry>,
    solver: SolverClient<Channel>,
    after: u64,
    shutdown: CancellationToken,
) -> Result<(), Ended> {
    let mut committed = handle.subscribe(after);
    let mut under_way: JoinSet<(u64, Result<(), Ended>)> = JoinSet::new();
    let mut started: HashSet<u64> = HashSet::new();
    loop {
        let known = started.clone();
        let found = handle
            .query(move |application| startable(application, &known))
            .await?;
        for (pending, span) in found {
            started.insert(pending.command);
            let work = deliver(pending, handle.clone(), solver.clone(), shutdown.clone());
            under_way.spawn(work.instrument(span));
        }
        tokio::select! {
            () = shutdown.cancelled() => return Ok(()),
            Some(done) = under_way.join_next() => {
                // A task that panicked leaves its command pending: it is made again after a restart.
                let Ok((command, done)) = done else { continue };
                done?;
                started.remove(&command);
            }
            found = next_command(&mut committed) => if !found { return Err(Ended) },
        }
    }
}

/// Resolves when a command was stored; `false` when the journal says no more.
async fn next_command(
    committed: &mut (
             impl tokio_stream::Stream<
        Item = Result<fix_engine::Committed<Event>, fix_engine::ReadError>,
    > + Unpin
         ),
) -> bool {
    let is_command = |event: &Event| {
        matches!(
            event,
            Event::OrderTaken { .. }
                | Event::CancelTaken { .. }
                | Event::ReplaceTaken { .. }
                | Event::OrdersCancelTaken { .. }
                | Event::QuoteTaken { .. }
                | Event::PayoutTaken { .. }
        )
    };
    loop {
        match committed.next().await {
            Some(Ok(record)) if record.events.iter().any(is_command) => return true,
            Some(Ok(_)) => {}
            Some(Err(error)) => {
                tracing::error!(%error, "the journal can't be followed");
                return false;
            }
            None => return false,
        }
    }
}

/// Commands that can be under way now, with their spans.
fn startable(application: &OrderEntry, started: &HashSet<u64>) -> Vec<(Pending, Span)> {
    let free = COMMANDS_UNDER_WAY_MAX.saturating_sub(started.len());
    let ready = application
        .state()
        .ready()
        .filter(|pending| !started.contains(&pending.command));
    ready
        .take(free)
        .map(|pending| {
            (
                pending.clone(),
                application.span(pending.command, &pending.traceparent),
            )
        })
        .collect()
}

async fn deliver(
    pending: Pending,
    handle: Handle<OrderEntry>,
    solver: SolverClient<Channel>,
    shutdown: CancellationToken,
) -> (u64, Result<(), Ended>) {
    let command = pending.command;
    let answer = match pending.call {
        Call::Submit(request) => {
            until_answered("submit order", &shutdown, || {
                call(&solver, &request, |mut solver, request| async move {
                    solver.submit_order(request).await
                })
            })
            .await
        }
        Call::Cancel(request) => {
            until_answered("cancel order", &shutdown, || {
                call(&solver, &request, |mut solver, request| async move {
                    solver.cancel_order(request).await
                })
            })
            .await
        }
        Call::Replace(request) => {
            until_answered("replace order", &shutdown, || {
                call(&solver, &request, |mut solver, request| async move {
                    solver.replace_order(request).await
                })
            })
            .await
        }
        Call::CancelAll(request) => {
            until_answered("cancel orders", &shutdown, || {
                call(&solver, &request, |mut solver, request| async move {
                    solver.cancel_orders(request).await
                })
            })
            .await
        }
        Call::Payout(request) => {
            until_answered("request payout", &shutdown, || {
                call(&solver, &request, |mut solver, request| async move {
                    solver.request_payout(request).await
                })
            })
            .await
        }
        Call::Quote(request) => {
            return ask_for_quote(command, request, handle, solver, shutdown).await;
        }
    };
    let input = match answer {
        None => return (command, Ok(())),
        Some(Ok(())) => Input::CommandDone { command },
        Some(Err(status)) => refused(command, &status),
    };
    (command, handle.input(input).await.map(|_| ()))
}

/// A quote is the answer itself: no event says it.
async fn ask_for_quote(
    command: u64,
    request: v1::RequestQuoteRequest,
    handle: Handle<OrderEntry>,
    solver: SolverClient<Channel>,
    shutdown: CancellationToken,
) -> (u64, Result<(), Ended>) {
    let answer = until_answered("request quote", &shutdown, || {
        let (mut solver, request) = (solver.clone(), request.clone());
        async move { solver.request_quote(request).await }
    });
    let input = match answer.await {
        None => return (command, Ok(())),
        Some(Ok(quote)) => Input::Quoted {
            command,
            quote: Box::new(quote.into_inner()),
        },
        Some(Err(status)) => refused(command, &status),
    };
    (command, handle.input(input).await.map(|_| ()))
}

fn refused(command: u64, status: &Status) -> Input {
    tracing::error!(command, code = ?status.code(), error = status.message(), "the solver refuses a command");
    Input::CommandRefused {
        command,
        text: status.message().to_owned(),
    }
}

async fn call<R: Clone, F>(
    solver: &SolverClient<Channel>,
    request: &R,
    make: impl FnOnce(SolverClient<Channel>, R) -> F,
) -> Result<(), Status>
where
    F: Future<Output = Result<Response<CommandReply>, Status>>,
{
    make(solver.clone(), request.clone()).await.map(|_| ())
}
