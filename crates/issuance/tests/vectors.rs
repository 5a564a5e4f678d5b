//! Numbers worked out elsewhere: one batch of one order, a partial fill, dust.

mod scenario;

use issuance::{Snapshot, Status};
use money::Cash;
use scenario::{
    Scenario, cash, fills, index, market, names, near, rate, request, settings, snapshot,
};

fn two_assets() -> Snapshot {
    let mut ax = market("AX", &[("100", "20"), ("110", "30")], &[("99", "20")]);
    let mut az = market("AZ", &[("300", "50"), ("305", "150")], &[("299", "50")]);
    ax.fee_rate = rate("0.001");
    az.fee_rate = rate("0.001");
    snapshot(vec![ax, az])
}

fn best_ask(asset: &str) -> &'static str {
    if asset == "AX" { "100" } else { "300" }
}

/// The first batch of one order, trade by trade. The venue's fee is a tenth of a per cent.
#[test]
fn first_batch_of_one_order() {
    let mut limits = settings();
    limits.order_cap = cash("3000");
    limits.batch_cap = cash("2000");
    let basket = [("AX", "8.2758620690"), ("AZ", "0.6735751295")];
    let mut basket = index("IDX", &basket);
    basket.smallest_tradable = cash("1");
    let mut run = Scenario::new(limits, vec![basket]);
    run.deposit(1, "3450.949252");
    let order = run.submit(request("1", "ACC-1", "IDX", "3450.949252"));
    assert_eq!(run.status(order), Status::Working);

    let batch = run.batch(&two_assets()).unwrap();
    assert!(near(batch.orders[0].units, "1.92316"), "{:?}", batch.orders);
    assert_eq!(batch.orders[0].frozen_by.as_deref(), Some("batch_cap"));
    let by_asset = |asset: &str| {
        batch
            .asset_orders
            .iter()
            .find(|order| *order.asset == *asset)
            .unwrap()
    };
    assert!(
        near(by_asset("AX").quantity, "15.91580"),
        "{:?}",
        by_asset("AX")
    );
    assert!(
        near(by_asset("AZ").quantity, "1.29539"),
        "{:?}",
        by_asset("AZ")
    );
    assert_eq!(
        (by_asset("AX").limit_price, by_asset("AZ").limit_price),
        (scenario::price("101"), scenario::price("303"))
    );

    let fee = |amount: &str, at: &str| {
        let gross = scenario::price(at).times(
            scenario::quantity(amount),
            money::Scale::MAX.min(money::Scale::new(10).unwrap()),
            money::Rounding::Down,
        );
        gross
            .unwrap()
            .times_rate(
                rate("0.001"),
                money::Scale::new(8).unwrap(),
                money::Rounding::HalfEven,
            )
            .unwrap()
            .to_string()
    };
    let filled = |events: &[issuance::Event]| {
        let fills = fills(events);
        fills.first().map(|(_, fill)| {
            (
                fill.units,
                Cash::sum([fill.gross, fill.venue_fees, fill.issuer_fee]).unwrap(),
            )
        })
    };
    let one = run.trade("AZ", "0.77724", "301.485", &fee("0.77724", "301.485"));
    assert_eq!(filled(&one), None, "no AX yet");
    let two = run.trade("AX", "9.54948", "100.495", &fee("9.54948", "100.495"));
    let (units, net) = filled(&two).unwrap();
    assert!(near(units, "1.15390"), "{units}");
    assert!(net > cash("1195.19") && net < cash("1195.20"), "{net}");
    let three = run.trade("AZ", "0.38862", "302.394", &fee("0.38862", "302.394"));
    assert_eq!(filled(&three), None, "no AX left");
    let four = run.trade("AX", "1.59158", "100.798", &fee("1.59158", "100.798"));
    let (units, net) = filled(&four).unwrap();
    assert!(near(units, "0.19232"), "{units}");
    assert!(net > cash("199.79") && net < cash("199.81"), "{net}");
    run.end("AX");
    let settled = run.end("AZ");
    assert_eq!(names(&settled), ["asset_order_ended", "batch_settled"]);
    assert_eq!(run.status(order), Status::Working);
    let held = run
        .state
        .order(order)
        .unwrap()
        .holding(&"AZ".into())
        .unwrap()
        .quantity();
    assert!(near(held, "0.25908"), "{held}");

    // That system went on to mint 3.32837 units for 3450.71585 of it. On the same market ours does no worse, and ends by itself.
    while let Some(batch) = run.batch(&two_assets()) {
        for asset_order in &batch.asset_orders {
            let (amount, at) = (
                asset_order.quantity.to_string(),
                best_ask(&asset_order.asset),
            );
            run.trade(&asset_order.asset, &amount, at, &fee(&amount, at));
        }
        for asset_order in &batch.asset_orders {
            run.end(&asset_order.asset);
        }
    }
    let view = run.view(order);
    assert_eq!(view.status, Status::Minting, "{view:?}");
    assert!(view.units >= scenario::units("3.32837"), "{view:?}");
    assert!(view.returned < cash("1"), "{view:?}");
}

