//! An inventory that runs, and what is recorded in it.

use std::path::Path;
use std::time::Duration;

use inventory::{Config, Listening, RunError};
use proto::v1::inventory_client::InventoryClient;
use proto::v1::*;
use service::config::{Grpc, Peer};
use service::grpc::Channel;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio_stream::StreamExt as _;
use tokio_util::sync::CancellationToken;
use tonic::{Code, Status};

/// The longest that a test waits for anything.
pub(crate) const DEADLINE: Duration = Duration::from_mins(1);

pub(crate) struct Running {
    pub(crate) client: InventoryClient<Channel>,
    shutdown: CancellationToken,
    task: JoinHandle<Result<(), RunError>>,
}

pub(crate) fn config(journal: Option<&Path>) -> Config {
    Config {
        grpc: Grpc::loopback(),
        journal: journal.map(Path::to_owned),
        // Whatever starts again starts from a snapshot, where one was written in time.
        snapshot_events: 1,
        cash: "USDC".into(),
        cash_decimals: money::Scale::USDC,
        telemetry: telemetry::Config::default(),
    }
}

pub(crate) fn trade_record(
    id: &str,
    trade: InventoryTrade,
    shares: &[(&str, &str)],
) -> record::Record {
    let shares = shares.iter().map(|(owner, quantity)| Share {
        owner: (*owner).into(),
        quantity: (*quantity).into(),
        traceparent: String::new(),
    });
    record::Record::Trade(RecordTrade {
        command_id: id.into(),
        trade: Some(trade),
        shares: shares.collect(),
    })
}

pub(crate) fn transfer_record(
    id: &str,
    (from, to): (&str, &str),
    quantity: &str,
    price: &str,
) -> record::Record {
    record::Record::Transfer(TransferLots {
        command_id: id.into(),
        from_owner: from.into(),
        to_owner: to.into(),
        quantities: btc(quantity, price),
        traceparent: String::new(),
    })
}

/// Starts the service. Where one that was killed is letting go of its journal only now, it is waited for.
pub(crate) async fn start(config: Config) -> Running {
    let started = async {
        loop {
            match try_start(config.clone()).await {
                Ok(running) => return running,
                Err(RunError::Journal(journal::JournalError::InUse(_))) => {
                    tokio::task::yield_now().await;
                }
                Err(error) => panic!("{error}"),
            }
        }
    };
    tokio::time::timeout(DEADLINE, started)
        .await
        .expect("in time")
}

pub(crate) async fn try_start(config: Config) -> Result<Running, RunError> {
    let (ready, listening) = oneshot::channel::<Listening>();
    let shutdown = CancellationToken::new();
    let task = tokio::spawn(inventory::run(config, ready, shutdown.clone()));
    let Ok(listening) = listening.await else {
        return Err(task
            .await
            .expect("no panic")
            .expect_err("it does not listen"));
    };
    let channel = service::grpc::connect(&Peer::at(listening.grpc)).expect("a channel");
    Ok(Running {
        client: InventoryClient::new(channel),
        shutdown,
        task,
    })
}

impl Running {
    pub(crate) async fn stop(self) {
        self.shutdown.cancel();
        let ended = tokio::time::timeout(DEADLINE, self.task)
            .await
            .expect("in time");
        ended.expect("no panic").expect("in order");
    }

    /// Ends the task where it stands, as a kill does; nothing is flushed or closed in order.
    pub(crate) async fn kill(self) {
        self.task.abort();
        assert!(self.task.await.expect_err("it was running").is_cancelled());
    }

    pub(crate) async fn record(&mut self, records: Vec<record::Record>) -> Result<u64, Status> {
        let records = records.into_iter().map(|record| Record {
            record: Some(record),
        });
        let request = RecordRequest {
            records: records.collect(),
        };
        Ok(self.client.record(request).await?.into_inner().sequence)
    }

    pub(crate) async fn trade(
        &mut self,
        id: &str,
        trade: InventoryTrade,
        shares: &[(&str, &str)],
    ) -> Result<u64, Status> {
        self.record(vec![trade_record(id, trade, shares)]).await
    }

    pub(crate) async fn consume(
        &mut self,
        id: &str,
        owner: &str,
        quantity: &str,
    ) -> Result<u64, Status> {
        let consume = ConsumeLots {
            command_id: id.into(),
            owner: owner.into(),
            fill_id: "F-1".into(),
            quantities: btc(quantity, ""),
            traceparent: String::new(),
            index: "TOP2".into(),
        };
        self.record(vec![record::Record::Consume(consume)]).await
    }

    pub(crate) async fn transfer(
        &mut self,
        id: &str,
        from: &str,
        to: &str,
        quantity: &str,
        price: &str,
    ) -> Result<u64, Status> {
        self.record(vec![transfer_record(id, (from, to), quantity, price)])
            .await
    }

    pub(crate) async fn lots(&mut self, owner: &str) -> Vec<String> {
        let (mut lots, mut page_token) = (Vec::new(), String::new());
        loop {
            let request = ListLotsRequest {
                owner: owner.into(),
                asset: String::new(),
                page_token,
            };
            let page = self.client.list_lots(request).await.expect("a list");
            let page = page.into_inner();
            lots.extend(page.lots);
            page_token = page.next_page_token;
            if page_token.is_empty() {
                break;
            }
        }
        lots.iter()
            .map(|lot| {
                format!(
                    "{} {}: {} of {} @ {} fee {}",
                    lot.owner, lot.lot_id, lot.left, lot.quantity, lot.price, lot.fee_cash
                )
            })
            .collect()
    }

    pub(crate) async fn positions(&mut self) -> Vec<Position> {
        self.client
            .get_positions(GetPositionsRequest::default())
            .await
            .expect("positions")
            .into_inner()
            .positions
    }

    pub(crate) async fn events(&mut self, after: u64, count: usize) -> Vec<InventoryEvent> {
        let request = SubscribeInventoryRequest {
            from_sequence: after,
        };
        let stream = self
            .client
            .subscribe(request)
            .await
            .expect("a stream")
            .into_inner();
        let events = stream.take(count).collect::<Result<Vec<_>, _>>();
        tokio::time::timeout(DEADLINE, events)
            .await
            .expect("in time")
            .expect("events")
    }
}

pub(crate) fn btc(quantity: &str, price: &str) -> Vec<AssetQuantity> {
    vec![AssetQuantity {
        asset: "BTC".into(),
        quantity: quantity.into(),
        price: price.into(),
    }]
}

pub(crate) fn purchase(id: &str, quantity: &str, price: &str, fee: &str) -> InventoryTrade {
    InventoryTrade {
        lot_id: id.into(),
        asset: "BTC".into(),
        sale: false,
        quantity: quantity.into(),
        price: price.into(),
        fee: fee.into(),
        fee_asset: "USDC".into(),
        fee_cash: fee.into(),
        time_unix_ns: 7,
        batch_id: "B-1".into(),
        asset_order_id: "A-1".into(),
    }
}

pub(crate) fn refusal(answer: Result<u64, Status>) -> (Code, String) {
    let status = answer.expect_err("refused");
    (status.code(), status.message().to_owned())
}
