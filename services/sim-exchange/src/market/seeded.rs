//! A moving market that is a function of (seed, tick): where its price is and what rests at each price.
//!
//! The price is a sum of smooth noises of growing period and size, so it wanders like a price and any tick can be computed alone.
//! Around it, levels stand on a fixed grid. What a trade takes from a level is missing there until it has been replenished, at a
//! constant share of what is missing per tick. Now and then an anonymous taker trades with the best level.

use std::collections::BTreeMap;

use matching::{Book, Side, Steps, Ticks, Trade};

use super::noise::{ONE, below, hash, seed_of, smooth};

/// Update ids between two ticks: more than the changes of a tick, so ids grow across restarts.
const IDS_PER_TICK: u64 = 10_000;
/// The shortest and the longest period of the price's noises, as powers of two of ticks.
const OCTAVES: std::ops::RangeInclusive<u32> = 3..=17;
/// Replenish times after which nothing is missing any more.
const REPLENISHED: u64 = 12;
/// Basis points in one.
const BPS: u128 = 10_000;
/// A level's quantity is drawn anew after so many ticks, as a power of two.
const QUANTITY_OCTAVE: u32 = 4;

/// How a seeded market moves, in whole ticks and steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// The price at tick zero, about which it moves.
    pub price: u64,
    /// Half the distance between the best bid and the best ask.
    pub half_spread: u64,
    /// The distance of two levels.
    pub spacing: u64,
    /// Levels of each side.
    pub levels: u64,
    /// What rests at the best level, in steps × ticks.
    pub notional: u128,
    /// How much more each further level has, in basis points of the best.
    pub growth_bps: u64,
    /// The size of a typical move within a minute, in basis points; at zero, quantities stay as they are too.
    pub volatility_bps: u64,
    /// Market ticks in a minute.
    pub ticks_per_minute: u64,
    /// Ticks in which most (63 %) of what was taken comes back; zero: nothing does.
    pub replenish_ticks: u64,
    /// Ticks between two anonymous trades, on average; zero for none.
    pub trade_ticks: u64,
}

/// The market maker of one market.
#[derive(Clone, Debug)]
pub struct Seeded {
    seed: u64,
    profile: Profile,
    tick: Option<u64>,
    /// What trades have taken and has not come back, by level.
    missing: BTreeMap<(Side, Ticks), u64>,
}

impl Seeded {
    /// A market maker that has not quoted yet.
    pub fn new(seed: u64, symbol: &str, profile: Profile) -> Self {
        Self {
            seed: seed_of(seed, symbol),
            profile,
            tick: None,
            missing: BTreeMap::new(),
        }
    }

    /// Brings the book to `tick` and returns the trades on the way. A tick that was reached before changes nothing.
    pub fn advance(&mut self, book: &mut Book, tick: u64) -> Vec<Trade> {
        let Some(last) = self.tick else {
            book.advance_update_id(tick * IDS_PER_TICK);
            return self.step(book, tick);
        };
        // In so many replenish times everything has come back: the ticks of a long pause before them need not be played.
        let played = self.profile.replenish_ticks * REPLENISHED;
        let first = (last + 1).max(tick.saturating_sub(played));
        (first..=tick)
            .flat_map(|tick| self.step(book, tick))
            .collect()
    }

    /// Notes what a trade took from the market's liquidity.
    pub fn taken(&mut self, side: Side, price: Ticks, quantity: Steps) {
        *self.missing.entry((side, price)).or_default() += quantity.0;
    }

    /// The price in the middle, in ticks.
    pub fn middle(&self, tick: u64) -> u64 {
        let minute = self.profile.ticks_per_minute.max(1);
        // A noise of period P moves by about its own size in P; sizes grow with √P, as those of a random walk do.
        let moves: i128 = OCTAVES
            .map(|octave| {
                let size = (u128::from(1_u64 << octave) * 1_000_000 / u128::from(minute)).isqrt();
                i128::from(smooth(self.seed, octave, tick) - smooth(self.seed, octave, 0))
                    * i128::try_from(size).unwrap_or(0)
            })
            .sum();
        let scale = i128::from(ONE) * 1_000 * i128::try_from(BPS).unwrap_or(1);
        let offset =
            i128::from(self.profile.price) * i128::from(self.profile.volatility_bps) * moves
                / scale;
        let middle = i128::from(self.profile.price) + offset;
        u64::try_from(middle)
            .unwrap_or(0)
            .max(self.profile.price / 4)
    }

