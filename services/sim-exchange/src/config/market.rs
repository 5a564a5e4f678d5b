//! `[[market]]` and `[[recording]]`.

use std::{path::PathBuf, time::Duration};

use serde::Deserialize;
use service::config::ConfigError;

use super::{CheckError, Venue};
use crate::{
    amount::Amount,
    market::{
        Source,
        recorded::{AtEnd, Recorded},
        recording::Recording,
        seeded::{Profile, Seeded},
    },
    spec::MarketSpec,
};

/// Quote assets that a recorded market's name may end with.
const KNOWN_QUOTES: [&str; 8] = ["USDT", "USDC", "FDUSD", "TUSD", "EUR", "BTC", "ETH", "BNB"];

/// A seeded market.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct MarketConfig {
    /// What is traded, e.g. `BTC`; the market is its name and the quote asset's.
    pub asset: String,
    /// The price at the start.
    pub price: Amount,
    /// Prices are multiples of it.
    pub tick: Amount,
    /// Quantities are multiples of it.
    pub step: Amount,
    /// The smallest price × quantity.
    #[serde(default = "five")]
    pub notional_min: Amount,
    /// The least distance of the best bid and ask, in basis points of the price; the grid of levels makes it up to two spacings more.
    #[serde(default = "two")]
    pub spread_bps: u64,
    /// The distance of two levels, in basis points of the price.
    #[serde(default = "two")]
    pub spacing_bps: u64,
    /// Levels of each side.
    #[serde(default = "hundred")]
    pub levels: u64,
    /// What rests at the best level on average, in the quote asset.
    #[serde(default = "ten_thousand")]
    pub level_notional: Amount,
    /// How much more each further level has, in basis points of the best.
    #[serde(default = "five_hundred")]
    pub growth_bps: u64,
    /// The size of a typical move within a minute, in basis points; at zero the market stands still.
    #[serde(default = "ten")]
    pub volatility_bps: u64,
    /// The time in which most of what was taken from a level comes back; zero: nothing does.
    #[serde(default = "seconds", with = "humantime_serde")]
    pub replenish: Duration,
    /// The time between two trades of others, on average; zero for none.
    #[serde(default = "second", with = "humantime_serde")]
    pub trade_every: Duration,
}

fn two() -> u64 {
    2
}
fn ten() -> u64 {
    10
}
fn hundred() -> u64 {
    100
}
fn five_hundred() -> u64 {
    500
}
fn five() -> Amount {
    Amount::ONE.multiple(5).unwrap_or(Amount::ONE)
}
fn ten_thousand() -> Amount {
    Amount::ONE.multiple(10_000).unwrap_or(Amount::ONE)
}
fn second() -> Duration {
    Duration::from_secs(1)
}
fn seconds() -> Duration {
    Duration::from_secs(5)
}

impl MarketConfig {
    /// A market with every other value at its default.
    pub fn new(asset: impl Into<String>, price: Amount, tick: Amount, step: Amount) -> Self {
        Self {
            asset: asset.into(),
            price,
            tick,
            step,
            notional_min: five(),
            spread_bps: two(),
            spacing_bps: two(),
            levels: hundred(),
            level_notional: ten_thousand(),
            growth_bps: five_hundred(),
            volatility_bps: ten(),
            replenish: seconds(),
            trade_every: second(),
        }
    }

    pub(super) fn check(
        &self,
        key: &str,
        venue: &Venue,
    ) -> Result<(MarketSpec, Source), ConfigError> {
        let spec = spec(
            key,
            &self.asset,
            &venue.quote,
            self.tick,
            self.step,
            self.notional_min,
        )?;
        let bad =
            |name: &str, problem: &str| Err(ConfigError::value(format!("{key}.{name}"), problem));
        let Ok(price) = spec.ticks(self.price) else {
            return bad("price", "it is no multiple of the tick");
        };
        if self.levels == 0 || self.levels > 5_000 {
            return bad("levels", "it is not within 1 and 5000");
        }
        if self.spread_bps > 1_000
            || self.spacing_bps > 1_000
            || self.volatility_bps > 1_000
            || self.growth_bps > 100_000
        {
            return bad(
                "spread-bps",
                "a distance, the growth or the volatility is out of range",
            );
        }
        let worth = self.tick.atoms() * self.step.atoms();
        let notional = self
            .level_notional
            .atoms()
            .saturating_mul(Amount::ONE.atoms())
            / worth;
        if notional == 0 {
            return bad("level-notional", "it is less than one tick × step");
        }
        let ticks = |duration: Duration| {
            u64::try_from(duration.as_nanos() / venue.tick.as_nanos()).unwrap_or(u64::MAX)
        };
        let profile = Profile {
            price: price.0,
            half_spread: (price.0 * self.spread_bps / 20_000).max(1),
            spacing: (price.0 * self.spacing_bps / 10_000).max(1),
            levels: self.levels,
            notional,
            growth_bps: self.growth_bps,
            volatility_bps: self.volatility_bps,
            ticks_per_minute: ticks(Duration::from_mins(1)).max(1),
            replenish_ticks: ticks(self.replenish).min(100_000),
            trade_ticks: ticks(self.trade_every).min(1_000_000),
        };
        let seeded = Seeded::new(venue.seed, &spec.symbol, profile);
        Ok((spec, Source::Seeded(Box::new(seeded), venue.tick)))
    }
}

