//! The rules that the journals of a deployment must keep: each by itself, one against another, and against what the venue and
//! the chain say. It names the first event that breaks one.
//!
//! ```text
//!  fix-acceptor ── follows ──▶ solver ── follows ──▶ exchange-adapter ──▶ venue
//!                                │  └──── follows ──▶ chain-minter ─────▶ chain
//!                                └───── is recorded by ──▶ inventory
//! ```
//!
//! Every journal is replayed with its own machine. Beside the machine's books stands what the events say by themselves
//! ([`Rule`] is the table of the rules), so that an error in the one does not hide in the other. Events, orders' changes and accounts
//! are matched exhaustively: a new one does not compile before it was decided what it means here.
//!
//! The journals of a running deployment move while they are read. Whoever reads them reads each twice: its length at first
//! ([`Audit::cut`]), then all of it. What a journal said up to there must be in the others.
//!
//! What two journals say alike is forgotten as soon as both have said it, and books are looked at whole now and then only
//! (`pace`). So where the journals are read side by side, in the order of their times, an audit holds what the machines themselves hold
//! and what is on its way, however long the journals are; and [`audit`] reads them a second time where something is wrong.
//!
//! Reading the journals, the venue and the chain is left to the caller.

mod acceptor;
mod adapter;
mod breach;
mod cash_moves;
mod compare;
mod follow;
mod holders;
mod inventory;
mod minter;
mod movement;
mod outside;
mod pace;
mod replay;
mod rule;
mod sides;
mod solver;
mod sums;
mod tally;

use ledger::Unit;

pub use breach::{At, BREACHES_KEPT_MAX, Breach, Place, Source};
pub use outside::{ChainStatement, TokenStatement, VenueStatement};
pub use rule::{Finding, Part, Report, Row, Rule};

use acceptor::Acceptor;
use adapter::Adapter;
use breach::Breaches;
use inventory::Inventory;
use minter::Minter;
use pace::Pace;
use sides::Sides;
use solver::Solver;

/// Reads journals into an audit, and once more where that finds something wrong somewhere among many records: then each of those is
/// looked at by itself, so that the first one to blame is named.
pub fn audit<E>(mut read: impl FnMut(&mut Audit) -> Result<(), E>) -> Result<Audit, E> {
    let mut audit = Audit::default();
    read(&mut audit)?;
    audit.finish();
    let (solver, inventory) = (&mut audit.solver.pace, &mut audit.inventory.pace);
    let solver = std::mem::take(&mut solver.suspects);
    let inventory = std::mem::take(&mut inventory.suspects);
    if solver.is_empty() && inventory.is_empty() {
        return Ok(audit);
    }
    let mut closer = Audit::default();
    closer.solver.pace = Pace::close_at(solver);
    closer.inventory.pace = Pace::close_at(inventory);
    read(&mut closer)?;
    closer.finish();
    Ok(closer)
}

/// An audit under way: see [`audit`]. Each journal's records are given in their order; the journals in any, best by their times.
pub struct Audit {
    solver: Solver,
    inventory: Inventory,
    adapter: Adapter,
    minter: Minter,
    acceptor: Acceptor,
    breaches: Breaches,
}

impl Default for Audit {
    fn default() -> Self {
        Self {
            solver: Solver::new(),
            inventory: Inventory::new(),
            adapter: Adapter::new(),
            minter: Minter::new(),
            acceptor: Acceptor::new(),
            breaches: Breaches::default(),
        }
    }
}

impl Audit {
    /// How long a journal was before any of them was read.
    pub fn cut(&mut self, source: Source, sequence: u64) {
        match source {
            Source::Solver => self.solver.replay.cut = sequence,
            Source::Inventory => self.inventory.replay.cut = sequence,
            Source::ExchangeAdapter => self.adapter.replay.cut = sequence,
            Source::ChainMinter => self.minter.replay.cut = sequence,
            Source::FixAcceptor => self.acceptor.replay.cut = sequence,
            // It follows nobody: what it says is in its statement.
            Source::SimExchange => {}
        }
    }

    /// A record that can't be read: nothing after it is looked at.
    pub fn unreadable(&mut self, source: Source, at: At, text: String) {
        let replay = match source {
            Source::Solver => &mut self.solver.replay,
            Source::Inventory => &mut self.inventory.replay,
            Source::ExchangeAdapter => &mut self.adapter.replay,
            Source::ChainMinter => &mut self.minter.replay,
            Source::FixAcceptor => &mut self.acceptor.replay,
            Source::SimExchange => {
                self.breaches.add(Rule::Replay, Some(source.at(at)), text);
                return;
            }
        };
        replay.refuse(at, &mut self.breaches, text);
    }

    /// A record of the solver's.
    pub fn solver(&mut self, at: At, event: &issuance::Event) {
        let Self {
            solver,
            inventory,
            adapter,
            minter,
            acceptor,
            breaches,
        } = self;
        solver.take(at, event, breaches);
        solver.adapter.settle_newest(&mut adapter.told);
        solver.minter.settle_newest(&mut minter.told);
        if let issuance::Event::BatchMade { batch } = event {
            for order in &batch.asset_orders {
                compare::settle_asset_order(solver, adapter, &order.id);
            }
        }
        compare::settle_records(solver, inventory, at.sequence);
        acceptor.settle(solver);
    }

