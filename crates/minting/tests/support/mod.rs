//! Builders: a machine with contracts and an index, and what the chain could say to it.

#![allow(dead_code, unreachable_pub, reason = "each test file uses a part")]

use minting::{
    ActionId, Address, Attempt, BlockRef, Burn, BurnId, Command, Contracts, Deposit, DepositId,
    Event, Hash, Inclusion, Minting, Observation, Outcome, Raw, Rejection,
};

pub const CONFIRMATIONS: u64 = 3;
pub const CONTRACTS: Contracts = Contracts {
    cash: address(1),
    vault: address(2),
    factory: address(3),
};
pub const TOKEN: Address = address(4);
pub const CLIENT: Address = address(9);

pub const fn address(byte: u8) -> Address {
    Address([byte; 20])
}

pub const fn hash(byte: u8) -> Hash {
    Hash([byte; 32])
}

/// Block `number` on fork `fork`.
pub fn block(number: u64, fork: u8) -> BlockRef {
    let mut bytes = [fork; 32];
    bytes[..8].copy_from_slice(&number.to_be_bytes());
    BlockRef {
        number,
        hash: Hash(bytes),
    }
}

pub fn attempt(nonce: u64, fee: u64) -> Attempt {
    let byte = u8::try_from(nonce * 16 + fee).unwrap();
    Attempt {
        hash: hash(byte),
        nonce,
        max_fee: fee,
        tip: fee,
        raw: Raw(vec![byte]),
    }
}

pub fn mint(id: &str) -> Command {
    Command::Mint {
        mint_id: id.into(),
        index: "TOP2".into(),
        to: CLIENT,
        units: "1.5".parse().unwrap(),
        traceparent: String::new(),
    }
}

pub fn mint_id(id: &str) -> ActionId {
    ActionId::Mint(id.into())
}

pub fn sign(id: &str, nonce: u64, fee: u64) -> Command {
    Command::Sign {
        id: mint_id(id),
        attempt: attempt(nonce, fee),
    }
}

pub fn done(nonce: u64, fee: u64, block: BlockRef) -> Inclusion {
    Inclusion {
        hash: attempt(nonce, fee).hash,
        block,
        outcome: Outcome::Done { created: None },
    }
}

pub fn inspect(id: &str, inclusion: Option<Inclusion>, head: u64) -> Command {
    Command::Inspect {
        id: mint_id(id),
        inclusion,
        head,
    }
}

pub fn deposit(number: u8, block: BlockRef) -> Deposit {
    let id = DepositId {
        transaction: hash(number),
        ordinal: 0,
    };
    Deposit {
        id,
        from: CLIENT,
        amount: "12.5".parse().unwrap(),
        block,
    }
}

pub fn burn(number: u8, block: BlockRef) -> Burn {
    let id = BurnId {
        index: "TOP2".into(),
        transaction: hash(number),
        ordinal: 0,
    };
    Burn {
        id,
        from: CLIENT,
        units: "0.5".parse().unwrap(),
        block,
    }
}

/// The blocks from `from` to `head`, of which those with enough confirmations are final.
pub fn observation(from: u64, head: u64, fork: u8, deposits: Vec<Deposit>) -> Command {
    observation_of(from, head, fork, (deposits, Vec::new()))
}

/// The same, with burns.
pub fn observation_of(
    from: u64,
    head: u64,
    fork: u8,
    (deposits, burns): (Vec<Deposit>, Vec<Burn>),
) -> Command {
    let last_final = (head + 1)
        .checked_sub(CONFIRMATIONS)
        .filter(|number| *number >= from);
    Command::Observe(Observation {
        from,
        to: head,
        head,
        deposits,
        burns,
        last_final: last_final.map(|number| block(number, fork)),
    })
}

/// A machine, and every event that made it.
pub struct Bench {
    pub machine: Minting,
    pub events: Vec<Event>,
}

impl Bench {
    pub fn new() -> Self {
        Self {
            machine: Minting::new(CONFIRMATIONS),
            events: Vec::new(),
        }
    }

    /// With contracts, and the index TOP2 at 8 decimals.
    pub fn ready() -> Self {
        let mut bench = Self::new();
        bench
            .take(Command::UseContracts {
                contracts: CONTRACTS,
                start_block: 10,
            })
            .unwrap();
        let index = Command::EnsureIndex {
            symbol: "TOP2".into(),
            name: "Top two".into(),
            scale: 8,
        };
        bench.take(index).unwrap();
        let found = Command::Found {
            id: ActionId::Index("TOP2".into()),
            hash: hash(255),
            block: block(10, 0),
            created: Some(TOKEN),
            head: 12,
        };
        bench.take(found).unwrap();
        bench
    }

    pub fn take(&mut self, command: Command) -> Result<Vec<Event>, Rejection> {
        let events = self.machine.decide(command)?;
        for event in &events {
            self.machine.apply(event);
        }
        self.events.extend(events.clone());
        Ok(events)
    }
}
