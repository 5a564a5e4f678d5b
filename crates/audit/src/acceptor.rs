//! The FIX acceptor's journal: how far it has dealt with the solver's events. What it told whom is the FIX engine's affair.

use std::collections::BTreeMap;

use crate::Rule;
use crate::breach::{At, Breaches, Source};
use crate::replay::Replay;
use crate::solver::Solver;

pub(crate) struct Acceptor {
    pub(crate) replay: Replay,
    /// The last event of the solver's that it has dealt with.
    pub(crate) position: u64,
    /// Those that the solver's journal was not read up to yet.
    ahead: BTreeMap<u64, At>,
}

impl Acceptor {
    pub(crate) fn new() -> Self {
        Self {
            replay: Replay::new(Source::FixAcceptor),
            position: 0,
            ahead: BTreeMap::new(),
        }
    }

    /// A record, and the solver's events that it has dealt with.
    pub(crate) fn take(
        &mut self,
        at: At,
        followed: &[u64],
        solver: &mut Solver,
        breaches: &mut Breaches,
    ) {
        if !self.replay.apply(at, breaches, || ()) {
            return;
        }
        for sequence in followed {
            if *sequence <= self.position {
                let position = self.position;
                let text =
                    format!("it deals with event {sequence} of the solver after event {position}");
                let place = self.replay.source.at(at);
                breaches.add(Rule::Reports, Some(place), text);
                continue;
            }
            self.position = *sequence;
            if *sequence > solver.replay.last {
                self.ahead.insert(*sequence, at);
            } else {
                solver.reported.remove(sequence);
            }
        }
    }

    /// How much of what it has dealt with is kept.
    pub(crate) fn kept(&self) -> usize {
        self.ahead.len()
    }

    /// The solver's journal was read up to there.
    pub(crate) fn settle(&mut self, solver: &mut Solver) {
        let last = solver.replay.last;
        if self.ahead.remove(&last).is_some() {
            solver.reported.remove(&last);
        }
    }

    /// Nothing that a client is told of was passed over, and nothing was made up.
    pub(crate) fn compare(&self, solver: &Solver, breaches: &mut Breaches) {
        let last = solver.replay.last;
        for (sequence, at) in &self.ahead {
            if at.sequence <= self.replay.cut && !solver.replay.stopped {
                let text =
                    format!("it deals with event {sequence} of the solver, whose last is {last}");
                let place = self.replay.source.at(*at);
                breaches.add(Rule::Reports, Some(place), text);
            }
        }
        for at in solver.reported.range(..=self.position).map(|(_, at)| at) {
            let place = Some(Source::Solver.at(*at));
            breaches.add(Rule::Reports, place, "the acceptor has passed it over");
        }
    }
}
