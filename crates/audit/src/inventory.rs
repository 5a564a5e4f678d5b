//! The inventory's journal: its books after every event, and what it has recorded of each event of the solver's.

use std::collections::BTreeMap;

use lots::inventory::{Action, Event, Inventory as Machine};
use money::MoneyError;

use crate::Rule;
use crate::breach::{At, Breaches, Source};
use crate::movement::{Expected, Movements, of_closed, of_inventory};
use crate::pace::Pace;
use crate::replay::Replay;

/// All records of one event of the solver's.
#[derive(Debug)]
pub(crate) struct Recorded {
    /// The last of them.
    pub(crate) at: At,
    pub(crate) movements: Movements,
    pub(crate) records: usize,
    pub(crate) trade: Option<lots::Trade>,
}

impl Recorded {
    /// Whether it is what must have been recorded, as far as it goes.
    pub(crate) fn is(&self, expected: &Expected) -> bool {
        self.movements == expected.movements && self.trade == expected.trade
    }
}

pub(crate) struct Inventory {
    pub(crate) replay: Replay,
    pub(crate) pace: Pace,
    state: Machine,
    /// By the solver's sequence number, until it is found to be what it must be.
    pub(crate) recorded: BTreeMap<u64, Recorded>,
    /// The newest event of the solver's that anything was recorded of.
    pub(crate) newest: u64,
}

impl Inventory {
    pub(crate) fn new() -> Self {
        Self {
            replay: Replay::new(Source::Inventory),
            pace: Pace::default(),
            state: Machine::default(),
            recorded: BTreeMap::new(),
            newest: 0,
        }
    }

    pub(crate) fn take(&mut self, at: At, event: &Event, breaches: &mut Breaches) {
        let state = &mut self.state;
        if !self.replay.apply(at, breaches, || state.apply(event)) {
            return;
        }
        let place = self.replay.source.at(at);
        if self.pace.is_due(at) {
            self.check(breaches);
        }
        let (id, action, closing) = match event {
            Event::Configured(_) => return,
            Event::ClosedFurther { closed, .. } => {
                if let Err(error) = self.note_further(at, closed) {
                    let text = format!("its amounts can't be added up: {error}");
                    self.replay.refuse(at, breaches, text);
                }
                return;
            }
            Event::Recorded {
                id,
                action,
                closing,
                ..
            } => (id, action, closing),
        };
        let Some(sequence) = solver_sequence(id) else {
            let text = format!("record {id} is none of the solver's");
            breaches.add(Rule::Records, Some(place), text);
            return;
        };
        let noted = of_inventory(action, closing.as_ref())
            .and_then(|moved| self.note(at, sequence, &moved, action));
        if let Err(error) = noted {
            let text = format!("its amounts can't be added up: {error}");
            self.replay.refuse(at, breaches, text);
        }
    }

    /// The books after the last event: each adds up to zero.
    pub(crate) fn check(&mut self, breaches: &mut Breaches) {
        let Some(at) = self.pace.last else {
            return;
        };
        let place = self.replay.source.at(at);
        let mut wrong = false;
        if let Err(unbalanced) = self.state.books().check_balanced() {
            let unit = format!("the inventory's {}", unbalanced.unit);
            wrong = breaches.add_first(Rule::Books, &unit, place, unbalanced.to_string());
        }
        self.pace.checked(self.state.books(), wrong);
    }

    fn note(
        &mut self,
        at: At,
        sequence: u64,
        moved: &Movements,
        action: &Action,
    ) -> Result<(), MoneyError> {
        let recorded = self.recorded.entry(sequence).or_insert_with(|| Recorded {
            at,
            movements: Movements::default(),
            records: 0,
            trade: None,
        });
        self.newest = self.newest.max(sequence);
        recorded.at = at;
        recorded.records += 1;
        recorded.movements.join(moved)?;
        if let Action::Trade(record) = action {
            recorded.trade = Some(record.trade.clone());
        }
        Ok(())
    }

    /// More of what the newest record's sale has closed.
    fn note_further(&mut self, at: At, closed: &[lots::Closed]) -> Result<(), MoneyError> {
        let Some(recorded) = self.recorded.get_mut(&self.newest) else {
            return Ok(());
        };
        let Some(asset) = recorded.trade.as_ref().map(|trade| trade.asset.clone()) else {
            return Ok(());
        };
        recorded.at = at;
        recorded.movements.join(&of_closed(&asset, closed)?)
    }

    /// Counts every lot again.
    pub(crate) fn recount(&self, breaches: &mut Breaches) {
        if let Err(text) = self.state.check() {
            let text = format!("the inventory's lots: {text}");
            breaches.add(Rule::Lots, None, text);
        }
    }

    pub(crate) fn books(&self) -> &ledger::Books {
        self.state.books()
    }
}

/// Which event of the solver's a record is of: `<instance>solver-<sequence>-<place>`.
fn solver_sequence(id: &str) -> Option<u64> {
    let (rest, place) = id.rsplit_once('-')?;
    let (instance, sequence) = rest.rsplit_once('-')?;
    place.parse::<usize>().ok()?;
    instance
        .ends_with("solver")
        .then(|| sequence.parse().ok())?
}
