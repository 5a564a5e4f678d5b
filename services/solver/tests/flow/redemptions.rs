//! Units that are burned and redeemed.

use proto::v1;
use proto::v1::solver_event::Event;

use crate::peers::{Peers, market};
use crate::running::{
    ADDRESS, DEADLINE, Running, SESSION, cash, config, markets, minted, name, redemption, until,
};

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
    let books = solver
        .client
        .get_books(v1::GetBooksRequest::default())
        .await;
    assert!(books.unwrap().into_inner().balanced);
    told_of_the_sale(&peers).await;
    solver.stop().await;
}

#[tokio::test]
async fn a_quote_for_units_is_a_bid_that_a_redemption_is_held_to() {
    let peers = markets().await;
    let mut solver = Running::start(config(&peers, None)).await;
    let mut events = solver.events(0).await;
    peers.minter.deposit(ADDRESS, "1200");
    solver.buy("1", "1000").await;
    until(&mut events, minted).await;
    peers.minter.burn(ADDRESS, "4");
    until(&mut events, |event| matches!(event, Event::UnitsBurned(_))).await;
    let ask = v1::RequestQuoteRequest {
        command_id: "acceptor-q".into(),
        session: SESSION.into(),
        quote_req_id: "r1".into(),
        account: "ACC-1".into(),
        index: "TOP2".into(),
        side: v1::Side::Redeem.into(),
        cash: String::new(),
        units: "4".into(),
    };
    let quote = solver.client.request_quote(ask).await.unwrap().into_inner();
    // 0.001 BTC at 59990 and 0.02 ETH at 2499; a tenth of a per cent for the venue, and as much for the issuer.
    assert_eq!(
        (&*quote.price, &*quote.units, &*quote.cash),
        ("109.97", "4", "439.00024")
    );
    let mut held = redemption("2", "4");
    held.quote_id.clone_from(&quote.quote_id);
    solver.client.submit_order(held).await.unwrap();
    let seen = until(&mut events, |event| {
        matches!(event, Event::OrderComplete(_))
    })
    .await;
    let Some(Event::OrderComplete(complete)) = &seen.last().unwrap().event else {
        unreachable!()
    };
    let order = complete.order.as_ref().unwrap();
    assert_eq!(
        (&*order.limit_price, &*order.quote_id),
        ("109.97", &*quote.quote_id)
    );
    assert_eq!(cash(&order.returned), cash(&quote.cash));
    solver.stop().await;
}

#[tokio::test]
async fn a_redemption_and_a_purchase_meet_before_the_venue() {
    let peers = markets().await;
    let mut solver = Running::start(config(&peers, None)).await;
    let mut events = solver.events(0).await;
    peers.minter.deposit(ADDRESS, "2400");
    solver.buy("1", "1000").await;
    until(&mut events, minted).await;
    // Nobody offers and nobody bids: both wait.
    let markets = [
        market("BTC", "60000", "59990"),
        market("ETH", "2500", "2499"),
    ];
    let emptied = |market: &v1::Market| v1::Market {
        bids: Vec::new(),
        asks: Vec::new(),
        ..market.clone()
    };
    let empty = markets.iter().map(emptied);
    peers.adapter.set_markets(empty.collect());
    peers.minter.burn(ADDRESS, "4");
    until(&mut events, |event| matches!(event, Event::UnitsBurned(_))).await;
    let sale = redemption("2", "4");
    solver.client.submit_order(sale).await.unwrap();
    solver.buy("3", "500").await;
    peers.adapter.set_markets(markets.to_vec());
    let seen = until(&mut events, |event| match event {
        Event::OrderComplete(complete) => {
            let order = complete.order.as_ref();
            order.is_some_and(|order| order.cl_ord_id == "2")
        }
        _ => false,
    })
    .await;
    let Some(Event::BatchSent(batch)) = seen.iter().find_map(|event| {
        let event = event.event.as_ref();
        event.filter(|event| matches!(event, Event::BatchSent(_)))
    }) else {
        panic!("{seen:?}")
    };
    let crossings = batch.crossings.iter();
    let crossings: Vec<_> = crossings
        .map(|crossing| (&*crossing.asset, &*crossing.price, &*crossing.quantity))
        .collect();
    assert_eq!(
        crossings,
        [("BTC", "59995", "0.004"), ("ETH", "2499.5", "0.08")]
    );
    let fills = seen.iter().filter_map(|event| match &event.event {
        Some(Event::IndexFill(fill)) => Some(fill),
        _ => None,
    });
    // 0.001 × 59,995 + 0.02 × 2,499.5 a unit; the house has some of the first purchase's rounding up, which is for sale at the best asks.
    let fills: Vec<_> = fills
        .map(|fill| (&*fill.units, &*fill.price, &*fill.gross, &*fill.venue_fees))
        .collect();
    assert_eq!(
        fills[..2],
        [
            ("4", "109.985", "439.94", "0"),
            ("4.0020655", "109.9850937", "440.167549", "0")
        ]
    );
    let ended = seen.last().unwrap();
    let Some(Event::OrderComplete(complete)) = &ended.event else {
        unreachable!()
    };
    assert_eq!(
        complete.order.as_ref().unwrap().status(),
        v1::OrderStatus::Redeemed
    );
    let books = solver
        .client
        .get_books(v1::GetBooksRequest::default())
        .await;
    assert!(books.unwrap().into_inner().balanced);
    let told = async {
        loop {
            let transfers = peers.inventory.transfers.lock().unwrap().clone();
            let crossed = transfers
                .iter()
                .filter(|transfer| transfer.from_owner == "backing/TOP2");
            let crossed: Vec<_> = crossed
                .map(|transfer| {
                    let part = &transfer.quantities[0];
                    let (quantity, price) = (part.quantity.clone(), part.price.clone());
                    (transfer.to_owner.clone(), quantity, price)
                })
                .collect();
            if crossed.len() == 2 {
                break crossed;
            }
            tokio::task::yield_now().await;
        }
    };
    let crossed = tokio::time::timeout(DEADLINE, told).await.expect("in time");
    let to = |quantity: &str, price: &str| ("order/o3".into(), quantity.into(), price.into());
    assert_eq!(crossed, [to("0.004", "59995"), to("0.08", "2499.5")]);
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
