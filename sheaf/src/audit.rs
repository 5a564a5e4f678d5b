//! Auditing a deployment: reads its journals, and what the venue and the chain say, and gives all of it to the rules
//! (`crates/audit`). It only reads: journals of running services and of killed ones alike.

mod chain;
mod journals;
mod print;
mod venue;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ::audit::Report;
use anyhow::Context as _;
use ledger::Unit;
use money::Signed;

pub use journals::{Journals, NotFound};
pub use print::{lines, verdicts};

/// What the chain is asked.
#[derive(Clone, Debug)]
pub enum Chain {
    /// A node, by its JSON-RPC.
    Node(String),
    /// The journal of the embedded chain: it is replayed in this process.
    Journal(PathBuf),
}

/// What the venue is asked.
#[derive(Clone, Debug)]
pub enum Venue {
    /// The venue itself, with the configuration of the exchange adapter that trades there.
    Live {
        /// Whose URL and keys are used.
        config: Box<exchange_adapter::Config>,
        /// What was there before the first trade, beside the house's cash.
        opening: BTreeMap<Unit, Signed>,
    },
    /// The journal of the simulated exchange.
    Journal(PathBuf),
}

/// What an audit looks at.
pub struct Sources {
    /// The services' journals.
    pub journals: Journals,
    /// The venue; none: not looked at.
    pub venue: Option<Venue>,
    /// The chain; none: not looked at.
    pub chain: Option<Chain>,
}

impl Sources {
    /// The journals in a folder, but for those that are named with their paths; the venue and the chain are the embedded ones, where
    /// their journals are there.
    pub fn find(folder: &Path, named: &[(String, PathBuf)]) -> Result<Self, NotFound> {
        let embedded = |service| journals::find(folder, named, service).ok();
        Ok(Self {
            journals: Journals::find(folder, named)?,
            venue: embedded("sim-exchange").map(Venue::Journal),
            chain: embedded("evm-node").map(Chain::Journal),
        })
    }
}

/// Reads everything and says what was found.
pub async fn audit(sources: &Sources) -> anyhow::Result<Report> {
    let quiet = QuietPanics::new();
    let mut audit = ::audit::audit(|audit| sources.journals.read(audit))?;
    let venue = match &sources.venue {
        Some(Venue::Journal(path)) => Some(venue::of_journal(path, &mut audit)?),
        Some(Venue::Live { config, opening }) => {
            Some(venue::live(config, opening.clone(), &audit).await?)
        }
        None => None,
    };
    drop(quiet);
    let chain = match &sources.chain {
        Some(Chain::Node(url)) => chain::statement(url, &audit).await?,
        Some(Chain::Journal(path)) => chain::of_journal(path, &audit)
            .await
            .with_context(|| format!("the chain in {}", path.display()))?,
        None => None,
    };
    Ok(audit.report(venue.as_ref(), chain.as_ref()))
}

/// An event that its machine does not accept is a finding, told with all others: the panic that says so is not printed besides.
struct QuietPanics;

impl QuietPanics {
    fn new() -> Self {
        std::panic::set_hook(Box::new(|_| {}));
        Self
    }
}

impl Drop for QuietPanics {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let _ = std::panic::take_hook();
        }
    }
}
