//! Snapshots of the engine: what is stored of its sessions, and the application's state where it can write it down.
//!
//! One is taken at a start that had to read many records, when the state is what the journal says and nothing has
//! happened yet; the next start reads it and the records after it. Where there is none that can be used, every record is
//! read. Sent messages stay in the journal: a snapshot says in which records they are.

use std::collections::HashMap;

use journal::{Journal, Snapshot};
use serde::{Deserialize, Serialize};

use crate::application::Application;
use crate::kept::Kept;
use crate::record::{self, Operation, RecordError};
use crate::store::{ReadError, Stored};

/// Records that a start reads before it leaves a snapshot for the next one; under load one has hundreds of messages.
pub const SNAPSHOT_RECORDS_MIN: u64 = 1_000;

/// What is stored of a session, as a snapshot has it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Written {
    pub(crate) next_incoming: u64,
    pub(crate) next_outgoing: u64,
    pub(crate) reserved: u64,
    /// [`Operation::Queued`] each, in their order.
    pub(crate) queued: Vec<u8>,
    pub(crate) kept: Kept,
    /// First number and record of each run of sent messages.
    pub(crate) runs: Vec<(u64, u64)>,
}

/// Why a snapshot is not the engine's.
#[derive(Debug, thiserror::Error)]
enum Unusable {
    #[error("its sessions or its application can't be read")]
    State(#[from] serde_json::Error),
    #[error("its messages that wait can't be read")]
    Queued(#[from] RecordError),
    #[error("it is cut off")]
    CutOff,
}

/// The sessions by name and the last record in them, as the newest snapshot has them; the application is then as it was
/// at that record. Nothing and 0 where none can be used.
pub(crate) async fn restored<A: Application>(
    application: &mut A,
    journal: &Journal,
) -> Result<(HashMap<String, Stored>, u64), ReadError> {
    let Some(form) = form(application) else {
        return Ok(Default::default());
    };
    let Some(snapshot) = journal.snapshot(&form).await? else {
        return Ok(Default::default());
    };
    match read(application, &snapshot.state) {
        Ok(sessions) => Ok((sessions, snapshot.sequence)),
        Err(unusable) => {
            let error = &unusable as &dyn std::error::Error;
            tracing::warn!(error, "a snapshot is left alone: every record is read");
            Ok(Default::default())
        }
    }
}

/// Takes a snapshot where many records were read since the one at `from`; `sequence` is the last one.
pub(crate) fn keep<A: Application>(
    application: &A,
    sessions: &HashMap<String, Stored>,
    (from, sequence): (u64, u64),
    journal: &Journal,
) {
    let Some(form) = form(application) else {
        return;
    };
    if sequence - from < SNAPSHOT_RECORDS_MIN {
        return;
    }
    let state = match write(application, sessions) {
        Ok(state) => state,
        Err(error) => {
            tracing::error!(%error, "the state can't be written down");
            return;
        }
    };
    let snapshot = Snapshot {
        sequence,
        form,
        state,
    };
    let journal = journal.clone();
    tokio::spawn(async move {
        if let Err(error) = journal.keep_snapshot(snapshot).await {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, sequence, "a snapshot can't be kept");
        }
    });
}

fn form(application: &impl Application) -> Option<String> {
    let form = application.snapshot_form()?;
    Some(format!("fix-engine 1, {form}"))
}

/// The length of the sessions' part, it, and the application's.
fn write<A: Application>(
    application: &A,
    sessions: &HashMap<String, Stored>,
) -> Result<Vec<u8>, serde_json::Error> {
    let sessions: HashMap<&str, Written> = sessions
        .iter()
        .map(|(name, stored)| (name.as_str(), stored.written()))
        .collect();
    let sessions = serde_json::to_vec(&sessions)?;
    let mut state = (sessions.len() as u64).to_le_bytes().to_vec();
    state.extend_from_slice(&sessions);
    state.extend_from_slice(&application.write_state()?);
    Ok(state)
}

/// The application comes last: it takes its part on, or stays as it is.
fn read<A: Application>(
    application: &mut A,
    state: &[u8],
) -> Result<HashMap<String, Stored>, Unusable> {
    let (length, rest) = state.split_first_chunk().ok_or(Unusable::CutOff)?;
    let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_| Unusable::CutOff)?;
    let (written, own) = rest.split_at_checked(length).ok_or(Unusable::CutOff)?;
    let written: HashMap<String, Written> = serde_json::from_slice(written)?;
    let mut sessions = HashMap::with_capacity(written.len());
    for (name, written) in written {
        let mut queued = Vec::new();
        for operation in record::read(&written.queued) {
            if let Operation::Queued(draft) = operation? {
                queued.push(draft);
            }
        }
        sessions.insert(name, Stored::of(written, queued));
    }
    application.read_state(own)?;
    Ok(sessions)
}
