//! The local copy of a venue's book, kept by the venue's procedure ("How to manage a local order book correctly"):
//! buffer the depth events, take a snapshot, drop the events that are in it, apply the rest in order.
//!
//! ```text
//!              event: kept                         event: applied
//!             ┌────┐                               ┌────┐
//!             ▼    │   snapshot that joins on      ▼    │
//!           buffering ────────────────────────▶ synchronised
//!             ▲  ▲ │                                │
//!             │  └─┘ snapshot too old               │ gap, crossed sides, malformed event
//!             └─────────────────────────────────────┘
//! ```
//!
//! The venue's book tickers check the copy: its top at an update must be that of the latest ticker at or before it. This is compared only
//! when a later ticker has come too, since only then is that latest one certain.
//!
//! Invariants: a synchronised book has every update up to its id and is not crossed; a book that cannot be known is not shown.
//! Opening the stream and fetching snapshots are the owner's: it does so while [`LocalBook::needs_snapshot`].

use std::collections::VecDeque;

use crate::book::Book;
use crate::messages::{BookTicker, DepthSnapshot, DepthUpdate, PriceLevel};

/// Events kept while waiting for a snapshot: about seventeen minutes at one in 100 ms. The oldest go first, and the snapshot
/// must then be newer.
pub const BUFFERED_EVENTS_MAX: usize = 10_000;

/// Tickers kept for the check. The oldest go first, and what they would have checked is not checked.
pub const TICKERS_MAX: usize = 1_000;

/// A market's book as far as it is known.
#[derive(Debug, Default)]
pub struct LocalBook {
    phase: Phase,
    tickers: VecDeque<BookTicker>,
}

#[derive(Debug)]
enum Phase {
    Buffering(VecDeque<DepthUpdate>),
    Synchronised(Synchronised),
}

#[derive(Debug)]
struct Synchronised {
    book: Book,
    last_update_id: u64,
    event_time_ms: i64,
}

impl Default for Phase {
    fn default() -> Self {
        Self::Buffering(VecDeque::new())
    }
}

/// What an event did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventOutcome {
    /// Kept until a snapshot comes.
    Buffered,
    /// Older than the book: dropped.
    Stale,
    /// In the book now.
    Applied,
}

/// What a snapshot did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SnapshotOutcome {
    /// The book is synchronised; so many buffered events were newer than the snapshot.
    Synchronised {
        /// Buffered events that were applied on top.
        applied: usize,
    },
    /// Updates between the snapshot and the first buffered event are missing: a newer snapshot is needed.
    TooOld,
    /// The book was synchronised already.
    NotNeeded,
}

/// Why a book is not known any more. It is buffering again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Desynchronised {
    /// Updates between the book and the event were missed.
    #[error("a gap: the book is at update {last_update_id}, the event begins at {first_update_id}")]
    Gap {
        /// Of the book.
        last_update_id: u64,
        /// Of the event.
        first_update_id: u64,
    },
    /// The best bid is not below the best ask.
    #[error("the sides cross at update {update_id}")]
    Crossed {
        /// Where it happened.
        update_id: u64,
    },
    /// The top is not the one that the venue's ticker tells.
    #[error("at update {update_id} the top is not that of the venue's ticker {ticker_id}")]
    WrongTop {
        /// Of the book.
        update_id: u64,
        /// Of the ticker.
        ticker_id: u64,
    },
    /// An event that ends before it begins.
    #[error("an event from update {first_update_id} to {final_update_id}")]
    Malformed {
        /// `U`.
        first_update_id: u64,
        /// `u`.
        final_update_id: u64,
    },
}

impl LocalBook {
    /// A book of which nothing is known.
    pub fn new() -> Self {
        Self::default()
    }

    /// The book, if it is synchronised.
    pub fn book(&self) -> Option<&Book> {
        match &self.phase {
            Phase::Synchronised(state) => Some(&state.book),
            Phase::Buffering(_) => None,
        }
    }

    /// The update the book is at, if it is synchronised.
    pub fn last_update_id(&self) -> Option<u64> {
        match &self.phase {
            Phase::Synchronised(state) => Some(state.last_update_id),
            Phase::Buffering(_) => None,
        }
    }

