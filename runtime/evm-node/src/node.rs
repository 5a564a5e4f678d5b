//! One task owns the chain: it takes inputs from a bounded queue, makes what they change durable, then answers.
//!
//! Transactions that arrive together are stored with one sync. A block is mined shortly after a transaction that can
//! run, and at every interval, so that confirmations advance. Nobody sees a transaction or block that is not durable.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use alloy::primitives::{Address, B256, U64, U256};
use journal::{Entry, Journal, JournalError};
use serde_json::Value;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use crate::chain::{Chain, Record, ReplayError};
use crate::error::RpcError;
use crate::pool::SignedTransaction;
use crate::query::{self, Query};
use crate::request::Call;
use crate::transaction::encode;

/// Inputs that may wait for the chain's task.
pub(crate) const INPUTS_WAITING_MAX: usize = 1024;
/// Transactions stored with one sync.
pub(crate) const GROUP_TRANSACTIONS_MAX: usize = 256;
/// Blocks that one test request may mine.
pub(crate) const MINE_BLOCKS_MAX: u64 = 10_000;

const READ_RECORDS: usize = 512;

/// Why the chain's task cannot start or go on.
#[derive(Debug, thiserror::Error)]
pub enum NodeError {
    /// The journal cannot be read or written.
    #[error("the journal failed")]
    Journal(#[from] JournalError),
    /// A record is none of this node's.
    #[error("record {sequence} of the journal is not of this node")]
    Record {
        /// Which one.
        sequence: u64,
        /// Why.
        source: serde_json::Error,
    },
    /// The records do not give the chain that they gave before.
    #[error("the journal cannot be replayed")]
    Replay(#[from] ReplayError),
}

type Reply<T> = oneshot::Sender<Result<T, RpcError>>;

enum Input {
    Ask(Query, Reply<Value>),
    Send(SignedTransaction, Reply<Value>),
    Mine(u64, Reply<Value>),
    Rewind(u64, Reply<Value>),
}

/// Talks to the chain's task; clones share it.
#[derive(Clone)]
pub(crate) struct Node {
    inputs: mpsc::Sender<Input>,
}

impl Node {
    /// Performs what a request asks for.
    pub(crate) async fn perform(&self, call: Call) -> Result<Value, RpcError> {
        let (reply, answer) = oneshot::channel();
        let input = match call {
            Call::Known(answer) => return Ok(answer),
            Call::Ask(query) => Input::Ask(query, reply),
            Call::Snapshot => Input::Ask(Query::BlockNumber, reply),
            Call::Send(transaction) => Input::Send(transaction, reply),
            Call::Mine(blocks) => Input::Mine(blocks, reply),
            Call::Rewind(number) => Input::Rewind(number, reply),
        };
        self.inputs
            .send(input)
            .await
            .map_err(|_| RpcError::stopping())?;
        answer.await.map_err(|_| RpcError::stopping())?
    }
}

/// When blocks are mined.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    pub(crate) interval: Duration,
    pub(crate) coalesce: Duration,
}

/// The task that owns the chain.
pub(crate) struct Task {
    chain: Chain,
    journal: Journal,
    inputs: mpsc::Receiver<Input>,
    pace: Pace,
    last_block: Instant,
    first_ready: Option<Instant>,
}

/// Replays the journal, or starts a new chain in an empty one.
pub(crate) async fn open(
    journal: Journal,
    chain_id: u64,
    funded: &[Address],
    balance: U256,
    pace: Pace,
) -> Result<(Node, Task), NodeError> {
    let genesis = Record::Genesis {
        chain_id,
        timestamp: unix_seconds(),
    };
    if journal.last_sequence() == 0 {
        append(&journal, vec![genesis]).await?;
    }
    let mut chain = None;
    let mut sequence = 0;
    loop {
        let records = journal.read(sequence, READ_RECORDS).await?;
        let Some(newest) = records.last() else { break };
        sequence = newest.sequence;
        for record in records {
            let read =
                serde_json::from_slice(&record.payload).map_err(|source| NodeError::Record {
                    sequence: record.sequence,
                    source,
                })?;
            match (&mut chain, read) {
                (Some(chain), read) => Chain::replay(chain, read)?,
                (
                    None,
                    Record::Genesis {
                        chain_id: found,
                        timestamp,
                    },
                ) if found == chain_id => {
                    chain = Some(Chain::new(chain_id, timestamp, funded, balance));
                }
                (
                    None,
                    Record::Genesis {
                        chain_id: found, ..
                    },
                ) => {
                    return Err(ReplayError::OtherChain {
                        found,
                        expected: chain_id,
                    }
                    .into());
                }
                (None, _) => return Err(ReplayError::Genesis.into()),
            }
        }
    }
    let chain = chain.ok_or(ReplayError::Genesis)?;
    tracing::info!(
        chain_id,
        number = chain.head().header.number,
        "chain opened"
    );
    let (sender, inputs) = mpsc::channel(INPUTS_WAITING_MAX);
    let first_ready = chain.has_ready().then(Instant::now);
    let task = Task {
        chain,
        journal,
        inputs,
        pace,
        last_block: Instant::now(),
        first_ready,
    };
    Ok((Node { inputs: sender }, task))
}

impl Task {
    /// Owns the chain until `shutdown`.
    pub(crate) async fn run(mut self, shutdown: CancellationToken) -> Result<(), NodeError> {
        loop {
            let interval = self.last_block + self.pace.interval;
            let due = self
                .first_ready
                .map_or(interval, |ready| interval.min(ready + self.pace.coalesce));
            tokio::select! {
                () = shutdown.cancelled() => return Ok(()),
                () = sleep_until(due) => self.mine().await?,
                input = self.inputs.recv() => match input {
                    Some(input) => self.take(input).await?,
                    None => return Ok(()),
                },
            }
        }
    }

