//! The rate limit is used well: a run of the benchmark `rate` that is small enough for every test run.

#[path = "../benches/rate/numbers.rs"]
mod numbers;
#[path = "../benches/rate/run.rs"]
mod run;
#[path = "../benches/rate/venue.rs"]
mod venue;

use run::{RATIO_MAX, Shape};

#[test]
fn many_index_orders_take_few_asset_orders() {
    let report = run::run(Shape {
        orders: 100,
        indexes: 10,
        assets: 100,
        basket: 20,
        windows: 5,
        uneven: 10,
        varies: 5,
    });
    assert_eq!(report.complete, 100, "every order bought all it can");
    assert!(report.spent_basis_points > 9_900, "and spent its cash");
    assert_eq!(report.naive, 2_000);
    assert!(report.asset_orders >= report.least, "the bound is one");
    assert!(
        report.ratio() <= RATIO_MAX,
        "{} asset orders where {} could do",
        report.asset_orders,
        report.least
    );
    assert!(report.in_step >= report.least && report.ratio_in_step() >= 1.0);
    let windows = report.asset_orders.div_ceil(venue::ORDERS_PER_WINDOW);
    let seconds = windows * 10 + 10;
    assert!(
        report.seconds <= i64::try_from(seconds).unwrap(),
        "{} batches in {} s used {windows} windows; the longest decisions took {:?} ms",
        report.batches,
        report.seconds,
        report.longest_ms
    );
}
