//! What each command would do.

use money::Cash;

use crate::action::{
    Action, ActionId, Attempt, BlockRef, Contract, Effect, Inclusion, Outcome, Stage,
};
use crate::hex_text::{Address, Hash};
use crate::machine::{ATTEMPTS_MAX, IN_FLIGHT_MAX, Minting, SCALE_MAX, TEXT_BYTES_MAX};
use crate::messages::{Command, Contracts, Event, Rejection};
use crate::scan::depth;

impl Minting {
    /// What a command would do. No events: it was done before, or means nothing new.
    pub fn decide(&self, command: Command) -> Result<Vec<Event>, Rejection> {
        match command {
            Command::Identify { chain_id, genesis } => match self.chain {
                None => Ok(vec![Event::Identified { chain_id, genesis }]),
                Some(known) if known == (chain_id, genesis) => Ok(Vec::new()),
                Some((known_chain_id, known_genesis)) => Err(Rejection::OtherChain {
                    known_chain_id,
                    known_genesis,
                }),
            },
            Command::UseContracts {
                contracts,
                start_block,
            } => self.use_contracts(contracts, start_block),
            Command::Deploy => self.deploy(),
            Command::EnsureIndex {
                symbol,
                name,
                scale,
            } => self.ensure_index(symbol, name, scale),
            Command::Mint {
                mint_id,
                index,
                to,
                units,
                traceparent,
            } => self.mint(
                Effect::Mint {
                    mint_id,
                    index,
                    to,
                    units,
                },
                traceparent,
            ),
            Command::Payout {
                payout_id,
                to,
                amount,
                traceparent,
            } => self.payout(
                Effect::Payout {
                    payout_id,
                    to,
                    amount,
                },
                traceparent,
            ),
            Command::Sign { id, attempt } => self.sign(id, attempt),
            Command::Inspect {
                id,
                inclusion,
                head,
            } => self.inspect(id, inclusion, head),
            Command::Found {
                id,
                hash,
                block,
                created,
                head,
            } => self.found(id, hash, block, created, head),
            Command::NonceLost { id, nonce } => {
                let lost = self
                    .known(&id)?
                    .attempts()
                    .first()
                    .is_some_and(|attempt| attempt.nonce == nonce);
                Ok(if lost {
                    vec![Event::NonceLost { id, nonce }]
                } else {
                    Vec::new()
                })
            }
            Command::Refuse { id, text } => match &self.known(&id)?.stage {
                Stage::Requested => Ok(vec![Event::Failed { id, text }]),
                Stage::Failed { .. } => Ok(Vec::new()),
                stage => Err(wrong_stage(id, stage, "refused")),
            },
            Command::Observe(observation) => {
                Ok(self.scan.observe(&observation, self.confirmations))
            }
            Command::Rewind { kept } => Ok(self.scan.rewind(kept)),
        }
    }

    fn known(&self, id: &ActionId) -> Result<&Action, Rejection> {
        self.actions
            .get(id)
            .ok_or_else(|| Rejection::UnknownAction(id.clone()))
    }

    fn is_deep(&self, block: BlockRef, head: u64) -> bool {
        depth(block.number, head) >= self.confirmations
    }

    /// A new action, or the answer to a repeat.
    fn accept(&self, effect: Effect, traceparent: String) -> Result<Vec<Event>, Rejection> {
        match self.actions.get(&effect.id()) {
            None => Ok(vec![Event::Accepted {
                effect,
                traceparent,
            }]),
            Some(known) if known.effect == effect => Ok(Vec::new()),
            Some(_) => Err(Rejection::OtherContents(effect.id())),
        }
    }

    fn use_contracts(
        &self,
        contracts: Contracts,
        start_block: u64,
    ) -> Result<Vec<Event>, Rejection> {
        match self.contracts() {
            Some(known) if known == contracts => Ok(Vec::new()),
            Some(known) => Err(Rejection::OtherContracts { known }),
            None => Ok(vec![Event::ContractsGiven {
                contracts,
                start_block,
            }]),
        }
    }

    fn deploy(&self) -> Result<Vec<Event>, Rejection> {
        if let Some(known) = self.given {
            return Err(Rejection::OtherContracts { known });
        }
        if self.actions.contains_key(&ActionId::Deploy(Contract::Cash)) {
            return Ok(Vec::new());
        }
        let contracts = [Contract::Cash, Contract::Vault, Contract::Factory];
        let accepted = |contract| Event::Accepted {
            effect: Effect::Deploy { contract },
            traceparent: String::new(),
        };
        Ok(contracts.map(accepted).to_vec())
    }

    fn ensure_index(
        &self,
        symbol: String,
        name: String,
        scale: u8,
    ) -> Result<Vec<Event>, Rejection> {
        check_text("the symbol", &symbol)?;
        check_text("the name", &name)?;
        if scale > SCALE_MAX {
            return Err(Rejection::BadScale);
        }
        self.contracts().ok_or(Rejection::NoContracts)?;
        self.accept(
            Effect::CreateIndex {
                symbol,
                name,
                scale,
            },
            String::new(),
        )
    }