    /// The venue's time of the last event in the book, 0 if there was none since the snapshot.
    pub fn event_time_ms(&self) -> i64 {
        match &self.phase {
            Phase::Synchronised(state) => state.event_time_ms,
            Phase::Buffering(_) => 0,
        }
    }

    /// Whether a snapshot is wanted.
    pub fn needs_snapshot(&self) -> bool {
        match self.phase {
            Phase::Buffering(_) => true,
            Phase::Synchronised(_) => false,
        }
    }

    /// Forgets everything: the stream was lost.
    pub fn reset(&mut self) {
        *self = Self::default();
    }

    /// Takes the next book ticker.
    pub fn ticker(&mut self, ticker: BookTicker) -> Result<(), Desynchronised> {
        if let Some(last) = self.tickers.back()
            && last.update_id >= ticker.update_id
        {
            // Tickers come in the order of their ids. One that does not begins anew.
            self.tickers.clear();
        }
        if self.tickers.len() == TICKERS_MAX {
            self.tickers.pop_front();
        }
        self.tickers.push_back(ticker);
        self.check_top()
    }

    /// Compares the book with the latest ticker at or before it, if that one is certain.
    fn check_top(&mut self) -> Result<(), Desynchronised> {
        let Phase::Synchronised(state) = &self.phase else {
            return Ok(());
        };
        let update_id = state.last_update_id;
        let certain = |tickers: &VecDeque<BookTicker>| {
            tickers
                .get(1)
                .is_some_and(|next| next.update_id <= update_id)
        };
        while certain(&self.tickers) {
            self.tickers.pop_front();
        }
        match (self.tickers.front(), self.tickers.get(1)) {
            (Some(ticker), Some(_)) if ticker.update_id <= update_id => {
                let bid = PriceLevel(ticker.bid_price, ticker.bid_quantity);
                let ask = PriceLevel(ticker.ask_price, ticker.ask_quantity);
                let ticker_id = ticker.update_id;
                if state.book.best_bid() == shown(bid) && state.book.best_ask() == shown(ask) {
                    return Ok(());
                }
                self.reset();
                Err(Desynchronised::WrongTop {
                    update_id,
                    ticker_id,
                })
            }
            _ => Ok(()),
        }
    }

    /// Takes the stream's next event.
    pub fn event(&mut self, update: DepthUpdate) -> Result<EventOutcome, Desynchronised> {
        match &mut self.phase {
            Phase::Buffering(events) => {
                if events.len() == BUFFERED_EVENTS_MAX {
                    events.pop_front();
                }
                events.push_back(update);
                Ok(EventOutcome::Buffered)
            }
            Phase::Synchronised(state) => match state.apply(&update) {
                Ok(outcome) => self.check_top().map(|()| outcome),
                Err(error) => {
                    // The event itself is good unless it is malformed, and a snapshot may join on before it.
                    self.phase = Phase::Buffering(VecDeque::from([update]));
                    Err(error)
                }
            },
        }
    }

    /// Takes a snapshot, fetched after the stream was opened.
    pub fn snapshot(
        &mut self,
        snapshot: &DepthSnapshot,
    ) -> Result<SnapshotOutcome, Desynchronised> {
        let Phase::Buffering(events) = &mut self.phase else {
            return Ok(SnapshotOutcome::NotNeeded);
        };
        if let Some(first) = events.front()
            && first.first_update_id > snapshot.last_update_id.saturating_add(1)
        {
            return Ok(SnapshotOutcome::TooOld);
        }
        let mut state = Synchronised {
            book: Book::new(&snapshot.bids, &snapshot.asks),
            last_update_id: snapshot.last_update_id,
            event_time_ms: 0,
        };
        let events = std::mem::take(events);
        let mut applied = 0;
        for update in &events {
            if state.apply(update)? == EventOutcome::Applied {
                applied += 1;
            }
        }
        if state.book.is_crossed() {
            return Err(Desynchronised::Crossed {
                update_id: state.last_update_id,
            });
        }
        self.phase = Phase::Synchronised(state);
        self.check_top()?;
        Ok(SnapshotOutcome::Synchronised { applied })
    }
}

/// A ticker's side without a level has quantity zero.
fn shown(level: PriceLevel) -> Option<PriceLevel> {
    (!level.1.is_zero()).then_some(level)
}

