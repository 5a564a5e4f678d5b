//! `cargo xtask bench fit`: what a fit costs beside a bare pass of decimal multiply-adds over the same pairs.
//!
//! The benchmark of `crates/fitting` measures both in turns; here its lines become rows.

use anyhow::Context as _;
use serde_json::Value;

use super::{Better, Comparison, Row, Target, lines};

/// How many bare passes a fit may cost for 10 indexes on 100 shared assets; other shapes are only shown.
const BARE_PASSES_MAX: f64 = 4.0;

/// How fitting is measured.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only the small rows.
    #[arg(long)]
    quick: bool,
}

/// All rows.
pub(crate) fn rows(options: &Options) -> anyhow::Result<Vec<Row>> {
    let quick: &[&str] = if options.quick { &["--quick"] } else { &[] };
    lines::read("fitting", "fit", quick)?
        .iter()
        .map(row)
        .collect()
}

/// A line of the benchmark.
fn row(line: &Value) -> anyhow::Result<Row> {
    let is_target = line["indexes"] == 10 && line["assets"] == 100;
    let holdings = if line["holdings"] == true {
        ", with holdings"
    } else {
        ""
    };
    Ok(Row {
        name: format!(
            "fit {} orders, {} indexes, {} assets, {}{holdings}",
            line["orders"],
            line["indexes"],
            line["assets"],
            line["market"].as_str().context("a row without market")?
        ),
        unit: "ms",
        better: Better::Lower,
        value: lines::number(line, "fit_ms")?,
        median: None,
        against: vec![Comparison {
            with: "bare pass",
            value: lines::number(line, "bare_ms")?,
            median: None,
            target: Some(if is_target {
                Target::TimesAsMuch(BARE_PASSES_MAX)
            } else {
                Target::AnyTimesAsMuch
            }),
        }],
    })
}
