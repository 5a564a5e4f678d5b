//! One market: its rules, its book, and what moves it.

mod noise;
pub mod recorded;
pub mod recording;
pub mod seeded;

use std::time::Duration;

use matching::{Book, Diff, LevelTotal, Party, Side, Steps, Ticks, Trade};

use self::{recorded::Recorded, seeded::Seeded};
use crate::spec::MarketSpec;

/// What moves a market.
#[derive(Debug)]
pub enum Source {
    /// A function of (seed, tick), with the length of a tick.
    Seeded(Box<Seeded>, Duration),
    /// A recording.
    Recorded(Box<Recorded>),
}

/// A trade as the market's public feed shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicTrade {
    /// Its price.
    pub price: Ticks,
    /// How much.
    pub quantity: Steps,
    /// Whether the buyer was in the book.
    pub buyer_is_maker: bool,
}

/// What happened in a market since the last look.
#[derive(Debug, Default)]
pub struct Moved {
    /// Trades in the venue's own book.
    pub trades: Vec<Trade>,
    /// Trades of the recording, which are shown and change nothing.
    pub recorded: Vec<PublicTrade>,
}

/// One market.
#[derive(Debug)]
pub struct Market {
    /// Its rules.
    pub spec: MarketSpec,
    /// Its book.
    pub book: Book,
    source: Source,
    last_trade: u64,
    shown: Option<(LevelTotal, LevelTotal)>,
}

impl Market {
    /// A market that stands where it stood `since_start`, without its account's orders.
    pub fn start(spec: MarketSpec, source: Source, since_start: Duration, last_trade: u64) -> Self {
        let mut market = Self {
            spec,
            book: Book::default(),
            source,
            last_trade,
            shown: None,
        };
        market.advance(since_start);
        market.book.take_diff();
        let trade_floor = match &market.source {
            Source::Seeded(_, tick) => ticks(since_start, *tick) * 100,
            Source::Recorded(recorded) => recorded.trades_before(),
        };
        market.last_trade = market.last_trade.max(trade_floor);
        market
    }

    /// Brings the market to a time.
    pub fn advance(&mut self, since_start: Duration) -> Moved {
        match &mut self.source {
            Source::Seeded(seeded, tick) => {
                let trades = seeded.advance(&mut self.book, ticks(since_start, *tick));
                self.note(&trades);
                Moved {
                    trades,
                    recorded: Vec::new(),
                }
            }
            Source::Recorded(recorded) => recorded.advance(&mut self.book, since_start),
        }
    }

    /// Tells the market's source which of its resting liquidity the trades took.
    pub fn note(&mut self, trades: &[Trade]) {
        let Source::Seeded(seeded, _) = &mut self.source else {
            return;
        };
        for trade in trades {
            if trade.maker == Party::Liquidity {
                seeded.taken(trade.taker_side.opposite(), trade.price, trade.quantity);
            }
        }
    }

    /// A new trade id: ids grow by one.
    pub fn next_trade_id(&mut self) -> u64 {
        self.last_trade += 1;
        self.last_trade
    }

    /// The best bid and ask, if they changed since the last call and both are there.
    pub fn new_best(&mut self) -> Option<(LevelTotal, LevelTotal)> {
        let best = (self.book.best(Side::Buy)?, self.book.best(Side::Sell)?);
        (self.shown.replace(best) != Some(best)).then_some(best)
    }

    /// The changed levels since the last call.
    pub fn take_diff(&mut self) -> Option<Diff> {
        self.book.take_diff()
    }
}

fn ticks(since_start: Duration, tick: Duration) -> u64 {
    u64::try_from(since_start.as_nanos() / tick.as_nanos().max(1)).unwrap_or(u64::MAX)
}

/// Sets levels of liquidity: first what gets less, so that the two sides never meet on the way, then what gets more.
fn set_levels(
    book: &mut Book,
    levels: impl IntoIterator<Item = ((Side, Ticks), Steps)>,
) -> Vec<Trade> {
    let (less, more): (Vec<_>, Vec<_>) = levels
        .into_iter()
        .partition(|((side, price), quantity)| *quantity < book.liquidity(*side, *price));
    let set = |((side, price), quantity)| book.set_liquidity(side, price, quantity);
    less.into_iter().chain(more).flat_map(set).collect()
}
