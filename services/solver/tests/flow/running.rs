//! A solver that runs, with one account and one index, and its stream of events.

use std::path::Path;
use std::time::Duration;

use crate::peers::{Peers, market};
use proto::v1;
use proto::v1::solver_client::SolverClient;
use proto::v1::solver_event::Event;
use service::config::{Grpc, Peer};
use service::grpc::Channel;
use solver::config::{Account, Batch, House, IndexConfig, Orders};
use solver::{Config, Listening, RunError};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio_stream::StreamExt as _;
use tokio_util::sync::CancellationToken;
use tonic::Streaming;

/// The longest that a test waits for anything.
pub(crate) const DEADLINE: Duration = Duration::from_mins(2);
pub(crate) const ADDRESS: &str = "0x70997970c51812dc3a010c7d01b50e0d17dc79c8";
pub(crate) const SESSION: &str = "FIX.4.4:CLIENT->SHEAF";

pub(crate) fn config(peers: &Peers, journal: Option<&Path>) -> Config {
    let cash = |text: &str| money::Cash::parse(text).unwrap();
    let basket = [("BTC", "0.001"), ("ETH", "0.02")];
    let basket =
        basket.map(|(asset, amount)| (asset.to_owned(), money::Quantity::parse(amount).unwrap()));
    Config {
        grpc: Grpc::loopback(),
        journal: journal.map(Path::to_owned),
        // Whatever starts again starts from a snapshot, where one was written in time.
        snapshot_events: 1,
        instance: "t".into(),
        cash: "USDC".into(),
        cash_decimals: money::Scale::USDC,
        peers: solver::config::Peers {
            exchange_adapter: peers.adapter_peer.clone(),
            inventory: peers.inventory_peer.clone(),
            chain_minter: peers.minter_peer.clone(),
        },
        batch: Batch {
            interval: Duration::from_millis(20),
            slippage: money::Rate::parse("0.01").unwrap(),
            order_cap: cash("100000"),
            batch_cap: cash("100000"),
            in_flight_cap: cash("100000"),
            in_flight_max: 1,
            asset_orders_max: 20,
            book_depth: 0,
        },
        house: House {
            cash: cash("100000"),
            limit: cash("100"),
        },
        orders: Orders {
            largest: cash("50000"),
            open_cash_max: None,
            per_second_max: None,
            open_max: 1_000,
            price_band: Some(money::Rate::parse("0.5").unwrap()),
            quotes_valid_for: Duration::from_mins(1),
            day_ends_after: Duration::ZERO,
        },
        prices: solver::config::Prices {
            interval: Duration::from_millis(20),
        },
        accounts: vec![Account {
            name: "ACC-1".into(),
            address: ADDRESS.into(),
            limits: None,
        }],
        indexes: vec![IndexConfig {
            symbol: "TOP2".into(),
            name: "Two".into(),
            basket: Some(basket.into_iter().collect()),
            weights: None,
            target_price: None,
            fee_basis_points: 10,
            smallest_tradable: cash("10"),
            smallest_fill: None,
            units_decimals: money::Scale::UNITS,
        }],
        telemetry: telemetry::Config::default(),
    }
}

pub(crate) struct Running {
    pub(crate) listening: Listening,
    pub(crate) client: SolverClient<Channel>,
    pub(crate) shutdown: CancellationToken,
    pub(crate) task: JoinHandle<Result<(), RunError>>,
}

impl Running {
    /// Starts the service. Where one that was killed is letting go of its journal only now, it is waited for.
    pub(crate) async fn start(config: Config) -> Self {
        let started = async {
            loop {
                let (ready, listening) = oneshot::channel::<Listening>();
                let shutdown = CancellationToken::new();
                let task = tokio::spawn(solver::run(config.clone(), ready, shutdown.clone()));
                if let Ok(listening) = listening.await {
                    let channel = service::grpc::connect(&Peer::at(listening.grpc)).unwrap();
                    let client = SolverClient::new(channel);
                    return Self {
                        listening,
                        client,
                        shutdown,
                        task,
                    };
                }
                match task.await.unwrap() {
                    Err(RunError::Journal(journal::JournalError::InUse(_))) => {
                        tokio::task::yield_now().await;
                    }
                    other => panic!("{other:?}"),
                }
            }
        };
        tokio::time::timeout(DEADLINE, started)
            .await
            .expect("in time")
    }

