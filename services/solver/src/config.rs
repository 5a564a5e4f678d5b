//! The service's configuration, checked whole before a port opens.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use issuance::{BasketEntry, ClientAccount, Index, Limits, OPEN_ORDERS_MAX, Settings};
use money::{Cash, Price, Quantity, Rate, Scale, Units};
use serde::Deserialize;
use service::config::{ConfigError, Grpc, Peer};
use service::machine::snapshots::events_min;

/// `solver --config FILE`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Config {
    /// Where it listens.
    pub grpc: Grpc,
    /// The journal's file; none: everything is gone with the process.
    pub journal: Option<PathBuf>,
    /// Events between two snapshots of the state, at least.
    #[serde(default = "events_min")]
    pub snapshot_events: u64,
    /// Prefix of ids that leave for the venue and the chain: another one for each journal that uses the same.
    #[serde(default)]
    pub instance: String,
    /// The quote currency of all markets.
    pub cash: String,
    /// Its decimals.
    pub cash_decimals: Scale,
    /// The services that it needs.
    pub peers: Peers,
    /// How batches are made.
    pub batch: Batch,
    /// The issuer's own account.
    pub house: House,
    /// What orders may be.
    pub orders: Orders,
    /// The indexes' prices.
    #[serde(default)]
    pub prices: Prices,
    /// Accounts to define at the start.
    #[serde(default)]
    pub accounts: Vec<Account>,
    /// Indexes to define at the start.
    #[serde(default)]
    pub indexes: Vec<IndexConfig>,
    /// Logs and traces.
    #[serde(default)]
    pub telemetry: telemetry::Config,
}

/// The `[peers]` table.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Peers {
    /// Where batches go.
    pub exchange_adapter: Peer,
    /// Where lots are recorded.
    pub inventory: Peer,
    /// Where deposits come from and mints go.
    pub chain_minter: Peer,
}

/// The `[batch]` table. Amounts are cash before fees, but for `in-flight-cap`, which is with fees.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Batch {
    /// Time between two batches.
    #[serde(with = "humantime_serde")]
    pub interval: Duration,
    /// A limit price is the best price and at most this much worse.
    pub slippage: Rate,
    /// The most that one order may spend in one batch.
    pub order_cap: Cash,
    /// The most that one batch may spend.
    pub batch_cap: Cash,
    /// The most that all batches on their way may spend.
    pub in_flight_cap: Cash,
    /// Batches on their way at once, for disjoint orders.
    pub in_flight_max: u32,
    /// Asset orders in one batch.
    pub asset_orders_max: u32,
    /// Levels of each side of a book to look at; 0: as many as the adapter gives.
    #[serde(default)]
    pub book_depth: u32,
}

/// The `[house]` table.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct House {
    /// What the issuer has put at the venue for buying.
    pub cash: Cash,
    /// The most that its own lots may have cost.
    pub limit: Cash,
}

/// The `[orders]` table.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Orders {
    /// The largest amount of one order.
    pub largest: Cash,
    /// The most that all open orders may still spend together; none: no limit.
    #[serde(default)]
    pub open_cash_max: Option<Cash>,
    /// Orders of all accounts within any second; none: no limit.
    #[serde(default)]
    pub per_second_max: Option<u32>,
    /// Open orders of all accounts.
    #[serde(default = "open_orders_max")]
    pub open_max: u32,
    /// How far a limit price may be from the index's price; none: as far as it likes.
    #[serde(default)]
    pub price_band: Option<Rate>,
    /// How long a quote is valid.
    #[serde(default = "quotes_valid_for", with = "humantime_serde")]
    pub quotes_valid_for: Duration,
    /// When the trading day ends, after midnight UTC.
    #[serde(default, with = "humantime_serde")]
    pub day_ends_after: Duration,
}

/// The `[prices]` table.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Prices {
    /// Time between two looks at the markets: an index has at most one new price in it.
    #[serde(with = "humantime_serde")]
    pub interval: Duration,
}

