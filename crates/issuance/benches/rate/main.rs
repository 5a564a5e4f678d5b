//! How many asset orders a run of index orders takes at a venue with Binance's rate limit, beside the least possible and beside one
//! for each index order and asset: `cargo bench -p issuance --bench rate`, with `-- --json` for a line a row and `-- --quick` for the
//! small row only.
//!
//! The clock is virtual and the numbers come from a seed, so every run has the same rows but for the longest decision, which is
//! measured. Ends with an error where a ratio is above [`RATIO_MAX`]: to the least in step in every row of [`ASSETS_MANY`] assets
//! or more, and to the least of all where there are [`WINDOWS_MANY`] windows or more as well.

mod numbers;
mod run;
mod venue;

use std::process::ExitCode;

use run::{RATIO_MAX, Report, Shape};

/// So many windows that the last, which is used in part, counts little. Where a run takes few, in step is all that can be asked for: if one
/// asset of a basket takes another window, all do.
const WINDOWS_MANY: u64 = 6;
/// Assets of which one batch takes all orders of a window. With fewer there are orders to spare, and a further batch in the same window
/// costs nobody anything.
const ASSETS_MANY: usize = 100;

/// A small one, and ten thousand orders at once, where a window offers from all to a little of what they want. Ten indexes on a
/// hundred assets, each asset in two of them; and one index, so that each trade is everybody's.
const SHAPES: [Shape; 7] = [
    shape(500, 6),
    shape(10_000, 1),
    shape(10_000, 3),
    shape(10_000, 6),
    shape(10_000, 12),
    LARGEST,
    shape(10_000, 24),
];

/// As many orders and contributions as a batch takes.
const LARGEST: Shape = Shape {
    orders: 10_000,
    indexes: 1,
    assets: 25,
    basket: 25,
    windows: 3,
    uneven: 10,
    varies: 5,
};

const fn shape(orders: u64, windows: u64) -> Shape {
    Shape {
        orders,
        indexes: 10,
        assets: 100,
        basket: 20,
        windows,
        uneven: 10,
        varies: 5,
    }
}

fn main() -> ExitCode {
    let json = std::env::args().any(|argument| argument == "--json");
    let quick = std::env::args().any(|argument| argument == "--quick");
    let mut too_many = false;
    for shape in SHAPES.iter().take(if quick { 1 } else { SHAPES.len() }) {
        let report = run::run(*shape);
        let (ratio, ratio_in_step) = (report.ratio(), report.ratio_in_step());
        let Shape {
            orders,
            indexes,
            assets,
            basket,
            windows,
            ..
        } = shape;
        let Report {
            asset_orders,
            least,
            in_step,
            naive,
            batches,
            seconds,
            complete,
            spent_basis_points,
            longest_ms,
        } = report;
        let longest_ms = longest_ms.iter();
        let longest_ms: Vec<String> = longest_ms
            .map(|(name, longest)| format!("\"{name}\":{longest}"))
            .collect();
        let longest_ms = longest_ms.join(",");
        if json {
            println!(
                "{{\"orders\":{orders},\"indexes\":{indexes},\"assets\":{assets},\"basket\":{basket},\"windows\":{windows},\"asset_orders\":{asset_orders},\
                 \"least\":{least},\"in_step\":{in_step},\"naive\":{naive},\"ratio\":{ratio:.3},\"batches\":{batches},\"seconds\":{seconds},\
                 \"complete\":{complete},\"spent_basis_points\":{spent_basis_points},\"longest_ms\":{{{longest_ms}}}}}"
            );
        } else {
            println!(
                "{orders} orders in {indexes} indexes of {basket} of {assets} assets, 1/{windows} offered in a window: {asset_orders} asset orders, least {least}, \
                 ratio {ratio:.3}, in step {in_step}, ratio {ratio_in_step:.3}, naive {naive}; {batches} batches, {seconds} s, {complete} complete, {spent_basis_points} bp spent, longest decisions in ms {longest_ms}"
            );
        }
        let is_above = ratio_in_step > RATIO_MAX || *windows >= WINDOWS_MANY && ratio > RATIO_MAX;
        too_many |= *assets >= ASSETS_MANY && is_above;
    }
    if too_many {
        eprintln!("more than {RATIO_MAX} times as many asset orders as the least possible");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
