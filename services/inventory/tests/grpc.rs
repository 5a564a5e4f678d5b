//! The service as its callers see it: over real gRPC on a free port, and across restarts.

use std::path::Path;
use std::time::Duration;

use inventory::{Config, Listening, RunError};
use proto::v1::inventory_client::InventoryClient;
use proto::v1::inventory_event::Event;
use proto::v1::*;
use service::config::{Grpc, Peer};
use service::grpc::Channel;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio_stream::StreamExt as _;
use tokio_util::sync::CancellationToken;
use tonic::{Code, Status};

/// The longest that a test waits for anything.
const DEADLINE: Duration = Duration::from_secs(20);

struct Running {
    client: InventoryClient<Channel>,
    shutdown: CancellationToken,
    task: JoinHandle<Result<(), RunError>>,
}

fn config(journal: Option<&Path>) -> Config {
    Config {
        grpc: Grpc::loopback(),
        journal: journal.map(Path::to_owned),
        cash: "USDC".into(),
        cash_decimals: money::Scale::USDC,
        telemetry: telemetry::Config::default(),
    }
}

fn trade_record(id: &str, trade: InventoryTrade, shares: &[(&str, &str)]) -> record::Record {
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

fn transfer_record(
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

/// Starts the service. Where an earlier one is letting go of its journal only now, it is waited for.
async fn start(config: Config) -> Running {
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

async fn try_start(config: Config) -> Result<Running, RunError> {
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
    async fn stop(self) {
        self.shutdown.cancel();
        let ended = tokio::time::timeout(DEADLINE, self.task)
            .await
            .expect("in time");
        ended.expect("no panic").expect("in order");
    }

    /// Ends the task where it stands, as a kill does; nothing is flushed or closed in order.
    async fn kill(self) {
        self.task.abort();
        assert!(self.task.await.expect_err("it was running").is_cancelled());
    }

    async fn record(&mut self, records: Vec<record::Record>) -> Result<u64, Status> {
        let records = records.into_iter().map(|record| Record {
            record: Some(record),
        });
        let request = RecordRequest {
            records: records.collect(),
        };
        Ok(self.client.record(request).await?.into_inner().sequence)
    }

    async fn trade(
        &mut self,
        id: &str,
        trade: InventoryTrade,
        shares: &[(&str, &str)],
    ) -> Result<u64, Status> {
        self.record(vec![trade_record(id, trade, shares)]).await
    }

    async fn consume(&mut self, id: &str, owner: &str, quantity: &str) -> Result<u64, Status> {
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

    async fn transfer(
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

    async fn lots(&mut self, owner: &str) -> Vec<String> {
        let request = ListLotsRequest {
            owner: owner.into(),
            asset: String::new(),
        };
        let lots = self
            .client
            .list_lots(request)
            .await
            .expect("a list")
            .into_inner()
            .lots;
        lots.iter()
            .map(|lot| {
                format!(
                    "{} {}: {} of {} @ {} fee {}",
                    lot.owner, lot.lot_id, lot.left, lot.quantity, lot.price, lot.fee_cash
                )
            })
            .collect()
    }

    async fn positions(&mut self) -> Vec<Position> {
        self.client
            .get_positions(GetPositionsRequest::default())
            .await
            .expect("positions")
            .into_inner()
            .positions
    }

    async fn events(&mut self, after: u64, count: usize) -> Vec<InventoryEvent> {
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

fn btc(quantity: &str, price: &str) -> Vec<AssetQuantity> {
    vec![AssetQuantity {
        asset: "BTC".into(),
        quantity: quantity.into(),
        price: price.into(),
    }]
}

fn purchase(id: &str, quantity: &str, price: &str, fee: &str) -> InventoryTrade {
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

fn refusal(answer: Result<u64, Status>) -> (Code, String) {
    let status = answer.expect_err("refused");
    (status.code(), status.message().to_owned())
}

#[tokio::test]
async fn a_trade_becomes_lots_of_its_owners_and_a_position() {
    let mut running = start(config(None)).await;
    let shares = [("order/O-1", "1.5"), ("house", "0.5")];
    running
        .trade("c-1", purchase("BTCUSDC-1", "2", "100", "0.2"), &shares)
        .await
        .expect("recorded");
    assert_eq!(
        running.lots("").await,
        [
            "house BTCUSDC-1: 0.5 of 0.5 @ 100 fee 0.05",
            "order/O-1 BTCUSDC-1: 1.5 of 1.5 @ 100 fee 0.15"
        ]
    );
    running
        .consume("c-2", "order/O-1", "1")
        .await
        .expect("consumed");
    running
        .transfer("c-3", "order/O-1", "house", "0.5", "")
        .await
        .expect("moved");
    running
        .transfer("c-4", "house", "order/O-2", "0.25", "110")
        .await
        .expect("sold to an order");
    assert_eq!(
        running.positions().await,
        [Position {
            asset: "BTC".into(),
            quantity: "2".into(),
            backing: "1".into(),
            held: "0.25".into(),
            house: "0.75".into(),
            cost: "202.5".into(),
            realised_profit: "2.5".into(),
            fees: "0.175".into(),
            house_cost: "75".into(),
            ..Position::default()
        }]
    );
    assert_eq!(
        running.lots("order/O-2").await,
        ["order/O-2 BTCUSDC-1: 0.25 of 0.25 @ 110 fee 0"]
    );
    running.stop().await;
}

#[tokio::test]
async fn a_sale_closes_first_in_first_out_and_says_what_it_realised() {
    let mut running = start(config(None)).await;
    running
        .trade(
            "c-1",
            purchase("t-1", "10", "99", "0"),
            &[("order/O-1", "10")],
        )
        .await
        .expect("recorded");
    running
        .trade(
            "c-2",
            purchase("t-2", "20", "100", "0"),
            &[("order/O-1", "20")],
        )
        .await
        .expect("recorded");
    let sale = InventoryTrade {
        sale: true,
        ..purchase("t-3", "15", "125", "0.0125")
    };
    let sequence = running
        .trade("c-3", sale.clone(), &[("order/O-1", "15")])
        .await
        .expect("recorded");
    assert_eq!(
        running.lots("order/O-1").await,
        ["order/O-1 t-2: 15 of 20 @ 100 fee 0"]
    );
    let events = running.events(sequence - 1, 1).await;
    let Some(Event::LotsClosed(closed)) = &events[0].event else {
        panic!("a sale: {events:?}")
    };
    assert_eq!(closed.trade.as_ref(), Some(&sale));
    assert_eq!(closed.realised_profit, "385");
    let parts: Vec<_> = closed
        .closed
        .iter()
        .map(|lot| {
            (
                lot.lot_id.as_str(),
                lot.quantity.as_str(),
                lot.sale_fee.as_str(),
            )
        })
        .collect();
    assert_eq!(parts, [("t-1", "10", "0.008333"), ("t-2", "5", "0.004167")]);
    running.stop().await;
}

#[tokio::test]
async fn a_repeat_gets_the_first_answer_and_another_command_under_its_id_is_refused() {
    let mut running = start(config(None)).await;
    let lot = || purchase("t-1", "2", "100", "0.2");
    let first = running
        .trade("c-1", lot(), &[("house", "2")])
        .await
        .expect("recorded");
    running
        .trade("c-2", purchase("t-2", "1", "100", "0"), &[("house", "1")])
        .await
        .expect("recorded");
    assert_eq!(
        running
            .trade("c-1", lot(), &[("house", "2")])
            .await
            .expect("a repeat"),
        first
    );
    assert_eq!(running.positions().await[0].quantity, "3");
    assert_eq!(
        refusal(running.trade("c-1", lot(), &[("order/O-1", "2")]).await),
        (
            Code::AlreadyExists,
            "the command id c-1 was used for another command".into()
        )
    );
    assert_eq!(
        refusal(running.trade("c-3", lot(), &[("house", "2")]).await),
        (
            Code::AlreadyExists,
            "the trade t-1 is recorded already".into()
        )
    );
    running.stop().await;
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_with_what_is_wrong() {
    let mut running = start(config(None)).await;
    running
        .trade("c-1", purchase("t-1", "1", "100", "0"), &[("house", "1")])
        .await
        .expect("recorded");
    let invalid = |text: &str| (Code::InvalidArgument, text.to_owned());
    let refused = refusal(
        running
            .trade("c-2", purchase("t-2", "1e3", "100", "0"), &[])
            .await,
    );
    assert_eq!(
        refused,
        invalid(r#"trade.quantity "1e3": exponents are not accepted: write the digits out"#)
    );
    let refused = refusal(
        running
            .trade("c-2", purchase("t-2", "1", "100", "0"), &[("me", "1")])
            .await,
    );
    assert_eq!(
        refused,
        invalid(r#""me" is no owner: house, order/<id> or backing/<index>"#)
    );
    let refused = refusal(
        running
            .trade("c-2", purchase("t-2", "1", "100", "0"), &[("house", "0.9")])
            .await,
    );
    assert_eq!(
        refused,
        invalid("the shares of t-2 add up to 0.9, not to 1")
    );
    let refused = refusal(
        running
            .trade("", purchase("t-2", "1", "100", "0"), &[("house", "1")])
            .await,
    );
    assert_eq!(refused, invalid("a command id has 1 to 200 characters"));
    let refused = refusal(running.transfer("c-2", "house", "order/O-1", "2", "").await);
    assert_eq!(
        refused,
        (
            Code::FailedPrecondition,
            "house has 1 BTC, 2 are needed".into()
        )
    );
    let huge = "79000000000000000000000000000";
    let refused = refusal(
        running
            .trade("c-2", purchase("t-2", huge, huge, "0"), &[("house", huge)])
            .await,
    );
    assert_eq!(refused.0, Code::OutOfRange);
    let none = running
        .record(vec![record::Record::Trade(RecordTrade::default())])
        .await
        .expect_err("empty");
    assert_eq!(
        (none.code(), none.message()),
        (Code::InvalidArgument, "trade is missing")
    );
    assert_eq!(
        running.events(0, 1).await.len(),
        1,
        "only the first trade is an event"
    );
    running.stop().await;
}

#[tokio::test]
async fn a_fee_in_the_asset_bought_reduces_the_lot() {
    let mut running = start(config(None)).await;
    let trade = InventoryTrade {
        fee_asset: "BTC".into(),
        fee_cash: String::new(),
        ..purchase("t-1", "2", "100", "0.002")
    };
    running
        .trade("c-1", trade, &[("order/O-1", "1.998")])
        .await
        .expect("recorded");
    assert_eq!(
        running.lots("").await,
        ["order/O-1 t-1: 1.998 of 1.998 @ 100 fee 0.2"]
    );
    running.stop().await;
}

#[tokio::test]
async fn the_venues_balances_are_compared_with_ours() {
    let mut running = start(config(None)).await;
    running
        .trade("c-1", purchase("t-1", "2", "100", "0.2"), &[("house", "2")])
        .await
        .expect("recorded");
    let stated = |balances: &[(&str, &str)]| ReconcileRequest {
        stated: balances
            .iter()
            .map(|(asset, quantity)| StatedBalance {
                asset: (*asset).into(),
                quantity: (*quantity).into(),
            })
            .collect(),
    };
    let agrees = running
        .client
        .reconcile(stated(&[("BTC", "2"), ("USDC", "-200.2")]))
        .await
        .expect("an answer");
    assert_eq!(
        agrees.into_inner(),
        ReconcileReply {
            agrees: true,
            differences: vec![]
        }
    );
    let differs = running
        .client
        .reconcile(stated(&[("BTC", "1.5")]))
        .await
        .expect("an answer")
        .into_inner();
    let difference = Difference {
        asset: "BTC".into(),
        ours: "2".into(),
        stated: "1.5".into(),
        difference: "-0.5".into(),
    };
    assert_eq!(
        differs,
        ReconcileReply {
            agrees: false,
            differences: vec![difference]
        }
    );
    let twice = running
        .client
        .reconcile(stated(&[("BTC", "1"), ("BTC", "1")]))
        .await
        .expect_err("twice");
    assert_eq!(
        (twice.code(), twice.message()),
        (Code::InvalidArgument, "BTC is stated twice")
    );
    running.stop().await;
}

#[tokio::test]
async fn a_subscription_resumes_and_goes_on_live() {
    let mut running = start(config(None)).await;
    running
        .trade(
            "c-1",
            purchase("t-1", "1", "100", "0"),
            &[("order/O-1", "1")],
        )
        .await
        .expect("recorded");
    let first = running.events(0, 1).await;
    let mut later = running.client.clone();
    let after = first[0].sequence;
    let live = tokio::spawn(async move {
        let request = SubscribeInventoryRequest {
            from_sequence: after,
        };
        let mut stream = later
            .subscribe(request)
            .await
            .expect("a stream")
            .into_inner();
        stream.next().await.expect("it goes on").expect("an event")
    });
    running
        .consume("c-2", "order/O-1", "0.4")
        .await
        .expect("consumed");
    let event = tokio::time::timeout(DEADLINE, live)
        .await
        .expect("in time")
        .expect("no panic");
    assert_eq!(event.sequence, after + 1);
    let consumed = LotsConsumed {
        owner: "order/O-1".into(),
        fill_id: "F-1".into(),
        quantities: btc("0.4", ""),
        index: "TOP2".into(),
    };
    assert_eq!(event.event, Some(Event::LotsConsumed(consumed)));
    let ahead = running
        .client
        .subscribe(SubscribeInventoryRequest { from_sequence: 99 })
        .await;
    assert_eq!(
        ahead.expect_err("ahead of the journal").code(),
        Code::OutOfRange
    );
    running.stop().await;
}

#[tokio::test]
async fn what_was_answered_is_there_after_a_kill() {
    let folder = tempfile::tempdir().expect("a folder");
    let journal = folder.path().join("inventory.sqlite");
    let lot = || purchase("t-1", "2", "100", "0.2");
    let shares = [("order/O-1", "1.5"), ("house", "0.5")];

    let mut running = start(config(Some(&journal))).await;
    let bought = running
        .trade("c-1", lot(), &shares)
        .await
        .expect("recorded");
    let consumed = running
        .consume("c-2", "order/O-1", "1")
        .await
        .expect("consumed");
    let (lots, positions, events) = (
        running.lots("").await,
        running.positions().await,
        running.events(0, 2).await,
    );
    running.kill().await;

    let mut running = start(config(Some(&journal))).await;
    assert_eq!(running.lots("").await, lots);
    assert_eq!(running.positions().await, positions);
    assert_eq!(running.events(0, 2).await, events);
    assert_eq!(
        running
            .trade("c-1", lot(), &shares)
            .await
            .expect("a repeat"),
        bought
    );
    assert_eq!(
        running
            .consume("c-2", "order/O-1", "1")
            .await
            .expect("a repeat"),
        consumed
    );
    assert_eq!(
        running.positions().await,
        positions,
        "nothing happened twice"
    );
    running
        .transfer("c-3", "order/O-1", "house", "0.5", "")
        .await
        .expect("it carries on");
    running.stop().await;

    let mut running = start(config(Some(&journal))).await;
    assert_eq!(running.positions().await[0].house, "1");
    running.stop().await;
}

#[tokio::test]
async fn another_cash_than_the_journals_is_refused_before_a_port_opens() {
    let folder = tempfile::tempdir().expect("a folder");
    let journal = folder.path().join("inventory.sqlite");
    start(config(Some(&journal))).await.stop().await;
    let other = Config {
        cash: "USDT".into(),
        ..config(Some(&journal))
    };
    let refused = async {
        loop {
            match try_start(other.clone()).await {
                Ok(_) => panic!("it started"),
                Err(RunError::Journal(journal::JournalError::InUse(_))) => {
                    tokio::task::yield_now().await;
                }
                Err(error) => return error,
            }
        }
    };
    let error = tokio::time::timeout(DEADLINE, refused)
        .await
        .expect("in time");
    assert_eq!(
        error.to_string(),
        "the journal counts USDC at 6 decimals, the configuration USDT at 6"
    );
}

#[test]
fn the_example_configuration_is_valid() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("example.toml");
    let config: Config = service::config::load(&example).expect("the example is valid");
    assert_eq!(config.cash, "USDC");
    assert_eq!(config.cash_decimals, money::Scale::USDC);
}

#[test]
fn an_unknown_key_is_refused_by_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("inventory.toml");
    let text = "cash = \"USDC\"\ncash-decimals = 6\ncurrency = \"USDC\"\n[grpc]\nlisten = \"127.0.0.1:0\"\n";
    std::fs::write(&file, text).expect("a file");
    let error = service::config::load::<Config>(&file).expect_err("an unknown key");
    let source = std::error::Error::source(&error)
        .expect("a source")
        .to_string();
    assert!(source.contains("currency"), "{source}");
}

#[tokio::test]
async fn records_of_one_call_are_taken_in_their_order_and_a_repeat_gets_the_first_answer() {
    let mut running = start(config(None)).await;
    let records = || {
        vec![
            trade_record(
                "c-1",
                purchase("t-1", "2", "100", "0"),
                &[("order/o-1", "2")],
            ),
            transfer_record("c-2", ("order/o-1", "house"), "2", ""),
            transfer_record("c-3", ("house", "order/o-2"), "1", ""),
        ]
    };
    let sequence = running.record(records()).await.expect("recorded");
    let again = running.record(records()).await.expect("a repeat");
    assert_eq!(again, sequence);
    assert_eq!(running.events(0, 3).await.len(), 3);
    assert_eq!(running.lots("order/o-2").await.len(), 1);
    running.stop().await;
}

#[tokio::test]
async fn what_stands_after_a_refused_record_is_not_recorded() {
    let mut running = start(config(None)).await;
    let records = || {
        vec![
            trade_record("c-1", purchase("t-1", "2", "100", "0"), &[("house", "2")]),
            transfer_record("c-2", ("order/o-1", "house"), "1", ""),
            transfer_record("c-3", ("house", "order/o-2"), "1", ""),
        ]
    };
    let refused = refusal(running.record(records()).await);
    assert_eq!(
        refused,
        (
            Code::FailedPrecondition,
            "order/o-1 has 0 BTC, 1 are needed".to_owned()
        )
    );
    assert_eq!(running.lots("house").await.len(), 1);
    assert_eq!(running.lots("order/o-2").await, Vec::<String>::new());
    // It is refused again as often as it comes, and what stands before it is not recorded twice.
    assert_eq!(refusal(running.record(records()).await), refused);
    running
        .transfer("c-4", "house", "order/o-1", "1", "")
        .await
        .expect("room");
    running.record(records()).await.expect("now it can be");
    assert_eq!(running.lots("order/o-2").await.len(), 1);
    running.stop().await;
}

#[tokio::test]
async fn a_call_has_at_least_one_record_and_not_too_many() {
    let mut running = start(config(None)).await;
    for count in [0, 1_001] {
        let record = transfer_record("c", ("house", "order/o-1"), "1", "");
        let refused = refusal(running.record(vec![record; count]).await);
        let text = format!("a call has 1 to 1000 records, not {count}");
        assert_eq!(refused, (Code::InvalidArgument, text));
    }
    running.stop().await;
}

#[tokio::test]
async fn positions_are_marked_to_market_where_a_mark_is_given() {
    let mut running = start(config(None)).await;
    let shares = [("order/o-1", "3"), ("house", "1")];
    running
        .trade("c-1", purchase("t-1", "4", "100", "0.4"), &shares)
        .await
        .expect("recorded");
    let request = GetPositionsRequest {
        marks: vec![Mark {
            asset: "BTC".into(),
            price: "101.5".into(),
        }],
    };
    let valued = running.client.get_positions(request).await.expect("valued");
    let [position] = &valued.into_inner().positions[..] else {
        panic!("one asset")
    };
    let found = [
        &position.cost,
        &position.value,
        &position.unrealised_profit,
        &position.house_cost,
        &position.house_unrealised_profit,
    ];
    assert_eq!(found, ["400", "406", "6", "100", "1.5"]);
    let plain = GetPositionsRequest::default();
    let plain = running.client.get_positions(plain).await.expect("plain");
    assert_eq!(plain.into_inner().positions[0].value, "");
    let twice = Mark {
        asset: "BTC".into(),
        price: "1".into(),
    };
    let request = GetPositionsRequest {
        marks: vec![twice.clone(), twice],
    };
    let refused = running.client.get_positions(request).await;
    assert_eq!(refused.expect_err("twice").code(), Code::InvalidArgument);
    running.stop().await;
}
