//! `sheaf fit`: the fitting as a command, for what-if questions and for anyone's own check. `docs/fit.md` has the schema.

use std::path::PathBuf;

use anyhow::Context as _;

/// What is to be fitted.
#[derive(clap::Args)]
pub struct Options {
    /// The problem, JSON; `-` for standard input.
    #[arg(long, value_name = "FILE")]
    problem: PathBuf,
}

/// Prints the answer.
pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let name = options.problem.display();
    let problem = if options.problem.as_os_str() == "-" {
        std::io::read_to_string(std::io::stdin())
    } else {
        std::fs::read_to_string(&options.problem)
    };
    let problem = problem.with_context(|| format!("can't read {name}"))?;
    println!(
        "{}",
        fitting::fit_json(&problem).with_context(|| format!("{name} can't be fitted"))?
    );
    Ok(())
}
