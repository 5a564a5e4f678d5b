//! The chain's side: deposits, mints, burns, payouts, and what they leave there.

use audit::{Source, TokenStatement};
use issuance::Command;
use minting::{ActionId, Effect, Event};
use money::{Cash, Units};

use super::{Making, json};
use crate::world::setup::{ADDRESS, INDEX};

pub(super) fn hash(number: u8) -> minting::Hash {
    minting::Hash([number; 32])
}

fn block(number: u64) -> minting::BlockRef {
    minting::BlockRef {
        number,
        hash: hash(9),
    }
}

impl Making {
    pub(super) fn mint_event(&mut self, event: &Event) -> u64 {
        self.world.minter.push(json(event));
        self.sequence(Source::ChainMinter)
    }

    /// The minter takes what it is asked for.
    fn accept(&mut self, effect: Effect) {
        self.mint_event(&Event::Accepted {
            effect,
            traceparent: String::new(),
        });
    }

    fn confirm(&mut self, id: ActionId, transaction: u8) -> u64 {
        self.mint_event(&Event::Confirmed {
            id,
            hash: hash(transaction),
            block: block(u64::from(transaction)),
            created: None,
        })
    }

    /// A deposit, confirmed and credited.
    pub fn deposit(&mut self, from: &str, amount: &str) {
        let id = minting::DepositId {
            transaction: hash(2),
            ordinal: u32::try_from(self.world.chain.deposits.len()).unwrap(),
        };
        let deposit = minting::Deposit {
            id,
            from: from.parse().unwrap(),
            amount: Cash::parse(amount).unwrap(),
            block: block(5),
        };
        let position = self.mint_event(&Event::DepositConfirmed { deposit });
        self.run(Command::RecordDeposit {
            position,
            deposit: issuance::Deposit {
                deposit_id: id.to_string(),
                from: from.into(),
                amount: deposit.amount,
                transaction_hash: id.transaction.to_string(),
                block_number: 5,
            },
        });
        let vault = &mut self.world.chain.vault;
        *vault = vault.checked_add(deposit.amount).unwrap();
        self.world
            .chain
            .deposits
            .insert(id.to_string(), deposit.amount);
    }

    /// The mint of the order that is bought.
    pub fn mint(&mut self) {
        let order = self.solver.mints_to_ask_for().next().expect("it is bought");
        let (id, units) = (order.id(), order.units());
        let mint_id = self.solver.mint_id(id);
        self.accept(Effect::Mint {
            mint_id: mint_id.clone(),
            index: INDEX.into(),
            to: ADDRESS.parse().unwrap(),
            units,
        });
        self.run(Command::ConfirmMintAccepted(id));
        let position = self.confirm(ActionId::Mint(mint_id.clone()), 3);
        self.run(Command::ConfirmMint {
            position,
            mint_id: mint_id.clone(),
            transaction_hash: hash(3).to_string(),
            block_number: 3,
        });
        let tokens = &mut self.world.chain.tokens;
        let token: &mut TokenStatement = tokens.entry(INDEX.into()).or_default();
        token.supply = token.supply.checked_add(units).unwrap();
        token.mints.insert(mint_id, units);
    }

    /// The client burns units.
    pub fn burn(&mut self, units: &str) {
        let id = minting::BurnId {
            index: INDEX.into(),
            transaction: hash(4),
            ordinal: u32::try_from(self.sequence(Source::ChainMinter)).unwrap(),
        };
        let burn = minting::Burn {
            id: id.clone(),
            from: ADDRESS.parse().unwrap(),
            units: Units::parse(units).unwrap(),
            block: block(4),
        };
        let position = self.mint_event(&Event::BurnConfirmed { burn: burn.clone() });
        self.run(Command::RecordBurn {
            position,
            burn: issuance::Burn {
                burn_id: id.to_string(),
                index: INDEX.into(),
                from: ADDRESS.into(),
                units: burn.units,
                transaction_hash: id.transaction.to_string(),
                block_number: 4,
            },
        });
        let token = self.world.chain.tokens.get_mut(INDEX).unwrap();
        token.supply = token.supply.checked_sub(burn.units).unwrap();
        token.redeemed = token.redeemed.checked_add(burn.units).unwrap();
    }

    /// A payout that leaves the vault.
    pub fn pay_out(&mut self, amount: &str) {
        let payout_id = self.take_payout(amount);
        let position = self.confirm(ActionId::Payout(payout_id.clone()), 5);
        self.run(Command::ConfirmPayout {
            position,
            payout_id: payout_id.clone(),
            transaction_hash: hash(5).to_string(),
            block_number: 5,
        });
        let amount = Cash::parse(amount).unwrap();
        let chain = &mut self.world.chain;
        chain.vault = chain.vault.checked_sub(amount).unwrap();
        chain.payouts.insert(payout_id, amount);
    }

    /// A payout that the chain refuses for good.
    pub fn fail_payout(&mut self, amount: &str) {
        let id = self.take_payout(amount);
        let position = self.mint_event(&Event::Failed {
            id: ActionId::Payout(id.clone()),
            text: "reverted".into(),
        });
        self.run(Command::FailTransaction {
            position,
            id,
            text: "reverted".into(),
        });
    }

    /// Asks for cash, and the minter has it: the payout's id.
    fn take_payout(&mut self, amount: &str) -> String {
        let payout = self.ask_payout(amount);
        self.accept(Effect::Payout {
            payout_id: payout.payout_id.clone(),
            to: payout.to.parse().unwrap(),
            amount: payout.amount,
        });
        self.run(Command::ConfirmPayoutAccepted(payout.id));
        payout.payout_id
    }
}
