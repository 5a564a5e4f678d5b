//! The replay of a recording: its book is the liquidity, at the recorded pace times a speed.
//!
//! A depth event sets the levels that it names (what is finer than the market's step is dropped); what our orders have taken from a level is missing until then. At its end the
//! replay begins again with the snapshot, or holds the last book. Update ids are the recording's own, plus an offset that grows with each
//! round, so they never go back; where our own trades have brought the book's id further, the book's is kept.

use std::time::Duration;

use matching::{Book, Side, Steps, Ticks};
use serde::Deserialize;

use super::{
    Moved, PublicTrade,
    recording::{Depth, Happening, Level, Recording},
};
use crate::amount::Amount;

/// Update ids between the last of a round and the first of the next: room for our own trades.
const IDS_BETWEEN_ROUNDS: u64 = 100_000;

/// What a replay does at the end of its recording.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AtEnd {
    /// Begins again with the snapshot.
    #[default]
    Loop,
    /// Holds the last book.
    Hold,
}

/// A replay in progress.
#[derive(Debug)]
pub struct Recorded {
    recording: Recording,
    tick: Amount,
    step: Amount,
    speed: u32,
    at_end: AtEnd,
    /// The round that is played, and the next happening in it; none before the first.
    at: Option<(u64, usize)>,
}

impl Recorded {
    /// A replay that has not begun. `tick` and `step` are the market's: the recording's levels are multiples of them.
    pub fn new(
        recording: Recording,
        tick: Amount,
        step: Amount,
        speed: u32,
        at_end: AtEnd,
    ) -> Self {
        Self {
            recording,
            tick,
            step,
            speed: speed.max(1),
            at_end,
            at: None,
        }
    }

    /// An id that no recorded trade up to now reaches.
    pub fn trades_before(&self) -> u64 {
        let (round, next) = self.at.unwrap_or_default();
        let count = |happenings: &[(Duration, Happening)]| {
            happenings
                .iter()
                .filter(|(_, happening)| matches!(happening, Happening::Trade(..)))
                .count() as u64
        };
        let happenings = &self.recording.happenings;
        self.recording.first_trade + round * count(happenings) + count(&happenings[..next])
    }

    /// Brings the book to a time.
    pub fn advance(&mut self, book: &mut Book, since_start: Duration) -> Moved {
        let mut moved = Moved::default();
        let (round, within) = self.position(since_start);
        if self.at.is_none_or(|(playing, _)| playing != round) {
            self.at = Some((round, 0));
            self.restart(book, round, &mut moved);
        }
        while let Some((_, next)) = self.at
            && let Some((time, _)) = self.recording.happenings.get(next)
            && *time <= within
        {
            self.step(book, &mut moved);
        }
        moved
    }

    /// Plays the next happening, and says whether there was one. The replay begins with the first call.
    pub fn step(&mut self, book: &mut Book, moved: &mut Moved) -> bool {
        if self.at.is_none() {
            self.restart(book, 0, moved);
        }
        let (round, next) = self.at.unwrap_or_default();
        let Some((_, happening)) = self.recording.happenings.get(next) else {
            return false;
        };
        self.at = Some((round, next + 1));
        match happening {
            Happening::Depth(depth) => {
                let before = book.update_id();
                let levels: Vec<_> = self.levels(depth).collect();
                moved.trades.extend(super::set_levels(book, levels));
                book.end_update(before, depth.last_update_id + self.offset(round));
            }
            Happening::Trade(price, quantity, buyer_is_maker) => {
                let (Some(price), Some(quantity)) =
                    (price.in_units(self.tick), quantity.whole_units(self.step))
                else {
                    return true;
                };
                let (price, quantity) = (Ticks(price), Steps(quantity));
                moved.recorded.push(PublicTrade {
                    price,
                    quantity,
                    buyer_is_maker: *buyer_is_maker,
                });
            }
        }
        true
    }

    /// Sets the book to the snapshot.
    fn restart(&self, book: &mut Book, round: u64, moved: &mut Moved) {
        let mut wanted: std::collections::BTreeMap<_, _> = [Side::Buy, Side::Sell]
            .into_iter()
            .flat_map(|side| {
                book.levels(side)
                    .map(move |level| ((side, level.price), Steps::ZERO))
            })
            .collect();
        wanted.extend(self.levels(&self.recording.snapshot));
        let before = book.update_id();
        moved.trades.extend(super::set_levels(book, wanted));
        book.end_update(
            before,
            self.recording.snapshot.last_update_id + self.offset(round),
        );
    }

    fn levels(&self, depth: &Depth) -> impl Iterator<Item = ((Side, Ticks), Steps)> + '_ {
        let bids: Vec<Level> = depth.bids.clone();
        let asks: Vec<Level> = depth.asks.clone();
        let bids = bids.into_iter().map(|level| (Side::Buy, level));
        let asks = asks.into_iter().map(|level| (Side::Sell, level));
        bids.chain(asks).filter_map(|(side, (price, quantity))| {
            Some((
                (side, Ticks(price.in_units(self.tick)?)),
                Steps(quantity.whole_units(self.step)?),
            ))
        })
    }

    /// What is added to the recording's update ids in a round.
    fn offset(&self, round: u64) -> u64 {
        let last =
            self.recording
                .happenings
                .iter()
                .rev()
                .find_map(|(_, happening)| match happening {
                    Happening::Depth(depth) => Some(depth.last_update_id),
                    Happening::Trade(..) => None,
                });
        let first = self.recording.snapshot.last_update_id;
        round * (last.unwrap_or(first) - first + IDS_BETWEEN_ROUNDS)
    }

    /// The round at a time, and the time within it.
    fn position(&self, since_start: Duration) -> (u64, Duration) {
        let played = since_start.saturating_mul(self.speed);
        let length = self
            .recording
            .happenings
            .last()
            .map_or(Duration::ZERO, |(time, _)| *time)
            + Duration::from_millis(100);
        match self.at_end {
            AtEnd::Hold => (0, played),
            AtEnd::Loop => {
                let round =
                    u64::try_from(played.as_nanos() / length.as_nanos()).unwrap_or(u64::MAX);
                let into = u64::try_from(played.as_nanos() % length.as_nanos()).unwrap_or(u64::MAX);
                (round, Duration::from_nanos(into))
            }
        }
    }
}
