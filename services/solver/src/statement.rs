//! An account's statement: what the journal's events say of its cash, from one time to another, with the balances before and after. Every
//! movement is checked against the balances that its event states, so a statement that is answered adds up.
//!
//! Only the account's own events are read, however long the journal is: `places` knows where they are.

mod movements;
mod places;
#[cfg(test)]
mod tests;

use issuance::{Collateral, Event};
use ledger::Name;
use money::Cash;
use proto::v1::MovementKind;
use service::machine::Committed;
use tonic::Status;

use crate::machine::Handle;
use crate::status;
use places::Around;

pub(crate) use places::Places;

/// Movements of one answer. The movements of one event are never parted.
pub(crate) const MOVEMENTS_LISTED_MAX: usize = 5_000;
/// Bytes of the movements of one answer, by which a page of long names is shorter: what a message may have, less room for one event's.
const PAGE_BYTES_MAX: usize = 3 << 20;
/// Bytes of a movement in an answer, without the texts of its reference: 12 amounts of up to 32 characters, an account's name, times.
const MOVEMENT_BYTES_MAX: usize = 600;
/// Statements that are made at once: each page reads some thousand records of the journal.
pub(crate) const STATEMENTS_AT_ONCE_MAX: usize = 2;

/// What of whom.
pub(crate) struct Asked {
    pub(crate) account: Name,
    /// From this time on, Unix nanoseconds.
    pub(crate) from: i64,
    /// Before this time.
    pub(crate) to: i64,
    /// Only what comes after this event.
    pub(crate) after_sequence: u64,
}

/// Something that changed an account's collateral.
pub(crate) struct Movement {
    pub(crate) sequence: u64,
    pub(crate) time_unix_ns: i64,
    pub(crate) kind: MovementKind,
    /// What moved.
    pub(crate) amount: Cash,
    /// By how much free, reserved and paying out together have changed.
    pub(crate) net: Cash,
    pub(crate) reference: Reference,
    /// The collateral after it.
    pub(crate) after: Collateral,
}

/// What a movement belongs to; what does not apply is empty.
#[derive(Default)]
pub(crate) struct Reference {
    pub(crate) order_id: String,
    pub(crate) cl_ord_id: String,
    pub(crate) index: String,
    pub(crate) payout_id: String,
    pub(crate) transaction_hash: String,
    pub(crate) venue_fees: Cash,
    pub(crate) issuer_fee: Cash,
    pub(crate) text: String,
}

impl Movement {
    /// Bytes of it in an answer, at most.
    fn bytes_max(&self) -> usize {
        let reference = &self.reference;
        let texts = [
            &reference.order_id,
            &reference.cl_ord_id,
            &reference.index,
            &reference.payout_id,
            &reference.transaction_hash,
            &reference.text,
        ];
        MOVEMENT_BYTES_MAX + texts.iter().map(|text| text.len()).sum::<usize>()
    }
}

/// The movements of one answer, and the balances at both ends of it.
pub(crate) struct Statement {
    pub(crate) opening: Collateral,
    pub(crate) movements: Vec<Movement>,
    pub(crate) closing: Collateral,
    /// Whether more follow.
    pub(crate) more: bool,
    /// Records of the journal that were read for it.
    pub(crate) records: usize,
}

/// The events that are read at once, and those between two of an account's that are read with them rather than passed over.
const READ_MAX: u64 = 512;
const GAP_MAX: u64 = 8;
/// Places of an account's movements that are looked up at once.
const PLACES_MAX: usize = 1_000;

