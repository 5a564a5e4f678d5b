//! Watches the chain: deposits and burns are told to the machine, open actions are performed, at every poll and whenever
//! something was accepted.

use std::sync::Arc;
use std::time::Duration;

use minting::{BlockRef, Command, Event, Observation};
use service::machine::CommandError;
use service::retry::Backoff;
use telemetry::names;
use tokio::sync::Notify;
use tokio_stream::StreamExt as _;
use tokio_util::sync::CancellationToken;
use tracing::Instrument as _;

use crate::actions::{ActionError, Performer};
use crate::chain::{Causes, Chain, ChainError, Watched};
use crate::machine::Handle;

/// How the chain is watched.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    pub(crate) poll_interval: Duration,
    pub(crate) raise_fee_after: Duration,
    pub(crate) logs_blocks: u64,
}

/// Watches until shutdown; an error of the chain is waited out.
pub(crate) async fn watch(chain: Chain, handle: Handle, pace: Pace, shutdown: CancellationToken) {
    let mut performer = Performer::new(chain.clone(), handle.clone(), pace.raise_fee_after);
    let changed = Arc::new(Notify::new());
    tokio::spawn(announce(
        handle.clone(),
        Arc::clone(&changed),
        shutdown.clone(),
    ));
    let mut backoff = Backoff::default();
    loop {
        let round = async {
            // What holds up actions does not hold up what arrives.
            let actions = performer.round().await;
            let arrivals = scan(&chain, &handle, pace.logs_blocks).await;
            actions.and(arrivals)
        };
        let outcome = tokio::select! {
            outcome = round => outcome,
            () = shutdown.cancelled() => return,
        };
        match outcome {
            Ok(()) => backoff.reset(),
            Err(ActionError::Chain(ChainError::Moved | ChainError::NoBlock(_))) => {
                tracing::debug!("the chain was reorganised while it was read");
            }
            Err(ActionError::Chain(error)) => {
                tracing::warn!(error = %Causes(&error), "the chain has no answer, trying again");
                if !backoff.wait(&shutdown).await {
                    return;
                }
                continue;
            }
            Err(ActionError::Stopped) => return,
        }
        tokio::select! {
            () = tokio::time::sleep(pace.poll_interval) => {}
            // Something was accepted or has moved on: what follows from it need not wait for the poll.
            () = changed.notified() => {}
            () = shutdown.cancelled() => return,
        }
    }
}

/// Says that something was accepted or has moved on; many events at once are one announcement.
async fn announce(handle: Handle, changed: Arc<Notify>, shutdown: CancellationToken) {
    let mut events = handle.subscribe(handle.last_sequence());
    drop(handle);
    loop {
        let event = tokio::select! {
            event = events.next() => event,
            () = shutdown.cancelled() => None,
        };
        match event {
            Some(Ok(committed)) => {
                log(&committed.event);
                changed.notify_one();
            }
            Some(Err(_)) | None => return,
        }
    }
}

/// What an operator wants to read.
fn log(event: &Event) {
    match event {
        Event::DepositConfirmed { deposit } => {
            tracing::info!(id = %deposit.id, from = %deposit.from, amount = %deposit.amount, "deposit confirmed");
        }
        Event::DepositDropped { id } => tracing::warn!(%id, "deposit dropped: its block went away"),
        Event::DepositVanished { id } => {
            tracing::error!(%id, "a confirmed deposit is no longer on the chain: an operator must look");
        }
        Event::BurnConfirmed { burn } => {
            tracing::info!(id = %burn.id, from = %burn.from, units = %burn.units, "burn confirmed");
        }
        Event::BurnDropped { id } => tracing::warn!(%id, "burn dropped: its block went away"),
        Event::BurnVanished { id } => {
            tracing::error!(%id, "a confirmed burn is no longer on the chain: an operator must look");
        }
        Event::Confirmed {
            id, hash, block, ..
        } => {
            tracing::info!(action = %id, %hash, block = block.number, "confirmed");
        }
        Event::Failed { id, text } => {
            tracing::error!(action = %id, reason = text, "failed for good: an operator must look");
        }
        Event::Unmined { id } => tracing::warn!(action = %id, "its block went away"),
        Event::Identified { .. }
        | Event::ContractsGiven { .. }
        | Event::Accepted { .. }
        | Event::Signed { .. }
        | Event::Mined { .. }
        | Event::NonceLost { .. }
        | Event::DepositSeen { .. }
        | Event::BurnSeen { .. }
        | Event::Checkpoint { .. }
        | Event::Rewound { .. } => {}
    }
}

