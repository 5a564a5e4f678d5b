//! `sheaf up`: the whole stack in one process until Ctrl-C.

use std::{net::SocketAddr, path::PathBuf};

use anyhow::Context as _;

use crate::stack::{self, Stack};

/// What `sheaf up` is asked for.
#[derive(clap::Args)]
pub struct Options {
    /// Where the journals are kept. Without it they are in a temporary folder, and gone at the end.
    #[arg(long, value_name = "FOLDER")]
    data: Option<PathBuf>,
    /// Another market.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many clients have a session and an account.
    #[arg(long, default_value_t = 3)]
    clients: usize,
    /// A recorded market (repeatable): its book is the liquidity.
    #[arg(long = "market", value_name = "FILE")]
    markets: Vec<PathBuf>,
    /// Where FIX listens; a free port by default.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    fix: SocketAddr,
    /// Send traces there, e.g. `http://127.0.0.1:4317`.
    #[arg(long, value_name = "URL")]
    otlp: Option<String>,
    /// What is logged, as `RUST_LOG` has it.
    #[arg(long, default_value = "warn")]
    log: String,
}

/// Runs until SIGINT or SIGTERM.
pub(crate) async fn run(options: Options) -> anyhow::Result<()> {
    let telemetry = telemetry::Config {
        log: options.log,
        ..super::quiet(options.otlp.as_deref())
    };
    let _telemetry = telemetry::init(crate::NAME, &telemetry)?;
    let temporary = tempfile::tempdir().context("a folder for the journals")?;
    let data = options.data.unwrap_or_else(|| temporary.path().to_owned());
    let mut stack = Stack::start(stack::Options {
        data: data.clone(),
        seed: options.seed,
        markets: options.markets,
        clients: options.clients,
        fix: options.fix,
    })
    .await?;
    println!(
        "Everything runs, with its journals in {}:\n",
        data.display()
    );
    for (name, address) in stack.listening() {
        println!("  {name:<17} {address}");
    }
    println!("\nTry next, in another terminal:\n");
    for (what, command) in stack.suggestions().await? {
        println!("  {what}:\n    {command}");
    }
    println!("\nCtrl-C ends it.");
    let ended = stack.ended_or_interrupted().await;
    stack.stop().await?;
    ended
}
