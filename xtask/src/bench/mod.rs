//! `cargo xtask bench NAME`: ours beside its peers and its floor, measured in one run on one machine.
//!
//! A row is one figure of ours; each comparison in it is a figure of somebody else's in the same unit, and the target that
//! ours has against it. The table says whether a target is met; a benchmark never fails for one that is not: what the
//! machine did meanwhile is not the code's fault. It fails where something can't be measured.

mod audit;
mod codec;
mod contender;
mod echo;
mod fit;
mod fix;
mod idle;
mod journal;
mod ledger;
mod lines;
mod peer;
mod rate;
mod reflector;
mod row;
mod server;

pub(crate) use row::{Better, Comparison, Row, Target};

/// What can be measured.
#[derive(clap::Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    bench: Bench,
    /// One line of JSON a row instead of the table.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(clap::Subcommand)]
enum Bench {
    /// The FIX codec and engine beside QuickFIX C++ and the floor.
    Fix(fix::Options),
    /// Fitting beside a bare pass over the same pairs of order and asset.
    Fit(fit::Options),
    /// Asset orders of a run under the venue's rate limit beside the least possible.
    Rate(rate::Options),
    /// An audit of long journals beside a replay of them.
    Audit(audit::Options),
    /// Postings to the books beside two bare additions.
    Ledger,
    /// The journal: appends, and a restart with a snapshot beside one without.
    Journal(journal::Options),
    /// A server of `fix` that sends back what it reads.
    #[command(hide = true)]
    Echo(echo::Options),
}

/// Measures and prints.
pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let rows = match &options.bench {
        Bench::Fix(fix) => fix::rows(fix)?,
        Bench::Fit(fit) => fit::rows(fit)?,
        Bench::Rate(rate) => rate::rows(rate)?,
        Bench::Audit(audit) => audit::rows(audit)?,
        Bench::Ledger => ledger::rows()?,
        Bench::Journal(journal) => journal::rows(journal)?,
        Bench::Echo(echo) => return echo::serve(echo),
    };
    if options.json {
        for row in rows {
            println!("{}", row.json());
        }
    } else {
        println!("\n{}", row::table(&rows));
    }
    Ok(())
}
