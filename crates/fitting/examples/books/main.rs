//! Orders of many sizes fitted into the recorded books of BTCUSDT and ETHUSDT, second by second, beside the cheapest walk of the book
//! that they found when they came: `cargo run -p fitting --example books -- FOLDER SVG`, which prints a table and writes a plot.
//!
//! `cargo xtask books` keeps docs/fit.md and its plot as this makes them.

mod buying;
mod plot;
mod recording;

use std::error::Error;
use std::path::Path;

use buying::{Bought, Index};
use money::Cash;
use plot::Point;
use recording::{Second, recorded};

/// What one order spends.
const SIZES: [u64; 8] = [
    100, 1_000, 10_000, 100_000, 500_000, 1_000_000, 2_000_000, 5_000_000,
];
/// Seconds between two orders of a size, of which each is alone.
const EVERY: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(folder), Some(svg)) = (arguments.next(), arguments.next()) else {
        return Err("usage: books FOLDER SVG".into());
    };
    let read = |name| recorded(&Path::new(&folder).join(name));
    let bitcoin = read("btcusdt_20240808.gz")?;
    let mut ether = read("ethusdt_20240808.gz")?;
    let both = bitcoin
        .into_iter()
        .filter_map(|(second, bitcoin)| Some([bitcoin, ether.remove(&second)?]));
    let seconds: Vec<[Second; 2]> = both.collect();
    let index = Index::of(
        seconds
            .first()
            .ok_or("the recordings have no second in common")?,
    )?;

    println!(
        "| order, USDT | orders | batches | fitted, bp over mid | 5 % to 95 % | best walk, bp over mid | fitted − best, bp | unspent, USDT |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    let mut points = Vec::new();
    for size in SIZES {
        let cash = Cash::from_atoms(size.into(), money::Scale::WHOLE)?;
        let mut bought = Vec::new();
        for come in (0..seconds.len()).step_by(EVERY) {
            bought.extend(buying::buy(&index, cash, &seconds[come..])?);
        }
        let point = point(size, &bought);
        println!(
            "| {} | {} | {:.1} | {:.2} | {:.2} to {:.2} | {:.2} | {:.3} | {:.2} |",
            grouped(size),
            bought.len(),
            mean(bought.iter().map(|bought| f64::from(bought.batches))),
            point.fitted,
            point.low,
            point.high,
            point.best,
            point.fitted - point.best,
            mean(bought.iter().map(|bought| bought.unspent)),
        );
        points.push(point);
    }
    std::fs::write(svg, plot::svg(&points))?;
    Ok(())
}

fn point(size: u64, bought: &[Bought]) -> Point {
    let mut costs: Vec<f64> = bought.iter().map(|bought| bought.fitted_bp).collect();
    costs.sort_by(f64::total_cmp);
    let last = costs.len().saturating_sub(1);
    Point {
        size,
        fitted: mean(costs.iter().copied()),
        low: costs[last / 20],
        high: costs[last - last / 20],
        best: mean(bought.iter().map(|bought| bought.best_bp)),
    }
}

#[allow(clippy::cast_precision_loss, reason = "a few")]
fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = values.len() as f64;
    values.sum::<f64>() / count
}

/// 5000000 as 5,000,000.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
