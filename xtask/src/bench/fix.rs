//! `cargo xtask bench fix`: the FIX engine beside QuickFIX C++, as Debian builds it, and beside the floor.
//!
//! Rows come in groups, a file each.

use std::path::PathBuf;

use super::{Row, codec, idle, reflector};

/// How FIX is measured.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only these groups of rows.
    #[arg(long)]
    only: Vec<Group>,
    /// Rounds of the rows that take turns.
    #[arg(long, default_value_t = 200)]
    rounds: usize,
    /// QuickFIX's own FIX44.xml; by default that of the Python package that the tests use, which is built where it is missing.
    #[arg(long)]
    dictionary: Option<PathBuf>,
}

/// Rows that are measured together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Group {
    /// Reading, validating and writing messages.
    Codec,
    /// Orders through the engine, with each store.
    Reflector,
    /// Ten thousand sessions.
    Idle,
}

/// All rows.
pub(crate) fn rows(options: &Options) -> anyhow::Result<Vec<Row>> {
    let is_wanted = |group| options.only.is_empty() || options.only.contains(&group);
    let mut rows = Vec::new();
    if is_wanted(Group::Codec) {
        rows.extend(codec::rows(
            options.rounds.max(1),
            options.dictionary.as_deref(),
        )?);
    }
    if is_wanted(Group::Reflector) || is_wanted(Group::Idle) {
        let programs = reflector::programs(options.dictionary.as_deref())?;
        if is_wanted(Group::Reflector) {
            rows.extend(reflector::rows(&programs)?);
        }
        if is_wanted(Group::Idle) {
            rows.extend(idle::rows(&programs)?);
        }
    }
    Ok(rows)
}
