//! Audits of a deployment that runs, and of copies of its journals that somebody has changed.

use std::path::Path;

use ::audit::{Place, Rule, Source};
use anyhow::{Context as _, ensure};
use journal::{Entry, Journal, JournalReader};
use serde_json::Value;
use sheaf::audit::{Chain, Sources, audit, lines};

use crate::deployment::{Deployment, SERVICES};

/// Records that are read at once.
const READ_RECORDS: usize = 512;

/// Every rule holds while the services run: their journals are read as they are, the chain is asked.
pub async fn passes(deployment: &Deployment) -> anyhow::Result<()> {
    let sources = Sources {
        chain: Some(Chain::Node(deployment.rpc_url())),
        ..Sources::find(deployment.folder(), &[])?
    };
    holds(&sources).await
}

/// Every rule holds of the journals in a folder.
pub async fn holds(sources: &Sources) -> anyhow::Result<()> {
    let report = audit(sources).await?;
    let lines = lines(&report, &sources.journals);
    ensure!(report.holds(), "{}", lines.join("\n"));
    Ok(())
}

/// Copies every journal into `folder`, with one record of `source` changed: the first that `change` takes. Says which.
pub async fn copy_with(
    deployment: &Deployment,
    folder: &Path,
    source: Source,
    mut change: impl FnMut(&mut Value) -> bool,
) -> anyhow::Result<u64> {
    let mut changed = None;
    for service in SERVICES {
        let file = format!("{service}.journal");
        let mut entries = read(&deployment.folder().join(&file))?;
        if service == source.name() {
            let taken = entries.iter_mut().position(|entry| {
                let Ok(mut event) = serde_json::from_slice(&entry.payload) else {
                    return false;
                };
                let taken = change(&mut event);
                if taken {
                    entry.payload = event.to_string().into_bytes();
                }
                taken
            });
            changed = taken.map(|place| place as u64 + 1);
        }
        let copy = Journal::open(&folder.join(&file))?;
        for part in entries.chunks(READ_RECORDS) {
            copy.append(part.to_vec()).await?;
        }
    }
    changed.context("no record was changed")
}

/// The audit of a folder names the record as the first that breaks the rule.
pub async fn names(folder: &Path, rule: Rule, source: Source, sequence: u64) -> anyhow::Result<()> {
    let sources = Sources::find(folder, &[])?;
    let report = audit(&sources).await?;
    let finding = report.findings.iter().find(|finding| finding.rule == rule);
    let first = finding.and_then(|finding| finding.breaches.first());
    let place = first.and_then(|breach| breach.place);
    let named = |place: Place| (place.journal, place.sequence) == (source, sequence);
    let lines = lines(&report, &sources.journals);
    ensure!(place.is_some_and(named), "{}", lines.join("\n"));
    Ok(())
}

fn read(path: &Path) -> anyhow::Result<Vec<Entry>> {
    let reader = JournalReader::open(path)?;
    let (mut entries, mut after) = (Vec::new(), 0);
    loop {
        let records = reader.read(after, READ_RECORDS)?;
        let Some(newest) = records.last() else {
            return Ok(entries);
        };
        after = newest.sequence;
        entries.extend(records.into_iter().map(|record| Entry {
            time_unix_ns: record.time_unix_ns,
            trace: record.trace,
            payload: record.payload,
        }));
    }
}
