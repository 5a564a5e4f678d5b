//! How often books are looked at whole. Looking at every balance after every event would make an event as dear as the books are
//! long; so they are looked at once for as many events as there are balances, and at the end. Where something is wrong then, the
//! records since the look before are read again, and looked at one by one: the first event that is wrong is named all the same.

use std::ops::RangeInclusive;

use ledger::Books;

use crate::breach::At;

/// Balances for each of which an event may pass between two looks.
const BALANCES_PER_EVENT: usize = 4;

/// When the books of a journal are looked at.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    /// Events until the next look.
    left: usize,
    /// The event that the books are of.
    pub(crate) last: Option<At>,
    /// The last event at which they were looked at.
    looked: u64,
    /// Events that are looked at one by one.
    close: Vec<RangeInclusive<u64>>,
    /// Events among which something went wrong.
    pub(crate) suspects: Vec<RangeInclusive<u64>>,
}

impl Pace {
    /// One that looks at these events one by one.
    pub(crate) fn close_at(close: Vec<RangeInclusive<u64>>) -> Self {
        Self {
            close,
            ..Self::default()
        }
    }

    /// An event was applied: whether it is time to look.
    pub(crate) fn is_due(&mut self, at: At) -> bool {
        self.last = Some(at);
        let close = |range: &RangeInclusive<u64>| range.contains(&at.sequence);
        if self.left == 0 || self.close.iter().any(close) {
            return true;
        }
        self.left -= 1;
        false
    }

    /// The journal can't be read any further, and the books are no books any more: what came since the last look is suspect.
    pub(crate) fn stopped(&mut self) {
        let last = self.last.map_or(0, |at| at.sequence);
        if last > self.looked {
            self.suspects.push(self.looked + 1..=last);
        }
    }

    /// The books were looked at, and something was wrong for the first time.
    pub(crate) fn checked(&mut self, books: &Books, wrong: bool) {
        let at = self.last.map_or(0, |at| at.sequence);
        // A single event needs no second look.
        if wrong && at > self.looked + 1 {
            self.suspects.push(self.looked + 1..=at);
        }
        self.looked = at;
        let balances: usize = books
            .units()
            .iter()
            .map(|unit| books.each(unit).count())
            .sum();
        self.left = balances / BALANCES_PER_EVENT;
    }
}
