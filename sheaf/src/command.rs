//! The commands, one module each.

mod audit;
mod buy;
mod demo;
mod fit;
mod look;
mod payout;
mod statement;
mod up;

/// Index tokens over FIX.
#[derive(clap::Parser)]
#[command(name = "sheaf", version)]
pub enum Command {
    /// Run every service in this process, on embedded defaults.
    Up(up::Options),
    /// Run every service, play the clients, show each step, end with a statement.
    Demo(demo::Options),
    /// Deposit cash and buy an index over FIX, as a client of a running stack.
    Buy(buy::Options),
    /// Decide one batch from a problem in JSON, and print the answer as JSON.
    Fit(fit::Options),
    /// Prove from the journals that nothing was lost and nothing happened twice.
    Audit(audit::Options),
    /// Show the orders, the collateral, the lots and the books of a running stack.
    Look(look::Options),
    /// Pay an account's free cash out to its own address.
    Payout(payout::Options),
    /// Show what moved an account's cash, with the balances before and after.
    Statement(statement::Options),
}

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
