//! `cargo xtask bench rate`: how many asset orders a run of index orders takes at a venue with Binance's rate limit.
//!
//! The benchmark of `crates/issuance` plays the runs on a virtual clock; here its lines become rows.

use anyhow::Context as _;
use serde_json::Value;

use super::{Better, Comparison, Row, Target, lines};

/// The most asset orders, in units of the least possible.
const LEAST_TIMES_MAX: f64 = 1.2;
/// Windows of the limit from which on that is asked of the least of all as well, and not of the least in step only.
const WINDOWS_MANY: f64 = 6.0;
/// Assets from which on a batch takes all orders of a window; with fewer there are orders to spare, and nothing is asked.
const ASSETS_MANY: f64 = 100.0;

/// What one decision may take, in milliseconds of processor time: nobody is answered meanwhile.
const LONGEST_MS_MAX: f64 = 150.0;

/// How it is measured.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only the small row.
    #[arg(long)]
    quick: bool,
}

/// All rows.
pub(crate) fn rows(options: &Options) -> anyhow::Result<Vec<Row>> {
    let quick: &[&str] = if options.quick { &["--quick"] } else { &[] };
    let mut rows = Vec::new();
    for line in &lines::read("issuance", "rate", quick)? {
        rows.push(row(line)?);
        rows.extend(longest(line)?);
    }
    Ok(rows)
}

/// The longest decision of each kind in a run.
fn longest(line: &Value) -> anyhow::Result<Vec<Row>> {
    let kinds = line["longest_ms"].as_object();
    let kinds = kinds.context("the benchmark says no longest decisions")?;
    let row = |(kind, longest): (&String, &Value)| {
        Ok(Row {
            name: format!(
                "longest decision of {} orders, a window offers 1/{}: {kind}",
                line["orders"], line["windows"]
            ),
            unit: "ms",
            better: Better::Lower,
            value: longest.as_f64().context("it is no number")?,
            median: None,
            against: vec![Comparison {
                with: "limit",
                value: LONGEST_MS_MAX,
                median: None,
                target: Some(Target::AtMost),
            }],
        })
    };
    kinds.iter().map(row).collect()
}

/// A line of the benchmark.
fn row(line: &Value) -> anyhow::Result<Row> {
    let beside = |with, key, target| {
        Ok::<_, anyhow::Error>(Comparison {
            with,
            value: lines::number(line, key)?,
            median: None,
            target,
        })
    };
    // Where a run takes few windows, another for one asset of a basket is another for all.
    let windows_are_many = lines::number(line, "windows")? >= WINDOWS_MANY;
    let assets_are_many = lines::number(line, "assets")? >= ASSETS_MANY;
    let target = |is_asked| {
        Some(if is_asked {
            Target::TimesAsMuch(LEAST_TIMES_MAX)
        } else {
            Target::AnyTimesAsMuch
        })
    };
    let of_all = target(assets_are_many && windows_are_many);
    let in_step = target(assets_are_many);
    Ok(Row {
        name: format!(
            "fill {} orders, {} indexes of {} of {} assets, a window offers 1/{}",
            line["orders"], line["indexes"], line["basket"], line["assets"], line["windows"]
        ),
        unit: "asset orders",
        better: Better::Lower,
        value: lines::number(line, "asset_orders")?,
        median: None,
        against: vec![
            beside("least possible", "least", of_all)?,
            beside("least in step", "in_step", in_step)?,
            beside("an order each", "naive", None)?,
        ],
    })
}
