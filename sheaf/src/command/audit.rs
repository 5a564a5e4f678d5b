//! `sheaf audit`: proves from the journals of a deployment, running or not, that nothing was lost and nothing happened twice.

use std::path::PathBuf;

use anyhow::Context as _;
use ledger::Unit;
use money::Signed;

use crate::audit::{self, Chain, Sources, Venue};
use crate::operator::pair;

/// What is audited.
#[derive(clap::Args)]
#[command(after_help = "\
It reads the journals <service>.journal or <service>.sqlite in the folder, or in folders <service> in it, and changes nothing. \
The chain and the venue are the embedded ones where their journals are there too (evm-node, sim-exchange).

Exit status 0: every rule holds. The first event that breaks one is named with its journal and number.")]
pub struct Options {
    /// The folder of the journals, e.g. that of `sheaf up --data`.
    #[arg(default_value = "data")]
    folder: PathBuf,
    /// A service's journal that is somewhere else, e.g. `solver=/backup/solver.sqlite` (repeatable).
    #[arg(long = "journal", value_name = "SERVICE=FILE", value_parser = pair::<PathBuf>)]
    journals: Vec<(String, PathBuf)>,
    /// Ask this node for the vault's balance and the tokens' supply.
    #[arg(long, value_name = "URL")]
    chain: Option<String>,
    /// Ask the venue for its balances, with the exchange adapter's configuration and keys.
    #[arg(long, value_name = "FILE")]
    venue: Option<PathBuf>,
    /// What the venue had before the first trade, beside the house's cash, e.g. `BTC=1.5` (repeatable; with --venue).
    #[arg(long = "opening", value_name = "ASSET=AMOUNT", value_parser = pair::<Signed>, requires = "venue")]
    openings: Vec<(String, Signed)>,
    /// One line of JSON.
    #[arg(long)]
    json: bool,
}

/// Audits, and fails when a rule is broken.
pub(crate) async fn run(options: Options) -> anyhow::Result<()> {
    let Options {
        folder,
        journals,
        chain,
        venue,
        openings,
        json,
    } = options;
    let mut sources = Sources::find(&folder, &journals)?;
    if let Some(path) = venue {
        let opening = openings
            .into_iter()
            .map(|(asset, amount)| (Unit::from(asset.as_str()), amount));
        sources.venue = Some(Venue::Live {
            config: Box::new(service::config::load(&path)?),
            opening: opening.collect(),
        });
    }
    if let Some(url) = chain {
        sources.chain = Some(Chain::Node(url));
    }
    let report = audit::audit(&sources).await.context("the audit")?;
    if json {
        let first = report.first_breach().map(|(rule, breach)| {
            let event = breach
                .place
                .and_then(|place| sources.journals.event(&place).ok()?);
            serde_json::json!({ "rule": rule, "breach": breach, "event": event })
        });
        let whole = serde_json::json!({
            "holds": report.holds(),
            "first_breach": first,
            "findings": report.findings,
        });
        println!("{whole}");
    } else {
        for line in audit::lines(&report, &sources.journals) {
            println!("{line}");
        }
    }
    anyhow::ensure!(report.holds(), "the journals break a rule");
    Ok(())
}
