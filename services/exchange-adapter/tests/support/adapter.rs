//! The adapter under test: in a runtime of its own, so that dropping the runtime stops it between two instructions, and a gRPC client.

use std::path::Path;

use exchange_adapter::{Config, Keys, Listening, RunError, run_with_keys};
use journal::JournalError;
use proto::v1;
use proto::v1::adapter_event::Event;
use proto::v1::exchange_adapter_client::ExchangeAdapterClient;
use service::config::Secret;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;
use tonic::transport::Channel;

use super::{DEADLINE, eventually, own_runtime};

pub const API_KEY: &str = "the-key";
pub const SECRET_KEY: &str = "the-secret";

/// A configuration for markets `BTCUSDC` and `ETHUSDC` at this venue.
pub fn config(journal: &Path, venue: std::net::SocketAddr) -> Config {
    let text = format!(
        r#"
        journal = "{}"
        snapshot-events = 1
        markets = ["BTCUSDC", "ETHUSDC"]
        cash = "USDC"
        fee-markets = {{ BNB = "BNBUSDC" }}
        [grpc]
        listen = "127.0.0.1:0"
        [venue]
        rest-url = "http://{venue}"
        stream-url = "ws://{venue}"
        websocket-api-url = "ws://{venue}/ws-api/v3"
        api-key = {{ env = "NOT_READ" }}
        secret-key = {{ env = "NOT_READ" }}
        recv-window = "2s"
        unknown-margin = "500ms"
        request-timeout = "5s"
        "#,
        journal.display()
    );
    toml::from_str(&text).expect("a configuration")
}

pub fn keys() -> Keys {
    Keys {
        api_key: Secret::new(API_KEY),
        secret_key: Secret::new(SECRET_KEY),
    }
}

/// A running adapter.
pub struct Adapter {
    runtime: Option<Runtime>,
    shutdown: CancellationToken,
    ended: oneshot::Receiver<Result<(), RunError>>,
    pub client: ExchangeAdapterClient<Channel>,
}

impl Adapter {
    pub async fn start(config: Config) -> Self {
        eventually("the journal of the one before is free", || {
            Self::try_start(config.clone())
        })
        .await
    }

    async fn try_start(config: Config) -> Option<Self> {
        let runtime = own_runtime();
        let shutdown = CancellationToken::new();
        let (ready, listening) = oneshot::channel();
        let (end, ended) = oneshot::channel();
        let stop = shutdown.clone();
        runtime.spawn(async move {
            let outcome = run_with_keys(config, keys(), ready, stop).await;
            let _ = end.send(outcome);
        });
        let Ok(Listening { grpc }) = listening.await else {
            runtime.shutdown_background();
            let outcome = ended.await.expect("an outcome");
            let in_use = matches!(outcome, Err(RunError::Journal(JournalError::InUse(_))));
            assert!(in_use, "{outcome:?}");
            return None;
        };
        let client = ExchangeAdapterClient::connect(format!("http://{grpc}"))
            .await
            .expect("the adapter listens");
        Some(Self {
            runtime: Some(runtime),
            shutdown,
            ended,
            client,
        })
    }

    /// Starts, and waits until the markets are tradable.
    pub async fn start_ready(config: Config) -> Self {
        let adapter = Self::start(config).await;
        adapter.tradable("BTCUSDC").await;
        adapter
    }

    /// Stops it wherever it is, as a killed process.
    pub fn kill(mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }

    /// Tells it to shut down, and waits until it has.
    pub async fn stop(mut self) {
        self.shutdown.cancel();
        let ended = tokio::time::timeout(DEADLINE, &mut self.ended).await;
        ended
            .expect("it ends in time")
            .expect("it ends")
            .expect("it ends well");
    }

    pub async fn tradable(&self, market: &str) -> v1::Market {
        eventually(&format!("{market} is tradable"), || async {
            self.market(market).await.filter(|market| market.tradable)
        })
        .await
    }

