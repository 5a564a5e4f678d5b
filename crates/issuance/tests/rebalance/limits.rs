//! Clients first, caps, and what the venue takes no order of.

use issuance::{Command, Event, RebalanceState, VenueSide};
use ledger::{Account, HousePurse};

use crate::holders::{
    IDX, all, behind, books, bought, changed, define, holders, holders_cash, parts, sold, state,
};
use scenario::{cash, index, market, quantity, request, settings, snapshot};

#[test]
fn clients_come_first_in_what_is_offered() {
    let mut run = changed();
    let market = snapshot(books());
    let batch = run.batch(&market).unwrap();
    run.execute(&batch);
    run.deposit(2, "606");
    run.submit(request("2", "ACC-2", IDX, "606"));
    let mut scarce = books();
    scarce[2].asks[0].quantity = quantity("8");
    let batch = run.batch(&snapshot(scarce.clone())).unwrap();
    assert_eq!(parts(&batch), [bought("C", "2")]);
    run.execute(&batch);
    scarce[2].asks[0].quantity = quantity("0.1");
    scarce[2].min_notional = cash("50");
    assert_eq!(run.batch(&snapshot(scarce)), None);
    assert_eq!(state(&run), RebalanceState::Waiting);
}

#[test]
fn a_share_of_the_asset_orders_is_kept_while_clients_use_all() {
    let mut limits = settings();
    limits.asset_orders_max = 4;
    let mut others: Vec<(String, &str)> = (0..4).map(|place| (format!("X{place}"), "1")).collect();
    let mut run = holders(limits);
    let basket: Vec<_> = others
        .iter()
        .map(|(asset, amount)| (asset.as_str(), *amount))
        .collect();
    define(&mut run, "other", index("OTHER", &basket[..3]));
    define(&mut run, "more", index("MORE", &basket[3..]));
    define(&mut run, "v2", index(IDX, &[("C", "2")]));
    run.deposit(2, "2000");
    run.submit(request("2", "ACC-2", "OTHER", "900"));
    run.submit(request("3", "ACC-2", "MORE", "900"));
    let mut all = books();
    all.extend(
        others
            .drain(..)
            .map(|(asset, _)| market(&asset, &[("100", "1000")], &[])),
    );
    let batch = run.batch(&snapshot(all)).unwrap();
    assert_eq!(batch.asset_orders.len(), 4);
    assert_eq!(parts(&batch), [sold("A", "10")]);
}

#[test]
fn the_caps_hold_for_holders_as_well() {
    let mut limits = settings();
    limits.order_cap = cash("5000");
    let mut run = holders(limits.clone());
    define(&mut run, "v2", index(IDX, &[("C", "2")]));
    limits.order_cap = cash("490.05");
    run.run(Command::Configure(limits)).unwrap();
    let market = snapshot(books());
    let batch = run.batch(&market).unwrap();
    // 490.05 at 98.01.
    assert_eq!(parts(&batch), [sold("A", "5")]);
    run.execute(&batch);
    let batch = run.batch(&market).unwrap();
    assert_eq!(parts(&batch), [sold("A", "5"), bought("C", "4.85198019")]);
}

#[test]
fn the_house_exchanges_what_the_venue_takes_no_order_of() {
    let mut run = holders(settings());
    // 0.5 A and 0.25 C are below the least value.
    define(
        &mut run,
        "v2",
        index(IDX, &[("A", "0.95"), ("B", "2"), ("C", "0.025")]),
    );
    let mut dear = books();
    for market in &mut dear {
        market.min_notional = cash("60");
    }
    let market = snapshot(dear);
    let batch = run.batch(&market).unwrap();
    assert_eq!(batch.asset_orders, []);
    let [exchange] = &batch.exchanges[..] else {
        panic!("{batch:?}")
    };
    assert_eq!(
        (exchange.side, exchange.cash().unwrap()),
        (VenueSide::Sell, cash("49.5"))
    );
    assert_eq!(holders_cash(&run), ["49.5", "0"]);
    assert_eq!(
        run.balance("A", &Account::House(HousePurse::Holdings)),
        "0.5"
    );
    // The house rounds up to the least order.
    let batch = run.batch(&market).unwrap();
    assert_eq!(parts(&batch), [bought("C", "0.25")]);
    assert_eq!(batch.asset_orders[0].quantity, quantity("0.59405941"));
    run.execute(&batch);
    assert_eq!(
        behind(&run),
        all(&[("A", "9.5"), ("B", "20"), ("C", "0.25")])
    );
    assert_eq!(run.batch(&market), None);
    assert_eq!(state(&run), RebalanceState::Done);

    // Back again: what the house has, it gives at the best ask.
    define(
        &mut run,
        "v3",
        index(IDX, &[("A", "0.96"), ("B", "2"), ("C", "0.025")]),
    );
    let batch = run.batch(&market).unwrap();
    let [exchange] = &batch.exchanges[..] else {
        panic!("{batch:?}")
    };
    assert_eq!(
        (exchange.side, exchange.cash().unwrap()),
        (VenueSide::Buy, cash("10"))
    );
    assert_eq!(behind(&run)[0].1, "9.6");
    let reports = run.state.rebalances(&IDX.into());
    assert_eq!(reports.len(), 2);
    assert_eq!((reports[1].from_version, reports[1].to_version), (2, 3));
    assert_eq!(reports[1].traded[&"A".into()].bought, Some(quantity("0.1")));
}

#[test]
fn what_nobody_takes_stays_and_is_done() {
    let mut limits = settings();
    limits.house_limit = cash("0");
    let mut run = holders(limits);
    define(&mut run, "v2", index(IDX, &[("A", "0.95"), ("B", "2")]));
    let mut dear = books();
    dear[0].min_notional = cash("60");
    assert_eq!(run.batch(&snapshot(dear)), None);
    assert_eq!(state(&run), RebalanceState::Done);
    let needs = run.state.needs(&IDX.into()).unwrap().unwrap();
    assert_eq!(needs[0].to_sell().unwrap(), quantity("0.5"));
}

#[test]
fn a_fee_above_the_stated_one_is_the_houses_as_far_as_the_holders_have_nothing() {
    let mut run = changed();
    let market = snapshot(books());
    let batch = run.batch(&market).unwrap();
    run.execute(&batch);
    let batch = run.batch(&market).unwrap();
    assert_eq!(parts(&batch), [bought("C", "20")]);
    let more = run.trade("C", "20", "101", "2000");
    let Event::Bought(trade) = &more[0] else {
        panic!("{more:?}")
    };
    // 2940.3 less 2020.
    assert_eq!(trade.backing[0].lot.fee, cash("920.3"));
    assert_eq!(trade.remainder, cash("1079.7"));
    run.end("C");
    assert_eq!(holders_cash(&run), ["0", "0"]);
}
