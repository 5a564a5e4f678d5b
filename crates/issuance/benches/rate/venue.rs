//! A venue on a virtual clock: one matching engine a market, books that are replenished with every window of the rate limit, and
//! Binance's limits.

use issuance::{AssetOrder, Level, Market, Snapshot};
use matching::{Book, NewOrder, OrderId, Side, Steps, Terms, Ticks};
use money::{Cash, Price, Quantity, Rate, Scale};
use venue::budget::{Cost, RateBudget};
use venue::messages::{RateLimit, RateLimitInterval, RateLimitType};

use super::numbers::Numbers;

/// New orders in a window, and its length: Binance's.
pub(crate) const ORDERS_PER_WINDOW: u64 = 100;
pub(crate) const WINDOW_MS: i64 = 10_000;
/// Decimals of a tick and of a step.
pub(crate) const TICK: Scale = scale(2);
const STEP: Scale = scale(5);
/// What is offered at the best price and at the next two, each a fifth of a per cent further, in per cent of a market's offer.
const LEVELS: [(u64, u64); 3] = [(0, 50), (2, 30), (4, 20)];
/// A level that no buyer within a slippage of one per cent reaches, in thousandths above the best price.
const OUT_OF_REACH: u64 = 20;

const fn scale(decimals: u8) -> Scale {
    match Scale::new(decimals) {
        Ok(scale) => scale,
        Err(_) => Scale::MAX,
    }
}

/// One market.
pub(crate) struct Listing {
    pub(crate) asset: String,
    book: Book,
    /// The best price, in ticks.
    best: u64,
    /// What a window's book offers within reach, on average, in steps.
    offer: u64,
    /// What has been bought, in steps.
    bought: u64,
    /// What each window has offered within reach, in steps.
    offered: Vec<u64>,
}

impl Listing {
    /// A market that offers so much cash's worth in each window, in cents.
    pub(crate) fn new(asset: String, best: u64, offer_cents: u64) -> Self {
        Self {
            asset,
            book: Book::default(),
            best,
            offer: offer_cents * 100_000 / best,
            bought: 0,
            offered: Vec::new(),
        }
    }

    pub(crate) fn price(&self) -> Price {
        Price::from_atoms(self.best.into(), TICK).expect("small")
    }

    /// The book as others bring it back after a window: up to a tenth of a per cent away, and so many per cent more or less of it.
    fn replenish(&mut self, numbers: &mut Numbers, varies: u64) {
        let before: Vec<_> = self.book.levels(Side::Sell).collect();
        for level in before {
            self.book
                .set_liquidity(Side::Sell, level.price, Steps::ZERO);
        }
        self.best = self.best * numbers.between(9_990, 10_010) / 10_000;
        let offer = self.offer * numbers.between(100 - varies, 100 + varies) / 100;
        let reachable = LEVELS.map(|(thousandths, share)| (thousandths, offer * share / 100));
        for (thousandths, steps) in reachable.into_iter().chain([(OUT_OF_REACH, offer)]) {
            let price = Ticks(self.best * (1_000 + thousandths) / 1_000);
            self.book.set_liquidity(Side::Sell, price, Steps(steps));
        }
        self.offered
            .push(reachable.iter().map(|(_, steps)| steps).sum());
    }

    /// The fewest orders that could have bought as much: one of each window that offered most.
    pub(crate) fn orders_least(&self) -> u64 {
        let mut offered = self.offered.clone();
        offered.sort_unstable_by(|a, b| b.cmp(a));
        let mut left = self.bought;
        let needed = offered.iter().take_while(|offered| {
            let goes_on = left > 0;
            left = left.saturating_sub(**offered);
            goes_on
        });
        needed.count() as u64
    }

