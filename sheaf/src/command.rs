//! The commands, one module each.

mod audit;
mod buy;
mod collateral;
mod demo;
mod fit;
mod limits;
mod look;
mod orders;
mod payout;
mod positions;
pub(crate) mod rebalance;
mod sessions;
mod statement;
mod trading;
mod treasury;
mod up;

/// Index tokens over FIX.
#[derive(clap::Parser)]
#[command(name = "sheaf", version, after_help = HELP)]
pub enum Command {
    /// Run every service in this process, on embedded defaults.
    Up(up::Options),
    /// Run every service, play the clients, show each step, end with a statement and an audit.
    Demo(demo::Options),
    /// Deposit cash and buy an index over FIX, as a client of a running stack.
    Buy(buy::Options),
    /// Pay an account's free cash out to its own address, and wait for the chain.
    Payout(payout::Options),
    /// Show what moved an account's cash, with the balances before and after.
    Statement(statement::Options),
    /// Show the orders, the collateral, the lots and the books of a running stack.
    Look(look::Options),
    /// Prove from the journals that nothing was lost and nothing happened twice.
    Audit(audit::Options),
    /// Index orders: list them, cancel many.
    Orders(orders::Options),
    /// What clients have deposited, and where it is.
    Collateral(collateral::Options),
    /// Open, close or halt an index, or everything.
    Trading(trading::Options),
    /// Changes of baskets: what is traded of the difference for the holders, and house cash for them.
    Rebalance(rebalance::Options),
    /// Cash that is moved between the vault and the venue: tell the books, list.
    Treasury(treasury::Options),
    /// What accounts may do before the trade.
    Limits(limits::Options),
    /// FIX sessions: who is there, log out, disable, reset.
    Sessions(sessions::Options),
    /// What is held, what it is worth, its lots, and whether the venue and the chain agree.
    Positions(positions::Options),
    /// Decide one batch from a problem in JSON, and print the answer as JSON.
    Fit(fit::Options),
}

/// What stands below the list of commands.
const HELP: &str = "\
Operators: orders, collateral, trading, rebalance, treasury, limits, sessions and positions ask the services over gRPC, by default on this machine's ports
7001 to 7005. --solver URL and the like, or SHEAF_SOLVER and the like in the environment, say where else; --json is for programs.

  sheaf trading halt --text 'the venue is down'      everything stands still; what is in flight settles
  sheaf orders cancel --everything --text 'sorry'    and no order is left open";

impl Command {
    /// Does it.
    pub async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Up(options) => up::run(options).await,
            Self::Demo(options) => demo::run(options).await,
            Self::Buy(options) => buy::run(options).await,
            Self::Fit(options) => fit::run(&options),
            Self::Audit(options) => audit::run(options).await,
            Self::Look(options) => look::run(options).await,
            Self::Orders(options) => orders::run(options).await,
            Self::Collateral(options) => collateral::run(options).await,
            Self::Trading(options) => trading::run(options).await,
            Self::Rebalance(options) => rebalance::run(options).await,
            Self::Treasury(options) => treasury::run(options).await,
            Self::Limits(options) => limits::run(options).await,
            Self::Sessions(options) => sessions::run(options).await,
            Self::Positions(options) => positions::run(options).await,
            Self::Payout(options) => payout::run(options).await,
            Self::Statement(options) => statement::run(options).await,
        }
    }
}

/// Telemetry of a command whose output is for people: only warnings are logged.
fn quiet(otlp_endpoint: Option<&str>) -> telemetry::Config {
    telemetry::Config {
        otlp_endpoint: otlp_endpoint.map(str::to_owned),
        log: "warn".into(),
        ..telemetry::Config::default()
    }
}
