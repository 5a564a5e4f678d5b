//! `cargo xtask bench audit`: what an audit of long journals costs, from bare files and from SQLite, beside the bare replay that is part of
//! it.
//!
//! The benchmark of `crates/audit` makes the journals and measures both, each in a process of its own; here its line becomes rows.

use serde_json::Value;

use super::{Better, Comparison, Row, Target, lines};

/// How many times the time of a replay an audit may take, and how many times its memory.
const REPLAY_TIMES_MAX: f64 = 2.0;

/// How it is measured.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Records of all journals.
    #[arg(long, default_value_t = 1_000_000)]
    records: u64,
}

/// All rows.
pub(crate) fn rows(options: &Options) -> anyhow::Result<Vec<Row>> {
    let records = options.records.to_string();
    let lines = lines::read("audit", "journals", &["--records", &records])?;
    let rows = lines.iter().map(|line| {
        Ok::<_, anyhow::Error>([
            row(line, "audit", "time", "s", "seconds")?,
            row(line, "audit", "memory", "MiB", "mib")?,
            row(line, "sqlite", "time from SQLite", "s", "seconds")?,
            row(line, "sqlite", "memory from SQLite", "MiB", "mib")?,
        ])
    });
    Ok(rows.collect::<Result<Vec<_>, _>>()?.concat())
}

fn row(
    line: &Value,
    measured: &str,
    what: &str,
    unit: &'static str,
    key: &str,
) -> anyhow::Result<Row> {
    Ok(Row {
        name: format!("audit {} records: {what}", line["records"]),
        unit,
        better: Better::Lower,
        value: lines::number(&line[measured], key)?,
        median: None,
        against: vec![Comparison {
            with: "replay alone",
            value: lines::number(&line["replay"], key)?,
            median: None,
            target: Some(Target::TimesAsMuch(REPLAY_TIMES_MAX)),
        }],
    })
}