    async fn take(&mut self, input: Input) -> Result<(), NodeError> {
        match input {
            Input::Ask(query, reply) => {
                // Whoever asked may have gone; the answer is then for nobody.
                let _ = reply.send(query::answer(&self.chain, &query, unix_seconds()));
            }
            Input::Send(transaction, reply) => {
                return self.take_transactions(transaction, reply).await;
            }
            Input::Mine(blocks, reply) => {
                for _ in 0..blocks.min(MINE_BLOCKS_MAX) {
                    self.mine().await?;
                }
                let _ = reply.send(Ok(Value::String("0x0".to_owned())));
            }
            Input::Rewind(number, reply) => {
                let known = number <= self.chain.head().header.number;
                if known {
                    append(&self.journal, vec![Record::Rewound { number }]).await?;
                    self.chain.rewind(number);
                    self.first_ready = None;
                }
                let _ = reply.send(Ok(Value::Bool(known)));
            }
        }
        Ok(())
    }

    /// Takes a transaction and those right behind it in the queue, and stores them with one sync.
    async fn take_transactions(
        &mut self,
        first: SignedTransaction,
        reply: Reply<Value>,
    ) -> Result<(), NodeError> {
        let mut waiting = Some((first, reply));
        let mut records = Vec::new();
        let mut accepted = Vec::new();
        let mut other = None;
        while let Some((transaction, reply)) = waiting.take() {
            let hash = *transaction.tx_hash();
            match self.chain.check(&transaction) {
                Ok(()) => {
                    records.push(Record::Transaction {
                        raw: encode(&transaction),
                    });
                    // Accepted before it is durable so that the next one is checked against it; nobody can see it.
                    self.chain.accept(transaction);
                    accepted.push((hash, reply));
                }
                Err(refusal) => {
                    let _ = reply.send(Err(refusal.into()));
                }
            }
            if accepted.len() < GROUP_TRANSACTIONS_MAX {
                match self.inputs.try_recv() {
                    Ok(Input::Send(transaction, reply)) => waiting = Some((transaction, reply)),
                    Ok(input) => other = Some(input),
                    Err(_) => {}
                }
            }
        }
        self.acknowledge(records, accepted).await?;
        match other {
            Some(input) => Box::pin(self.take(input)).await,
            None => Ok(()),
        }
    }

    async fn acknowledge(
        &mut self,
        records: Vec<Record>,
        accepted: Vec<(B256, Reply<Value>)>,
    ) -> Result<(), NodeError> {
        append(&self.journal, records).await?;
        if self.first_ready.is_none() && self.chain.has_ready() {
            self.first_ready = Some(Instant::now());
        }
        for (hash, reply) in accepted {
            let _ = reply.send(Ok(Value::String(hash.to_string())));
        }
        Ok(())
    }

    async fn mine(&mut self) -> Result<(), NodeError> {
        let built = self.chain.build(unix_seconds());
        append(&self.journal, vec![built.record()]).await?;
        self.chain.publish(built);
        self.last_block = Instant::now();
        self.first_ready = self.chain.has_ready().then(Instant::now);
        let head = &self.chain.head();
        tracing::debug!(number = head.header.number, transactions = head.transactions.len(), pending = %U64::from(self.chain.pool().len()), "block mined");
        Ok(())
    }
}

async fn append(journal: &Journal, records: Vec<Record>) -> Result<(), NodeError> {
    let entries = records
        .iter()
        .map(|record| Entry {
            time_unix_ns: i64::try_from(unix().as_nanos()).unwrap_or(i64::MAX),
            trace: String::new(),
            payload: serde_json::to_vec(record).expect("a record is plain data"),
        })
        .collect::<Vec<_>>();
    if !entries.is_empty() {
        journal.append(entries).await?;
    }
    Ok(())
}

fn unix() -> Duration {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
}

fn unix_seconds() -> u64 {
    unix().as_secs()
}