    fn step(&mut self, book: &mut Book, tick: u64) -> Vec<Trade> {
        self.tick = Some(tick);
        book.advance_update_id(tick * IDS_PER_TICK);
        let replenish = self.profile.replenish_ticks;
        if replenish > 0 {
            self.missing.retain(|_, missing| {
                *missing -= missing.div_ceil(replenish);
                *missing > 0
            });
        }
        let mut trades = self.quote(book, tick);
        trades.extend(self.trade(book, tick));
        trades
    }

    /// Sets the levels of both sides: first what gets less, so that the two sides never meet, then what gets more.
    fn quote(&self, book: &mut Book, tick: u64) -> Vec<Trade> {
        let mut wanted = BTreeMap::new();
        let middle = self.middle(tick);
        for side in [Side::Buy, Side::Sell] {
            for (price, quantity) in self.levels(side, middle, tick) {
                let missing = self.missing.get(&(side, price)).copied().unwrap_or(0);
                wanted.insert((side, price), Steps(quantity.saturating_sub(missing)));
            }
            for level in book.levels(side) {
                wanted.entry((side, level.price)).or_insert(Steps::ZERO);
            }
        }
        super::set_levels(book, wanted)
    }

    /// The levels of one side if nothing is missing, best first.
    fn levels(
        &self,
        side: Side,
        middle: u64,
        tick: u64,
    ) -> impl Iterator<Item = (Ticks, u64)> + '_ {
        let Profile {
            half_spread,
            spacing,
            levels,
            ..
        } = self.profile;
        (0..levels).filter_map(move |index| {
            let price = match side {
                Side::Sell => (middle + half_spread)
                    .div_ceil(spacing)
                    .checked_add(index)?
                    .checked_mul(spacing)?,
                Side::Buy => (middle.checked_sub(half_spread)? / spacing)
                    .checked_sub(index)?
                    .checked_mul(spacing)?,
            };
            (price > 0).then(|| (Ticks(price), self.quantity(side, price, index, tick)))
        })
    }

    /// What rests at a price: by its place and its draw, half to one and a half of the profile's.
    fn quantity(&self, side: Side, price: u64, index: u64, tick: u64) -> u64 {
        let place = BPS + u128::from(self.profile.growth_bps) * u128::from(index);
        let side = match side {
            Side::Buy => 0,
            Side::Sell => 1,
        };
        let moment = if self.profile.volatility_bps == 0 {
            0
        } else {
            (tick + price) >> QUANTITY_OCTAVE
        };
        let draw = hash(self.seed, price * 2 + side, moment);
        let draw = u128::from(512 + below(1024, draw));
        let steps = self.profile.notional * place / BPS * draw / 1024 / u128::from(price);
        u64::try_from(steps)
            .unwrap_or(matching::STEPS_MAX)
            .clamp(1, matching::STEPS_MAX)
    }

    /// The anonymous taker.
    fn trade(&mut self, book: &mut Book, tick: u64) -> Vec<Trade> {
        let every = self.profile.trade_ticks;
        let draw = hash(self.seed, tick, 7);
        if every == 0 || below(every, draw) != 0 {
            return Vec::new();
        }
        let side = if draw & 1 == 0 { Side::Buy } else { Side::Sell };
        let Some(best) = book.best(side.opposite()) else {
            return Vec::new();
        };
        // Up to a quarter of what usually rests there, whatever does now: a small order at the best price is filled in the end.
        let usual = self.quantity(side.opposite(), best.price.0, 0, tick);
        let quantity = Steps(1 + below(usual / 4 + 1, hash(self.seed, tick, 8)));
        book.take_anonymously(side, best.price, quantity)
    }
}