impl Default for Prices {
    fn default() -> Self {
        Self {
            interval: Duration::from_millis(500),
        }
    }
}

/// One of `[[accounts]]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Account {
    /// FIX `Account(1)`.
    pub name: String,
    /// Its EVM address.
    pub address: String,
    /// Its own limits, beside those of all.
    #[serde(default)]
    pub limits: Option<AccountLimits>,
}

/// The `limits` of one of `[[accounts]]`; what is left out is not limited for it alone.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct AccountLimits {
    /// The largest amount of one order.
    pub order_max: Option<Cash>,
    /// The most that its open orders may still spend together.
    pub open_cash_max: Option<Cash>,
    /// Its orders within any second.
    pub orders_per_second_max: Option<u32>,
    /// How far its limit prices may be from the index's price, as a proportion of that.
    pub price_band: Option<Rate>,
}

/// One of `[[indexes]]`: with a `basket` of quantities, or with `weights` and a `target-price`, from which the quantities are worked
/// out once, with the markets' prices at that time.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct IndexConfig {
    /// The token's symbol.
    pub symbol: String,
    /// The token's name.
    pub name: String,
    /// Quantity of each asset in one unit.
    pub basket: Option<BTreeMap<String, Quantity>>,
    /// Weight of each asset in the price.
    pub weights: Option<BTreeMap<String, Rate>>,
    /// Price of one unit when it is defined.
    pub target_price: Option<Price>,
    /// The issuer's fee.
    pub fee_basis_points: u32,
    /// An order with less cash left than this is complete.
    pub smallest_tradable: Cash,
    /// An increment has at least so many units, but for the last of an order. Unless it is given, so many that it takes
    /// 0.000001 of each asset.
    pub smallest_fill: Option<Units>,
    /// Decimals of its units.
    #[serde(default = "units_decimals")]
    pub units_decimals: Scale,
}

const fn quotes_valid_for() -> Duration {
    Duration::from_secs(5)
}

const fn open_orders_max() -> u32 {
    OPEN_ORDERS_MAX
}

fn units_decimals() -> Scale {
    Scale::UNITS
}

/// What an index is made from.
#[derive(Clone, Debug)]
pub(crate) enum Definition {
    /// It is known.
    Basket(Index),
    /// Its basket needs prices.
    Weights {
        index: Index,
        weights: Vec<(String, Rate)>,
        target: Price,
    },
}

impl service::ServiceConfig for Config {
    fn telemetry(&self) -> &telemetry::Config {
        &self.telemetry
    }

    fn grpc(&self) -> Option<&Grpc> {
        Some(&self.grpc)
    }

    fn validate(&self) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        self.check()?;
        let peers = &self.peers;
        for peer in [
            &peers.exchange_adapter,
            &peers.inventory,
            &peers.chain_minter,
        ] {
            service::grpc::connect(peer)?;
        }
        Ok(())
    }
}

/// The configuration, parsed.
pub(crate) struct Checked {
    pub(crate) settings: Settings,
    pub(crate) accounts: Vec<ClientAccount>,
    /// By account.
    pub(crate) limits: Vec<(String, Limits)>,
    pub(crate) indexes: Vec<Definition>,
}

