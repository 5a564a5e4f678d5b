//! Kills on a state: the venue or the chain is frozen so that orders can't leave it, the process is killed with -9, and
//! afterwards the times of the solver's events prove that they had not left it.

use std::collections::BTreeMap;

use anyhow::ensure;
use proto::v1::{
    GetBooksRequest, IndexOrder, Side, SolverEvent, TradingState, solver_event::Event,
};
use service::machine::unix_ns;

use crate::{deployment::Deployment, events, trader::peers, trading::set_trading};

/// What orders are in when a process is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// In a batch that is at the venue.
    InBatch,
    /// Bought, their units on their way to the chain.
    Minting,
    /// Redemptions that wait for their units' burn, which is on the chain already.
    Burning,
    /// Redemptions of which a part is sold, and in no batch.
    PartlySold,
    /// Cash that was asked back, on its way to the chain.
    PayingOut,
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
    /// Freezes what the orders could leave the state by.
    pub async fn prepare(self, deployment: &mut Deployment) -> anyhow::Result<Prepared> {
        let mut solver = peers(deployment)?.solver;
        let books = solver.get_books(GetBooksRequest::default()).await?;
        let since = books.into_inner().sequence;
        let frozen = match self.moment {
            Moment::InBatch | Moment::Minting | Moment::PartlySold => VENUE,
            Moment::Burning => MINTER,
            Moment::PayingOut => CHAIN,
        };
        deployment.process(frozen).freeze()?;
        Ok(Prepared { kill: self, since })
    }
}

/// A kill whose moment is to come.
#[derive(Clone, Copy, Debug)]
pub struct Prepared {
    kill: Kill,
    /// The solver's last event before.
    since: u64,
}

impl Prepared {
    /// Waits until something is in the state since then.
    async fn wait_for(
        &self,
        deployment: &Deployment,
        in_state: impl Fn(&[SolverEvent]) -> Vec<&str>,
    ) -> anyhow::Result<()> {
        let is_it = |events: &[SolverEvent]| {
            let before = events.partition_point(|event| event.sequence <= self.since);
            !in_state(&events[before..]).is_empty()
        };
        events::of_solver(deployment, is_it).await.map(drop)
    }

    /// Waits for its moment, kills, thaws what was frozen, restarts. Orders have been reserved since
    /// [`Kill::prepare`], and `mints` mints had been taken before.
    pub async fn carry_out(
        self,
        deployment: &mut Deployment,
        mints: usize,
    ) -> anyhow::Result<Killed> {
        let kill = self.kill;
        let frozen = match kill.moment {
            Moment::InBatch => {
                self.wait_for(deployment, in_batch).await?;
                Some(VENUE)
            }
            Moment::Minting => {
                deployment.process(CHAIN).freeze()?;
                deployment.process(VENUE).thaw()?;
                events::mints_taken(deployment, mints + 1).await?;
                Some(CHAIN)
            }
            Moment::Burning => Some(MINTER),
            Moment::PartlySold => {
                self.wait_for(deployment, in_batch).await?;
                // What is in flight settles, and no other batch is made.
                set_trading(deployment, TradingState::Halted).await?;
                deployment.process(VENUE).thaw()?;
                self.wait_for(deployment, partly_sold).await?;
                None
            }
            Moment::PayingOut => {
                self.wait_for(deployment, paying_out).await?;
                Some(CHAIN)
            }
        };
        let before_unix_ns = unix_ns();
        deployment.process(kill.service).kill()?;
        let after_unix_ns = unix_ns();
        if let Some(frozen) = frozen.filter(|frozen| *frozen != kill.service) {
            deployment.process(frozen).thaw()?;
        }
        deployment.process(kill.service).start().await?;
        if kill.moment == Moment::PartlySold {
            set_trading(deployment, TradingState::Open).await?;
        }
        Ok(Killed {
            kill,
            before_unix_ns,
            after_unix_ns,
        })
    }
}

const VENUE: &str = "sim-exchange";
const CHAIN: &str = "evm-node";
const MINTER: &str = "chain-minter";

/// Redemptions that have a fill, are in no live batch, and have not ended.
fn partly_sold(events: &[SolverEvent]) -> Vec<&str> {
    if !in_batch(events).is_empty() {
        return Vec::new();
    }
    let mut sold = Vec::new();
    for event in events {
        match &event.event {
            Some(Event::IndexFill(fill)) => sold.extend(redemption(fill.order.as_ref())),
            Some(Event::OrderComplete(complete)) => {
                let ended = redemption(complete.order.as_ref());
                sold.retain(|id| Some(*id) != ended);
            }
            _ => {}
        }
    }
    sold
}

/// The order's id, if it redeems.
fn redemption(order: Option<&IndexOrder>) -> Option<&str> {
    let order = order.filter(|order| order.side() == Side::Redeem);
    order.map(|order| order.order_id.as_str())
}

/// Payouts that were asked for and have not ended.
fn paying_out(events: &[SolverEvent]) -> Vec<&str> {
    let mut asked = Vec::new();
    for event in events {
        if let Some(Event::CollateralChanged(changed)) = &event.event {
            match changed.cause.as_str() {
                "payout-asked" => asked.push(changed.payout_id.as_str()),
                "payout" => asked.retain(|id| *id != changed.payout_id),
                _ => {}
            }
        }
    }
    asked
}

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
                    // A further fill does not make it later.
                    entered.entry(id).or_insert(event.time_unix_ns);
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
            (Moment::Burning, Event::OrderAccepted(accepted)) => {
                redemption(accepted.order.as_ref()).map(Change::Entered)
            }
            (Moment::Burning, Event::OrderReserved(reserved)) => {
                redemption(reserved.order.as_ref()).map(Change::Left)
            }
            (Moment::PartlySold, Event::IndexFill(fill)) => {
                redemption(fill.order.as_ref()).map(Change::Entered)
            }
            (Moment::PartlySold, Event::OrderComplete(complete)) => {
                redemption(complete.order.as_ref()).map(Change::Left)
            }
            (Moment::PayingOut, Event::CollateralChanged(changed)) => {
                match changed.cause.as_str() {
                    "payout-asked" => Some(Change::Entered(&changed.payout_id)),
                    "payout" => Some(Change::Left(&changed.payout_id)),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

/// What an event is to the state that a kill waits for, by batch, order or payout.
enum Change<'a> {
    Entered(&'a str),
    Left(&'a str),
}
