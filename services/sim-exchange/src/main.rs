//! The sim-exchange binary.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;
use sim_exchange::{Config, config::RecordingConfig};

#[derive(Args)]
struct Markets {
    /// A recorded market, a file; may be repeated. Recordings replace all markets of the configuration.
    #[arg(long, value_name = "FILE")]
    market: Vec<PathBuf>,
    /// The seed of the seeded markets.
    #[arg(long)]
    seed: Option<u64>,
}

fn main() -> ExitCode {
    service::main_with("sim-exchange", adjust, sim_exchange::run)
}

fn adjust(config: &mut Config, arguments: Markets) {
    if !arguments.market.is_empty() {
        config.markets.clear();
        config.recordings = arguments
            .market
            .into_iter()
            .map(RecordingConfig::new)
            .collect();
    }
    if let Some(seed) = arguments.seed {
        config.venue.seed = seed;
    }
}