    pub(crate) async fn stop(self) {
        self.shutdown.cancel();
        tokio::time::timeout(DEADLINE, self.task)
            .await
            .expect("in time")
            .unwrap()
            .unwrap();
    }

    pub(crate) async fn events(&mut self, from_sequence: u64) -> Streaming<v1::SolverEvent> {
        self.client
            .subscribe(v1::SubscribeRequest { from_sequence })
            .await
            .unwrap()
            .into_inner()
    }

    pub(crate) async fn buy(&mut self, cl_ord_id: &str, amount: &str) -> u64 {
        let reply = self
            .client
            .submit_order(order(cl_ord_id, amount))
            .await
            .unwrap();
        reply.into_inner().sequence
    }
}

pub(crate) fn order(cl_ord_id: &str, amount: &str) -> v1::SubmitOrderRequest {
    v1::SubmitOrderRequest {
        command_id: format!("acceptor-{cl_ord_id}"),
        session: SESSION.into(),
        cl_ord_id: cl_ord_id.into(),
        account: "ACC-1".into(),
        index: "TOP2".into(),
        side: v1::Side::Buy.into(),
        cash: amount.into(),
        units: String::new(),
        time_in_force: v1::TimeInForce::Day.into(),
        expire_time_unix_ns: 0,
        limit_price: String::new(),
        quote_id: String::new(),
    }
}

pub(crate) fn redemption(cl_ord_id: &str, units: &str) -> v1::SubmitOrderRequest {
    v1::SubmitOrderRequest {
        side: v1::Side::Redeem.into(),
        cash: String::new(),
        units: units.into(),
        ..order(cl_ord_id, "0")
    }
}

/// The events up to the first that `last` is true of, with it.
pub(crate) async fn until(
    events: &mut Streaming<v1::SolverEvent>,
    last: impl Fn(&Event) -> bool,
) -> Vec<v1::SolverEvent> {
    let collect = async {
        let mut seen = Vec::new();
        loop {
            let event = events.next().await.expect("the stream goes on").unwrap();
            let done = last(event.event.as_ref().unwrap());
            seen.push(event);
            if done {
                return seen;
            }
        }
    };
    tokio::time::timeout(DEADLINE, collect)
        .await
        .expect("in time")
}

pub(crate) fn name(event: &v1::SolverEvent) -> &'static str {
    match event.event.as_ref().unwrap() {
        Event::OrderAccepted(_) => "accepted",
        Event::OrderRejected(_) => "rejected",
        Event::OrderReserved(_) => "reserved",
        Event::IndexFill(_) => "fill",
        Event::OrderComplete(_) => "complete",
        Event::OrderCancelled(_) => "cancelled",
        Event::OrderExpired(_) => "expired",
        Event::OrderSuspended(_) => "suspended",
        Event::CancelRejected(_) => "cancel rejected",
        Event::CancelPending(_) => "cancel pending",
        Event::OrderMinted(_) => "minted",
        Event::CollateralChanged(_) => "collateral",
        Event::BatchSent(_) => "batch",
        Event::BatchSettled(_) => "settled",
        Event::IndexDefined(_) => "index",
        Event::AccountDefined(_) => "account",
        Event::OrderReplaced(_) => "replaced",
        Event::ReplacePending(_) => "replace pending",
        Event::OrdersCancelled(_) => "orders cancelled",
        Event::TradingChanged(_) => "trading",
        Event::AccountLimitsSet(_) => "limits",
        Event::UnitsBurned(_) => "burned",
        Event::RebalanceChanged(_) => "rebalance",
    }
}

pub(crate) fn minted(event: &Event) -> bool {
    matches!(event, Event::OrderMinted(_))
}

pub(crate) fn cash(text: &str) -> money::Cash {
    money::Cash::parse(text).unwrap()
}

pub(crate) async fn markets() -> Peers {
    Peers::start(vec![
        market("BTC", "60000", "59990"),
        market("ETH", "2500", "2499"),
    ])
    .await
}
