//! Performs the machine's open actions: signs, makes the signed bytes durable, broadcasts them, and tells the machine
//! in which block they are.
//!
//! Everything that has to be done is derived from the machine's state at every look, so a restart at any point goes on
//! where the journal ends. What is kept here (when something was last broadcast) may be lost: the same bytes are then
//! broadcast again, which changes nothing.

mod signed;

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use minting::{
    Action, ActionId, Command, Contract, Contracts, Effect, IN_FLIGHT_MAX, Stage, Token, Turns,
};
use service::machine::CommandError;
use tokio::time::Instant;
use tracing::Instrument as _;

use crate::chain::{Causes, Chain, ChainError, Refusal};
use crate::machine::Handle;
use crate::spans::Spans;

/// The same bytes are broadcast again after so long without a block: nodes forget.
const BROADCAST_AGAIN_AFTER: Duration = Duration::from_secs(15);
/// A complaint about the same action is repeated after so long.
const COMPLAIN_AGAIN_AFTER: Duration = Duration::from_secs(30);

/// Why the actions cannot go on.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ActionError {
    /// The chain has no answer.
    #[error(transparent)]
    Chain(#[from] ChainError),
    /// The machine's task has ended.
    #[error("the service is stopping")]
    Stopped,
}

/// What this process remembers of an action.
struct Memory {
    broadcast: Instant,
    attempt: Instant,
}

/// What came of an action that was not signed.
enum Started {
    /// It is signed.
    Signed,
    /// It had happened, was refused for good, or changed meanwhile.
    Done,
    /// It can't go on now.
    Held,
}

/// What the machine says for one round.
struct View {
    actions: Vec<Action>,
    contracts: Option<Contracts>,
    cash: Option<minting::Address>,
    tokens: HashMap<String, Token>,
    confirmations: u64,
    start_block: u64,
    next_nonce: u64,
}

impl View {
    fn token(&self, effect: &Effect) -> Option<&Token> {
        match effect {
            Effect::Mint { index, .. } => self.tokens.get(index),
            Effect::Deploy { .. } | Effect::CreateIndex { .. } | Effect::Payout { .. } => None,
        }
    }
}

/// Performs the open actions.
pub(crate) struct Performer {
    chain: Chain,
    handle: Handle,
    raise_fee_after: Duration,
    memories: HashMap<ActionId, Memory>,
    /// By the place in the order of the requests.
    complaints: HashMap<u64, Instant>,
    turns: Turns,
    spans: Spans,
}

impl Performer {
    pub(crate) fn new(chain: Chain, handle: Handle, raise_fee_after: Duration) -> Self {
        Self {
            chain,
            handle,
            raise_fee_after,
            memories: HashMap::new(),
            complaints: HashMap::new(),
            turns: Turns::default(),
            spans: Spans::default(),
        }
    }

    /// Looks at open actions once: at as many as a round may, those in turn that cannot go on, so that they do not hold up the others.
    pub(crate) async fn round(&mut self) -> Result<(), ActionError> {
        let view = self.view().await?;
        self.forget_closed(&view.actions);
        if view.actions.is_empty() {
            return Ok(());
        }
        let head = self.chain.head().await?.number;
        let mut nonce = view.next_nonce;
        let is_signed = |action: &&Action| !matches!(action.stage, Stage::Requested);
        let mut room = IN_FLIGHT_MAX.saturating_sub(view.actions.iter().filter(is_signed).count());
        for action in &view.actions {
            let done = match &action.stage {
                Stage::Requested if room == 0 => Ok(()),
                Stage::Requested => match self.start(action, &view, head, &mut nonce).await {
                    Ok(Started::Signed) => {
                        room -= 1;
                        self.turns.release(action);
                        Ok(())
                    }
                    Ok(Started::Done) => Ok(()),
                    Ok(Started::Held) => {
                        self.turns.hold(action);
                        Ok(())
                    }
                    Err(error) => Err(error),
                },
                Stage::Signed { attempts } | Stage::Mined { attempts, .. } => {
                    self.inspect(action, attempts, &view, head).await
                }
                Stage::Confirmed { .. } | Stage::Failed { .. } => Ok(()),
            };
            match done {
                Err(ActionError::Chain(error)) if error.is_about_the_question() => {
                    if matches!(action.stage, Stage::Requested) {
                        self.turns.hold(action);
                    }
                    self.complain(action, &error);
                }
                done => done?,
            }
        }
        Ok(())
    }

