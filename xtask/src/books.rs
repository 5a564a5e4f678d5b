//! `cargo xtask books`: what orders of many sizes cost on recorded books. The table in docs/fit.md and its plot are what the example of
//! `crates/fitting` makes of the recordings, and a check says so.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, ensure};

use crate::run::{cargo, read, root};

/// The page with the table, and the plot.
const PAGE: &str = "docs/fit.md";
const PLOT: &str = "docs/recorded-books.svg";

/// Where the recordings are.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The folder that has `market-data/`.
    #[arg(long, env = "SHEAF_SHARED", default_value = "../shared")]
    shared: PathBuf,
    /// Compare the page and the plot instead of writing them.
    #[arg(long)]
    check: bool,
}

/// Makes table and plot and writes them, or compares.
pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let shared = root().join(&options.shared);
    let (table, plot) = make(&shared)?;
    println!("{table}");
    if options.check {
        return compare(&table, &plot);
    }
    let page = fs::read_to_string(root().join(PAGE))?;
    let old = old_table(&page, &table)?;
    fs::write(root().join(PAGE), page.replace(old, &table))?;
    Ok(fs::write(root().join(PLOT), plot)?)
}

/// Fails where the page or the plot is not what the recordings make.
pub(crate) fn check(shared: &Path) -> anyhow::Result<()> {
    let (table, plot) = make(shared)?;
    compare(&table, &plot)
}

fn compare(table: &str, plot: &str) -> anyhow::Result<()> {
    let page = fs::read_to_string(root().join(PAGE))?;
    let stale = "is not what the recordings make: run `cargo xtask books`";
    ensure!(
        old_table(&page, table)? == table,
        "the table of {PAGE} {stale}"
    );
    ensure!(
        fs::read_to_string(root().join(PLOT))? == plot,
        "{PLOT} {stale}"
    );
    println!("{PAGE} and {PLOT} are what the recordings make");
    Ok(())
}

/// The table and the plot.
fn make(shared: &Path) -> anyhow::Result<(String, String)> {
    let plot = root().join("build/recorded-books.svg");
    fs::create_dir_all(root().join("build"))?;
    let mut example = cargo();
    example.args([
        "run",
        "--quiet",
        "--locked",
        "-p",
        "fitting",
        "--example",
        "books",
        "--",
    ]);
    let table = read(example.arg(shared.join("market-data")).arg(&plot))?;
    Ok((table, fs::read_to_string(&plot)?))
}

/// The page's table with the same head.
fn old_table<'a>(page: &'a str, table: &str) -> anyhow::Result<&'a str> {
    let head = table.lines().next().context("an empty table")?;
    let start = page
        .find(head)
        .with_context(|| format!("{PAGE} has no table with the head {head}"))?;
    let rows = page[start..].split_inclusive('\n');
    let length = rows
        .take_while(|row| row.starts_with('|'))
        .map(str::len)
        .sum::<usize>();
    Ok(&page[start..start + length])
}
