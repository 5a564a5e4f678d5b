//! What a scrape says.

use std::net::SocketAddr;

use proto::v1::solver_event::Event;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::running::{ADDRESS, DEADLINE, Running, config, markets, minted, until};

/// What is served at `/metrics`.
async fn scrape(solver: &Running) -> String {
    let address = solver.listening.metrics.expect("metrics are served");
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET /metrics HTTP/1.1\r\nhost: {address}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    let read = stream.read_to_string(&mut answer);
    tokio::time::timeout(DEADLINE, read)
        .await
        .expect("in time")
        .unwrap();
    answer
}

/// Whether each line is there.
fn check(scraped: &str, lines: &[&str]) {
    assert!(scraped.starts_with("HTTP/1.1 200 OK\r\n"), "{scraped}");
    for line in lines {
        assert!(scraped.lines().any(|it| it == *line), "{line}\n{scraped}");
    }
}

#[tokio::test]
async fn a_scrape_counts_orders_by_status_also_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("solver.journal");
    let peers = markets().await;
    let mut config = config(&peers, Some(&journal));
    config.telemetry.metrics_listen = Some(SocketAddr::from(([127, 0, 0, 1], 0)));
    let mut solver = Running::start(config.clone()).await;
    let mut events = solver.events(0).await;
    check(
        &scrape(&solver).await,
        &[
            "sheaf_solver_live_batches{} 0",
            "sheaf_solver_unplaced_batches{} 0",
            "sheaf_solver_unminted_orders{} 0",
        ],
    );
    solver.buy("1", "1000").await;
    check(
        &scrape(&solver).await,
        &["sheaf_solver_orders{status=\"waiting\"} 1"],
    );
    peers.minter.deposit(ADDRESS, "1200");
    until(&mut events, minted).await;
    solver.buy("2", "1000").await;
    let lines = [
        "sheaf_solver_orders{status=\"waiting\"} 1",
        "sheaf_solver_orders{status=\"minted\"} 1",
        "sheaf_solver_live_batches{} 0",
        "sheaf_solver_unminted_orders{} 0",
    ];
    check(&scrape(&solver).await, &lines);
    solver.stop().await;
    let solver = Running::start(config).await;
    check(&scrape(&solver).await, &lines);
    solver.stop().await;
}

#[tokio::test]
async fn a_trade_that_can_not_be_shared_out_is_counted_and_the_batch_goes_on_without_it() {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("solver.journal");
    let peers = markets().await;
    let mut config = config(&peers, Some(&journal));
    config.telemetry.metrics_listen = Some(SocketAddr::from(([127, 0, 0, 1], 0)));
    let mut solver = Running::start(config.clone()).await;
    let mut events = solver.events(0).await;
    peers.adapter.hold();
    peers.minter.deposit(ADDRESS, "1200");
    solver.buy("1", "1000").await;
    until(&mut events, |event| matches!(event, Event::BatchSent(_))).await;
    peers.adapter.held(2).await;
    // Price × quantity has more digits than a decimal.
    let good = peers.adapter.markets();
    let mut odd = good.clone();
    odd[0].asks[0].price = "1.000000000000000000000000001".into();
    peers.adapter.set_markets(odd);
    peers.adapter.release_one();
    peers.adapter.set_markets(good);
    peers.adapter.release();
    // The batch settles, and what it could not buy is bought by others.
    until(&mut events, minted).await;
    let lines = [
        "sheaf_solver_parked_trades{} 1",
        "sheaf_solver_orders{status=\"minted\"} 1",
    ];
    check(&scrape(&solver).await, &lines);
    solver.stop().await;
    let solver = Running::start(config).await;
    check(&scrape(&solver).await, &lines);
    solver.stop().await;
}
