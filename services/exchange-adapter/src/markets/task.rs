//! The task that owns the books: takes the streams' messages, fetches what has to be fetched, and answers questions.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use money::{Price, Rate};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use venue::filters::Filters;
use venue::local_book::{Desynchronised, LocalBook, SnapshotOutcome};
use venue::messages::{Account, DepthSnapshot, ExchangeInfo, MarketMessage, SymbolStatus, code};

use super::{Input, MarketError, MarketView, middle};
use crate::config::Config;
use crate::rest::{Rest, RestError};

/// Markets, filters, limits and fee rates are asked for again after this time.
const REFRESH_INTERVAL: Duration = Duration::from_mins(10);
/// The venue's clock is measured again after this time.
const CLOCK_INTERVAL: Duration = Duration::from_mins(1);
/// First and longest waiting time before the venue is asked again after a failure.
const RETRY_MIN: Duration = Duration::from_millis(100);
/// See [`RETRY_MIN`].
const RETRY_MAX: Duration = Duration::from_secs(10);

/// What a request of the task came to.
enum Fetched {
    Snapshot(String, Result<DepthSnapshot, RestError>),
    Description(Box<Result<(ExchangeInfo, Account), RestError>>),
    Clock(Result<i64, RestError>),
}

struct Description {
    asset: String,
    cash: String,
    filters: Filters,
    trading: bool,
}

struct Book {
    local: LocalBook,
    // The venue's time of the snapshot.
    synchronised_ms: i64,
    fetching: bool,
    retry: Duration,
}

pub(super) struct Task {
    rest: Arc<Rest>,
    followed: BTreeSet<String>,
    cash: String,
    snapshot_depth: u32,
    books: BTreeMap<String, Book>,
    described: BTreeMap<String, Description>,
    fee_rate: Rate,
    connected: bool,
    ready: watch::Sender<bool>,
    fetches: JoinSet<Fetched>,
    described_retry: Duration,
    clock_retry: Duration,
}

impl Task {
    pub(super) fn new(config: &Config, rest: Arc<Rest>, ready: watch::Sender<bool>) -> Self {
        let followed = config.markets.clone();
        let all = followed.iter().chain(config.fee_markets.values()).cloned();
        let book = || Book {
            local: LocalBook::new(),
            synchronised_ms: 0,
            fetching: false,
            retry: RETRY_MIN,
        };
        Self {
            rest,
            books: all.map(|market| (market, book())).collect(),
            followed,
            cash: config.cash.clone(),
            snapshot_depth: config.venue.snapshot_depth,
            described: BTreeMap::new(),
            fee_rate: Rate::ZERO,
            connected: false,
            ready,
            fetches: JoinSet::new(),
            described_retry: RETRY_MIN,
            clock_retry: RETRY_MIN,
        }
    }

    pub(super) async fn run(
        mut self,
        mut waiting: mpsc::Receiver<Input>,
        shutdown: CancellationToken,
    ) {
        self.fetch_clock(Duration::ZERO);
        self.fetch_description(Duration::ZERO);
        loop {
            tokio::select! {
                () = shutdown.cancelled() => return,
                input = waiting.recv() => match input {
                    Some(input) => self.take(input),
                    None => return,
                },
                Some(fetched) = self.fetches.join_next() => match fetched {
                    Ok(fetched) => self.fetched(fetched),
                    Err(error) => tracing::error!(%error, "a request's task failed"),
                },
            }
        }
    }

    fn take(&mut self, input: Input) {
        // Whoever does not wait for an answer any more does not need it.
        match input {
            Input::Connected => self.connected(),
            Input::Disconnected => self.disconnected(),
            Input::Message(MarketMessage::Depth(update)) => {
                let market = update.symbol.clone();
                self.update(&market, |local| local.event(update).map(|_| ()));
            }
            Input::Message(MarketMessage::BookTicker(ticker)) => {
                let market = ticker.symbol.clone();
                self.update(&market, |local| local.ticker(ticker));
            }
            Input::Message(MarketMessage::Other(_)) => {}
            Input::View {
                markets,
                depth,
                reply,
            } => {
                let _ = reply.send(self.view(markets, depth));
            }
            Input::Middle { market, reply } => {
                let _ = reply.send(self.middle(&market));
            }
        }
    }

