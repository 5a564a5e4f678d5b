//! One machine of large events. Each has to be a record of the journal; nothing else is checked after every one, which is long work here.

use issuance::{
    ClientAccount, Command, Deposit, Event, Index, Issuance, OrderId, OrderRequest, Settings,
};
use money::Cash;

use crate::{Scenario, address, cash, settings};

/// What one record of the journal takes, and one message to a follower.
const RECORD_BYTES_MAX: usize = 4 << 20;

/// A machine and its journal.
pub struct Large {
    /// The machine.
    pub state: Issuance,
    journal: Vec<Vec<u8>>,
    now: i64,
    commands: usize,
    position: u64,
}

impl Large {
    /// Settings, an index, and ACC-1 with a billion of cash.
    pub fn begun(settings: Settings, index: Index) -> Self {
        let mut large = Self {
            state: Issuance::default(),
            journal: Vec::new(),
            now: 1_000_000_000,
            commands: 0,
            position: 0,
        };
        large.run(Command::Configure(settings));
        let account = ClientAccount {
            name: "ACC-1".into(),
            address: address(1),
        };
        let command_id = large.command_id();
        large.run(Command::DefineAccount {
            command_id,
            account,
        });
        let command_id = large.command_id();
        large.run(Command::DefineIndex { command_id, index });
        large.run(Command::RecordDeposit {
            position: 1,
            deposit: Deposit {
                deposit_id: "0xd1-0".into(),
                from: address(1),
                amount: billion(),
                transaction_hash: "0xd1".into(),
                block_number: 1,
            },
        });
        large
    }

    /// After all that a scenario has seen.
    pub fn after(scenario: &Scenario) -> Self {
        let events = scenario.events.iter();
        Self {
            state: scenario.replayed(),
            journal: events.map(record).collect(),
            now: scenario.now,
            commands: 0,
            position: scenario.adapter,
        }
    }

    /// Decides and applies.
    pub fn run(&mut self, command: Command) -> Vec<Event> {
        let events = self.state.decide(command, self.now).unwrap();
        for event in &events {
            self.journal.push(record(event));
            self.state.apply(event);
        }
        self.state.books().assert_balanced();
        events
    }

    /// Another one in each call.
    pub fn command_id(&mut self) -> String {
        self.commands += 1;
        format!("large-{}", self.commands)
    }

    /// The next in the adapter's stream.
    pub fn position(&mut self) -> u64 {
        self.position += 1;
        self.position
    }

    /// A new order.
    pub fn submit(&mut self, request: OrderRequest) -> OrderId {
        let command_id = self.command_id();
        let events = self.run(Command::SubmitOrder {
            command_id,
            request,
            mark: None,
        });
        let [Event::Order(event)] = &events[..] else {
            panic!("{events:?}")
        };
        event.order.id
    }

    /// A machine that has only read the journal.
    pub fn replayed(&self) -> Issuance {
        let mut state = Issuance::default();
        for record in &self.journal {
            state.apply(&serde_json::from_slice(record).unwrap());
        }
        state
    }
}

fn record(event: &Event) -> Vec<u8> {
    let record = serde_json::to_vec(event).unwrap();
    assert!(record.len() <= RECORD_BYTES_MAX, "{} bytes", record.len());
    record
}

fn billion() -> Cash {
    cash("1000000000")
}

/// Every cap at a billion.
pub fn without_caps() -> Settings {
    Settings {
        order_cap: billion(),
        batch_cap: billion(),
        in_flight_cap: billion(),
        order_max: billion(),
        open_cash_max: None,
        house_cash: billion(),
        ..settings()
    }
}
