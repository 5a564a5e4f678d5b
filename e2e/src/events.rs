//! What the solver and the minter say happened, read from their streams until a test knows what it waits for.
//!
//! A stream is read from its first event, so a look after a restart sees what came before it as well.

use anyhow::Context as _;
use proto::v1::{SolverEvent, SubscribeMinterRequest, SubscribeRequest, minter_event};

use crate::{deployment::Deployment, trader::peers};

/// The solver's events, as soon as they are what is waited for.
pub async fn of_solver(
    deployment: &Deployment,
    mut are_they: impl FnMut(&[SolverEvent]) -> bool,
) -> anyhow::Result<Vec<SolverEvent>> {
    let request = SubscribeRequest { from_sequence: 0 };
    let mut solver = peers(deployment)?.solver;
    let mut stream = solver.subscribe(request).await?.into_inner();
    let mut events = Vec::new();
    while !are_they(&events) {
        let event = stream.message().await?;
        events.push(event.context("the solver's stream ended")?);
    }
    Ok(events)
}

/// Waits until the minter has taken that many mints.
pub async fn mints_taken(deployment: &Deployment, count: usize) -> anyhow::Result<()> {
    let request = SubscribeMinterRequest { from_sequence: 0 };
    let mut minter = peers(deployment)?.chain_minter;
    let mut stream = minter.subscribe(request).await?.into_inner();
    let mut taken = 0;
    while taken < count {
        let event = stream.message().await?;
        let event = event.context("the minter's stream ended")?.event;
        taken += usize::from(matches!(event, Some(minter_event::Event::MintAccepted(_))));
    }
    Ok(())
}
