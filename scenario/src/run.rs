//! The machine, its journal, and a twin that knows the journal only.

use issuance::{
    ClientAccount, Collateral, Command, Event, Index, Issuance, OrderId, OrderView, Rejection,
    Settings, Status,
};
use ledger::{Account, Name};

use crate::address;
use crate::laws::Laws;

/// One machine and what is around it.
pub struct Scenario {
    /// The machine.
    pub state: Issuance,
    /// Knows the journal only, and has to decide alike.
    twin: Issuance,
    /// All that has happened.
    pub events: Vec<Event>,
    /// Nanoseconds since 1970.
    pub now: i64,
    /// Position in the adapter's stream.
    pub adapter: u64,
    /// Position in the minter's stream.
    pub minter: u64,
    commands: u64,
    pub(crate) trades: u64,
    laws: Laws,
    /// Index orders that a decision fills or ends at once.
    at_once: usize,
    /// A state as it was written down, and how many events are in it.
    written: (Vec<u8>, usize),
    /// Whether each command is followed by all that goes on from there, as the solver sees to it.
    pub goes_on: bool,
}

/// Bytes of a part of a batch in the twin's journal: so few that most batches have parts.
const TWIN_PART_BYTES_MAX: usize = 600;

/// An event as the twin learns of it: a batch comes in parts, and must be the same.
fn in_parts(event: &Event) -> Vec<Event> {
    let Event::BatchMade { batch } = event else {
        return vec![event.clone()];
    };
    let (first, parts) = batch.as_ref().clone().into_parts(TWIN_PART_BYTES_MAX);
    let mut events = vec![Event::BatchMade {
        batch: Box::new(first),
    }];
    for part in parts {
        let text = serde_json::to_string(&part).unwrap();
        assert!(
            text.len() < 2 * TWIN_PART_BYTES_MAX || part.orders.len() + part.exchanges.len() < 2
        );
        events.push(Event::BatchJoined {
            part: Box::new(serde_json::from_str(&text).unwrap()),
        });
    }
    events
}

impl Scenario {
    /// Settings, the accounts ACC-1 to ACC-3, and these indexes.
    pub fn new(settings: Settings, indexes: Vec<Index>) -> Self {
        Self::in_steps(settings, indexes, usize::MAX)
    }

    /// The same, of machines that fill or end so few orders at once.
    pub fn in_steps(settings: Settings, indexes: Vec<Index>, at_once: usize) -> Self {
        let mut scenario = Self {
            state: Issuance::deciding_at_once(at_once),
            twin: Issuance::deciding_at_once(at_once),
            at_once,
            goes_on: true,
            events: Vec::new(),
            now: 1_000_000_000,
            adapter: 0,
            minter: 0,
            commands: 0,
            trades: 0,
            laws: Laws::default(),
            written: (serde_json::to_vec(&Issuance::default()).unwrap(), 0),
        };
        scenario.run(Command::Configure(settings)).unwrap();
        for number in 1..=3 {
            let account = ClientAccount {
                name: format!("ACC-{number}").into(),
                address: address(number),
            };
            let command_id = scenario.command_id();
            scenario
                .run(Command::DefineAccount {
                    command_id,
                    account,
                })
                .unwrap();
        }
        for index in indexes {
            let command_id = scenario.command_id();
            scenario
                .run(Command::DefineIndex { command_id, index })
                .unwrap();
        }
        scenario
    }

    pub(crate) fn command_id(&mut self) -> String {
        self.commands += 1;
        format!("c{}", self.commands)
    }

    /// What a command does, and what goes on from there.
    pub fn run(&mut self, command: Command) -> Result<Vec<Event>, Rejection> {
        self.now += 1_000_000;
        let mut events = self.decide(command)?;
        while self.goes_on && self.state.goes_on() {
            events.extend(self.step());
        }
        Ok(events)
    }

    /// The next step of what goes on.
    pub fn step(&mut self) -> Vec<Event> {
        self.decide(Command::GoOn).unwrap()
    }

    /// Decides and applies; each event goes through JSON, as in the journal. A machine that has read nothing but the journal
    /// decides the same.
    fn decide(&mut self, command: Command) -> Result<Vec<Event>, Rejection> {
        let decision = self.state.decide(command.clone(), self.now);
        assert_eq!(self.twin.decide(command, self.now), decision);
        let events = decision?;
        for event in &events {
            let text = serde_json::to_string(event).unwrap();
            let read: Event = serde_json::from_str(&text).unwrap();
            for part in in_parts(&read) {
                self.twin.apply(&part);
                self.twin.books().assert_balanced();
            }
            self.state.apply(event);
            self.laws.conservation(&self.state, event);
            self.events.push(read);
        }
        Ok(events)
    }

    /// What is known of an order.
    pub fn view(&self, id: OrderId) -> OrderView {
        self.state.view(self.state.order(id).unwrap())
    }

    /// Where an order is in its life.
    pub fn status(&self, id: OrderId) -> Status {
        self.state.order(id).unwrap().status()
    }

    /// What an account has with us.
    pub fn collateral(&self, account: &str) -> Collateral {
        self.state.collateral(&Name::from(account)).unwrap()
    }

    /// A balance as text.
    pub fn balance(&self, unit: &str, account: &Account) -> String {
        self.state
            .books()
            .balance(&unit.into(), account)
            .to_string()
    }

    /// Writes the state down: whoever starts from now on starts there.
    pub fn write_down(&mut self) {
        self.written = (serde_json::to_vec(&self.state).unwrap(), self.events.len());
    }

    /// The process ends, and starts from what was written down last and the events since: in the state that all events give.
    pub fn restart(&mut self) {
        let (bytes, events) = &self.written;
        let written: Issuance = serde_json::from_slice(bytes).unwrap();
        let mut state = written.deciding_as(&self.state);
        for event in &self.events[*events..] {
            state.apply(event);
        }
        assert_eq!(state.difference(&self.state), None);
        assert_eq!(state.difference(&self.replayed()), None);
        self.state = state;
    }

    /// A machine that has only seen the journal.
    pub fn replayed(&self) -> Issuance {
        let mut state = Issuance::deciding_at_once(self.at_once);
        for event in &self.events {
            state.apply(event);
        }
        state
    }
}
