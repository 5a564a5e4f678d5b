//! `sheaf collateral`: what clients have deposited, and where it is.

use proto::v1::GetCollateralRequest;

use crate::operator::At;
use crate::pages;
use crate::table::Table;

/// Whose.
#[derive(clap::Args)]
pub struct Options {
    /// One account; without it, all.
    account: Option<String>,
    #[command(flatten)]
    at: At,
}

/// Shows it.
pub(crate) async fn run(Options { account, at }: Options) -> anyhow::Result<()> {
    let mut solver = at.solver()?;
    let accounts = if let Some(account) = account {
        vec![account]
    } else {
        let listed = pages::accounts(&mut solver).await?.into_iter();
        listed.map(|account| account.name).collect()
    };
    let mut table = Table::new(&[
        "account",
        "currency",
        "deposited",
        "redeemed",
        "free",
        "reserved",
        "spent",
        "paying out",
        "paid out",
    ]);
    for account in accounts {
        let request = GetCollateralRequest { account };
        let found = solver.get_collateral(request).await?.into_inner();
        table.row([
            found.account,
            found.currency,
            found.deposited,
            found.redeemed,
            found.free,
            found.reserved,
            found.spent,
            found.paying_out,
            found.paid_out,
        ]);
    }
    at.print(&table);
    Ok(())
}
