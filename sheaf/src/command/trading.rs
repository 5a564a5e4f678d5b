//! `sheaf trading`: the switches of the indexes and of everything.

use proto::v1::{SetTradingRequest, TradingState};

use crate::operator::{At, command_id};
use crate::pages;
use crate::table::Table;

/// The switches.
#[derive(clap::Args)]
pub struct Options {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    at: At,
}

#[derive(clap::Subcommand)]
enum What {
    /// How each index stands: the stricter of its own switch and everything's.
    Show,
    /// Take orders and buy.
    Open(Which),
    /// Take no new orders; those there are work on to their end.
    Close(Which),
    /// Take no new orders and make no new batches. What is in flight settles, cancels are taken, mints go on.
    Halt(Which),
}

#[derive(clap::Args)]
struct Which {
    /// The index; without it, everything.
    index: Option<String>,
    /// Why: the clients are told.
    #[arg(long, default_value = "")]
    text: String,
}

/// Does it, and shows how each index stands then.
pub(crate) async fn run(Options { what, at }: Options) -> anyhow::Result<()> {
    let mut solver = at.solver()?;
    let switch = match what {
        What::Show => None,
        What::Open(which) => Some((which, TradingState::Open)),
        What::Close(which) => Some((which, TradingState::Closed)),
        What::Halt(which) => Some((which, TradingState::Halted)),
    };
    if let Some((Which { index, text }, state)) = switch {
        let request = SetTradingRequest {
            command_id: command_id(),
            index: index.unwrap_or_default(),
            state: state.into(),
            text,
        };
        solver.set_trading(request).await?;
    }
    let indexes = pages::indexes(&mut solver).await?;
    let mut table = Table::new(&["index", "name", "version", "state", "text"]);
    for index in indexes {
        let state = match index.state() {
            TradingState::Unspecified => "?",
            TradingState::Open => "open",
            TradingState::Closed => "closed",
            TradingState::Halted => "halted",
        };
        table.row([
            index.symbol,
            index.name,
            index.version.to_string(),
            state.to_owned(),
            index.state_text,
        ]);
    }
    at.print(&table);
    Ok(())
}