/// A recorded market.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RecordingConfig {
    /// The file, `.gz` or plain.
    pub file: PathBuf,
    /// The quote asset; none: by the end of the market's name.
    pub quote: Option<String>,
    /// How many times faster than it was recorded it is played.
    #[serde(default = "one")]
    pub speed: u32,
    /// What happens at its end.
    #[serde(default)]
    pub at_end: AtEnd,
    /// The smallest price × quantity.
    #[serde(default = "five")]
    pub notional_min: Amount,
}

fn one() -> u32 {
    1
}

impl RecordingConfig {
    /// A recording with every other value at its default.
    pub fn new(file: impl Into<PathBuf>) -> Self {
        Self {
            file: file.into(),
            quote: None,
            speed: one(),
            at_end: AtEnd::default(),
            notional_min: five(),
        }
    }

    pub(super) fn check(&self, key: &str) -> Result<(MarketSpec, Source), CheckError> {
        if !(1..=1_000).contains(&self.speed) {
            return Err(
                ConfigError::value(format!("{key}.speed"), "it is not within 1 and 1000").into(),
            );
        }
        let recording = Recording::read(&self.file)?;
        let symbol = recording.symbol.clone();
        let quotes = self
            .quote
            .as_deref()
            .map_or(KNOWN_QUOTES.to_vec(), |quote| vec![quote]);
        let parts = quotes
            .into_iter()
            .find_map(|quote| Some((symbol.strip_suffix(quote)?, quote)));
        let Some((base, quote)) = parts.filter(|(base, _)| !base.is_empty()) else {
            let problem = format!("{symbol} ends with no known quote asset; say which with quote");
            return Err(ConfigError::value(format!("{key}.quote"), problem).into());
        };
        let (tick, step) = (recording.tick, recording.step);
        let spec = spec(key, base, quote, tick, step, self.notional_min)?;
        let recorded = Recorded::new(recording, tick, step, self.speed, self.at_end);
        Ok((spec, Source::Recorded(Box::new(recorded))))
    }
}

fn spec(
    key: &str,
    base: &str,
    quote: &str,
    tick: Amount,
    step: Amount,
    notional_min: Amount,
) -> Result<MarketSpec, ConfigError> {
    let bad = |name: &str, problem: &str| Err(ConfigError::value(format!("{key}.{name}"), problem));
    let name = |asset: &str| {
        !asset.is_empty()
            && asset
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    };
    if !name(base) || !name(quote) || base == quote || base.len() + quote.len() > 20 {
        return bad(
            "asset",
            "a market's name is two assets in capitals and digits, 20 together at most",
        );
    }
    if tick.is_zero() || step.is_zero() {
        return bad("tick", "a tick or a step of zero");
    }
    // So that every price × quantity is exact on the wire.
    if tick.decimals() + step.decimals() > 8 {
        return bad(
            "step",
            "tick and step have more than eight decimals together",
        );
    }
    let million = Amount::ONE.multiple(1_000_000).unwrap_or(Amount::ONE);
    let times = |amount: Amount, count: u64| amount.multiple(count).unwrap_or(million);
    Ok(MarketSpec {
        symbol: format!("{base}{quote}"),
        base: base.into(),
        quote: quote.into(),
        tick,
        price_max: times(tick, 1 << 36).min(million),
        step,
        quantity_max: times(step, 1 << 36).min(times(million, 10)),
        notional_min,
        notional_max: times(million, 9),
    })
}
