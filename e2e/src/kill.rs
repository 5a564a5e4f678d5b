//! Kills on a state: the venue or the chain is frozen so that orders can't leave it, the process is killed with -9, and
//! afterwards the times of the solver's events prove that they had not left it.

use std::collections::BTreeMap;

use anyhow::ensure;
use proto::v1::{SolverEvent, solver_event::Event};
use service::machine::unix_ns;

use crate::{deployment::Deployment, events};

/// What orders are in when a process is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// In a batch that is at the venue.
    InBatch,
    /// Bought, their units on their way to the chain.
    Minting,
}

/// A kill that is to be.
#[derive(Clone, Copy, Debug)]
pub struct Kill {
    /// Whose.
    pub service: &'static str,
    /// When.
    pub moment: Moment,
}

/// A kill that was.
#[derive(Debug)]
pub struct Killed {
    kill: Kill,
    before_unix_ns: i64,
    after_unix_ns: i64,
}

impl Kill {
    /// Freezes the venue: from now on no batch ends.
    pub fn prepare(&self, deployment: &mut Deployment) -> anyhow::Result<()> {
        deployment.process(VENUE).freeze()
    }

    /// Waits for its moment, kills, thaws what was frozen, restarts. Orders have been reserved since
    /// [`Kill::prepare`], and `mints` mints had been taken before.
    pub async fn carry_out(
        self,
        deployment: &mut Deployment,
        mints: usize,
    ) -> anyhow::Result<Killed> {
        let frozen = match self.moment {
            Moment::InBatch => {
                events::of_solver(deployment, |events| !in_batch(events).is_empty()).await?;
                VENUE
            }
            Moment::Minting => {
                deployment.process(CHAIN).freeze()?;
                deployment.process(VENUE).thaw()?;
                events::mints_taken(deployment, mints + 1).await?;
                CHAIN
            }
        };
        let before_unix_ns = unix_ns();
        deployment.process(self.service).kill()?;
        let after_unix_ns = unix_ns();
        if frozen != self.service {
            deployment.process(frozen).thaw()?;
        }
        deployment.process(self.service).start().await?;
        Ok(Killed {
            kill: self,
            before_unix_ns,
            after_unix_ns,
        })
    }
}

const VENUE: &str = "sim-exchange";
const CHAIN: &str = "evm-node";

/// The batches that were sent and have not settled.
fn in_batch(events: &[SolverEvent]) -> Vec<&str> {
    let mut batches = Vec::new();
    for event in events {
        match &event.event {
            Some(Event::BatchSent(sent)) => batches.push(sent.batch_id.as_str()),
            Some(Event::BatchSettled(settled)) => batches.retain(|id| *id != settled.batch_id),
            _ => {}
        }
    }
    batches
}

impl Killed {
    /// By the solver's events, some order came into the state before the kill and left it after.
    pub fn assert_moment(&self, events: &[SolverEvent]) -> anyhow::Result<()> {
        let mut entered = BTreeMap::new();
        let mut held = 0;
        for event in events {
            match self.change(event) {
                Some(Change::Entered(id)) => {
                    entered.insert(id, event.time_unix_ns);
                }
                Some(Change::Left(id)) => {
                    let since = entered.remove(id);
                    let before = since.is_some_and(|since| since <= self.before_unix_ns);
                    held += usize::from(before && event.time_unix_ns > self.after_unix_ns);
                }
                None => {}
            }
        }
        ensure!(held > 0, "no order was {:?}: {self:?}", self.kill.moment);
        Ok(())
    }

    fn change<'a>(&self, event: &'a SolverEvent) -> Option<Change<'a>> {
        match (self.kill.moment, event.event.as_ref()?) {
            (Moment::InBatch, Event::BatchSent(sent)) => Some(Change::Entered(&sent.batch_id)),
            (Moment::InBatch, Event::BatchSettled(settled)) => {
                Some(Change::Left(&settled.batch_id))
            }
            (Moment::Minting, Event::OrderComplete(complete)) => {
                Some(Change::Entered(&complete.order.as_ref()?.order_id))
            }
            (Moment::Minting, Event::OrderMinted(minted)) => {
                Some(Change::Left(&minted.order.as_ref()?.order_id))
            }
            _ => None,
        }
    }
}

/// What an event is to the state that a kill waits for, by batch or order.
enum Change<'a> {
    Entered(&'a str),
    Left(&'a str),
}
