//! `sheaf look`: the statement of a running stack.

use std::collections::BTreeMap;

use crate::{
    peers::{Addresses, Peers},
    statement::Statement,
};

/// Where the stack is.
#[derive(clap::Args)]
pub struct Options {
    /// The solver's gRPC.
    #[arg(long, default_value = "http://127.0.0.1:7002")]
    solver: String,
    /// The exchange adapter's.
    #[arg(long, default_value = "http://127.0.0.1:7003")]
    exchange_adapter: String,
    /// The inventory's.
    #[arg(long, default_value = "http://127.0.0.1:7004")]
    inventory: String,
    /// The chain minter's.
    #[arg(long, default_value = "http://127.0.0.1:7005")]
    chain_minter: String,
    /// The chain's JSON-RPC.
    #[arg(long, default_value = "http://127.0.0.1:8545")]
    rpc: String,
}

/// Prints it. Fails when the books don't add up.
pub(crate) async fn run(options: Options) -> anyhow::Result<()> {
    let peers = Peers::connect(&Addresses {
        solver: options.solver,
        inventory: options.inventory,
        exchange_adapter: options.exchange_adapter,
        chain_minter: options.chain_minter,
    })?;
    let statement = Statement::settled(peers, &options.rpc, &BTreeMap::new()).await?;
    statement.lines().iter().for_each(|line| println!("{line}"));
    anyhow::ensure!(statement.books_balance(), "the books do not add up");
    Ok(())
}
