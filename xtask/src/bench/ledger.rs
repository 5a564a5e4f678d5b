//! `cargo xtask bench ledger`: what a posting costs beside the two bare decimal additions that it cannot do without.
//!
//! The benchmark of `crates/ledger` measures both in turns; here its lines become rows.

use anyhow::Context as _;
use serde_json::Value;

use super::{Better, Comparison, Row, Target, lines};

/// How many times two bare additions a posting may cost.
const BARE_TIMES_MAX: f64 = 10.0;

/// All rows.
pub(crate) fn rows() -> anyhow::Result<Vec<Row>> {
    lines::read("ledger", "posting", &[])?
        .iter()
        .map(row)
        .collect()
}

/// A line of the benchmark.
fn row(line: &Value) -> anyhow::Result<Row> {
    Ok(Row {
        name: line["name"]
            .as_str()
            .context("a row without name")?
            .to_owned(),
        unit: "ns",
        better: Better::Lower,
        value: lines::number(line, "ns")?,
        median: None,
        against: vec![Comparison {
            with: "two bare additions",
            value: lines::number(line, "bare_ns")?,
            median: None,
            target: Some(Target::TimesAsMuch(BARE_TIMES_MAX)),
        }],
    })
}
