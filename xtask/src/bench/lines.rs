//! Benchmarks of ours that print a line of JSON a row.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use anyhow::{Context as _, ensure};
use serde_json::Value;

use crate::run::cargo;

/// Runs a benchmark with `--json` and these arguments: its lines, each on standard error as it comes as well.
pub(crate) fn read(package: &str, bench: &str, arguments: &[&str]) -> anyhow::Result<Vec<Value>> {
    let mut command = cargo();
    command.args(["bench", "--quiet", "--locked", "-p", package]);
    command.args(["--bench", bench, "--", "--json"]);
    let mut child = command
        .args(arguments)
        .stdout(Stdio::piped())
        .spawn()
        .context("can't start cargo")?;
    let mut lines = Vec::new();
    if let Some(printed) = child.stdout.take() {
        for line in BufReader::new(printed).lines() {
            let line = line.context("the benchmark printed no text")?;
            // Some rows take minutes.
            eprintln!("{line}");
            let row = serde_json::from_str(&line);
            lines.push(row.with_context(|| format!("not a row: {line}"))?);
        }
    }
    // It fails where a target is not met, which a row says here.
    let status = child.wait()?;
    ensure!(
        !lines.is_empty(),
        "the benchmark {bench} of {package} printed nothing: {status}"
    );
    Ok(lines)
}

/// A number of a line.
pub(crate) fn number(line: &Value, key: &str) -> anyhow::Result<f64> {
    line[key]
        .as_f64()
        .with_context(|| format!("a row without {key}: {line}"))
}