    /// A record of the inventory's.
    pub fn inventory(&mut self, at: At, event: &lots::inventory::Event) {
        self.inventory.take(at, event, &mut self.breaches);
        let newest = self.inventory.newest;
        compare::settle_records(&mut self.solver, &mut self.inventory, newest);
    }

    /// A record of the exchange adapter's.
    pub fn adapter(&mut self, at: At, event: &venue::asset_orders::Event) {
        let Self {
            solver,
            adapter,
            breaches,
            ..
        } = self;
        adapter.take(at, event, breaches);
        solver.adapter.settle(at.sequence, &mut adapter.told);
        if let venue::asset_orders::Event::Accepted { terms, .. } = event {
            compare::settle_asset_order(solver, adapter, &terms.id.to_string());
        }
    }

    /// A record of the chain minter's.
    pub fn minter(&mut self, at: At, event: &minting::Event) {
        self.minter.take(at, event, &mut self.breaches);
        let told = &mut self.minter.told;
        self.solver.minter.settle(at.sequence, told);
    }

    /// A record of the FIX acceptor's: the solver's events that it has dealt with in it.
    pub fn acceptor(&mut self, at: At, followed: &[u64]) {
        self.acceptor
            .take(at, followed, &mut self.solver, &mut self.breaches);
    }

    /// What the minter knows: its contracts, the tokens, the ids it was asked for.
    pub fn minting(&self) -> &minting::Minting {
        &self.minter.state
    }

    /// Ids of mints and payouts that the minter was asked for, and of payouts that are cash moves.
    pub fn chain_ids(&self) -> impl Iterator<Item = String> {
        let mints = self.minter.mints.keys();
        let ids = mints.chain(self.minter.payouts.keys()).cloned();
        ids.chain(self.solver.cash_moves.payouts().map(|(id, _)| id))
    }

    /// Whether an asset order of this id is one of the first that the adapter has accepted: by one of them a venue's account is
    /// known to be ours.
    pub fn knows_asset_order(&self, id: &str) -> bool {
        self.adapter.first.contains(id)
    }

    /// How much is kept of what one journal says because another does not say it, or does not say it yet.
    pub fn kept(&self) -> usize {
        let Self {
            solver,
            inventory,
            adapter,
            minter,
            acceptor,
            ..
        } = self;
        let booked = solver.adapter.kept() + solver.minter.kept();
        let told = adapter.told.len() + minter.told.len();
        let asset_orders = solver.asset_orders.len() + adapter.accepted.len();
        let records = solver.expected.len() + inventory.recorded.len();
        booked + told + asset_orders + records + solver.reported.len() + acceptor.kept()
    }

    /// Every journal was read: the books are looked at as they are now.
    fn finish(&mut self) {
        let Self {
            solver,
            inventory,
            breaches,
            ..
        } = self;
        if inventory.replay.stopped {
            inventory.pace.stopped();
        } else {
            inventory.check(breaches);
        }
        if solver.replay.stopped {
            solver.pace.stopped();
        } else if let Err(error) = solver.check(breaches) {
            let text = format!("the sums can't be added up: {error}");
            breaches.add(Rule::Replay, None, text);
        }
    }

    /// The cash, and what the issuer has put at the venue of it; none before the solver's first event.
    pub fn cash(&self) -> Option<&Unit> {
        self.solver.tally.cash.as_ref()
    }

    /// What the issuer says it has put at the venue.
    pub fn house_cash(&self) -> money::Signed {
        self.solver.tally.house_cash
    }

    /// What was found. Without a statement of the venue or the chain, the rules on them say so.
    pub fn report(
        mut self,
        venue: Option<&VenueStatement>,
        chain: Option<&ChainStatement>,
    ) -> Report {
        self.compare_journals();
        let mut sides = Sides::default();
        if let Err(error) = self.add_up(venue, chain, &mut sides) {
            let text = format!("the sums can't be added up: {error}");
            self.breaches.add(Rule::Replay, None, text);
        }
        let findings = Rule::ALL.iter().map(|rule| {
            let (breaches, count) = self.breaches.take(*rule);
            let (rows, notes) = sides.take(*rule);
            let differing = rows.iter().filter(|row| !row.difference.is_zero()).count();
            Finding {
                rule: *rule,
                statement: rule.statement(),
                notes,
                rows,
                breaches,
                breach_count: count.max(differing),
            }
        });
        Report {
            findings: findings.collect(),
        }
    }

    fn compare_journals(&mut self) {
        let Self {
            solver,
            inventory,
            adapter,
            minter,
            acceptor,
            breaches,
        } = self;
        inventory.recount(breaches);
        solver
            .adapter
            .compare(&solver.replay, &adapter.told, &adapter.replay, breaches);
        solver
            .minter
            .compare(&solver.replay, &minter.told, &minter.replay, breaches);
        compare::asset_orders(solver, adapter, breaches);
        compare::records(solver, inventory, breaches);
        compare::mints(solver, minter, breaches);
        compare::payouts(solver, minter, breaches);
        compare::taken(solver, minter, breaches);
        acceptor.compare(solver, breaches);
    }
}
