//! `sheaf positions reconcile`: what the inventory says of our books beside what stands outside, as a table. A difference that nothing
//! explains fails the command.

use anyhow::ensure;
use proto::v1::{BalancePlace, Reconciled};

use crate::operator::At;
use crate::reconcile::{Opening, settled};
use crate::table::Table;

/// Compares, prints, and fails where nothing explains a difference.
pub(super) async fn run(at: &At, opening: &Opening) -> anyhow::Result<()> {
    let reply = settled(&mut at.peers()?, opening).await?;
    let columns = [
        "at",
        "of",
        "books",
        "outside",
        "difference",
        "why",
        "unexplained",
    ];
    let mut table = Table::new(&columns);
    let mut open = 0;
    for balance in reply.balances {
        open += usize::from(balance.unexplained != "0");
        let why = why(&balance);
        let place = place(&balance);
        table.row([
            place.to_owned(),
            balance.unit,
            balance.books,
            balance.outside,
            balance.difference,
            why,
            balance.unexplained,
        ]);
    }
    at.print(&table);
    ensure!(open == 0, "{open} differences are not explained");
    Ok(())
}

fn place(balance: &Reconciled) -> &'static str {
    match balance.place() {
        BalancePlace::Venue => "venue",
        BalancePlace::Token => "token",
        BalancePlace::Vault => "vault",
        BalancePlace::Unspecified => "",
    }
}

/// The causes, each with its amount.
fn why(balance: &Reconciled) -> String {
    let cause = |explained: &proto::v1::Explained| {
        let name = explained.cause().as_str_name();
        let name = name.trim_start_matches("DIFFERENCE_CAUSE_");
        let name = name.to_lowercase().replace('_', "-");
        format!("{name} {}", explained.amount)
    };
    balance
        .causes
        .iter()
        .map(cause)
        .collect::<Vec<_>>()
        .join(", ")
}
