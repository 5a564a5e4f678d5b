//! Numbers worked out elsewhere (`vectors.md` of the shared folder), to 0.00001. Which test has which of its sections:
//!
//! | section | here | in other crates |
//! |---|---|---|
//! | 1, first batch of one order | `first_batch_of_one_order` | `fitting`: `first_batch_…`, `limit_prices_and_index_price_of_the_first_batch` |
//! | 2, lots first in, first out | | `lots`: `a_part_of_a_lot_…`, `the_older_lot_is_consumed_first_…` |
//! | 3, partial fill, then the rest expires | `partial_fill_then_the_rest_expires` | `lots`: `a_partial_fill_is_consumed_whole` |
//! | 4, selling lots | | `lots`: `a_sale_closes_…`, `what_a_sale_leaves_…`, `what_no_lot_covers_…` |
//! | 5, books | | `fitting`: `books`; `venue`: the tests of `book.rs` |
//! | 6, baskets | | `fitting`: `baskets_from_weights` |
//! | 7, dust | `what_is_too_small_to_trade_goes_back` | |

use issuance::{Snapshot, Status};
use money::{Cash, Rounding, Scale};
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

/// A tenth of a per cent of what a trade costs.
fn fee(amount: &str, at: &str) -> String {
    let scale = Scale::new(10).unwrap();
    let gross = scenario::price(at).times(scenario::quantity(amount), scale, Rounding::Down);
    let fee = gross
        .unwrap()
        .times_rate(rate("0.001"), Scale::UNITS, Rounding::HalfEven);
    fee.unwrap().to_string()
}

/// A trade with its fee.
fn trade(run: &mut Scenario, asset: &str, amount: &str, at: &str) -> Vec<issuance::Event> {
    run.trade(asset, amount, at, &fee(amount, at))
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

    let filled = |events: &[issuance::Event]| {
        let fills = fills(events);
        fills.first().map(|(_, fill)| {
            (
                fill.units,
                Cash::sum([fill.gross, fill.venue_fees, fill.issuer_fee]).unwrap(),
            )
        })
    };
    // Three fifths of the asset order; the recorded numbers are rounded to five decimals.
    let one = trade(&mut run, "AZ", "0.77723546", "301.485");
    assert_eq!(filled(&one), None, "no AX yet");
    let two = trade(&mut run, "AX", "9.54948176", "100.495");
    let (units, net) = filled(&two).unwrap();
    assert!(near(units, "1.15390"), "{units}");
    assert!(near(net, "1195.19400"), "{net}");
    let three = trade(&mut run, "AZ", "0.38861773", "302.394");
    assert_eq!(filled(&three), None, "no AX left");
    let four = trade(&mut run, "AX", "1.59158029", "100.798");
    let (units, net) = filled(&four).unwrap();
    assert!(near(units, "0.19232"), "{units}");
    assert!(near(net, "199.79960"), "{net}");
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

    // That system went on to mint 3.32837 units for 3450.71585 of it, in three batches, with 0.23340 left. On the same market ours
    // does no worse, and ends by itself.
    let mut batches = 1;
    while let Some(batch) = run.batch(&two_assets()) {
        batches += 1;
        for asset_order in &batch.asset_orders {
            let (amount, at) = (
                asset_order.quantity.to_string(),
                best_ask(&asset_order.asset),
            );
            trade(&mut run, &asset_order.asset, &amount, at);
        }
        for asset_order in &batch.asset_orders {
            run.end(&asset_order.asset);
        }
    }
    let view = run.view(order);
    assert_eq!(view.status, Status::Minting, "{view:?}");
    assert!(view.units >= scenario::units("3.32837"), "{view:?}");
    assert!(view.returned < cash("1"), "{view:?}");
    assert!(batches <= 3, "{batches} batches");
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

/// Dust is given back, not spent: 0.01317 of 12.00 buys nothing.
#[test]
fn what_is_too_small_to_trade_goes_back() {
    let mut limits = settings();
    limits.slippage = rate("0");
    let mut run = Scenario::new(limits, vec![index("IDX", &[("A", "1")])]);
    run.deposit(1, "12");
    let order = run.submit(request("1", "ACC-1", "IDX", "12"));
    let market = snapshot(vec![market("A", &[("1", "1000")], &[])]);
    let batch = run.batch(&market).unwrap();
    assert_eq!(batch.asset_orders.len(), 1);
    assert_eq!(batch.asset_orders[0].quantity, scenario::quantity("12"));
    run.trade("A", "11.98683", "1", "0");
    let events = run.end("A");
    assert_eq!(
        names(&events),
        ["asset_order_ended", "batch_settled", "1 ended"]
    );
    let view = run.view(order);
    assert_eq!(
        (view.status, view.spent, view.returned),
        (Status::Minting, cash("11.98683"), cash("0.01317"))
    );
    assert_eq!(run.collateral("ACC-1").free, cash("0.01317"));
    assert!(run.batch(&market).is_none());
}
