//! Payouts that the machine has decided are asked from the chain minter, until it has them. How they end comes through its stream.

use std::sync::Arc;

use issuance::{Command, Payout, PayoutId};
use proto::v1;
use proto::v1::chain_minter_client::ChainMinterClient;
use service::grpc::Channel;
use service::retry::{Backoff, until_answered};
use telemetry::names;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tonic::{Code, Status};
use tracing::Instrument as _;

use crate::RunError;
use crate::machine::Handle;

/// A payout to ask for.
struct Ask {
    payout: PayoutId,
    traceparent: String,
    request: v1::PayoutRequest,
}

/// Sees that the minter has every payout.
pub(crate) async fn pay(
    handle: Handle,
    minter: ChainMinterClient<Channel>,
    work: Arc<Notify>,
    shutdown: CancellationToken,
) -> Result<(), RunError> {
    let mut backoff = Backoff::default();
    loop {
        let mut refused = false;
        for ask in payouts(&handle).await? {
            let Some(answer) = call(&ask, &minter, &shutdown).await else {
                return Ok(());
            };
            let Some(command) = outcome(&ask, answer) else {
                refused = true;
                continue;
            };
            handle.command(command, ask.traceparent).await?;
        }
        if !refused {
            backoff.reset();
        }
        tokio::select! {
            () = work.notified() => {}
            waited = backoff.wait(&shutdown), if refused => if !waited { return Ok(()) },
            () = shutdown.cancelled() => return Ok(()),
        }
    }
}

async fn payouts(handle: &Handle) -> Result<Vec<Ask>, RunError> {
    let payouts = handle.query(|solver, _| {
        let ask = |payout: &Payout| Ask {
            payout: payout.id,
            traceparent: payout.request.traceparent.clone(),
            request: v1::PayoutRequest {
                payout_id: payout.payout_id.clone(),
                to: payout.to.clone(),
                amount: payout.amount.to_string(),
                traceparent: String::new(),
            },
        };
        solver.0.payouts_to_ask_for().map(ask).collect()
    });
    payouts.await.map_err(|_| RunError::Stopped)
}

/// Asks for a payout, in its trace: the minter's spans are children of this one.
async fn call(
    ask: &Ask,
    minter: &ChainMinterClient<Channel>,
    shutdown: &CancellationToken,
) -> Option<Result<(), Status>> {
    let span = telemetry::span_from!(names::PAY_OUT, &ask.traceparent, payout_id = %ask.payout);
    let mut request = ask.request.clone();
    request.traceparent = telemetry::traceparent_of(&span);
    let asking = until_answered("ChainMinter.Payout", shutdown, || {
        let (mut minter, request) = (minter.clone(), request.clone());
        async move { minter.payout(request).await }
    });
    let answer = asking.instrument(span).await?;
    Some(answer.map(|_| ()))
}

/// What the minter's answer means; none where it is to be asked again.
fn outcome(ask: &Ask, answer: Result<(), Status>) -> Option<Command> {
    match answer {
        Ok(()) => Some(Command::ConfirmPayoutAccepted(ask.payout)),
        // Nothing was taken: the cash need not wait.
        Err(status) if status.code() == Code::InvalidArgument => Some(Command::RefusePayout {
            payout: ask.payout,
            text: status.message().to_owned(),
        }),
        // Any other refusal is an operator's matter; it is tried again now and then, in case he has seen to it.
        Err(status) => {
            tracing::error!(payout_id = %ask.payout, error = status.message(), "the minter refuses a payout");
            None
        }
    }
}
