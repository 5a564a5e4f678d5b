//! The adapter against the simulated exchange, which speaks the venue's protocol with a real matching engine: prices move, others
//! trade, answers get lost, sockets drop, events are skipped, and the adapter is killed. The account's balances at the venue are
//! the judge: they changed by exactly the trades that the adapter told.

mod support;

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use money::{Price, Quantity, Rounding, Scale, Signed};
use proto::v1;
use proto::v1::adapter_event::Event;
use serde_json::json;
use sim_exchange::config::RecordingConfig;
use support::adapter::Adapter;
use support::bench::Bench;
use support::{eventually, simulated};

/// A buy of `quantity` at two per cent above the best ask.
async fn buy_at_market(
    adapter: &Adapter,
    id: &str,
    market: &str,
    quantity: &str,
) -> v1::NewAssetOrder {
    let ask = adapter.tradable(market).await.asks.remove(0);
    let ask: Price = ask.price.parse().expect("a price");
    let limit = ask.times_rate("1.02".parse().expect("a rate"), Scale::USDC, Rounding::Up);
    let tick = "0.01".parse().expect("a price");
    let limit = limit
        .and_then(|limit| limit.floor_to_tick(tick))
        .expect("a limit");
    v1::NewAssetOrder {
        asset_order_id: id.into(),
        market: market.into(),
        side: v1::VenueSide::Buy.into(),
        quantity: quantity.into(),
        limit_price: limit.to_string(),
        contributor_traceparents: vec![],
    }
}

async fn balances(adapter: &Adapter) -> BTreeMap<String, Signed> {
    let balances = eventually("the venue tells the balances", || async {
        adapter.balances().await.ok()
    })
    .await;
    let total = |balance: v1::VenueBalance| {
        let parse = |text: &str| text.parse::<Signed>().expect("a balance");
        let total = parse(&balance.free)
            .checked_add(parse(&balance.locked))
            .expect("a sum");
        (balance.asset, total)
    };
    balances.into_iter().map(total).collect()
}

/// What the trades in these events have done to the account, by asset.
fn changes(events: &[v1::AdapterEvent]) -> BTreeMap<String, Signed> {
    let mut changes: BTreeMap<String, Signed> = BTreeMap::new();
    let mut lots = HashSet::new();
    for event in events {
        let Some(Event::Trade(trade)) = &event.event else {
            continue;
        };
        assert!(
            lots.insert(trade.lot_id.clone()),
            "lot {} is told twice",
            trade.lot_id
        );
        let quantity: Quantity = trade.quantity.parse().expect("a quantity");
        let price: Price = trade.price.parse().expect("a price");
        let cash = venue::filters::notional(price, quantity).expect("cash");
        let fee: Quantity = trade.fee.parse().expect("a fee");
        let (quantity, cash) = (Signed::from(quantity), Signed::from(cash));
        let (quantity, cash) = match trade.side() {
            v1::VenueSide::Sell => (-quantity, cash),
            _ => (quantity, -cash),
        };
        for (asset, change) in [
            (&trade.asset, quantity),
            (&"USDC".to_owned(), cash),
            (&trade.fee_asset, -Signed::from(fee)),
        ] {
            let sum = changes.entry(asset.clone()).or_default();
            *sum = sum.checked_add(change).expect("a sum");
        }
    }
    changes
}

async fn assert_balances_agree(adapter: &Adapter, events: &[v1::AdapterEvent]) {
    let mut expected = changes(events);
    let usdc = expected.entry("USDC".into()).or_default();
    *usdc = usdc
        .checked_add("10000000".parse().expect("an amount"))
        .expect("a sum");
    let mut actual = balances(adapter).await;
    actual.remove("USDT");
    assert_eq!(actual, expected);
}

