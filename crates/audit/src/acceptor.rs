//! The FIX acceptor's journal: how far it has dealt with the solver's events. What it told whom is the FIX engine's affair.

use std::collections::BTreeSet;

use crate::Rule;
use crate::breach::{At, Breaches, Source};
use crate::replay::Replay;
use crate::solver::Solver;

pub(crate) struct Acceptor {
    pub(crate) replay: Replay,
    /// The solver's sequence numbers.
    followed: BTreeSet<u64>,
}

impl Acceptor {
    pub(crate) fn new() -> Self {
        Self {
            replay: Replay::new(Source::FixAcceptor),
            followed: BTreeSet::new(),
        }
    }

    pub(crate) fn position(&self) -> u64 {
        self.followed.last().copied().unwrap_or(0)
    }

    /// A record, and the solver's events that it has dealt with.
    pub(crate) fn take(
        &mut self,
        at: At,
        followed: &[u64],
        solver: &Solver,
        breaches: &mut Breaches,
    ) {
        if !self.replay.apply(at, breaches, || ()) {
            return;
        }
        let place = self.replay.source.at(at);
        for sequence in followed {
            let text = if *sequence <= self.position() {
                format!(
                    "it deals with event {sequence} of the solver after event {}",
                    self.position()
                )
            } else if at.sequence <= self.replay.cut
                && *sequence > solver.replay.last
                && !solver.replay.stopped
            {
                format!(
                    "it deals with event {sequence} of the solver, whose last is {}",
                    solver.replay.last
                )
            } else {
                self.followed.insert(*sequence);
                continue;
            };
            breaches.add(Rule::Reports, Some(place), text);
        }
    }

    /// Nothing that a client is told of was passed over.
    pub(crate) fn compare(&self, solver: &Solver, breaches: &mut Breaches) {
        for (sequence, at) in solver.reported.range(..=self.position()) {
            if !self.followed.contains(sequence) {
                let place = Some(Source::Solver.at(*at));
                breaches.add(Rule::Reports, place, "the acceptor has passed it over");
            }
        }
    }
}
