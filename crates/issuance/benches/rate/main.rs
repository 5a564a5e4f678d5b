//! How many asset orders a run of index orders takes at a venue with Binance's rate limit, beside the least possible and beside one
//! for each index order and asset: `cargo bench -p issuance --bench rate`, with `-- --json` for a line a row and `-- --quick` for the
//! small row only.
//!
//! Nothing is measured in it: the clock is virtual and the numbers come from a seed, so every run has the same rows. Ends with an
//! error where the ratio is above [`RATIO_MAX`].

mod numbers;
mod run;
mod venue;

use std::process::ExitCode;

use run::{RATIO_MAX, Report, Shape};

/// The small one, and ten thousand orders at once. Ten indexes on a hundred assets, each asset in two of them.
const SHAPES: [Shape; 2] = [shape(500, 6), shape(10_000, 24)];

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
        let ratio = report.ratio();
        let Shape {
            orders,
            indexes,
            assets,
            basket,
            ..
        } = shape;
        let Report {
            asset_orders,
            least,
            naive,
            batches,
            seconds,
            complete,
            spent_basis_points,
        } = report;
        if json {
            println!(
                "{{\"orders\":{orders},\"indexes\":{indexes},\"assets\":{assets},\"basket\":{basket},\"asset_orders\":{asset_orders},\
                 \"least\":{least},\"naive\":{naive},\"ratio\":{ratio:.3},\"batches\":{batches},\"seconds\":{seconds},\
                 \"complete\":{complete},\"spent_basis_points\":{spent_basis_points}}}"
            );
        } else {
            println!(
                "{orders} orders in {indexes} indexes of {basket} of {assets} assets: {asset_orders} asset orders, least {least}, \
                 ratio {ratio:.3}, naive {naive}; {batches} batches, {seconds} s, {complete} complete, {spent_basis_points} bp spent"
            );
        }
        too_many |= ratio > RATIO_MAX;
    }
    if too_many {
        eprintln!("more than {RATIO_MAX} times as many asset orders as the least possible");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
