//! `sheaf orders`: what is open, and how to end it.

use anyhow::ensure;
use proto::v1::{
    CancelOrdersRequest, IndexOrder, ListOrdersRequest, SubscribeRequest, solver_event::Event,
};

use crate::operator::{At, command_id};
use crate::table::Table;

/// Index orders.
#[derive(clap::Args)]
pub struct Options {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    at: At,
}

#[derive(clap::Subcommand)]
enum What {
    /// Those whose buying has not ended, or all; of more than 5,000, the newest.
    List {
        #[command(flatten)]
        whose: Whose,
        /// Ended ones as well.
        #[arg(long)]
        all: bool,
    },
    /// Cancel every open order that fits: what is in flight settles first, what is filled is minted.
    Cancel {
        #[command(flatten)]
        whose: Whose,
        /// Where nothing else is said: of every account, session and index.
        #[arg(long)]
        everything: bool,
        /// Why: the clients are told.
        #[arg(long)]
        text: String,
    },
}

/// Orders that fit all that is given.
#[derive(clap::Args)]
struct Whose {
    /// Of this account.
    #[arg(long)]
    account: Option<String>,
    /// Of this session, e.g. `FIX.4.4:SHEAF->CLIENT1`.
    #[arg(long)]
    session: Option<String>,
    /// In this index.
    #[arg(long)]
    index: Option<String>,
}

/// Does it.
pub(crate) async fn run(Options { what, at }: Options) -> anyhow::Result<()> {
    match what {
        What::List { whose, all } => list(&at, whose, all).await,
        What::Cancel {
            whose,
            everything,
            text,
        } => {
            let is_all =
                whose.account.is_none() && whose.session.is_none() && whose.index.is_none();
            ensure!(
                is_all == everything,
                "say whose orders, or --everything, and not both"
            );
            cancel(&at, whose, text).await
        }
    }
}

async fn list(at: &At, whose: Whose, all: bool) -> anyhow::Result<()> {
    let request = ListOrdersRequest {
        account: whose.account.unwrap_or_default(),
        session: whose.session.unwrap_or_default(),
        index: whose.index.unwrap_or_default(),
        open_only: !all,
        ..ListOrdersRequest::default()
    };
    let orders = at.solver()?.list_orders(request).await?.into_inner().orders;
    let mut table = Table::new(&[
        "order",
        "cl_ord_id",
        "session",
        "account",
        "index",
        "status",
        "cash",
        "spent",
        "remaining",
        "units",
        "returned",
        "text",
    ]);
    for order in orders {
        let status = status(&order);
        table.row([
            order.order_id,
            order.cl_ord_id,
            order.session,
            order.account,
            order.index,
            status,
            order.cash,
            order.spent,
            order.remaining_cash,
            order.units,
            order.returned,
            order.text,
        ]);
    }
    at.print(&table);
    Ok(())
}

fn status(order: &IndexOrder) -> String {
    let name = order.status().as_str_name();
    let name = name.strip_prefix("ORDER_STATUS_").unwrap_or(name);
    name.to_ascii_lowercase().replace('_', " ")
}

async fn cancel(at: &At, whose: Whose, text: String) -> anyhow::Result<()> {
    let request = CancelOrdersRequest {
        command_id: command_id(),
        session: whose.session.unwrap_or_default(),
        cl_ord_id: String::new(),
        account: whose.account.unwrap_or_default(),
        index: whose.index.unwrap_or_default(),
        text,
    };
    let mut solver = at.solver()?;
    let sequence = solver.cancel_orders(request).await?.into_inner().sequence;
    // The last event of the command says how many there were.
    let from_sequence = sequence.saturating_sub(1);
    let request = SubscribeRequest { from_sequence };
    let mut events = solver.subscribe(request).await?.into_inner();
    let told = events.message().await?.and_then(|told| told.event);
    let mut table = Table::new(&["cancelled", "pending"]);
    if let Some(Event::OrdersCancelled(cancelled)) = told {
        table.row([cancelled.cancelled, cancelled.pending]);
    }
    at.print(&table);
    Ok(())
}
