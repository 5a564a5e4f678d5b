//! `cargo xtask bench fit`: what a fit costs beside a bare pass of decimal multiply-adds over the same pairs.
//!
//! The benchmark of `crates/fitting` measures both in turns; here its lines become rows.

use anyhow::{Context as _, ensure};
use serde_json::Value;

use super::{Better, Comparison, Row, Target};
use crate::run::cargo;

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
    let mut bench = cargo();
    bench.args([
        "bench", "--quiet", "--locked", "-p", "fitting", "--bench", "fit", "--", "--json",
    ]);
    if options.quick {
        bench.arg("--quick");
    }
    // It fails where a fit is too slow, which a row says here.
    let output = bench
        .stderr(std::process::Stdio::inherit())
        .output()
        .context("can't start cargo")?;
    let lines = String::from_utf8(output.stdout).context("the benchmark printed no text")?;
    let rows: Vec<Row> = lines.lines().map(row).collect::<anyhow::Result<_>>()?;
    ensure!(
        !rows.is_empty(),
        "the benchmark of fitting printed nothing: {}",
        output.status
    );
    Ok(rows)
}

/// A line of the benchmark.
fn row(line: &str) -> anyhow::Result<Row> {
    let line: Value = serde_json::from_str(line).with_context(|| format!("not a row: {line}"))?;
    let number = |key: &str| {
        line[key]
            .as_f64()
            .with_context(|| format!("a row without {key}"))
    };
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
        value: number("fit_ms")?,
        median: None,
        against: vec![Comparison {
            with: "bare pass",
            value: number("bare_ms")?,
            median: None,
            target: Some(if is_target {
                Target::TimesAsMuch(BARE_PASSES_MAX)
            } else {
                Target::AnyTimesAsMuch
            }),
        }],
    })
}