/// Reads of the journal as it is by now what is the account's, from where the caller is or from a time on. Each event states the balances
/// after it, so the one before that place has the opening ones.
pub(crate) async fn read(handle: &Handle, asked: Asked) -> Result<Statement, Status> {
    let mut journal = Reading {
        handle,
        last: handle.last_sequence(),
        records: 0,
    };
    let begin = journal.before(asked.from.min(asked.to)).await?;
    let begin = begin.max(asked.after_sequence.min(journal.last));
    let mut around = journal.around(&asked.account, begin).await?;
    let opening = match around.before {
        Some(place) => journal.balances(place, &asked.account).await?,
        None => nothing(&asked.account),
    };
    let mut page = Page::new(opening);
    while let Some(last) = around.after.last().copied() {
        for run in runs(&around.after) {
            for committed in journal.events(run).await? {
                if committed.time_unix_ns >= asked.to {
                    return Ok(page.end(More::No, journal.records));
                }
                let sequence = committed.sequence;
                let found = movements::of_event(&committed, &asked.account, &page.current);
                let found = found.map_err(|problem| {
                    Status::internal(format!("event {sequence} can't be added up: {problem}"))
                })?;
                if !found.is_empty() && page.is_full() {
                    return Ok(page.end(More::Yes, journal.records));
                }
                page.take(found);
            }
        }
        around = journal.around(&asked.account, last).await?;
    }
    Ok(page.end(More::No, journal.records))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum More {
    Yes,
    No,
}

/// What an answer has so far.
struct Page {
    opening: Collateral,
    current: Collateral,
    movements: Vec<Movement>,
    bytes: usize,
}

impl Page {
    fn new(opening: Collateral) -> Self {
        Self {
            current: opening.clone(),
            opening,
            movements: Vec::new(),
            bytes: 0,
        }
    }

    fn is_full(&self) -> bool {
        self.movements.len() >= MOVEMENTS_LISTED_MAX || self.bytes >= PAGE_BYTES_MAX
    }

    fn take(&mut self, found: Vec<Movement>) {
        if let Some(newest) = found.last() {
            self.current = newest.after.clone();
        }
        self.bytes += found.iter().map(Movement::bytes_max).sum::<usize>();
        self.movements.extend(found);
    }

    fn end(self, more: More, records: usize) -> Statement {
        Statement {
            opening: self.opening,
            movements: self.movements,
            closing: self.current,
            more: more == More::Yes,
            records,
        }
    }
}

/// The journal up to some event, and how many of its records were read.
struct Reading<'a> {
    handle: &'a Handle,
    last: u64,
    records: usize,
}

impl Reading<'_> {
    /// The last event before a time; 0: there is none. An event is never older than the one before it.
    async fn before(&mut self, time_unix_ns: i64) -> Result<u64, Status> {
        let (mut low, mut high) = (0, if time_unix_ns > 0 { self.last } else { 0 });
        while low < high {
            let middle = low + (high - low) / 2;
            if self.one(middle + 1).await?.time_unix_ns < time_unix_ns {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(low)
    }

    /// The account's places around an event.
    async fn around(&self, account: &Name, event: u64) -> Result<Around, Status> {
        let account = account.clone();
        let around = self
            .handle
            .query(move |solver, _| solver.1.around(&account, event, PLACES_MAX));
        let mut around = around.await.map_err(status::of_stopped)?;
        // What is decided and not durable yet is no statement's.
        around.after.retain(|place| *place <= self.last);
        Ok(around)
    }

    /// The balances after an event that states them.
    async fn balances(&mut self, place: u64, account: &Name) -> Result<Collateral, Status> {
        let committed = self.one(place).await?;
        let mut stated = places::stated(&committed.event).into_iter();
        let own = stated.rfind(|after| after.account == *account);
        let none = || Status::internal(format!("event {place} states no balances of {account}"));
        own.cloned().ok_or_else(none)
    }

    async fn one(&mut self, place: u64) -> Result<Committed<Event>, Status> {
        let events = self.events(&[place]).await?;
        let none = || Status::internal(format!("event {place} is not in the journal"));
        events.into_iter().next().ok_or_else(none)
    }

    /// The events at a run's places.
    async fn events(&mut self, run: &[u64]) -> Result<Vec<Committed<Event>>, Status> {
        let (Some(first), Some(last)) = (run.first(), run.last()) else {
            return Ok(Vec::new());
        };
        let count = usize::try_from(last - first + 1).unwrap_or(usize::MAX);
        let read = self.handle.read(first - 1, count).await;
        let mut events = read.map_err(|problem| Status::internal(problem.to_string()))?;
        self.records += events.len();
        events.retain(|committed| run.binary_search(&committed.sequence).is_ok());
        Ok(events)
    }
}

/// Places that are read at once, each run in its order.
fn runs(places: &[u64]) -> Vec<&[u64]> {
    let (mut runs, mut rest) = (Vec::new(), places);
    while let Some(first) = rest.first() {
        let joined = rest
            .windows(2)
            .take_while(|pair| pair[1] - pair[0] <= GAP_MAX && pair[1] - first < READ_MAX);
        let (run, later) = rest.split_at(joined.count() + 1);
        runs.push(run);
        rest = later;
    }
    runs
}

/// The collateral of an account that nothing has happened to.
fn nothing(account: &Name) -> Collateral {
    Collateral {
        account: account.clone(),
        free: Cash::ZERO,
        reserved: Cash::ZERO,
        spent: Cash::ZERO,
        deposited: Cash::ZERO,
        paying_out: Cash::ZERO,
        paid_out: Cash::ZERO,
        redeemed: Cash::ZERO,
    }
}
