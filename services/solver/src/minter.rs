//! The chain minter: its deposits, burns, mints and payouts become commands; complete orders become mints; indexes get their token contracts.

use std::collections::BTreeSet;
use std::sync::Arc;

use issuance::{Burn, Command, Deposit, Index, OrderId, Stream};
use money::{Cash, Units};
use proto::v1;
use proto::v1::chain_minter_client::ChainMinterClient;
use proto::v1::minter_event::Event;
use service::follow::Follower;
use service::grpc::Channel;
use service::retry::{Backoff, until_answered};
use telemetry::names;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tonic::{Status, Streaming};
use tracing::Instrument as _;

use crate::machine::Handle;
use crate::{RunError, status};

pub(crate) struct MinterFollower {
    pub(crate) handle: Handle,
    pub(crate) minter: ChainMinterClient<Channel>,
}

impl Follower for MinterFollower {
    type Event = v1::MinterEvent;
    type Error = RunError;

    async fn subscribe(&mut self) -> Result<Streaming<v1::MinterEvent>, Status> {
        let position = self
            .handle
            .query(|solver, _| solver.0.position(Stream::Minter))
            .await;
        let from_sequence = position.map_err(status::of_stopped)?;
        Ok(self
            .minter
            .subscribe(v1::SubscribeMinterRequest { from_sequence })
            .await?
            .into_inner())
    }

    async fn take(&mut self, event: v1::MinterEvent) -> Result<(), RunError> {
        let position = event.sequence;
        let command = match event.event {
            Some(Event::DepositConfirmed(message)) => deposit(position, message),
            Some(Event::BurnConfirmed(message)) => burn(position, message),
            Some(Event::MintConfirmed(mint)) => Command::ConfirmMint {
                position,
                mint_id: mint.mint_id,
                transaction_hash: mint.transaction_hash,
                block_number: mint.block_number,
            },
            Some(Event::TransactionFailed(failed)) => Command::FailTransaction {
                position,
                id: failed.id,
                text: failed.text,
            },
            Some(Event::PayoutConfirmed(payout)) => Command::ConfirmPayout {
                position,
                payout_id: payout.payout_id,
                transaction_hash: payout.transaction_hash,
                block_number: payout.block_number,
            },
            // Nothing of ours: coming again after a restart, they are passed over again.
            Some(Event::MintAccepted(_)) | None => return Ok(()),
        };
        self.handle
            .command(command, event.traceparent)
            .await
            .map_err(RunError::from)?;
        Ok(())
    }
}

fn deposit(position: u64, message: v1::DepositConfirmed) -> Command {
    match Cash::parse(&message.amount) {
        Ok(amount) => Command::RecordDeposit {
            position,
            deposit: Deposit {
                deposit_id: message.deposit_id,
                from: message.from.to_lowercase(),
                amount,
                transaction_hash: message.transaction_hash,
                block_number: message.block_number,
            },
        },
        Err(problem) => unreadable(
            position,
            format!(
                "deposit {} of {:?}: {problem}",
                message.deposit_id, message.amount
            ),
        ),
    }
}

fn burn(position: u64, message: v1::BurnConfirmed) -> Command {
    match Units::parse(&message.units) {
        Ok(units) => Command::RecordBurn {
            position,
            burn: Burn {
                burn_id: message.burn_id,
                index: message.index.into(),
                from: message.from.to_lowercase(),
                units,
                transaction_hash: message.transaction_hash,
                block_number: message.block_number,
            },
        },
        Err(problem) => unreadable(
            position,
            format!("burn {} of {:?}: {problem}", message.burn_id, message.units),
        ),
    }
}

fn unreadable(position: u64, text: String) -> Command {
    Command::Skip {
        stream: Stream::Minter,
        position,
        text,
    }
}

/// A mint to ask for.
struct Mint {
    order: OrderId,
    traceparent: String,
    request: v1::MintRequest,
}