    fn update(
        &mut self,
        market: &str,
        update: impl FnOnce(&mut LocalBook) -> Result<(), Desynchronised>,
    ) {
        let Some(book) = self.books.get_mut(market) else {
            return;
        };
        if let Err(error) = update(&mut book.local) {
            tracing::warn!(market, %error, "the book is built anew");
            self.fetch_snapshot(market);
        }
    }

    fn connected(&mut self) {
        self.connected = true;
        let markets: Vec<String> = self.books.keys().cloned().collect();
        for market in markets {
            self.fetch_snapshot(&market);
        }
    }

    /// What happens now is not seen here: the books are not known any more.
    fn disconnected(&mut self) {
        self.connected = false;
        for book in self.books.values_mut() {
            book.local.reset();
        }
    }

    fn fetched(&mut self, fetched: Fetched) {
        match fetched {
            Fetched::Snapshot(market, Ok(snapshot)) => self.snapshot(&market, &snapshot),
            Fetched::Snapshot(market, Err(RestError::Refused(error)))
                if error.code == code::BAD_SYMBOL =>
            {
                // The next connection asks again.
                tracing::error!(market, "the venue has no such market");
                if let Some(book) = self.books.get_mut(&market) {
                    book.fetching = false;
                }
            }
            Fetched::Snapshot(market, Err(error)) => {
                tracing::warn!(market, %error, "no snapshot of the book");
                self.snapshot_again(&market);
            }
            Fetched::Description(answer) => match *answer {
                Ok((info, account)) => self.describe(&info, &account),
                Err(error) => {
                    tracing::warn!(%error, "the venue does not describe its markets");
                    let wait = self.described_retry;
                    self.described_retry = (wait * 2).min(RETRY_MAX);
                    self.fetch_description(wait);
                }
            },
            Fetched::Clock(Ok(_)) => {
                self.clock_retry = RETRY_MIN;
                self.fetch_clock(CLOCK_INTERVAL);
            }
            Fetched::Clock(Err(error)) => {
                tracing::warn!(%error, "the venue's clock is not known");
                let wait = self.clock_retry;
                self.clock_retry = (wait * 2).min(RETRY_MAX);
                self.fetch_clock(wait);
            }
        }
    }

    fn snapshot(&mut self, market: &str, snapshot: &DepthSnapshot) {
        let Some(book) = self.books.get_mut(market) else {
            return;
        };
        if !self.connected {
            // Without its stream it would stand still. The next connection asks again.
            book.fetching = false;
            return;
        }
        match book.local.snapshot(snapshot) {
            Ok(SnapshotOutcome::Synchronised { applied }) => {
                book.fetching = false;
                book.retry = RETRY_MIN;
                book.synchronised_ms = self.rest.clock().now_ms();
                tracing::info!(
                    market,
                    applied,
                    update = snapshot.last_update_id,
                    "the book is synchronised"
                );
            }
            Ok(SnapshotOutcome::NotNeeded) => book.fetching = false,
            Ok(SnapshotOutcome::TooOld) => self.snapshot_again(market),
            Err(error) => {
                tracing::warn!(market, %error, "the snapshot does not join on");
                self.snapshot_again(market);
            }
        }
    }

    fn snapshot_again(&mut self, market: &str) {
        let Some(book) = self.books.get_mut(market) else {
            return;
        };
        let wait = book.retry;
        book.retry = (wait * 2).min(RETRY_MAX);
        self.spawn_snapshot(market.to_owned(), wait);
    }

    fn fetch_snapshot(&mut self, market: &str) {
        let Some(book) = self.books.get_mut(market) else {
            return;
        };
        if !std::mem::replace(&mut book.fetching, true) {
            self.spawn_snapshot(market.to_owned(), Duration::ZERO);
        }
    }