    /// Forgets what is remembered of actions that are neither in this round nor wait for their turn.
    fn forget_closed(&mut self, actions: &[Action]) {
        let in_round: HashSet<u64> = actions.iter().map(|action| action.order).collect();
        let is_open = |order: u64| in_round.contains(&order) || self.turns.is_held(order);
        self.spans.end_closed(is_open);
        self.complaints.retain(|order, _| is_open(*order));
        // Of held ones there is nothing in it: they are not signed.
        let ids: HashSet<ActionId> = actions.iter().map(|action| action.effect.id()).collect();
        self.memories.retain(|id, _| ids.contains(id));
    }

    async fn view(&mut self) -> Result<View, ActionError> {
        let mut turns = std::mem::take(&mut self.turns);
        let view = self.handle.query(move |machine, _| {
            let machine = &machine.0;
            let actions: Vec<Action> = turns.next(machine).into_iter().cloned().collect();
            let tokens = actions.iter().filter_map(|action| match &action.effect {
                Effect::Mint { index, .. } => {
                    Some((index.clone(), machine.tokens().get(index)?.clone()))
                }
                Effect::Deploy { .. } | Effect::CreateIndex { .. } | Effect::Payout { .. } => None,
            });
            let view = View {
                tokens: tokens.collect(),
                actions,
                contracts: machine.contracts(),
                cash: machine.deployed(Contract::Cash),
                confirmations: machine.confirmations(),
                start_block: machine.start_block(),
                next_nonce: machine.next_nonce(),
            };
            (view, turns)
        });
        let (view, turns) = view.await.map_err(|_| ActionError::Stopped)?;
        self.turns = turns;
        Ok(view)
    }

    /// Requested: found on the chain, or signed and broadcast.
    async fn start(
        &mut self,
        action: &Action,
        view: &View,
        head: u64,
        nonce: &mut u64,
    ) -> Result<Started, ActionError> {
        if self.find(action, view, head).await? {
            return Ok(Started::Done);
        }
        let token = view.token(&action.effect);
        let target = self
            .chain
            .target(&action.effect, view.contracts, view.cash, token)
            .await?;
        let Some(target) = target else {
            return Ok(Started::Held);
        };
        let next = self.chain.nonce().await?.max(*nonce);
        let span = self.spans.of(action);
        let attempt = match self.chain.sign(&target, next, None).instrument(span).await {
            Ok(attempt) => attempt,
            Err(ChainError::Refused(Refusal {
                text,
                is_final: true,
            })) => {
                let id = action.effect.id();
                self.tell(action, Command::Refuse { id, text }).await?;
                return Ok(Started::Done);
            }
            Err(error) => return Err(error.into()),
        };
        if !self.journal(action, attempt.clone()).await? {
            return Ok(Started::Done);
        }
        *nonce = next + 1;
        self.broadcast(action, &attempt).await?;
        Ok(Started::Signed)
    }

    /// Whether the contract says that the action happened; the machine is told.
    async fn find(&mut self, action: &Action, view: &View, head: u64) -> Result<bool, ActionError> {
        let token = view.token(&action.effect);
        let found = self
            .chain
            .find(&action.effect, view.contracts, token, view.start_block)
            .await;
        let happened = match found {
            Ok(Some(happened)) => happened,
            Ok(None) => return Ok(false),
            Err(ChainError::Refused(Refusal { text, .. })) => {
                if matches!(action.stage, Stage::Requested) {
                    self.tell(
                        action,
                        Command::Refuse {
                            id: action.effect.id(),
                            text,
                        },
                    )
                    .await?;
                }
                return Ok(true);
            }
            Err(error) => return Err(error.into()),
        };
        let command = Command::Found {
            id: action.effect.id(),
            hash: happened.hash,
            block: happened.block,
            created: happened.created,
            head,
        };
        self.tell(action, command).await?;
        Ok(true)
    }

    async fn tell(&mut self, action: &Action, command: Command) -> Result<(), ActionError> {
        let trace = self.spans.traceparent(action);
        match self.handle.command(command, trace).await {
            Ok(_) => Ok(()),
            // The state changed since it was looked at; the next round sees it.
            Err(CommandError::Rejected(rejection)) => {
                tracing::debug!(action = %action.effect.id(), %rejection, "out of date");
                Ok(())
            }
            Err(CommandError::Stopped) => Err(ActionError::Stopped),
        }
    }

    fn complain(&mut self, action: &Action, error: &ChainError) {
        let is_due = self
            .complaints
            .get(&action.order)
            .is_none_or(|last| last.elapsed() >= COMPLAIN_AGAIN_AFTER);
        if is_due {
            let error = Causes(error);
            let id = action.effect.id();
            tracing::error!(action = %id, %error, "cannot go on, will be tried again");
            self.complaints.insert(action.order, Instant::now());
        }
    }
}