impl Config {
    pub(crate) fn check(&self) -> Result<Checked, ConfigError> {
        if self.batch.interval < BATCH_INTERVAL_MIN {
            return Err(ConfigError::value(
                "batch.interval",
                format!("less than {BATCH_INTERVAL_MIN:?}"),
            ));
        }
        let day_end_ns = i64::try_from(self.orders.day_ends_after.as_nanos())
            .map_err(|_| ConfigError::value("orders.day-ends-after", "more than a day"))?;
        if self.prices.interval < PRICES_INTERVAL_MIN {
            return Err(ConfigError::value(
                "prices.interval",
                format!("less than {PRICES_INTERVAL_MIN:?}"),
            ));
        }
        let quote_lifetime_ns = i64::try_from(self.orders.quotes_valid_for.as_nanos())
            .map_err(|_| ConfigError::value("orders.quotes-valid-for", "too long"))?;
        let settings = Settings {
            instance: self.instance.clone(),
            cash: self.cash.as_str().into(),
            cash_scale: self.cash_decimals,
            slippage: self.batch.slippage,
            order_cap: self.batch.order_cap,
            batch_cap: self.batch.batch_cap,
            in_flight_cap: self.batch.in_flight_cap,
            batches_in_flight_max: self.batch.in_flight_max,
            asset_orders_max: self.batch.asset_orders_max,
            order_max: self.orders.largest,
            open_cash_max: self.orders.open_cash_max,
            orders_per_second_max: self.orders.per_second_max,
            open_orders_max: self.orders.open_max,
            price_band: self.orders.price_band,
            quote_lifetime_ns,
            house_cash: self.house.cash,
            house_limit: self.house.limit,
            day_end_ns,
        };
        settings
            .check()
            .map_err(|problem| ConfigError::value("solver", problem))?;
        let account = |account: &Account| {
            let account = ClientAccount {
                name: account.name.as_str().into(),
                address: account.address.to_lowercase(),
            };
            account
                .check()
                .map_err(|problem| ConfigError::value("accounts", problem))?;
            Ok(account)
        };
        let accounts = self
            .accounts
            .iter()
            .map(account)
            .collect::<Result<_, ConfigError>>()?;
        let mut limits = Vec::new();
        for account in &self.accounts {
            limits.extend(account.limits()?);
        }
        let indexes = self
            .indexes
            .iter()
            .map(IndexConfig::definition)
            .collect::<Result<Vec<_>, _>>()?;
        for index in &indexes {
            if let Definition::Basket(index) = index {
                let checked = index.check(&settings.cash, settings.cash_scale);
                checked.map_err(|problem| ConfigError::value("indexes", problem))?;
            }
        }
        Ok(Checked {
            settings,
            accounts,
            limits,
            indexes,
        })
    }
}

impl Account {
    fn limits(&self) -> Result<Option<(String, Limits)>, ConfigError> {
        let Some(given) = &self.limits else {
            return Ok(None);
        };
        let limits = Limits {
            order_max: given.order_max,
            open_cash_max: given.open_cash_max,
            orders_per_second_max: given.orders_per_second_max,
            price_band: given.price_band,
        };
        match limits.problem() {
            Some(problem) => Err(ConfigError::value(
                format!("accounts.{}.limits", self.name),
                problem,
            )),
            None => Ok(Some((self.name.clone(), limits))),
        }
    }
}

/// The shortest time between two batches.
pub const BATCH_INTERVAL_MIN: Duration = Duration::from_millis(10);

/// The shortest time between two looks at the markets for prices.
pub const PRICES_INTERVAL_MIN: Duration = Duration::from_millis(10);

impl IndexConfig {
    fn definition(&self) -> Result<Definition, ConfigError> {
        let refuse = |problem: &str| {
            Err(ConfigError::value(
                format!("indexes.{}", self.symbol),
                problem,
            ))
        };
        let entry = |(asset, quantity): (&String, &Quantity)| BasketEntry {
            asset: asset.into(),
            quantity: *quantity,
        };
        let basket = self.basket.iter().flatten().map(entry).collect();
        let index = Index {
            symbol: self.symbol.as_str().into(),
            name: self.name.clone(),
            basket,
            units_scale: self.units_decimals,
            fee: Rate::from_basis_points(self.fee_basis_points),
            smallest_tradable: self.smallest_tradable,
            smallest_fill: self.smallest_fill,
        };
        match (&self.basket, &self.weights, self.target_price) {
            (Some(_), None, None) => Ok(Definition::Basket(index)),
            (None, Some(weights), Some(target)) if !weights.is_empty() => {
                let weights = weights
                    .iter()
                    .map(|(asset, weight)| (asset.clone(), *weight))
                    .collect();
                Ok(Definition::Weights {
                    index,
                    weights,
                    target,
                })
            }
            _ => refuse("it has either a basket, or weights and a target-price"),
        }
    }
}