    pub async fn market(&self, market: &str) -> Option<v1::Market> {
        let markets = vec![market.to_owned()];
        let request = v1::GetMarketsRequest { markets, depth: 5 };
        let reply = self.client.clone().get_markets(request).await.ok()?;
        reply.into_inner().markets.pop()
    }

    pub async fn place(&self, command_id: &str, orders: Vec<v1::NewAssetOrder>) -> u64 {
        self.try_place(command_id, orders)
            .await
            .expect("the orders are taken")
    }

    pub async fn try_place(
        &self,
        command_id: &str,
        orders: Vec<v1::NewAssetOrder>,
    ) -> Result<u64, tonic::Status> {
        let request = v1::PlaceOrdersRequest {
            command_id: command_id.into(),
            batch_id: "batch-1".into(),
            orders,
        };
        let reply = self.client.clone().place_orders(request).await?;
        Ok(reply.into_inner().sequence)
    }

    pub async fn orders(&self) -> Vec<v1::AssetOrder> {
        let request = v1::ListAssetOrdersRequest {
            batch_id: String::new(),
        };
        let reply = self.client.clone().list_asset_orders(request).await;
        reply.expect("the orders").into_inner().orders
    }

    pub async fn balances(&self) -> Result<Vec<v1::VenueBalance>, tonic::Status> {
        let request = v1::GetVenueBalancesRequest {};
        let reply = self.client.clone().get_venue_balances(request).await?;
        Ok(reply.into_inner().balances)
    }

    /// All events up to the end of so many orders.
    pub async fn events_until_ended(&self, count: usize) -> Vec<v1::AdapterEvent> {
        let request = v1::SubscribeAdapterRequest { from_sequence: 0 };
        let stream = self.client.clone().subscribe(request).await;
        let mut stream = stream.expect("a subscription").into_inner();
        let collect = async {
            let (mut events, mut ended) = (Vec::new(), 0);
            while ended < count {
                let event = stream.message().await.expect("an event").expect("no end");
                ended += usize::from(matches!(event.event, Some(Event::Ended(_))));
                events.push(event);
            }
            events
        };
        let collected = tokio::time::timeout(DEADLINE, collect).await;
        collected.expect("the orders end in time")
    }
}

impl Drop for Adapter {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

pub fn buy(id: &str, quantity: &str) -> v1::NewAssetOrder {
    v1::NewAssetOrder {
        asset_order_id: id.into(),
        market: "BTCUSDC".into(),
        side: v1::VenueSide::Buy.into(),
        quantity: quantity.into(),
        limit_price: "101".into(),
        contributor_traceparents: vec![],
    }
}

/// Events in short: `accepted a`, `placed a`, `traded a 1.5 @ 100 fee 0.0015 BTC = 0.15`, `ended a FILLED 1.5`.
pub fn summary(events: &[v1::AdapterEvent]) -> Vec<String> {
    let id = |order: &Option<v1::AssetOrder>| order.clone().expect("an order").asset_order_id;
    let line = |event: &v1::AdapterEvent| match event.event.as_ref().expect("an event") {
        Event::Accepted(event) => format!("accepted {}", id(&event.order)),
        Event::Placed(event) => format!("placed {}", id(&event.order)),
        Event::Trade(trade) => format!(
            "traded {} {} @ {} fee {} {} = {}",
            trade.asset_order_id,
            trade.quantity,
            trade.price,
            trade.fee,
            trade.fee_asset,
            trade.fee_cash
        ),
        Event::Ended(event) => {
            let order = event.order.as_ref().expect("an order");
            let status = order.status().as_str_name();
            let status = status.trim_start_matches("ASSET_ORDER_STATUS_");
            format!(
                "ended {} {status} {}",
                order.asset_order_id, order.executed_quantity
            )
        }
    };
    events.iter().map(line).collect()
}
