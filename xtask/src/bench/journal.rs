//! `cargo xtask bench journal`: durable appends, and what a restart costs with a snapshot and without.
//!
//! The benchmark of `runtime/journal` measures; here its lines become rows.

use anyhow::Context as _;
use serde_json::Value;

use super::{Better, Comparison, Row, Target, lines};

/// How the journal is measured.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Events in the journal that is opened again.
    #[arg(long, default_value_t = 1_000_000)]
    records: u64,
}

/// All rows.
pub(crate) fn rows(options: &Options) -> anyhow::Result<Vec<Row>> {
    let records = options.records.to_string();
    lines::read("journal", "journal", &["--records", &records])?
        .iter()
        .map(row)
        .collect()
}

/// A line of the benchmark.
fn row(line: &Value) -> anyhow::Result<Row> {
    let without = line["without"].as_f64().map(|value| Comparison {
        with: "without a snapshot",
        value,
        median: None,
        target: Some(Target::TimesBetter(1.0)),
    });
    let (unit, better) = match line["unit"].as_str() {
        Some("ms") => ("ms", Better::Lower),
        _ => ("records/s", Better::Higher),
    };
    Ok(Row {
        name: line["name"]
            .as_str()
            .context("a row without name")?
            .to_owned(),
        unit,
        better,
        value: lines::number(line, "value")?,
        median: None,
        against: without.into_iter().collect(),
    })
}