    fn mint(&self, effect: Effect, traceparent: String) -> Result<Vec<Event>, Rejection> {
        if let Effect::Mint {
            mint_id,
            index,
            units,
            ..
        } = &effect
        {
            check_text("the mint id", mint_id)?;
            if units.is_zero() {
                return Err(Rejection::ZeroAmount);
            }
            let token = self
                .tokens
                .get(index)
                .ok_or_else(|| Rejection::UnknownIndex(index.clone()))?;
            if units.decimals() > u32::from(token.scale) {
                return Err(Rejection::TooPrecise(token.scale));
            }
        }
        self.accept(effect, traceparent)
    }

    fn payout(&self, effect: Effect, traceparent: String) -> Result<Vec<Event>, Rejection> {
        if let Effect::Payout {
            payout_id, amount, ..
        } = &effect
        {
            check_text("the payout id", payout_id)?;
            if *amount <= Cash::ZERO {
                return Err(Rejection::ZeroAmount);
            }
        }
        self.contracts().ok_or(Rejection::NoContracts)?;
        self.accept(effect, traceparent)
    }

    fn found(
        &self,
        id: ActionId,
        hash: Hash,
        block: BlockRef,
        created: Option<Address>,
        head: u64,
    ) -> Result<Vec<Event>, Rejection> {
        let is_open = self.known(&id)?.is_open();
        if is_open && self.is_deep(block, head) {
            return Ok(vec![Event::Confirmed {
                id,
                hash,
                block,
                created,
            }]);
        }
        Ok(Vec::new())
    }

    fn sign(&self, id: ActionId, attempt: Attempt) -> Result<Vec<Event>, Rejection> {
        match &self.known(&id)?.stage {
            Stage::Requested => {
                if attempt.nonce < self.next_nonce {
                    return Err(Rejection::NonceTaken {
                        nonce: attempt.nonce,
                        next: self.next_nonce,
                    });
                }
                let in_flight = self
                    .open_actions()
                    .filter(|action| !action.attempts().is_empty())
                    .count();
                if in_flight >= IN_FLIGHT_MAX {
                    return Err(Rejection::TooManyInFlight);
                }
            }
            Stage::Signed { attempts } => {
                if attempts.len() >= ATTEMPTS_MAX {
                    return Err(Rejection::TooManyAttempts(id));
                }
                let last = attempts.last().expect("signed actions have an attempt");
                if attempt.nonce != last.nonce {
                    return Err(Rejection::OtherNonce(last.nonce));
                }
                if attempt.max_fee <= last.max_fee || attempt.tip <= last.tip {
                    return Err(Rejection::FeeNotRaised);
                }
            }
            stage @ (Stage::Mined { .. } | Stage::Confirmed { .. } | Stage::Failed { .. }) => {
                return Err(wrong_stage(id, stage, "signed"));
            }
        }
        Ok(vec![Event::Signed { id, attempt }])
    }

    /// Level-triggered: what the chain says now, against what it said before.
    fn inspect(
        &self,
        id: ActionId,
        inclusion: Option<Inclusion>,
        head: u64,
    ) -> Result<Vec<Event>, Rejection> {
        let before = match &self.known(&id)?.stage {
            Stage::Signed { .. } => None,
            Stage::Mined { inclusion, .. } => Some(inclusion),
            Stage::Confirmed { .. } | Stage::Failed { .. } => return Ok(Vec::new()),
            stage @ Stage::Requested => return Err(wrong_stage(id, stage, "mined")),
        };
        let Some(inclusion) = inclusion else {
            return Ok(if before.is_some() {
                vec![Event::Unmined { id }]
            } else {
                Vec::new()
            });
        };
        let mut events = Vec::new();
        if before != Some(&inclusion) {
            events.push(Event::Mined {
                id: id.clone(),
                inclusion: inclusion.clone(),
            });
        }
        if self.is_deep(inclusion.block, head) {
            events.push(match inclusion.outcome {
                Outcome::Done { created } => Event::Confirmed {
                    id,
                    hash: inclusion.hash,
                    block: inclusion.block,
                    created,
                },
                Outcome::Reverted { text } => Event::Failed { id, text },
            });
        }
        Ok(events)
    }
}

fn check_text(what: &'static str, text: &str) -> Result<(), Rejection> {
    if text.is_empty() || text.len() > TEXT_BYTES_MAX {
        Err(Rejection::BadText { what })
    } else {
        Ok(())
    }
}

fn wrong_stage(id: ActionId, stage: &Stage, what: &'static str) -> Rejection {
    let stage = match stage {
        Stage::Requested => "requested",
        Stage::Signed { .. } => "signed",
        Stage::Mined { .. } => "mined",
        Stage::Confirmed { .. } => "confirmed",
        Stage::Failed { .. } => "failed",
    };
    Rejection::WrongStage { id, stage, what }
}