/// A trade of half, then the rest expires: half the units, the batch is settled, the order goes on.
#[test]
fn partial_fill_then_the_rest_expires() {
    let mut run = Scenario::new(settings(), vec![index("IDX", &[("A", "10")])]);
    run.deposit(1, "1200");
    let order = run.submit(request("1", "ACC-1", "IDX", "1200"));
    let mut book = market("A", &[("120", "100")], &[]);
    book.tick = scenario::price("1");
    let mut limits = settings();
    limits.slippage = rate("0.001");
    run.run(issuance::Command::Configure(limits)).unwrap();
    let batch = run.batch(&snapshot(vec![book])).unwrap();
    assert_eq!(batch.asset_orders[0].quantity, scenario::quantity("10"));
    assert_eq!(batch.asset_orders[0].limit_price, scenario::price("120"));

    let events = run.trade("A", "5", "100", "0.5");
    let fills = fills(&events);
    let (_, fill) = &fills[0];
    assert_eq!(
        (fill.units, fill.gross, fill.venue_fees),
        (scenario::units("0.5"), cash("500"), cash("0.5"))
    );
    let events = run.end("A");
    assert_eq!(names(&events), ["asset_order_ended", "batch_settled"]);
    let view = run.view(order);
    assert_eq!(
        (view.status, view.spent, view.remaining),
        (Status::Working, cash("500.5"), cash("699.5"))
    );
}

/// Dust is given back, not spent.
#[test]
fn what_is_too_small_to_trade_goes_back() {
    let mut run = Scenario::new(settings(), vec![index("IDX", &[("A", "1")])]);
    run.deposit(1, "12");
    let order = run.submit(request("1", "ACC-1", "IDX", "12"));
    let batch = run
        .batch(&snapshot(vec![market("A", &[("1", "1000")], &[])]))
        .unwrap();
    assert_eq!(batch.asset_orders.len(), 1);
    let amount = batch.asset_orders[0].quantity.to_string();
    run.trade("A", &amount, "1", "0");
    let events = run.end("A");
    assert_eq!(
        names(&events),
        ["asset_order_ended", "batch_settled", "\"o1\" ended"]
            .map(|name| name.replace("\"o1\"", "1"))
    );
    let view = run.view(order);
    assert_eq!(view.status, Status::Minting);
    assert_eq!(view.spent.checked_add(view.returned).unwrap(), cash("12"));
    assert!(
        view.returned < cash("10") && view.returned > Cash::ZERO,
        "{view:?}"
    );
    assert_eq!(run.collateral("ACC-1").free, view.returned);
    assert!(
        run.batch(&snapshot(vec![market("A", &[("1", "1000")], &[])]))
            .is_none()
    );
}
