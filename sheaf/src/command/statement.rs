//! `sheaf statement`: what moved an account's cash, with the balances before and after.

use anyhow::{Context as _, ensure};
use fix_codec::Timestamp;
use money::Cash;
use proto::v1::{
    Collateral, GetStatementRequest, Movement, Statement, solver_client::SolverClient,
};

use crate::peers;

/// Whose, and of what time.
#[derive(clap::Args)]
pub struct Options {
    /// The solver's gRPC.
    #[arg(long, default_value = "http://127.0.0.1:7002")]
    solver: String,
    /// Account(1).
    #[arg(long)]
    account: String,
    /// From this time on, UTC: 20260131 or 20260131-12:00:00. From the beginning, unless it is given.
    #[arg(long, value_parser = time)]
    from: Option<i64>,
    /// Before this time. Until now, unless it is given.
    #[arg(long, value_parser = time)]
    to: Option<i64>,
}

fn time(text: &str) -> Result<i64, String> {
    let whole = if text.contains('-') {
        text.to_owned()
    } else {
        format!("{text}-00:00:00")
    };
    Timestamp::parse(whole.as_bytes())
        .map(Timestamp::unix_ns)
        .ok_or_else(|| "no time such as 20260131 or 20260131-12:00:00".to_owned())
}

/// Prints it, page by page. Fails when it does not add up.
pub(crate) async fn run(options: Options) -> anyhow::Result<()> {
    let mut solver = SolverClient::new(peers::channel(&options.solver)?)
        .max_decoding_message_size(peers::ANSWER_BYTES_MAX);
    let mut request = GetStatementRequest {
        account: options.account,
        from_unix_ns: options.from.unwrap_or(0),
        to_unix_ns: options.to.unwrap_or(0),
        after_sequence: 0,
    };
    let mut opening: Option<Collateral> = None;
    loop {
        let answer = solver.get_statement(request.clone()).await;
        let page = answer
            .map_err(|status| anyhow::anyhow!("{}", status.message().to_owned()))?
            .into_inner();
        check(&page)?;
        if opening.is_none() {
            opening.clone_from(&page.opening);
            println!("{}", balances("opening", page.opening.as_ref()));
        }
        for movement in &page.movements {
            println!("{}", line(movement));
        }
        match page.movements.last() {
            Some(last) if page.more => request.after_sequence = last.sequence,
            Some(_) | None => {
                println!("{}", balances("closing", page.closing.as_ref()));
                return Ok(());
            }
        }
    }
}

fn line(movement: &Movement) -> String {
    let kind = movement.kind().as_str_name();
    let kind = kind.trim_start_matches("MOVEMENT_KIND_").to_lowercase();
    let of = [
        &movement.cl_ord_id,
        &movement.index,
        &movement.payout_id,
        &movement.transaction_hash,
        &movement.text,
    ];
    let of: Vec<&str> = of
        .into_iter()
        .map(String::as_str)
        .filter(|text| !text.is_empty())
        .collect();
    format!(
        "{} {:>8} {kind:<16}{:>18}{}  {}",
        Timestamp::from_unix_ns(movement.time_unix_ns),
        movement.sequence,
        movement.amount,
        columns(movement.after.as_ref()),
        of.join(" ")
    )
}

fn balances(name: &str, collateral: Option<&Collateral>) -> String {
    format!("{name:<68}{}", columns(collateral))
}

/// Free, reserved, paying out.
fn columns(collateral: Option<&Collateral>) -> String {
    collateral.map_or_else(String::new, |after| {
        format!(
            "{:>18}{:>18}{:>18}",
            after.free, after.reserved, after.paying_out
        )
    })
}

/// Opening and every net are the closing.
fn check(page: &Statement) -> anyhow::Result<()> {
    let mut sum = held(page.opening.as_ref())?;
    for movement in &page.movements {
        sum = sum.checked_add(Cash::parse_signed(&movement.net)?)?;
    }
    let closing = held(page.closing.as_ref())?;
    ensure!(
        sum == closing,
        "the movements lead to {sum}, not to {closing}"
    );
    Ok(())
}

fn held(collateral: Option<&Collateral>) -> anyhow::Result<Cash> {
    let collateral = collateral.context("a statement without its balances")?;
    let purses = [
        &collateral.free,
        &collateral.reserved,
        &collateral.paying_out,
    ];
    let mut sum = Cash::ZERO;
    for purse in purses {
        sum = sum.checked_add(purse.parse()?)?;
    }
    Ok(sum)
}
