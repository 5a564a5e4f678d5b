//! `sheaf rebalance`: how far the difference between an index's baskets is traded, and house cash for what its holders' is too little for.

use fix_codec::Timestamp;
use proto::v1::solver_client::SolverClient;
use proto::v1::{FundRebalanceRequest, GetRebalanceRequest, Rebalance, RebalanceState};
use service::grpc::Channel;
use tonic::Code;

use crate::operator::{At, command_id};
use crate::pages;
use crate::table::Table;

/// Changes of baskets.
#[derive(clap::Args)]
pub struct Options {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    at: At,
}

#[derive(clap::Subcommand)]
enum What {
    /// How the newest change of each index stands; indexes whose baskets never changed are left out.
    List,
    /// What was traded in an index's newest change, or in an earlier one, and what is left.
    Show {
        /// The index.
        index: String,
        /// The version that it changed to.
        #[arg(long, default_value_t = 0, hide_default_value = true)]
        version: u32,
    },
    /// Put house cash to that of an index's holders: what they have sold is too little for the newest basket.
    Fund {
        /// The index.
        index: String,
        /// How much.
        #[arg(long)]
        amount: String,
        /// The command's id: the same id again gives nothing a second time. By default one made from the time.
        #[arg(long)]
        id: Option<String>,
    },
}

/// Does it, and shows how it stands then.
pub(crate) async fn run(options: Options) -> anyhow::Result<()> {
    let at = options.at.clone();
    let table = answer(options).await?;
    at.print(&table);
    Ok(())
}

/// Does it; how it stands then.
pub(crate) async fn answer(Options { what, at }: Options) -> anyhow::Result<Table> {
    let mut solver = at.solver()?;
    Ok(match what {
        What::List => {
            let indexes = pages::indexes(&mut solver).await?.into_iter();
            list(&mut solver, indexes.map(|index| index.symbol)).await?
        }
        What::Show { index, version } => {
            let request = GetRebalanceRequest {
                index,
                to_version: version,
            };
            assets(&solver.get_rebalance(request).await?.into_inner())
        }
        What::Fund { index, amount, id } => {
            let request = FundRebalanceRequest {
                command_id: id.unwrap_or_else(command_id),
                index: index.clone(),
                amount,
            };
            solver.fund_rebalance(request).await?;
            list(&mut solver, [index]).await?
        }
    })
}

async fn list(
    solver: &mut SolverClient<Channel>,
    indexes: impl IntoIterator<Item = String>,
) -> anyhow::Result<Table> {
    let mut table = Table::new(&[
        "index",
        "from",
        "to",
        "begun",
        "state",
        "since",
        "cash",
        "in batches",
        "given",
        "short of",
    ]);
    for index in indexes {
        let request = GetRebalanceRequest {
            index,
            to_version: 0,
        };
        let report = match solver.get_rebalance(request).await {
            Ok(report) => report.into_inner(),
            Err(status) if status.code() == Code::NotFound => continue,
            Err(status) => return Err(status.into()),
        };
        let state = match report.state() {
            RebalanceState::Unspecified => "?",
            RebalanceState::Trading => "trading",
            RebalanceState::Waiting => "waiting",
            RebalanceState::Short => "short",
            RebalanceState::Done => "done",
        };
        let short = report.short.iter();
        let short: Vec<String> = short
            .map(|short| format!("{} {} for {}", short.quantity, short.asset, short.cash))
            .collect();
        table.row([
            report.index.clone(),
            report.from_version.to_string(),
            report.to_version.to_string(),
            time(report.begun_time_unix_ns),
            state.to_owned(),
            time(report.state_time_unix_ns),
            report.cash.clone(),
            report.in_flight.clone(),
            report.funded.clone(),
            short.join(", "),
        ]);
    }
    Ok(table)
}

/// Empty where it is not known.
fn time(unix_ns: i64) -> String {
    match unix_ns {
        0 => String::new(),
        known => Timestamp::from_unix_ns(known).to_string(),
    }
}

fn assets(report: &Rebalance) -> Table {
    let mut table = Table::new(&[
        "asset", "behind", "needed", "to sell", "to buy", "selling", "buying", "sold", "proceeds",
        "bought", "cost", "fees",
    ]);
    for asset in &report.assets {
        table.row([
            &asset.asset,
            &asset.behind,
            &asset.needed,
            &asset.to_sell,
            &asset.to_buy,
            &asset.selling,
            &asset.buying,
            &asset.sold,
            &asset.proceeds,
            &asset.bought,
            &asset.cost,
            &asset.fees,
        ]);
    }
    table
}