/// Tells the machine the deposits and burns of the blocks after its newest checkpoint.
async fn scan(chain: &Chain, handle: &Handle, blocks: u64) -> Result<(), ActionError> {
    loop {
        let look = handle.query(|machine, _| {
            let machine = &machine.0;
            (
                machine.contracts(),
                machine.tokens().clone(),
                machine.next_block(),
                machine.confirmations(),
                machine.checkpoints().to_vec(),
            )
        });
        let (contracts, tokens, from, confirmations, checkpoints) =
            look.await.map_err(|_| ActionError::Stopped)?;
        let Some(contracts) = contracts else {
            return Ok(());
        };
        if let Some(command) = rewound(chain, &checkpoints).await? {
            tracing::error!("the chain was reorganised deeper than the confirmations");
            tell(handle, command, String::new()).await?;
            continue;
        }
        let watched = Watched {
            vault: contracts.vault,
            cash_scale: chain.cash_scale(contracts).await?,
            tokens,
        };
        let observed = chain.observe(&watched, from, blocks, confirmations).await?;
        let Some(observation) = observed else {
            return Ok(());
        };
        let is_all = observation.to == observation.head;
        take(handle, observation).await?;
        let next = handle.query(|machine, _| machine.0.next_block()).await;
        if is_all || next.map_err(|_| ActionError::Stopped)? == from {
            return Ok(());
        }
    }
}

/// Tells the machine what was observed, if that is news to it. What follows from it is traced from here.
async fn take(handle: &Handle, observation: Observation) -> Result<(), ActionError> {
    let command = Command::Observe(observation);
    let asked = command.clone();
    let news = handle.query(move |machine, _| {
        machine
            .0
            .decide(asked)
            .is_ok_and(|events| !events.is_empty())
    });
    if !news.await.map_err(|_| ActionError::Stopped)? {
        return Ok(());
    }
    let span = telemetry::span_from!(names::DEPOSITS, "");
    let trace = telemetry::traceparent_of(&span);
    tell(handle, command, trace).instrument(span).await
}

/// The newest checkpoint must be canonical; when it is not, the newest one that is.
async fn rewound(chain: &Chain, checkpoints: &[BlockRef]) -> Result<Option<Command>, ChainError> {
    for (age, checkpoint) in checkpoints.iter().rev().enumerate() {
        let is_canonical = match chain.block(checkpoint.number).await {
            Ok(block) => block == *checkpoint,
            // The chain is shorter than it was.
            Err(ChainError::NoBlock(_)) => false,
            Err(error) => return Err(error),
        };
        if is_canonical {
            return Ok((age > 0).then_some(Command::Rewind {
                kept: Some(*checkpoint),
            }));
        }
    }
    Ok((!checkpoints.is_empty()).then_some(Command::Rewind { kept: None }))
}

async fn tell(handle: &Handle, command: Command, trace: String) -> Result<(), ActionError> {
    match handle.command(command, trace).await {
        Ok(_) => Ok(()),
        Err(CommandError::Rejected(rejection)) => {
            tracing::warn!(%rejection, "an observation was refused");
            Ok(())
        }
        Err(CommandError::Stopped) => Err(ActionError::Stopped),
    }
}
