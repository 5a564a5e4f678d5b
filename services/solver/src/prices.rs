//! Prices of the indexes: their baskets at the markets' best bids and asks, looked at once an interval. They are what limit prices
//! are compared with, and a stream for whoever watches; they are not journalled.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use issuance::{Index, Market, Snapshot};
use money::{Price, Rate, Rounding, Scale};
use proto::v1;
use proto::v1::exchange_adapter_client::ExchangeAdapterClient;
use service::grpc::{Channel, EventStream};
use service::machine::unix_ns;
use tokio::sync::{mpsc, watch};
use tokio::time::MissedTickBehavior;
use tokio_stream::wrappers::ReceiverStream;
use tokio_util::sync::CancellationToken;

use crate::machine::Handle;
use crate::{RunError, wire};

/// Prices on their way to one watcher; what has changed meanwhile is one change for him.
const PRICES_WAITING_MAX: usize = 64;

/// An index's price at some time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IndexPrice {
    version: u32,
    /// Σ basket × best bid, down; none where a market has no bids.
    bid: Option<Price>,
    /// Σ basket × best ask, up.
    ask: Option<Price>,
    time_unix_ns: i64,
}

impl IndexPrice {
    /// Between bid and ask, or the one that there is.
    pub(crate) fn mid(&self) -> Option<Price> {
        match (self.bid, self.ask) {
            (Some(bid), Some(ask)) => bid
                .checked_add(ask)
                .and_then(|both| {
                    both.times_rate(
                        Rate::from_basis_points(5_000),
                        Scale::PRICE,
                        Rounding::HalfEven,
                    )
                })
                .ok(),
            (bid, ask) => ask.or(bid),
        }
    }

    fn says_the_same(&self, other: &Self) -> bool {
        (self.version, self.bid, self.ask) == (other.version, other.bid, other.ask)
    }

    fn message(&self, index: &str) -> v1::IndexPrice {
        let text = |price: Option<Price>| price.map(|price| price.to_string()).unwrap_or_default();
        v1::IndexPrice {
            index: index.to_owned(),
            version: self.version,
            bid: text(self.bid),
            ask: text(self.ask),
            mid: text(self.mid()),
            time_unix_ns: self.time_unix_ns,
        }
    }
}

/// By index.
pub(crate) type Prices = Arc<BTreeMap<String, IndexPrice>>;

/// Looks at the markets once an interval, and says what has changed.
pub(crate) async fn look(
    handle: Handle,
    mut adapter: ExchangeAdapterClient<Channel>,
    interval: Duration,
    prices: watch::Sender<Prices>,
    shutdown: CancellationToken,
) -> Result<(), RunError> {
    let mut ticks = tokio::time::interval(interval);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            () = shutdown.cancelled() => return Ok(()),
        }
        let request = v1::GetMarketsRequest {
            markets: vec![],
            depth: 1,
        };
        let answer = tokio::select! {
            answer = adapter.get_markets(request) => answer,
            () = shutdown.cancelled() => return Ok(()),
        };
        // Without an answer there are no prices, rather than old ones.
        let snapshot = match answer.map(|markets| wire::snapshot(markets.into_inner())) {
            Ok(Ok(snapshot)) => snapshot,
            Ok(Err(problem)) => {
                tracing::error!(%problem, "the markets can't be read: no prices");
                Snapshot::default()
            }
            Err(_) => Snapshot::default(),
        };
        let found = handle
            .query(move |solver, _| {
                let price = |index: &Index| {
                    let version = solver.0.version(&index.symbol);
                    (index.symbol.to_string(), priced(index, version, &snapshot))
                };
                solver.0.indexes().map(price).collect()
            })
            .await;
        let found = found.map_err(|_| RunError::Stopped)?;
        prices.send_if_modified(|known| replace(known, found));
    }
}

/// The new prices in place of the old; one that says the same keeps its time. Whether anything has changed.
fn replace(known: &mut Prices, found: BTreeMap<String, IndexPrice>) -> bool {
    let merged: BTreeMap<String, IndexPrice> = found
        .into_iter()
        .map(|(index, new)| {
            let old = known.get(&index).filter(|old| old.says_the_same(&new));
            let price = old.cloned().unwrap_or(new);
            (index, price)
        })
        .collect();
    let changed = **known != merged;
    if changed {
        *known = Arc::new(merged);
    }
    changed
}

fn priced(index: &Index, version: u32, snapshot: &Snapshot) -> IndexPrice {
    let at = |best: fn(&Market) -> Option<Price>, rounding| {
        let mut legs = Vec::with_capacity(index.basket.len());
        for entry in &index.basket {
            let market = snapshot.market_of(&entry.asset)?;
            legs.push((entry.quantity, best(market).filter(|_| market.tradable)?));
        }
        fitting::index_price(legs, Scale::PRICE, rounding).ok()
    };
    IndexPrice {
        version,
        bid: at(
            |market| market.bids.first().map(|level| level.price),
            Rounding::Down,
        ),
        ask: at(
            |market| market.asks.first().map(|level| level.price),
            Rounding::Up,
        ),
        time_unix_ns: unix_ns(),
    }
}

/// The last known prices, then each change, of the indexes that are wanted; of all where none is named.
pub(crate) fn stream(
    mut prices: watch::Receiver<Prices>,
    wanted: BTreeSet<String>,
    shutdown: CancellationToken,
) -> EventStream<v1::IndexPrice> {
    let (messages, stream) = mpsc::channel(PRICES_WAITING_MAX);
    tokio::spawn(async move {
        let mut sent = Prices::default();
        loop {
            let now = Arc::clone(&prices.borrow_and_update());
            let changed = now.iter().filter(|(index, price)| {
                (wanted.is_empty() || wanted.contains(*index)) && sent.get(*index) != Some(price)
            });
            for (index, price) in changed {
                // Nobody watches any more.
                if messages.send(Ok(price.message(index))).await.is_err() {
                    return;
                }
            }
            sent = now;
            tokio::select! {
                changed = prices.changed() => if changed.is_err() { return },
                () = messages.closed() => return,
                () = shutdown.cancelled() => return,
            }
        }
    });
    Box::pin(ReceiverStream::new(stream))
}