/// Sees that every index has its token contract, and that every complete order is minted.
pub(crate) async fn mint(
    handle: Handle,
    minter: ChainMinterClient<Channel>,
    work: Arc<Notify>,
    shutdown: CancellationToken,
) -> Result<(), RunError> {
    let mut ensured: BTreeSet<String> = BTreeSet::new();
    let mut backoff = Backoff::default();
    loop {
        let mut refused = false;
        let indexes = handle
            .query(|solver, _| solver.0.indexes().cloned().collect::<Vec<Index>>())
            .await;
        for index in indexes.map_err(|_| RunError::Stopped)? {
            if ensured.contains(&*index.symbol) {
                continue;
            }
            match ensure(&index, &minter, &shutdown).await {
                None => return Ok(()),
                Some(true) => {
                    ensured.insert(index.symbol.to_string());
                }
                Some(false) => refused = true,
            }
        }
        for mint in mints(&handle).await? {
            if !ensured.contains(&mint.request.index) {
                continue;
            }
            match ask(&mint, &minter, &shutdown).await {
                None => return Ok(()),
                Some(true) => {
                    handle
                        .command(Command::ConfirmMintAccepted(mint.order), mint.traceparent)
                        .await?;
                }
                Some(false) => refused = true,
            }
        }
        if !refused {
            backoff.reset();
        }
        // What was refused for good is an operator's matter; it is tried again now and then, in case he has seen to it.
        tokio::select! {
            () = work.notified() => {}
            waited = backoff.wait(&shutdown), if refused => if !waited { return Ok(()) },
            () = shutdown.cancelled() => return Ok(()),
        }
    }
}

async fn ensure(
    index: &Index,
    minter: &ChainMinterClient<Channel>,
    shutdown: &CancellationToken,
) -> Option<bool> {
    let request = v1::EnsureIndexRequest {
        symbol: index.symbol.to_string(),
        name: index.name.clone(),
        units_scale: index.units_scale.decimals(),
    };
    let answer = until_answered("ChainMinter.EnsureIndex", shutdown, || {
        let (mut minter, request) = (minter.clone(), request.clone());
        async move { minter.ensure_index(request).await }
    });
    match answer.await? {
        Ok(reply) => {
            tracing::info!(index = %index.symbol, token = reply.into_inner().token, "the index has its token");
            Some(true)
        }
        Err(status) => {
            tracing::error!(index = %index.symbol, error = status.message(), "the minter refuses an index");
            Some(false)
        }
    }
}

async fn mints(handle: &Handle) -> Result<Vec<Mint>, RunError> {
    let mints = handle.query(|solver, _| {
        let mint = |order: &issuance::Order| {
            let request = order.request();
            let account = solver.0.account(&request.account)?;
            Some(Mint {
                order: order.id(),
                traceparent: request.traceparent.clone(),
                request: v1::MintRequest {
                    mint_id: solver.0.mint_id(order.id()),
                    index: request.index.to_string(),
                    to: account.address.clone(),
                    units: order.units().to_string(),
                    traceparent: String::new(),
                },
            })
        };
        solver.0.mints_to_ask_for().filter_map(mint).collect()
    });
    mints.await.map_err(|_| RunError::Stopped)
}

/// Asks for a mint, in the order's trace: the minter's spans are children of this one.
async fn ask(
    mint: &Mint,
    minter: &ChainMinterClient<Channel>,
    shutdown: &CancellationToken,
) -> Option<bool> {
    let span = telemetry::span_from!(names::MINT_ORDER, &mint.traceparent, order_id = %mint.order);
    let mut request = mint.request.clone();
    request.traceparent = telemetry::traceparent_of(&span);
    let asking = until_answered("ChainMinter.Mint", shutdown, || {
        let (mut minter, request) = (minter.clone(), request.clone());
        async move { minter.mint(request).await }
    });
    match asking.instrument(span).await? {
        Ok(_) => Some(true),
        Err(status) => {
            tracing::error!(order_id = %mint.order, error = status.message(), "the minter refuses a mint");
            Some(false)
        }
    }
}
