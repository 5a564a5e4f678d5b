//! The service as its callers see it: over real gRPC on free ports, with small peers, and across restarts.

mod payouts;
mod peers;

use std::path::Path;
use std::time::Duration;

use peers::{Peers, market};
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
use tonic::{Code, Status, Streaming};

/// The longest that a test waits for anything.
const DEADLINE: Duration = Duration::from_secs(30);
const ADDRESS: &str = "0x70997970c51812dc3a010c7d01b50e0d17dc79c8";
const SESSION: &str = "FIX.4.4:CLIENT->SHEAF";

fn config(peers: &Peers, journal: Option<&Path>) -> Config {
    let cash = |text: &str| money::Cash::parse(text).unwrap();
    let basket = [("BTC", "0.001"), ("ETH", "0.02")];
    let basket =
        basket.map(|(asset, amount)| (asset.to_owned(), money::Quantity::parse(amount).unwrap()));
    Config {
        grpc: Grpc::loopback(),
        journal: journal.map(Path::to_owned),
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

struct Running {
    client: SolverClient<Channel>,
    shutdown: CancellationToken,
    task: JoinHandle<Result<(), RunError>>,
}

impl Running {
    /// Starts the service. Where an earlier one is letting go of its journal only now, it is waited for.
    async fn start(config: Config) -> Self {
        let started = async {
            loop {
                let (ready, listening) = oneshot::channel::<Listening>();
                let shutdown = CancellationToken::new();
                let task = tokio::spawn(solver::run(config.clone(), ready, shutdown.clone()));
                if let Ok(listening) = listening.await {
                    let channel = service::grpc::connect(&Peer::at(listening.grpc)).unwrap();
                    let client = SolverClient::new(channel);
                    return Self {
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

    async fn stop(self) {
        self.shutdown.cancel();
        tokio::time::timeout(DEADLINE, self.task)
            .await
            .expect("in time")
            .unwrap()
            .unwrap();
    }

    async fn events(&mut self, from_sequence: u64) -> Streaming<v1::SolverEvent> {
        self.client
            .subscribe(v1::SubscribeRequest { from_sequence })
            .await
            .unwrap()
            .into_inner()
    }

    async fn buy(&mut self, cl_ord_id: &str, amount: &str) -> u64 {
        let reply = self
            .client
            .submit_order(order(cl_ord_id, amount))
            .await
            .unwrap();
        reply.into_inner().sequence
    }
}

fn order(cl_ord_id: &str, amount: &str) -> v1::SubmitOrderRequest {
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

/// The events up to the first that `last` is true of, with it.
async fn until(
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

fn name(event: &v1::SolverEvent) -> &'static str {
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
    }
}

fn minted(event: &Event) -> bool {
    matches!(event, Event::OrderMinted(_))
}

fn cash(text: &str) -> money::Cash {
    money::Cash::parse(text).unwrap()
}

async fn markets() -> Peers {
    Peers::start(vec![
        market("BTC", "60000", "59990"),
        market("ETH", "2500", "2499"),
    ])
    .await
}

#[tokio::test]
async fn an_order_before_its_collateral_is_filled_minted_and_accounted_for() {
    let peers = markets().await;
    let mut solver = Running::start(config(&peers, None)).await;
    let mut events = solver.events(0).await;
    solver.buy("1", "1000").await;
    let waits = until(&mut events, |event| {
        matches!(event, Event::OrderAccepted(_))
    })
    .await;
    let Some(Event::OrderAccepted(accepted)) = &waits.last().unwrap().event else {
        unreachable!()
    };
    assert_eq!(
        accepted.order.as_ref().unwrap().status(),
        v1::OrderStatus::Waiting
    );

    peers.minter.deposit(ADDRESS, "1200");
    let seen = until(&mut events, minted).await;
    let mut names: Vec<_> = seen.iter().map(name).collect();
    names.dedup();
    assert_eq!(names[..3], ["collateral", "reserved", "batch"], "{names:?}");
    assert_eq!(
        names[names.len() - 2..],
        ["complete", "minted"],
        "{names:?}"
    );
    let Some(Event::OrderMinted(minted)) = &seen.last().unwrap().event else {
        unreachable!()
    };
    let order = minted.order.as_ref().unwrap();
    assert_eq!(order.status(), v1::OrderStatus::Minted);
    assert_eq!(
        cash(&order.spent)
            .checked_add(cash(&order.returned))
            .unwrap(),
        cash("1000")
    );
    assert!(cash(&order.returned) < cash("10"), "{order:?}");
    let fills: Vec<_> = seen
        .iter()
        .filter_map(|event| match event.event.as_ref().unwrap() {
            Event::IndexFill(fill) => Some(fill),
            _ => None,
        })
        .collect();
    let net = money::Cash::sum(fills.iter().map(|fill| cash(&fill.net))).unwrap();
    assert_eq!(net, cash(&order.spent));
    assert_eq!(
        (minted.mint_id.as_str(), minted.transaction_hash.as_str()),
        ("to1", "0xm")
    );
    assert!(minted.lots.len() >= 2, "{:?}", minted.lots);

    // What was minted is what was filled; the inventory has every trade and every fill, once.
    let mints = peers.minter.minted.lock().unwrap().clone();
    assert_eq!(
        mints
            .values()
            .map(|mint| (mint.units.as_str(), mint.to.as_str()))
            .collect::<Vec<_>>(),
        [(order.units.as_str(), ADDRESS)]
    );
    let consumed = || peers.inventory.consumed.lock().unwrap().len();
    let fed = async {
        while consumed() < fills.len() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(DEADLINE, fed).await.expect("in time");
    assert_eq!(consumed(), fills.len());
    for trade in peers.inventory.trades.lock().unwrap().iter() {
        let shares = trade
            .shares
            .iter()
            .map(|share| money::Quantity::parse(&share.quantity).unwrap());
        let whole = money::Quantity::parse(&trade.trade.as_ref().unwrap().quantity).unwrap();
        assert_eq!(money::Quantity::sum(shares).unwrap(), whole);
    }
    let books = solver
        .client
        .get_books(v1::GetBooksRequest {})
        .await
        .unwrap()
        .into_inner();
    assert!(
        books.balanced && books.books.iter().all(|book| book.sum == "0"),
        "{books:?}"
    );
    let collateral = solver
        .client
        .get_collateral(v1::GetCollateralRequest {
            account: "ACC-1".into(),
        })
        .await;
    let collateral = collateral.unwrap().into_inner();
    assert_eq!(collateral.deposited, "1200");
    assert_eq!(
        cash(&collateral.free)
            .checked_add(cash(&collateral.spent))
            .unwrap(),
        cash("1200")
    );
    solver.stop().await;
}

fn redemption(cl_ord_id: &str, units: &str) -> v1::SubmitOrderRequest {
    v1::SubmitOrderRequest {
        side: v1::Side::Redeem.into(),
        cash: String::new(),
        units: units.into(),
        ..order(cl_ord_id, "0")
    }
}

#[tokio::test]
async fn burned_units_are_redeemed_across_a_restart_and_their_cash_is_free() {
    let peers = markets().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("solver.journal");
    let config = config(&peers, Some(&path));
    let mut solver = Running::start(config.clone()).await;
    let mut events = solver.events(0).await;
    peers.minter.deposit(ADDRESS, "1200");
    solver.buy("1", "1000").await;
    until(&mut events, minted).await;
    let collateral = |solver: &Running| {
        let mut client = solver.client.clone();
        async move {
            let request = v1::GetCollateralRequest {
                account: "ACC-1".into(),
            };
            client.get_collateral(request).await.unwrap().into_inner()
        }
    };
    let before = collateral(&solver).await;
    let order = redemption("2", "4");
    solver.client.submit_order(order).await.unwrap();
    peers
        .minter
        .burn(&ADDRESS.to_uppercase().replace("0X", "0x"), "5");
    peers.adapter.hold();
    let seen = until(&mut events, |event| matches!(event, Event::BatchSent(_))).await;
    let names: Vec<_> = seen.iter().map(name).collect();
    assert_eq!(names, ["accepted", "burned", "reserved", "batch"]);
    let burned = collateral(&solver).await.burned;
    assert_eq!(
        burned,
        [v1::BurnedUnits {
            index: "TOP2".into(),
            redeemable: "1".into(),
            reserved: "4".into(),
        }]
    );
    solver.stop().await;
    let mut solver = Running::start(config).await;
    let mut events = solver.events(seen.last().unwrap().sequence).await;
    peers.adapter.release();
    let seen = until(&mut events, |event| {
        matches!(event, Event::OrderComplete(_))
    })
    .await;
    let fills: Vec<&v1::IndexFill> = seen
        .iter()
        .filter_map(|event| match event.event.as_ref().unwrap() {
            Event::IndexFill(fill) => Some(fill),
            _ => None,
        })
        .collect();
    // 4 units are 0.004 BTC and 0.08 ETH, at the bids.
    let gross: Vec<_> = fills.iter().map(|fill| cash(&fill.gross)).collect();
    assert_eq!(money::Cash::sum(gross).unwrap(), cash("439.88"));
    let net = money::Cash::sum(fills.iter().map(|fill| cash(&fill.net))).unwrap();
    let Some(Event::OrderComplete(complete)) = &seen.last().unwrap().event else {
        unreachable!()
    };
    let order = complete.order.as_ref().unwrap();
    assert_eq!(order.status(), v1::OrderStatus::Redeemed);
    assert_eq!((&*order.units, &*order.units_asked), ("4", "4"));
    // A tenth of a per cent for the venue and ten basis points for the issuer.
    assert_eq!(net, cash("439.000240"));
    assert_eq!(cash(&order.returned), net);
    let after = collateral(&solver).await;
    let free = cash(&after.free).checked_sub(cash(&before.free)).unwrap();
    assert_eq!((free, cash(&after.redeemed)), (net, net));
    let books = solver.client.get_books(v1::GetBooksRequest {}).await;
    assert!(books.unwrap().into_inner().balanced);
    told_of_the_sale(&peers).await;
    solver.stop().await;
}

/// The inventory hears of each sale once: the lots behind the index are closed.
async fn told_of_the_sale(peers: &Peers) {
    let sold = || {
        let trades = peers.inventory.trades.lock().unwrap();
        let sales = trades.iter().filter(|record| {
            let trade = record.trade.as_ref();
            trade.is_some_and(|trade| trade.sale)
        });
        let shares = sales.flat_map(|record| record.shares.clone());
        let mut sold: Vec<_> = shares.map(|share| (share.owner, share.quantity)).collect();
        sold.sort();
        sold
    };
    let backing = "backing/TOP2".to_owned();
    let expected = [
        (backing.clone(), "0.004".to_owned()),
        (backing, "0.08".to_owned()),
    ];
    let told = async {
        while sold() != expected {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(DEADLINE, told).await.expect("in time");
}

#[tokio::test]
async fn what_waits_while_the_inventory_is_busy_comes_in_one_call() {
    let peers = markets().await;
    let busy = peers.inventory.busy.clone().lock_owned().await;
    let mut solver = Running::start(config(&peers, None)).await;
    let mut events = solver.events(0).await;
    peers.minter.deposit(ADDRESS, "2200");
    for order in ["1", "2"] {
        solver.buy(order, "1000").await;
        until(&mut events, minted).await;
    }
    drop(busy);
    let recorded = || {
        let trades = peers.inventory.trades.lock().unwrap().len();
        trades + peers.inventory.consumed.lock().unwrap().len()
    };
    // Of each order two trades and a fill: in a call that was on its way, and one with all the rest.
    let told = async {
        while recorded() < 6 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(DEADLINE, told).await.expect("in time");
    let calls = peers.inventory.calls.lock().unwrap().clone();
    assert!(calls.len() <= 2, "{calls:?}");
    solver.stop().await;
}

#[tokio::test]
async fn a_restart_in_mid_flow_loses_nothing_and_does_nothing_twice() {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("solver.journal");
    let peers = markets().await;
    peers.adapter.hold();
    let mut solver = Running::start(config(&peers, Some(&journal))).await;
    peers.minter.deposit(ADDRESS, "1000");
    let mut events = solver.events(0).await;
    until(&mut events, |event| {
        matches!(event, Event::CollateralChanged(_))
    })
    .await;
    solver.buy("1", "1000").await;
    let seen = until(&mut events, |event| matches!(event, Event::BatchSent(_))).await;
    let position = seen.last().unwrap().sequence;
    // It ends anywhere between the batch's event and the adapter's answer.
    solver.task.abort();
    let _ = (&mut solver.task).await;
    drop(solver);
    peers.adapter.release();

    let mut solver = Running::start(config(&peers, Some(&journal))).await;
    let mut events = solver.events(position).await;
    let seen = until(&mut events, minted).await;
    assert!(seen.iter().all(|event| event.sequence > position));
    let Some(Event::OrderMinted(minted)) = &seen.last().unwrap().event else {
        unreachable!()
    };
    let order = minted.order.as_ref().unwrap();
    assert_eq!(
        cash(&order.spent)
            .checked_add(cash(&order.returned))
            .unwrap(),
        cash("1000")
    );
    assert_eq!(peers.minter.minted.lock().unwrap().len(), 1);

    // The same command again is the same order, and the same name again is refused.
    solver.buy("1", "1000").await;
    let mut renamed = self::order("1", "500");
    renamed.command_id = "acceptor-again".into();
    solver.client.submit_order(renamed).await.unwrap();
    let seen = until(&mut events, |event| {
        matches!(event, Event::OrderRejected(_))
    })
    .await;
    let Some(Event::OrderRejected(rejected)) = &seen.last().unwrap().event else {
        unreachable!()
    };
    let rejected = rejected.order.as_ref().unwrap();
    assert_eq!(
        (rejected.reject_reason(), rejected.cash.as_str()),
        (v1::RejectReason::DuplicateOrder, "500")
    );
    let orders = solver
        .client
        .list_orders(v1::ListOrdersRequest {
            account: "ACC-1".into(),
            ..v1::ListOrdersRequest::default()
        })
        .await
        .unwrap()
        .into_inner();
    assert_eq!(orders.orders.len(), 2);
    solver.stop().await;
}

#[tokio::test]
async fn a_cancel_lets_the_batch_settle_first() {
    let peers = markets().await;
    peers.adapter.hold();
    let mut solver = Running::start(config(&peers, None)).await;
    peers.minter.deposit(ADDRESS, "1000");
    let mut events = solver.events(0).await;
    until(&mut events, |event| {
        matches!(event, Event::CollateralChanged(_))
    })
    .await;
    solver.buy("1", "1000").await;
    until(&mut events, |event| matches!(event, Event::BatchSent(_))).await;
    let cancel = v1::CancelOrderRequest {
        command_id: "acceptor-cancel".into(),
        session: SESSION.into(),
        cl_ord_id: "2".into(),
        orig_cl_ord_id: "1".into(),
    };
    solver.client.cancel_order(cancel).await.unwrap();
    until(&mut events, |event| {
        matches!(event, Event::CancelPending(_))
    })
    .await;
    peers.adapter.release();
    let seen = until(&mut events, minted).await;
    let cancelled = seen
        .iter()
        .find_map(|event| match event.event.as_ref().unwrap() {
            Event::OrderCancelled(cancelled) => Some(cancelled),
            _ => None,
        });
    let cancelled = cancelled.unwrap();
    assert_eq!(cancelled.cancel_cl_ord_id, "2");
    assert_eq!(
        cancelled.order.as_ref().unwrap().status(),
        v1::OrderStatus::Minting
    );
    solver.stop().await;
}

#[tokio::test]
async fn waiting_orders_are_replaced_listed_and_cancelled_together() {
    let peers = markets().await;
    let mut solver = Running::start(config(&peers, None)).await;
    let mut events = solver.events(0).await;
    solver.buy("1", "1000").await;
    solver.buy("2", "2000").await;
    let replace = |cl_ord_id: &str, orig: &str| v1::ReplaceOrderRequest {
        command_id: format!("acceptor-{cl_ord_id}"),
        session: SESSION.into(),
        cl_ord_id: cl_ord_id.into(),
        orig_cl_ord_id: orig.into(),
        cash: "1500".into(),
        units: String::new(),
        limit_price: "120.5".into(),
    };
    solver
        .client
        .replace_order(replace("3", "1"))
        .await
        .unwrap();
    solver
        .client
        .replace_order(replace("4", "none"))
        .await
        .unwrap();
    let listed = solver
        .client
        .list_orders(v1::ListOrdersRequest {
            session: SESSION.into(),
            index: "TOP2".into(),
            open_only: true,
            ..v1::ListOrdersRequest::default()
        })
        .await
        .unwrap()
        .into_inner();
    let names_and_amounts: Vec<_> = listed
        .orders
        .iter()
        .map(|order| (order.cl_ord_id.as_str(), order.cash.as_str()))
        .collect();
    assert_eq!(names_and_amounts, [("3", "1500"), ("2", "2000")]);
    let all = v1::CancelOrdersRequest {
        command_id: "acceptor-all".into(),
        session: SESSION.into(),
        text: "the session was lost".into(),
        ..v1::CancelOrdersRequest::default()
    };
    solver.client.cancel_orders(all).await.unwrap();
    let seen = until(&mut events, |event| {
        matches!(event, Event::OrdersCancelled(_))
    })
    .await;
    assert_eq!(
        seen.iter()
            .rev()
            .take(5)
            .rev()
            .map(name)
            .collect::<Vec<_>>(),
        [
            "replaced",
            "cancel rejected",
            "cancelled",
            "cancelled",
            "orders cancelled"
        ]
    );
    let [.., replaced, refused, cancelled, _, all] = &seen[..] else {
        panic!("{seen:?}")
    };
    let Some(Event::OrderReplaced(replaced)) = &replaced.event else {
        panic!("{replaced:?}")
    };
    assert_eq!(replaced.orig_cl_ord_id, "1");
    let Some(Event::CancelRejected(refused)) = &refused.event else {
        panic!("{refused:?}")
    };
    assert_eq!(
        (refused.response_to(), refused.reason()),
        (
            v1::CancelResponseTo::Replace,
            v1::RejectReason::UnknownOrder
        )
    );
    let Some(Event::OrderCancelled(cancelled)) = &cancelled.event else {
        panic!("{cancelled:?}")
    };
    assert_eq!(
        cancelled.order.as_ref().unwrap().text,
        "the session was lost"
    );
    let Some(Event::OrdersCancelled(all)) = &all.event else {
        panic!("{all:?}")
    };
    assert_eq!(
        (all.cancelled, all.pending, all.command_id.as_str()),
        (2, 0, "acceptor-all")
    );
    solver.stop().await;
}

#[tokio::test]
async fn operators_halt_and_limit_over_the_wire() {
    let peers = markets().await;
    let mut solver = Running::start(config(&peers, None)).await;
    let mut events = solver.events(0).await;
    let client = &mut solver.client;
    let halt = v1::SetTradingRequest {
        command_id: "operator-1".into(),
        index: "TOP2".into(),
        state: v1::TradingState::Halted.into(),
        text: "a market is down".into(),
    };
    client.set_trading(halt.clone()).await.unwrap();
    let limits = v1::AccountLimits {
        order_max: "900".into(),
        price_band: "0.2".into(),
        ..v1::AccountLimits::default()
    };
    let set = v1::SetAccountLimitsRequest {
        command_id: "operator-2".into(),
        account: "ACC-1".into(),
        limits: Some(limits.clone()),
    };
    client.set_account_limits(set).await.unwrap();
    let indexes = client
        .list_indexes(v1::ListIndexesRequest {})
        .await
        .unwrap();
    let [index] = &indexes.into_inner().indexes[..] else {
        panic!("one index")
    };
    assert_eq!(
        (index.state(), index.state_text.as_str(), index.version),
        (v1::TradingState::Halted, "a market is down", 1)
    );
    let accounts = client
        .list_accounts(v1::ListAccountsRequest {})
        .await
        .unwrap();
    assert_eq!(accounts.into_inner().accounts[0].limits, Some(limits));
    client.submit_order(order("1", "500")).await.unwrap();
    let open = v1::SetTradingRequest {
        command_id: "operator-3".into(),
        state: v1::TradingState::Open.into(),
        ..halt
    };
    client.set_trading(open).await.unwrap();
    client.submit_order(order("2", "901")).await.unwrap();
    let rejected = |event: &Event| matches!(event, Event::OrderRejected(_));
    let mut seen = until(&mut events, rejected).await;
    seen.extend(until(&mut events, rejected).await);
    let reasons: Vec<_> = seen
        .iter()
        .filter_map(|event| match event.event.as_ref().unwrap() {
            Event::OrderRejected(rejected) => Some(rejected.order.as_ref()?.reject_reason()),
            _ => None,
        })
        .collect();
    assert_eq!(
        reasons,
        [v1::RejectReason::Halted, v1::RejectReason::LimitExceeded]
    );
    assert_eq!(
        seen.iter().map(name).collect::<Vec<_>>(),
        [
            "account", "index", "trading", "limits", "rejected", "trading", "rejected"
        ]
    );
    solver.stop().await;
}

#[tokio::test]
async fn a_quote_is_answered_from_the_books_and_holds_an_order_to_its_price() {
    let peers = markets().await;
    let mut solver = Running::start(config(&peers, None)).await;
    let mut events = solver.events(0).await;
    peers.minter.deposit(ADDRESS, "1000");
    until(&mut events, |event| {
        matches!(event, Event::CollateralChanged(_))
    })
    .await;
    let ask = v1::RequestQuoteRequest {
        command_id: "acceptor-q".into(),
        session: SESSION.into(),
        quote_req_id: "r1".into(),
        account: "ACC-1".into(),
        index: "TOP2".into(),
        side: v1::Side::Buy.into(),
        cash: String::new(),
        units: "5".into(),
    };
    let quote = solver.client.request_quote(ask.clone()).await.unwrap();
    let quote = quote.into_inner();
    // 0.001 BTC at 60000 and 0.02 ETH at 2500, one level each.
    assert_eq!(
        (
            quote.quote_id.as_str(),
            quote.price.as_str(),
            quote.units.as_str()
        ),
        ("q1", "110", "5")
    );
    let again = solver.client.request_quote(ask).await.unwrap();
    assert_eq!(again.into_inner(), quote, "a repeat");
    let mut held = order("1", &quote.cash);
    held.quote_id.clone_from(&quote.quote_id);
    solver.client.submit_order(held.clone()).await.unwrap();
    let seen = until(&mut events, minted).await;
    let Some(Event::OrderMinted(minted)) = &seen.last().unwrap().event else {
        unreachable!()
    };
    let minted = minted.order.as_ref().unwrap();
    assert_eq!(
        (minted.limit_price.as_str(), minted.quote_id.as_str()),
        ("110", "q1")
    );
    assert!(
        money::Price::parse(&minted.average_price).unwrap() <= money::Price::parse("110").unwrap()
    );
    // Used.
    (held.command_id, held.cl_ord_id) = ("acceptor-2".into(), "2".into());
    solver.client.submit_order(held).await.unwrap();
    let seen = until(&mut events, |event| {
        matches!(event, Event::OrderRejected(_))
    })
    .await;
    let Some(Event::OrderRejected(rejected)) = &seen.last().unwrap().event else {
        unreachable!()
    };
    assert_eq!(
        rejected.order.as_ref().unwrap().reject_reason(),
        v1::RejectReason::StaleQuote
    );
    solver.stop().await;
}

#[tokio::test]
async fn prices_are_told_when_they_change_and_limit_prices_compared_with_them() {
    let peers = markets().await;
    let mut solver = Running::start(config(&peers, None)).await;
    let watch = v1::WatchPricesRequest {
        indexes: vec!["TOP2".into()],
    };
    let mut prices = solver
        .client
        .watch_prices(watch)
        .await
        .unwrap()
        .into_inner();
    let mut next = async || {
        let next = tokio::time::timeout(DEADLINE, prices.next());
        next.await.expect("in time").expect("it goes on").unwrap()
    };
    let first = next().await;
    assert_eq!(
        (first.bid.as_str(), first.ask.as_str(), first.mid.as_str()),
        ("109.97", "110", "109.985")
    );
    assert_eq!((first.index.as_str(), first.version), ("TOP2", 1));
    peers.adapter.set_markets(vec![
        market("BTC", "60000", "59990"),
        market("ETH", "2600", "2599"),
    ]);
    let second = next().await;
    assert_eq!(
        (second.bid.as_str(), second.ask.as_str()),
        ("111.97", "112")
    );
    // One market alone is no price.
    peers
        .adapter
        .set_markets(vec![market("BTC", "60000", "59990")]);
    let third = next().await;
    assert_eq!((third.bid.as_str(), third.mid.as_str()), ("", ""));
    assert!(third.time_unix_ns > second.time_unix_ns);
    peers.adapter.set_markets(vec![
        market("BTC", "60000", "59990"),
        market("ETH", "2600", "2599"),
    ]);
    next().await;
    let mut events = solver.events(0).await;
    let mut far = order("1", "500");
    far.limit_price = "170".into();
    solver.client.submit_order(far).await.unwrap();
    let seen = until(&mut events, |event| {
        matches!(event, Event::OrderRejected(_))
    })
    .await;
    let Some(Event::OrderRejected(rejected)) = &seen.last().unwrap().event else {
        unreachable!()
    };
    let rejected = rejected.order.as_ref().unwrap();
    assert_eq!(rejected.reject_reason(), v1::RejectReason::PriceBand);
    assert!(rejected.text.contains("111.985"), "{}", rejected.text);
    solver.stop().await;
}

#[tokio::test]
async fn what_makes_no_sense_gets_an_answer() {
    let peers = markets().await;
    let mut solver = Running::start(config(&peers, None)).await;
    let mut bad = order("1", "12..5");
    assert_eq!(
        solver
            .client
            .submit_order(bad.clone())
            .await
            .unwrap_err()
            .code(),
        Code::InvalidArgument
    );
    bad.cash = "100".into();
    bad.command_id = String::new();
    assert_eq!(
        solver.client.submit_order(bad).await.unwrap_err().code(),
        Code::InvalidArgument
    );
    let unknown = v1::GetOrderRequest {
        session: SESSION.into(),
        cl_ord_id: "none".into(),
    };
    assert_eq!(
        solver.client.get_order(unknown).await.unwrap_err().code(),
        Code::NotFound
    );
    let ahead = v1::SubscribeRequest {
        from_sequence: 1_000_000,
    };
    assert_eq!(
        solver.client.subscribe(ahead).await.unwrap_err().code(),
        Code::OutOfRange
    );

    let index = v1::Index {
        symbol: "ONE".into(),
        name: "One".into(),
        basket: vec![v1::BasketEntry {
            asset: "BTC".into(),
            quantity: "0.01".into(),
        }],
        units_scale: 8,
        fee_basis_points: "12.5".into(),
        smallest_tradable: "10".into(),
        ..v1::Index::default()
    };
    let define = v1::DefineIndexRequest {
        command_id: "d1".into(),
        index: Some(index.clone()),
    };
    solver.client.define_index(define).await.unwrap();
    let listed = solver
        .client
        .list_indexes(v1::ListIndexesRequest {})
        .await
        .unwrap()
        .into_inner();
    let listed_so = v1::Index {
        version: 1,
        state: v1::TradingState::Open.into(),
        ..index
    };
    assert!(listed.indexes.contains(&listed_so), "{listed:?}");
    solver.stop().await;
}

#[tokio::test]
async fn an_index_by_weights_gets_its_basket_from_the_markets_once() {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("solver.journal");
    let peers = markets().await;
    let by_weights = |journal: &Path| {
        let mut config = config(&peers, Some(journal));
        let weight =
            |asset: &str, weight: &str| (asset.to_owned(), money::Rate::parse(weight).unwrap());
        let index = &mut config.indexes[0];
        index.basket = None;
        index.weights = Some(
            [weight("BTC", "0.6"), weight("ETH", "0.4")]
                .into_iter()
                .collect(),
        );
        index.target_price = Some(money::Price::parse("100").unwrap());
        config
    };
    let mut solver = Running::start(by_weights(&journal)).await;
    let mut events = solver.events(0).await;
    let seen = until(&mut events, |event| matches!(event, Event::IndexDefined(_))).await;
    let Some(Event::IndexDefined(defined)) = &seen.last().unwrap().event else {
        unreachable!()
    };
    let basket: Vec<_> = defined
        .index
        .iter()
        .flat_map(|index| &index.basket)
        .collect();
    let amounts: Vec<_> = basket
        .iter()
        .map(|entry| (entry.asset.as_str(), entry.quantity.as_str()))
        .collect();
    assert_eq!(amounts, [("BTC", "0.001"), ("ETH", "0.016")]);
    solver.stop().await;

    // At other prices, the same configuration is the same index.
    peers.adapter.set_markets(vec![
        market("BTC", "30000", "29990"),
        market("ETH", "1000", "999"),
    ]);
    let mut solver = Running::start(by_weights(&journal)).await;
    solver.buy("1", "1000").await;
    let listed = solver
        .client
        .list_indexes(v1::ListIndexesRequest {})
        .await
        .unwrap()
        .into_inner();
    let [listed] = &listed.indexes[..] else {
        panic!("{listed:?}")
    };
    assert_eq!(
        (&listed.basket, listed.version),
        (&defined.index.as_ref().unwrap().basket, 1)
    );
    solver.stop().await;
}

#[tokio::test]
async fn a_batch_that_the_adapter_refuses_settles_and_one_that_it_fails_to_answer_is_asked_again() {
    let peers = markets().await;
    let refusals = [
        Status::invalid_argument("no such market"),
        Status::unavailable("starting"),
    ];
    peers.adapter.refusals.lock().unwrap().extend(refusals);
    let mut solver = Running::start(config(&peers, None)).await;
    peers.minter.deposit(ADDRESS, "1000");
    solver.buy("1", "1000").await;
    let mut events = solver.events(0).await;
    let seen = until(&mut events, minted).await;
    let batches: Vec<_> = seen
        .iter()
        .filter_map(|event| match event.event.as_ref().unwrap() {
            Event::BatchSent(batch) => Some(batch.batch_id.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(batches[..2], ["b1", "b2"]);
    let taken: Vec<_> = peers
        .adapter
        .taken
        .lock()
        .unwrap()
        .values()
        .map(|batch| batch.batch_id.clone())
        .collect();
    assert!(
        !taken.contains(&"b1".to_owned()) && taken.contains(&"b2".to_owned()),
        "{taken:?}"
    );
    solver.stop().await;
}
