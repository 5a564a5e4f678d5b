//! `sheaf payout`: an account's free cash goes to its own address, and the command waits for the chain.

use std::time::Duration;

use anyhow::{Context as _, bail};
use proto::v1::{
    CollateralChanged, RequestPayoutRequest, SubscribeRequest, solver_client::SolverClient,
    solver_event::Event,
};
use service::machine::unix_ns;

use crate::peers;

/// The longest that a payout is waited for. It goes on without the command.
const PAYOUT_TIMEOUT: Duration = Duration::from_mins(10);

/// Whose cash, and how much.
#[derive(clap::Args)]
pub struct Options {
    /// The solver's gRPC.
    #[arg(long, default_value = "http://127.0.0.1:7002")]
    solver: String,
    /// Account(1).
    #[arg(long)]
    account: String,
    /// How much, or "all" that is free.
    #[arg(long)]
    amount: String,
    /// The command's id: the same id again is the same payout, not a second one. By default one made from the time.
    #[arg(long)]
    id: Option<String>,
}

/// Asks, then prints each step until the payout has ended.
pub(crate) async fn run(options: Options) -> anyhow::Result<()> {
    let id = options
        .id
        .clone()
        .unwrap_or_else(|| format!("sheaf-payout-{}", unix_ns()));
    match tokio::time::timeout(PAYOUT_TIMEOUT, pay_out(&options, &id)).await {
        Ok(paid) => paid,
        Err(_) => bail!("payout {id} is still under way after {PAYOUT_TIMEOUT:?}"),
    }
}

async fn pay_out(options: &Options, id: &str) -> anyhow::Result<()> {
    let mut solver = SolverClient::new(peers::channel(&options.solver)?)
        .max_decoding_message_size(peers::ANSWER_BYTES_MAX);
    // From before the request, so that no step is missed; a repeat finds its payout further back.
    let subscribed = solver
        .subscribe(SubscribeRequest { from_sequence: 0 })
        .await?;
    let mut events = subscribed.into_inner();
    solver
        .request_payout(RequestPayoutRequest {
            command_id: id.to_owned(),
            account: options.account.clone(),
            amount: options.amount.clone(),
            session: String::new(),
            request_id: id.to_owned(),
        })
        .await
        .map_err(|status| anyhow::anyhow!("{}", status.message().to_owned()))?;
    loop {
        let event = events
            .message()
            .await?
            .context("the solver's stream ended")?;
        let Some(Event::CollateralChanged(changed)) = event.event else {
            continue;
        };
        if changed.request_id == id && has_ended(&changed)? {
            return Ok(());
        }
    }
}

/// Prints a step; whether it is the last.
fn has_ended(changed: &CollateralChanged) -> anyhow::Result<bool> {
    let CollateralChanged {
        cause,
        amount,
        payout_id,
        transaction_hash,
        text,
        collateral,
        ..
    } = changed;
    let free = collateral.as_ref().map_or("", |after| &after.free);
    match cause.as_str() {
        "payout-asked" => println!("payout {payout_id}: {amount} on its way, {free} left free"),
        "payout" => {
            println!("payout {payout_id}: {amount} paid out, transaction {transaction_hash}");
            return Ok(true);
        }
        _ => bail!("payout {payout_id}: {amount} free again: {text}"),
    }
    Ok(false)
}
