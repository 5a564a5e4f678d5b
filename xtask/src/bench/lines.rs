//! Benchmarks of ours that print a line of JSON a row.

use anyhow::{Context as _, ensure};
use serde_json::Value;

use crate::run::cargo;

/// Runs a benchmark with `--json` and these arguments: its lines.
pub(crate) fn read(package: &str, bench: &str, arguments: &[&str]) -> anyhow::Result<Vec<Value>> {
    let mut command = cargo();
    command.args(["bench", "--quiet", "--locked", "-p", package]);
    command.args(["--bench", bench, "--", "--json"]);
    // It fails where a target is not met, which a row says here.
    let output = command
        .args(arguments)
        .stderr(std::process::Stdio::inherit())
        .output()
        .context("can't start cargo")?;
    let printed = String::from_utf8(output.stdout).context("the benchmark printed no text")?;
    let line =
        |line: &str| serde_json::from_str(line).with_context(|| format!("not a row: {line}"));
    let lines: Vec<Value> = printed.lines().map(line).collect::<anyhow::Result<_>>()?;
    ensure!(
        !lines.is_empty(),
        "the benchmark {bench} of {package} printed nothing: {}",
        output.status
    );
    Ok(lines)
}

/// A number of a line.
pub(crate) fn number(line: &Value, key: &str) -> anyhow::Result<f64> {
    line[key]
        .as_f64()
        .with_context(|| format!("a row without {key}: {line}"))
}
