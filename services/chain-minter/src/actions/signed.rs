//! Actions that are signed: looked for in blocks, broadcast again, signed anew with a higher fee, until they are deep enough.

use minting::{Action, Attempt, Command};
use service::machine::CommandError;
use telemetry::names;
use tokio::time::Instant;
use tracing::Instrument as _;

use super::{ActionError, BROADCAST_AGAIN_AFTER, Memory, Performer, View};
use crate::chain::Target;

impl Performer {
    /// Signed or mined: the machine is told in which block it is; if in none, it is broadcast again or pays more.
    pub(super) async fn inspect(
        &mut self,
        action: &Action,
        attempts: &[Attempt],
        view: &View,
        head: u64,
    ) -> Result<(), ActionError> {
        self.spans.begin_confirmation(action);
        let target = self
            .chain
            .target(
                &action.effect,
                view.contracts,
                view.cash,
                view.token(&action.effect),
            )
            .await?;
        let inclusion = self.chain.inclusion(attempts, target.as_ref()).await?;
        let is_reverted = inclusion
            .as_ref()
            .is_some_and(|found| matches!(found.outcome, minting::Outcome::Reverted { .. }));
        let id = action.effect.id();
        if is_reverted && self.find(action, view, head).await? {
            return Ok(());
        }
        let is_included = inclusion.is_some();
        self.tell(
            action,
            Command::Inspect {
                id: id.clone(),
                inclusion,
                head,
            },
        )
        .await?;
        if is_included {
            return Ok(());
        }
        let Some(last) = attempts.last() else {
            return Ok(());
        };
        if self.is_nonce_lost(attempts, view, head).await? {
            if !self.find(action, view, head).await? {
                tracing::warn!(action = %id, nonce = last.nonce, "another transaction used the nonce");
                self.tell(
                    action,
                    Command::NonceLost {
                        id,
                        nonce: last.nonce,
                    },
                )
                .await?;
            }
            return Ok(());
        }
        match self.memories.get(&id) {
            Some(memory) if memory.attempt.elapsed() >= self.raise_fee_after => {
                self.raise_fee(action, last, target).await
            }
            Some(memory) if memory.broadcast.elapsed() < BROADCAST_AGAIN_AFTER => Ok(()),
            Some(_) | None => self.broadcast(action, last).await,
        }
    }

    /// Whether blocks with enough confirmations have used the nonce, and not for one of the attempts.
    async fn is_nonce_lost(
        &self,
        attempts: &[Attempt],
        view: &View,
        head: u64,
    ) -> Result<bool, ActionError> {
        let nonce = attempts[0].nonce;
        let Some(deep) = (head + 1).checked_sub(view.confirmations) else {
            return Ok(false);
        };
        if self.chain.nonce_at(deep).await? <= nonce {
            return Ok(false);
        }
        // Asked again, in this order: the attempt may have been mined between the two questions.
        Ok(self.chain.inclusion(attempts, None).await?.is_none())
    }

    async fn raise_fee(
        &mut self,
        action: &Action,
        last: &Attempt,
        target: Option<Target>,
    ) -> Result<(), ActionError> {
        let Some(target) = target else { return Ok(()) };
        let attempt = self.chain.sign(&target, last.nonce, Some(last)).await;
        let attempt = match attempt {
            Ok(attempt) => attempt,
            Err(error) => {
                // It cannot pay more; what is signed already may still be mined.
                self.broadcast(action, last).await?;
                return Err(error.into());
            }
        };
        tracing::info!(action = %action.effect.id(), max_fee = attempt.max_fee, "signing again with a higher fee");
        if self.journal(action, attempt.clone()).await? {
            self.memories.remove(&action.effect.id());
            self.broadcast(action, &attempt).await?;
        }
        Ok(())
    }

    /// Makes signed bytes durable; only then may they be broadcast.
    pub(super) async fn journal(
        &mut self,
        action: &Action,
        attempt: Attempt,
    ) -> Result<bool, ActionError> {
        let command = Command::Sign {
            id: action.effect.id(),
            attempt,
        };
        let trace = self.spans.traceparent(action);
        match self.handle.command(command, trace).await {
            Ok(_) => Ok(true),
            Err(CommandError::Rejected(rejection)) => {
                tracing::warn!(action = %action.effect.id(), %rejection, "not signed");
                Ok(false)
            }
            Err(CommandError::Stopped) => Err(ActionError::Stopped),
        }
    }

    pub(super) async fn broadcast(
        &mut self,
        action: &Action,
        attempt: &Attempt,
    ) -> Result<(), ActionError> {
        let id = action.effect.id();
        let whole = self.spans.of(action);
        let span = tracing::info_span!(
            parent: &whole, "span", otel.name = names::BROADCAST, hash = %attempt.hash, nonce = attempt.nonce
        );
        let now = Instant::now();
        let memory = self.memories.entry(id).or_insert(Memory {
            broadcast: now,
            attempt: now,
        });
        memory.broadcast = now;
        self.chain
            .broadcast(&attempt.raw.0)
            .instrument(span)
            .await?;
        tracing::info!(action = %action.effect.id(), hash = %attempt.hash, "transaction broadcast");
        self.spans.begin_confirmation(action);
        Ok(())
    }
}