impl Synchronised {
    fn apply(&mut self, update: &DepthUpdate) -> Result<EventOutcome, Desynchronised> {
        let (first_update_id, final_update_id) = (update.first_update_id, update.final_update_id);
        if first_update_id > final_update_id {
            return Err(Desynchronised::Malformed {
                first_update_id,
                final_update_id,
            });
        }
        if final_update_id <= self.last_update_id {
            return Ok(EventOutcome::Stale);
        }
        if first_update_id > self.last_update_id.saturating_add(1) {
            return Err(Desynchronised::Gap {
                last_update_id: self.last_update_id,
                first_update_id,
            });
        }
        self.book.update(&update.bids, &update.asks);
        self.last_update_id = final_update_id;
        self.event_time_ms = update.event_time;
        if self.book.is_crossed() {
            return Err(Desynchronised::Crossed {
                update_id: final_update_id,
            });
        }
        Ok(EventOutcome::Applied)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::PriceLevel;

    fn levels(pairs: &[(&str, &str)]) -> Vec<PriceLevel> {
        let level = |(price, quantity): &(&str, &str)| {
            PriceLevel(
                price.parse().expect("a price"),
                quantity.parse().expect("a quantity"),
            )
        };
        pairs.iter().map(level).collect()
    }

    fn event(first: u64, last: u64, bids: &[(&str, &str)], asks: &[(&str, &str)]) -> DepthUpdate {
        DepthUpdate {
            event: "depthUpdate".into(),
            event_time: i64::try_from(last).expect("small") * 10,
            symbol: "BTCUSDC".into(),
            first_update_id: first,
            final_update_id: last,
            bids: levels(bids),
            asks: levels(asks),
        }
    }

    fn snapshot(last_update_id: u64) -> DepthSnapshot {
        DepthSnapshot {
            last_update_id,
            bids: levels(&[("99", "1"), ("98", "2")]),
            asks: levels(&[("101", "1"), ("102", "2")]),
        }
    }

    fn synchronised_at(last_update_id: u64) -> LocalBook {
        let mut book = LocalBook::new();
        let outcome = book.snapshot(&snapshot(last_update_id));
        assert_eq!(outcome, Ok(SnapshotOutcome::Synchronised { applied: 0 }));
        book
    }

    #[test]
    fn events_that_are_in_the_snapshot_are_dropped_and_the_one_across_its_id_is_applied() {
        let mut book = LocalBook::new();
        for update in [
            event(1, 4, &[("99", "7")], &[]),
            event(5, 10, &[("99", "8")], &[]),
            event(11, 12, &[], &[("101", "0")]),
        ] {
            assert_eq!(book.event(update), Ok(EventOutcome::Buffered));
        }
        assert_eq!(book.book(), None);
        let outcome = book.snapshot(&snapshot(7));
        assert_eq!(outcome, Ok(SnapshotOutcome::Synchronised { applied: 2 }));
        let expected = Book::new(
            &levels(&[("99", "8"), ("98", "2")]),
            &levels(&[("102", "2")]),
        );
        assert_eq!(book.book(), Some(&expected));
        assert_eq!(
            (book.last_update_id(), book.event_time_ms()),
            (Some(12), 120)
        );
    }

    #[test]
    fn a_snapshot_older_than_the_first_event_is_not_used() {
        let mut book = LocalBook::new();
        let _ = book.event(event(9, 10, &[], &[]));
        assert_eq!(book.snapshot(&snapshot(7)), Ok(SnapshotOutcome::TooOld));
        assert!(book.needs_snapshot());
        let outcome = book.snapshot(&snapshot(8));
        assert_eq!(outcome, Ok(SnapshotOutcome::Synchronised { applied: 1 }));
        assert_eq!(book.snapshot(&snapshot(9)), Ok(SnapshotOutcome::NotNeeded));
    }

    #[test]
    fn a_gap_hides_the_book_until_a_new_snapshot_and_keeps_the_event() {
        let mut book = synchronised_at(10);
        assert_eq!(
            book.event(event(11, 12, &[], &[])),
            Ok(EventOutcome::Applied)
        );
        assert_eq!(book.event(event(12, 12, &[], &[])), Ok(EventOutcome::Stale));
        let gap = Desynchronised::Gap {
            last_update_id: 12,
            first_update_id: 14,
        };
        assert_eq!(book.event(event(14, 15, &[("99", "5")], &[])), Err(gap));
        assert_eq!(book.book(), None);
        let outcome = book.snapshot(&snapshot(13));
        assert_eq!(outcome, Ok(SnapshotOutcome::Synchronised { applied: 1 }));
        assert_eq!(book.last_update_id(), Some(15));
    }

    #[test]
    fn a_gap_among_the_buffered_events_needs_another_snapshot() {
        let mut book = LocalBook::new();
        let _ = book.event(event(1, 5, &[], &[]));
        let _ = book.event(event(8, 9, &[], &[]));
        let gap = Desynchronised::Gap {
            last_update_id: 5,
            first_update_id: 8,
        };
        assert_eq!(book.snapshot(&snapshot(3)), Err(gap));
        assert!(book.needs_snapshot());
        let outcome = book.snapshot(&snapshot(9));
        assert_eq!(outcome, Ok(SnapshotOutcome::Synchronised { applied: 0 }));
    }

    #[test]
    fn crossed_sides_hide_the_book() {
        let mut book = synchronised_at(10);
        let crossed = Desynchronised::Crossed { update_id: 11 };
        assert_eq!(
            book.event(event(11, 11, &[("101", "1")], &[])),
            Err(crossed)
        );
        assert!(book.needs_snapshot());
    }

    #[test]
    fn an_event_that_ends_before_it_begins_hides_the_book() {
        let mut book = synchronised_at(10);
        let malformed = Desynchronised::Malformed {
            first_update_id: 12,
            final_update_id: 11,
        };
        assert_eq!(book.event(event(12, 11, &[], &[])), Err(malformed));
    }

    #[test]
    fn the_buffer_has_a_limit_and_drops_the_oldest() {
        let mut book = LocalBook::new();
        let count = u64::try_from(BUFFERED_EVENTS_MAX).expect("small") + 1;
        for id in 1..=count {
            let _ = book.event(event(id, id, &[], &[]));
        }
        assert_eq!(book.snapshot(&snapshot(0)), Ok(SnapshotOutcome::TooOld));
        let outcome = book.snapshot(&snapshot(1));
        let applied = BUFFERED_EVENTS_MAX;
        assert_eq!(outcome, Ok(SnapshotOutcome::Synchronised { applied }));
    }

    fn ticker(update_id: u64, ask: (&str, &str)) -> BookTicker {
        BookTicker {
            update_id,
            symbol: "BTCUSDC".into(),
            bid_price: "99".parse().expect("a price"),
            bid_quantity: "1".parse().expect("a quantity"),
            ask_price: ask.0.parse().expect("a price"),
            ask_quantity: ask.1.parse().expect("a quantity"),
        }
    }

    #[test]
    fn tickers_that_tell_the_books_top_change_nothing() {
        let mut book = synchronised_at(10);
        for (id, ask) in [(9, ("101", "1")), (12, ("101", "3")), (13, ("101", "4"))] {
            assert_eq!(book.ticker(ticker(id, ask)), Ok(()));
        }
        let applied = Ok(EventOutcome::Applied);
        assert_eq!(book.event(event(11, 12, &[], &[("101", "3")])), applied);
        assert_eq!(book.event(event(13, 14, &[], &[("101", "4")])), applied);
    }

    #[test]
    fn a_ticker_is_not_compared_while_another_may_come_between() {
        let mut book = synchronised_at(10);
        assert_eq!(book.ticker(ticker(8, ("101", "7"))), Ok(()));
        assert_eq!(book.ticker(ticker(10, ("101", "1"))), Ok(()));
        assert_eq!(book.ticker(ticker(11, ("101", "9"))), Ok(()));
    }

    #[test]
    fn a_ticker_that_tells_another_top_hides_the_book() {
        let mut book = synchronised_at(10);
        assert_eq!(book.ticker(ticker(10, ("101", "2"))), Ok(()));
        let wrong = Desynchronised::WrongTop {
            update_id: 10,
            ticker_id: 10,
        };
        assert_eq!(book.ticker(ticker(12, ("101", "3"))), Err(wrong));
        assert!(book.needs_snapshot());
    }
}