fn ended(events: &[v1::AdapterEvent]) -> Vec<v1::AssetOrder> {
    let order = |event: &v1::AdapterEvent| match &event.event {
        Some(Event::Ended(ended)) => ended.order.clone(),
        _ => None,
    };
    events.iter().filter_map(order).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn orders_are_filled_on_a_moving_market_and_the_venues_balances_agree() {
    let bench = Bench::simulated(simulated::config()).await;
    let adapter = bench.adapter().await;
    // More than the best level has: several trades.
    let btc = buy_at_market(&adapter, "btc", "BTCUSDC", "1.5").await;
    let eth = buy_at_market(&adapter, "eth", "ETHUSDC", "20.5").await;
    adapter.place("c1", vec![btc, eth]).await;
    let events = adapter.events_until_ended(2).await;
    let statuses: Vec<_> = ended(&events).iter().map(v1::AssetOrder::status).collect();
    assert_eq!(statuses, [v1::AssetOrderStatus::Filled; 2]);
    let trades = events
        .iter()
        .filter(|event| matches!(event.event, Some(Event::Trade(_))))
        .count();
    assert!(trades > 4, "{trades} trades");
    assert_balances_agree(&adapter, &events).await;

    let sell = v1::NewAssetOrder {
        asset_order_id: "sell".into(),
        market: "BTCUSDC".into(),
        side: v1::VenueSide::Sell.into(),
        quantity: "0.75".into(),
        limit_price: "50000".into(),
        contributor_traceparents: vec![],
    };
    adapter.place("c2", vec![sell]).await;
    let events = adapter.events_until_ended(3).await;
    assert_eq!(ended(&events)[2].status(), v1::AssetOrderStatus::Filled);
    assert_balances_agree(&adapter, &events).await;
    adapter.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_lost_every_trade_is_told_once_and_none_is_missing() {
    let bench = Bench::simulated(simulated::config()).await;
    let mut adapter = bench.adapter().await;
    let faults = [
        json!({"lose-order-requests": 2}),
        json!({"lose-order-answers": 2}),
        json!({"time-out-order-answers": 2}),
        json!({"refuse-order-requests": 1}),
        json!({"skip-user-events": 5}),
        json!({"drop-websockets": true}),
        json!({"skip-depth-events": {"btcusdc": 1}}),
        json!({"delay-ms": 30}),
    ];
    let mut count = 0;
    for (round, fault) in faults.iter().enumerate() {
        let mut orders = Vec::new();
        for number in 0..3 {
            let (market, quantity) = [("BTCUSDC", "0.05"), ("ETHUSDC", "1.5")][number % 2];
            let id = format!("o-{round}-{number}");
            orders.push(buy_at_market(&adapter, &id, market, quantity).await);
        }
        count += orders.len();
        bench.venue.fail(fault).await;
        adapter.place(&format!("c{round}"), orders).await;
        // Killed at a moment that no test chooses, half of the time.
        if round % 2 == 1 {
            adapter.kill();
            adapter = bench.adapter().await;
        }
    }
    let events = adapter.events_until_ended(count).await;
    let ended = ended(&events);
    assert_eq!(ended.len(), count);
    for order in &ended {
        match order.status() {
            v1::AssetOrderStatus::Filled => assert_eq!(order.executed_quantity, order.quantity),
            // Lost on the way to the venue.
            v1::AssetOrderStatus::Rejected => assert_eq!(order.executed_quantity, "0"),
            status => assert_eq!(status, v1::AssetOrderStatus::Expired),
        }
    }
    let filled = ended
        .iter()
        .filter(|order| order.status() == v1::AssetOrderStatus::Filled)
        .count();
    assert!(filled >= count / 2, "{filled} of {count} are filled");
    assert_balances_agree(&adapter, &events).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_venue_is_killed_and_comes_back_and_nothing_is_lost_or_doubled() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut venue = simulated::config();
    venue.journal = Some(folder.path().join("venue"));
    let mut bench = Bench::simulated(venue).await;
    let adapter = bench.adapter().await;
    let mut count = 0;
    for round in 0..3 {
        let mut orders = Vec::new();
        for number in 0..4 {
            let id = format!("o-{round}-{number}");
            orders.push(buy_at_market(&adapter, &id, "BTCUSDC", "0.05").await);
        }
        count += orders.len();
        adapter.place(&format!("c{round}"), orders).await;
        bench.venue = bench.venue.kill_and_restart().await;
        adapter.tradable("BTCUSDC").await;
    }
    let events = adapter.events_until_ended(count).await;
    assert_eq!(ended(&events).len(), count);
    assert_balances_agree(&adapter, &events).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_skipped_depth_event_is_noticed_and_the_book_is_right_again() {
    let bench = Bench::simulated(simulated::config()).await;
    let adapter = bench.adapter().await;
    // The new snapshot takes so long that the hidden book is seen.
    let fault = json!({"skip-depth-events": {"btcusdc": 1}, "delay-ms": 300});
    bench.venue.fail(&fault).await;
    eventually("the gap is seen", || async {
        let market = adapter.market("BTCUSDC").await?;
        (!market.tradable).then_some(())
    })
    .await;
    let market = adapter.tradable("BTCUSDC").await;
    let price = |level: &v1::Level| level.price.parse::<Price>().expect("a price");
    assert!(price(&market.bids[0]) < price(&market.asks[0]));
    let order = buy_at_market(&adapter, "a", "BTCUSDC", "0.01").await;
    adapter.place("c1", vec![order]).await;
    let events = adapter.events_until_ended(1).await;
    assert_eq!(ended(&events)[0].status(), v1::AssetOrderStatus::Filled);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_venues_limits_are_not_exceeded_by_a_burst() {
    let mut venue = simulated::config();
    venue.limits.orders_10s = 8;
    let bench = Bench::simulated(venue).await;
    let adapter = bench.adapter().await;
    let mut orders = Vec::new();
    for number in 0..12 {
        orders.push(buy_at_market(&adapter, &format!("o{number}"), "BTCUSDC", "0.001").await);
    }
    adapter.place("c1", orders).await;
    let events = adapter.events_until_ended(12).await;
    let filled = |order: &&v1::AssetOrder| order.status() == v1::AssetOrderStatus::Filled;
    assert_eq!(ended(&events).iter().filter(filled).count(), 12);
    assert_balances_agree(&adapter, &events).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_recorded_market_is_followed_and_bought_from() {
    let shared = std::env::var_os("SHEAF_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let file = shared.join("market-data/btcusdt_20240808.gz");
    if !file.exists() {
        println!("not run: {} is not there; set SHEAF_SHARED", file.display());
        return;
    }
    let bench = Bench::simulated(simulated::recorded(RecordingConfig::new(file))).await;
    let mut config = bench.config();
    config.markets = ["BTCUSDT".to_owned()].into();
    config.cash = "USDT".into();
    config.fee_markets.clear();
    let adapter = Adapter::start(config).await;
    let market = adapter.tradable("BTCUSDT").await;
    assert_eq!(
        (market.asset.as_str(), market.cash.as_str()),
        ("BTC", "USDT")
    );
    let order = buy_at_market(&adapter, "a", "BTCUSDT", "0.5").await;
    adapter.place("c1", vec![order]).await;
    let events = adapter.events_until_ended(1).await;
    let order = ended(&events).remove(0);
    assert_eq!(order.status(), v1::AssetOrderStatus::Filled);
    let price = order
        .executed_cash
        .parse::<money::Cash>()
        .expect("cash")
        .per_quantity(
            "0.5".parse().expect("a quantity"),
            Scale::PRICE,
            Rounding::HalfEven,
        );
    let price = price.expect("a price");
    let between = |low: &str, high: &str| {
        (low.parse::<Price>().expect("a price")..high.parse().expect("a price")).contains(&price)
    };
    assert!(between("60000", "64000"), "bought at {price}");
}
