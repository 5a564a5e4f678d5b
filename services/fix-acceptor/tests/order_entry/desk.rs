//! A client and a solver around the pure application, and the messages they say.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::Duration;

use fix_acceptor::{DefinedSession, Dialect, Event, Input, OrderEntry};
use fix_codec::{Draft, Encoder, OwnedMessage};
use fix_engine::{Application as _, Received, SessionChange, Step, Verdict};
use proto::v1::{self, solver_event::Event as Solver};

pub(crate) const SESSION: &str = "FIX.4.4:SHEAF->CLIENT1";
pub(crate) const OTHER: &str = "FIX.4.4:SHEAF->CLIENT2";
/// 2026-01-31 12:00:00 UTC
pub(crate) const NOON: i64 = 1_769_860_800_000_000_000;

/// A drop copy session of each version: of what CLIENT1 is told, and of ACC-3.
pub(crate) const COPIES: &str = "FIX.4.4:SHEAF->COPIES";

/// An application with two sessions; `say` and `hear` are the two ends of it.
pub(crate) struct Desk {
    pub(crate) application: OrderEntry,
    /// Every message goes over the wire of its version, and has to be valid there.
    wires: RefCell<BTreeMap<Dialect, crate::wire::Wire>>,
    events: Vec<Event>,
    pub(crate) now_unix_ns: i64,
    solver_sequence: u64,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Desk::with(vec![
            session(SESSION, &["ACC-1", "ACC-2"]),
            session(OTHER, &["ACC-3"]),
        ])
    }

    /// CLIENT1 speaks that version.
    pub(crate) fn speaking(dialect: Dialect) -> Self {
        let begin_string = dialect.version().begin_string();
        Desk::with(vec![session(
            &format!("{begin_string}:SHEAF->CLIENT1"),
            &["ACC-1", "ACC-2"],
        )])
    }

    pub(crate) fn with(sessions: Vec<DefinedSession>) -> Self {
        let mut desk = Desk {
            application: OrderEntry::new(cash()),
            wires: RefCell::default(),
            events: Vec::new(),
            now_unix_ns: NOON,
            solver_sequence: 0,
        };
        assert_eq!(
            desk.input(Input::Configured(sessions)),
            Vec::<String>::new()
        );
        desk
    }

    /// A client's message: its answers, `SESSION < MsgType|body`.
    pub(crate) fn say(&mut self, text: &str) -> Vec<String> {
        let (verdict, messages) = self.say_from(SESSION, text);
        assert_eq!(verdict, Verdict::Accepted);
        messages
    }

    pub(crate) fn say_from(&mut self, session: &str, text: &str) -> (Verdict, Vec<String>) {
        let message = message(text);
        let mut step = Step::new(self.now_unix_ns);
        let received = Received {
            session,
            message: message.view(),
            msg_seq_num: 2,
        };
        let verdict = self.application.received(&received, &mut step);
        (verdict, self.finish(&step))
    }

    pub(crate) fn input(&mut self, input: Input) -> Vec<String> {
        let mut step = Step::new(self.now_unix_ns);
        self.application.input(input, &mut step);
        self.finish(&step)
    }

    /// A session's state changes.
    pub(crate) fn session(&mut self, session: &str, change: SessionChange) {
        let mut step = Step::new(self.now_unix_ns);
        self.application.session(session, change, &mut step);
        assert_eq!(self.finish(&step), Vec::<String>::new());
    }

    /// Time passes; the application is called when it wants to be.
    pub(crate) fn pass(&mut self, time: Duration) {
        self.now_unix_ns += i64::try_from(time.as_nanos()).unwrap();
        let due = self.application.next_time_unix_ns();
        if due.is_some_and(|due| due <= self.now_unix_ns) {
            let mut step = Step::new(self.now_unix_ns);
            self.application.time(&mut step);
            assert_eq!(self.finish(&step), Vec::<String>::new());
        }
    }

    /// An event of the solver's: the messages it becomes.
    pub(crate) fn hear(&mut self, event: Solver) -> Vec<String> {
        self.solver_sequence += 1;
        self.hear_again(event)
    }

    pub(crate) fn hear_again(&mut self, event: Solver) -> Vec<String> {
        let event = v1::SolverEvent {
            sequence: self.solver_sequence,
            time_unix_ns: NOON,
            traceparent: String::new(),
            collateral: None,
            event: Some(event),
        };
        self.input(Input::Solver(Box::new(event)))
    }

    pub(crate) fn finish(&mut self, step: &Step<Event>) -> Vec<String> {
        for event in step.events() {
            let stored = serde_json::to_string(event).unwrap();
            assert_eq!(
                &serde_json::from_str::<Event>(&stored).unwrap(),
                event,
                "events survive the journal"
            );
            self.application.apply(event);
            self.events.push(event.clone());
        }
        if !step.events().is_empty() {
            let written = self.application.write_state().unwrap();
            let mut read = OrderEntry::new(cash());
            read.read_state(&written).unwrap();
            assert!(
                read.state() == self.application.state(),
                "a state is read as it was: {}",
                String::from_utf8_lossy(&written)
            );
        }
        step.drafts()
            .iter()
            .map(|(session, draft)| self.shown(session, draft))
            .collect()
    }

    /// The message as text, after its session's other end has found it valid.
    pub(crate) fn shown(&self, session: &str, draft: &Draft) -> String {
        let dialect = Dialect::of_session(session).unwrap();
        let mut wires = self.wires.borrow_mut();
        let wire = wires
            .entry(dialect)
            .or_insert_with(|| crate::wire::Wire::new(dialect));
        let _ = wire.carry(draft);
        let body = String::from_utf8(draft.body().to_vec())
            .unwrap()
            .replace('\u{1}', "|");
        let header = draft.header().fold(String::new(), |shown, (tag, value)| {
            format!("{shown}{tag}={}|", String::from_utf8_lossy(value))
        });
        let (_, client) = session.split_once("->").unwrap();
        let to = if client == "CLIENT1" {
            String::new()
        } else {
            format!("to {client}: ")
        };
        format!("{to}{}|{header}{body}", draft.msg_type())
    }

    /// The same application, as it comes back from the journal.
    pub(crate) fn restart(&mut self) {
        self.application = OrderEntry::new(cash());
        for event in &self.events {
            self.application.apply(event);
        }
        let mut step = Step::new(self.now_unix_ns);
        self.application.started(&mut step);
        assert_eq!(self.finish(&step), Vec::<String>::new());
    }

    pub(crate) fn pending(&self) -> Vec<String> {
        self.application
            .state()
            .pending()
            .map(|pending| format!("{:?}", pending.call))
            .collect()
    }
}

