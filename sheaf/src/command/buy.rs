//! `sheaf buy`: a client of a running stack on a development chain: deposits, logs on, orders, waits for the Confirmation.

use std::{net::SocketAddr, time::Duration};

use anyhow::bail;
use proto::v1::chain_minter_client::ChainMinterClient;

use crate::{
    client::{self, Report, Sequences},
    peers,
};

/// The longest that an order may take.
const ORDER_TIMEOUT: Duration = Duration::from_mins(2);

/// Who buys what, and where.
#[derive(clap::Args)]
pub struct Options {
    /// The acceptor's FIX port.
    #[arg(long, default_value = "127.0.0.1:9876")]
    fix: SocketAddr,
    /// The chain minter's gRPC, for the addresses of the contracts.
    #[arg(long, default_value = "http://127.0.0.1:7005")]
    chain_minter: String,
    /// The chain's JSON-RPC.
    #[arg(long, default_value = "http://127.0.0.1:8545")]
    rpc: String,
    /// Which client of the development configuration: session CLIENTn, account ACC-n, the chain's n-th account.
    #[arg(long, default_value_t = 1)]
    client: usize,
    /// The index.
    #[arg(long)]
    index: String,
    /// Cash to spend.
    #[arg(long)]
    cash: String,
    /// ClOrdID(11); by default one made from the time.
    #[arg(long)]
    cl_ord_id: Option<String>,
    /// Only deposit the cash; somebody else orders.
    #[arg(long)]
    deposit_only: bool,
}

/// Buys, and prints each message that comes.
pub(crate) async fn run(options: Options) -> anyhow::Result<()> {
    let minter = ChainMinterClient::new(peers::channel(&options.chain_minter)?)
        .max_decoding_message_size(peers::ANSWER_BYTES_MAX);
    let contracts = peers::contracts(&minter).await?;
    let chain = client::on_chain(options.client, &options.rpc, &contracts).await?;
    let transaction = client::deposit(&chain, &options.cash).await?;
    println!(
        "deposited {} from {}, transaction {transaction}",
        options.cash,
        chain.address()
    );
    if options.deposit_only {
        return Ok(());
    }
    match tokio::time::timeout(ORDER_TIMEOUT, order(&options)).await {
        Ok(ordered) => ordered,
        Err(_) => bail!("no Confirmation(AK) within {ORDER_TIMEOUT:?}"),
    }
}

async fn order(options: &Options) -> anyhow::Result<()> {
    let mut session = client::log_on(
        options.fix,
        &client::comp_id(options.client),
        Sequences::Reset,
    )
    .await?;
    let cl_ord_id = options
        .cl_ord_id
        .clone()
        .unwrap_or_else(|| format!("buy-{}", service::machine::unix_ns()));
    let account = client::account(options.client);
    let draft = client::new_order_single(&cl_ord_id, &account, &options.index, &options.cash);
    session.send(draft).await?;
    loop {
        let message = session.receive().await?.message;
        println!("{}", client::wire_text(&message));
        match client::read(&message) {
            Report::Confirmation {
                cl_ord_id: confirmed,
                ..
            } if confirmed == cl_ord_id => break,
            Report::Execution {
                exec_type: '8' | '4' | 'C',
                fields,
            } if fields.cl_ord_id == cl_ord_id => {
                bail!("the order ended without units: {}", fields.text)
            }
            Report::Execution { .. }
            | Report::Confirmation { .. }
            | Report::Collateral { .. }
            | Report::Other(_) => {}
        }
    }
    session.logout().await?;
    Ok(())
}