    fn market(&self) -> Market {
        let level = |level: matching::LevelTotal| Level {
            price: Price::from_atoms(level.price.0.into(), TICK).expect("small"),
            quantity: Quantity::from_atoms(level.quantity.0.into(), STEP).expect("small"),
        };
        Market {
            name: format!("{}USDC", self.asset),
            asset: self.asset.as_str().into(),
            cash: "USDC".into(),
            tick: Price::from_atoms(1, TICK).expect("small"),
            step: Quantity::from_atoms(1, STEP).expect("small"),
            min_notional: Cash::from_atoms(5, Scale::WHOLE).expect("small"),
            min_quantity: Quantity::ZERO,
            max_quantity: Quantity::ZERO,
            bids: Vec::new(),
            asks: self.book.levels(Side::Sell).map(level).collect(),
            tradable: true,
            fee_rate: Rate::from_basis_points(10),
        }
    }
}

/// The venue.
pub(crate) struct Venue {
    pub(crate) listings: Vec<Listing>,
    numbers: Numbers,
    budget: RateBudget,
    /// How far a window's offer is from a market's usual one at most, in per cent.
    varies: u64,
    window: i64,
    /// Asset orders taken.
    pub(crate) orders: u64,
    pub(crate) now_ms: i64,
}

impl Venue {
    pub(crate) fn open(listings: Vec<Listing>, varies: u64, numbers: Numbers) -> Self {
        let mut budget = RateBudget::new();
        let limit = |interval, interval_num, limit| RateLimit {
            rate_limit_type: RateLimitType::Orders,
            interval,
            interval_num,
            limit,
            count: None,
        };
        budget.set_limits(&[
            limit(RateLimitInterval::Second, 10, ORDERS_PER_WINDOW),
            limit(RateLimitInterval::Day, 1, 200_000),
        ]);
        let mut venue = Self {
            listings,
            numbers,
            budget,
            varies,
            window: 0,
            orders: 0,
            now_ms: 0,
        };
        venue.wait_until(WINDOW_MS);
        venue
    }

    /// Time goes on; with a new window the books are replenished.
    pub(crate) fn wait_until(&mut self, now_ms: i64) {
        self.now_ms = self.now_ms.max(now_ms);
        let window = self.now_ms / WINDOW_MS;
        if window > self.window {
            self.window = window;
            for listing in &mut self.listings {
                listing.replenish(&mut self.numbers, self.varies);
            }
        }
    }

    pub(crate) fn snapshot(&mut self) -> Snapshot {
        let left = self.budget.orders_left(self.now_ms);
        Snapshot {
            markets: self.listings.iter().map(Listing::market).collect(),
            orders_left: u32::try_from(left).unwrap_or(u32::MAX),
        }
    }

    /// Waits until the rate limit allows it, and executes an asset order: its trades, each a price and a quantity.
    pub(crate) fn execute(&mut self, order: &AssetOrder) -> Vec<(Price, Quantity)> {
        while let Err(wait) = self.budget.take(Cost::ORDER, self.now_ms) {
            self.wait_until(wait.until_ms);
        }
        self.orders += 1;
        let steps = |atoms: u128| u64::try_from(atoms).expect("small");
        let limit = Ticks(steps(order.limit_price.to_atoms(TICK).expect("ticks")));
        let listing = self
            .listings
            .iter_mut()
            .find(|listing| *listing.asset == *order.asset)
            .expect("the solver buys what is listed");
        let new = NewOrder {
            id: OrderId(self.orders),
            side: Side::Buy,
            quantity: Steps(steps(order.quantity.to_atoms(STEP).expect("steps"))),
            terms: Terms::ImmediateOrCancel(limit),
        };
        let trades = listing.book.place(new).expect("a good order").trades;
        listing.bought += trades.iter().map(|trade| trade.quantity.0).sum::<u64>();
        let amounts = trades.iter().map(|trade| {
            (
                Price::from_atoms(trade.price.0.into(), TICK).expect("small"),
                Quantity::from_atoms(trade.quantity.0.into(), STEP).expect("small"),
            )
        });
        amounts.collect()
    }
}
