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
mod tests;