pub(crate) fn session(name: &str, accounts: &[&str]) -> DefinedSession {
    DefinedSession {
        session: name.to_owned(),
        accounts: accounts.iter().map(|name| (*name).to_owned()).collect(),
        ..DefinedSession::default()
    }
}

pub(crate) fn cash() -> fix_acceptor::CashUnit {
    fix_acceptor::CashUnit {
        label: "USDC".to_owned(),
        scale: money::Scale::USDC,
    }
}

/// A whole message from its body.
pub(crate) fn message(text: &str) -> OwnedMessage {
    let mut encoder = Encoder::new();
    let mut fields = text.split_terminator('|');
    encoder.begin(fields.next().unwrap().as_bytes());
    for field in fields {
        let (tag, value) = field.split_once('=').unwrap();
        encoder.bytes(tag.parse().unwrap(), value.as_bytes());
    }
    OwnedMessage::decode(encoder.finish(b"FIX.4.4")).unwrap()
}

pub(crate) const ORDER: &str =
    "D|11=o-1|1=ACC-1|55=TOP5|54=1|60=20260131-12:00:00|40=1|152=1000.50|";

pub(crate) fn order() -> v1::IndexOrder {
    v1::IndexOrder {
        order_id: "O-7".to_owned(),
        session: SESSION.to_owned(),
        cl_ord_id: "o-1".to_owned(),
        account: "ACC-1".to_owned(),
        index: "TOP5".to_owned(),
        side: v1::Side::Buy.into(),
        status: v1::OrderStatus::Working.into(),
        cash: "1000.5".to_owned(),
        remaining_cash: "1000.5".to_owned(),
        spent: "0".to_owned(),
        gross: "0".to_owned(),
        venue_fees: "0".to_owned(),
        issuer_fees: "0".to_owned(),
        units: "0".to_owned(),
        average_price: "0".to_owned(),
        returned: "0".to_owned(),
        ..v1::IndexOrder::default()
    }
}

pub(crate) fn filled() -> v1::IndexOrder {
    v1::IndexOrder {
        remaining_cash: "499.75".to_owned(),
        spent: "500.75".to_owned(),
        gross: "500".to_owned(),
        venue_fees: "0.5".to_owned(),
        issuer_fees: "0.25".to_owned(),
        units: "0.5".to_owned(),
        average_price: "1000".to_owned(),
        ..order()
    }
}

pub(crate) fn fill() -> Solver {
    Solver::IndexFill(v1::IndexFill {
        order: Some(filled()),
        fill_id: "O-7-1".to_owned(),
        units: "0.5".to_owned(),
        price: "1000".to_owned(),
        gross: "500".to_owned(),
        venue_fees: "0.5".to_owned(),
        issuer_fee: "0.25".to_owned(),
        net: "500.75".to_owned(),
        batch_id: "B-1".to_owned(),
    })
}
