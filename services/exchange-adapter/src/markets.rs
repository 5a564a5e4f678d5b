//! The markets as the venue describes and streams them: one task owns every local book, the filters and the fee rate,
//! keeps them up to date, and answers questions about them.
//!
//! A book is shown only while it is synchronised. When the stream is lost or has a gap, the books it carried are forgotten and
//! built anew from snapshots.

mod stream;
mod task;

use std::collections::BTreeSet;
use std::sync::Arc;

use money::{MoneyError, Price, Rate, Rounding, Scale};
use tokio::sync::{mpsc, oneshot, watch};
use tokio_util::sync::CancellationToken;
use venue::filters::Filters;
use venue::messages::{MarketMessage, PriceLevel};

use crate::config::Config;
use crate::rest::Rest;

/// Messages and questions that may wait for the task before their senders wait.
const INPUTS_WAITING_MAX: usize = 4_096;
/// A market as it is now.
#[derive(Debug, Clone)]
pub(crate) struct MarketView {
    pub(crate) market: String,
    pub(crate) asset: String,
    pub(crate) cash: String,
    pub(crate) filters: Filters,
    pub(crate) tradable: bool,
    pub(crate) bids: Vec<PriceLevel>,
    pub(crate) asks: Vec<PriceLevel>,
    pub(crate) book_time_ms: i64,
    pub(crate) fee_rate: Rate,
}

/// Why a question has no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum MarketError {
    /// The venue has not described its markets yet.
    #[error("the venue's markets are not known yet")]
    NotReady,
    /// Not one that the configuration names.
    #[error("market {0} is not followed")]
    NotFollowed(String),
    /// The task has ended.
    #[error("the service is stopping")]
    Stopped,
}

/// Asks the task; clones share it.
#[derive(Clone)]
pub(crate) struct Markets {
    inputs: mpsc::Sender<Input>,
    ready: watch::Receiver<bool>,
}

enum Input {
    Connected,
    Disconnected,
    Message(MarketMessage),
    View {
        markets: Vec<String>,
        depth: usize,
        reply: oneshot::Sender<Result<Vec<MarketView>, MarketError>>,
    },
    Middle {
        market: String,
        reply: oneshot::Sender<Option<Price>>,
    },
}

impl Markets {
    /// Starts the task and its stream. They end with `shutdown`.
    pub(crate) fn start(
        config: &Config,
        rest: Arc<Rest>,
        tls: Arc<rustls::ClientConfig>,
        shutdown: &CancellationToken,
    ) -> Self {
        let (inputs, waiting) = mpsc::channel(INPUTS_WAITING_MAX);
        let (ready, is_ready) = watch::channel(false);
        let followed: BTreeSet<String> = config
            .markets
            .iter()
            .chain(config.fee_markets.values())
            .cloned()
            .collect();
        let stream = stream::MarketStream::new(&config.venue, &followed, tls, inputs.clone());
        tokio::spawn(stream.run(shutdown.clone()));
        let task = task::Task::new(config, rest, ready);
        tokio::spawn(task.run(waiting, shutdown.clone()));
        Self {
            inputs,
            ready: is_ready,
        }
    }

    /// Resolves when the venue's clock, limits and markets are known.
    pub(crate) async fn ready(&self) -> Result<(), MarketError> {
        let mut ready = self.ready.clone();
        ready
            .wait_for(|ready| *ready)
            .await
            .map_err(|_| MarketError::Stopped)?;
        Ok(())
    }

    /// The markets as they are now, `depth` levels of each side; all that are followed if none is named.
    pub(crate) async fn view(
        &self,
        markets: Vec<String>,
        depth: usize,
    ) -> Result<Vec<MarketView>, MarketError> {
        let (reply, answer) = oneshot::channel();
        let input = Input::View {
            markets,
            depth,
            reply,
        };
        self.inputs
            .send(input)
            .await
            .map_err(|_| MarketError::Stopped)?;
        answer.await.map_err(|_| MarketError::Stopped)?
    }

    /// The middle between best bid and ask, if the market's book is known.
    pub(crate) async fn middle(&self, market: &str) -> Option<Price> {
        let (reply, answer) = oneshot::channel();
        let input = Input::Middle {
            market: market.to_owned(),
            reply,
        };
        self.inputs.send(input).await.ok()?;
        answer.await.ok()?
    }
}

/// (bid + ask) ÷ 2.
pub(crate) fn middle(bid: Price, ask: Price) -> Result<Price, MoneyError> {
    let half = Rate::from_basis_points(5_000);
    bid.checked_add(ask)?
        .times_rate(half, Scale::PRICE, Rounding::HalfEven)
}