    fn spawn_snapshot(&mut self, market: String, wait: Duration) {
        let (rest, depth) = (self.rest.clone(), self.snapshot_depth);
        self.fetches.spawn(async move {
            tokio::time::sleep(wait).await;
            let snapshot = rest.depth(&market, depth).await;
            Fetched::Snapshot(market, snapshot)
        });
    }

    fn fetch_description(&mut self, wait: Duration) {
        let rest = self.rest.clone();
        self.fetches.spawn(async move {
            tokio::time::sleep(wait).await;
            // The account is signed: its timestamp must be in the venue's time.
            let fetch = async {
                rest.server_time_ms().await?;
                Ok((rest.exchange_info().await?, rest.account().await?))
            };
            Fetched::Description(Box::new(fetch.await))
        });
    }

    fn fetch_clock(&mut self, wait: Duration) {
        let rest = self.rest.clone();
        self.fetches.spawn(async move {
            tokio::time::sleep(wait).await;
            Fetched::Clock(rest.server_time_ms().await)
        });
    }

    fn describe(&mut self, info: &ExchangeInfo, account: &Account) {
        self.rest.set_limits(&info.rate_limits);
        let rates = &account.commission_rates;
        match rates.taker.checked_add(rates.buyer.max(rates.seller)) {
            Ok(rate) => self.fee_rate = rate,
            Err(error) => tracing::error!(%error, "the account's fee rate cannot be used"),
        }
        for symbol in &info.symbols {
            if !self.followed.contains(&symbol.symbol) {
                continue;
            }
            if symbol.quote_asset != self.cash {
                tracing::error!(
                    market = symbol.symbol,
                    "the market's quote asset is not our cash"
                );
                continue;
            }
            let filters = match Filters::of(symbol) {
                Ok(filters) => filters,
                Err(error) => {
                    tracing::error!(%error, "a market cannot be used");
                    continue;
                }
            };
            let description = Description {
                asset: symbol.base_asset.clone(),
                cash: symbol.quote_asset.clone(),
                filters,
                trading: symbol.status == SymbolStatus::Trading && symbol.is_spot_trading_allowed,
            };
            self.described.insert(symbol.symbol.clone(), description);
        }
        for market in self
            .followed
            .iter()
            .filter(|market| !self.described.contains_key(*market))
        {
            tracing::error!(market, "the market cannot be followed");
        }
        self.ready.send_replace(true);
        self.described_retry = RETRY_MIN;
        self.fetch_description(REFRESH_INTERVAL);
    }

    fn view(&self, markets: Vec<String>, depth: usize) -> Result<Vec<MarketView>, MarketError> {
        if !*self.ready.borrow() {
            return Err(MarketError::NotReady);
        }
        let markets = if markets.is_empty() {
            self.described.keys().cloned().collect()
        } else {
            markets
        };
        markets
            .into_iter()
            .map(|market| self.view_one(market, depth))
            .collect()
    }

    fn view_one(&self, market: String, depth: usize) -> Result<MarketView, MarketError> {
        let Some(description) = self.described.get(&market) else {
            return Err(MarketError::NotFollowed(market));
        };
        let known = self
            .books
            .get(&market)
            .filter(|book| book.local.book().is_some());
        let book = known.and_then(|book| book.local.book());
        Ok(MarketView {
            market,
            asset: description.asset.clone(),
            cash: description.cash.clone(),
            filters: description.filters.clone(),
            tradable: description.trading && book.is_some(),
            bids: book.map_or_else(Vec::new, |book| book.bids().take(depth).collect()),
            asks: book.map_or_else(Vec::new, |book| book.asks().take(depth).collect()),
            book_time_ms: known.map_or(0, |book| {
                book.local.event_time_ms().max(book.synchronised_ms)
            }),
            fee_rate: self.fee_rate,
        })
    }

    fn middle(&self, market: &str) -> Option<Price> {
        let book = self.books.get(market)?.local.book()?;
        middle(book.best_bid()?.0, book.best_ask()?.0).ok()
    }
}
