//! `cargo xtask`: tasks that are more than one command.

mod bench;
mod books;
mod compose;
mod configs;
mod fuzz;
mod layers;
mod run;
mod test;
mod tools;

use clap::Parser;

/// Tasks of the Sheaf workspace.
#[derive(Parser)]
enum Task {
    /// Install what the tests need into build/, then run every test.
    Test(test::Options),
    /// Install what the tests need into build/, and nothing else.
    Tools,
    /// Check the layers: pure crates stay pure, services stay apart, heavy dependencies stay where they belong.
    Layers,
    /// Check licences, banned packages and sources against deny.toml.
    Deny,
    /// Measure ours beside its peers and its floor. It never fails for a target that is not met.
    Bench(bench::Options),
    /// Fit orders of many sizes into the recorded books: the table of docs/fit.md and its plot.
    Books(books::Options),
    /// Feed the FIX codec and session with mutated inputs from a seed, or look for new ones.
    Fuzz(fuzz::Options),
    /// Start docker-compose.yml, buy an index through it, take it down. Says what is missing where there is no engine.
    Compose(compose::Options),
}

fn main() -> anyhow::Result<()> {
    match Task::parse() {
        Task::Test(options) => test::run_all(&options),
        Task::Deny => test::deny(&tools::install()?),
        Task::Tools => tools::install().map(drop),
        Task::Layers => layers::check(),
        Task::Bench(options) => bench::run(&options),
        Task::Books(options) => books::run(&options),
        Task::Fuzz(options) => fuzz::run_all(&options),
        Task::Compose(options) => compose::run(&options),
    }
}
