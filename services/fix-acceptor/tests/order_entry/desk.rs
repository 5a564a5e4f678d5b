//! A client and a solver around the pure application, and the messages they say.

use std::sync::Arc;

use fix_acceptor::{Event, Input, OrderEntry, SessionAccounts, custom};
use fix_codec::{Draft, Encoder, OwnedMessage};
use fix_dictionary::{Dictionary, Members};
use fix_engine::{Application as _, Received, Step, Verdict};
use proto::v1::{self, solver_event::Event as Solver};

pub(crate) const SESSION: &str = "FIX.4.4:SHEAF->CLIENT1";
pub(crate) const OTHER: &str = "FIX.4.4:SHEAF->CLIENT2";
/// 2026-01-31 12:00:00 UTC
pub(crate) const NOON: i64 = 1_769_860_800_000_000_000;

/// An application with two sessions; `say` and `hear` are the two ends of it.
pub(crate) struct Desk {
    pub(crate) application: OrderEntry,
    dictionary: Arc<Dictionary>,
    events: Vec<Event>,
    solver_sequence: u64,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let application = OrderEntry::new(cash());
        let mut desk = Desk {
            application,
            dictionary: custom::dictionary().unwrap(),
            events: Vec::new(),
            solver_sequence: 0,
        };
        let session = |session: &str, accounts: &[&str]| SessionAccounts {
            session: session.to_owned(),
            accounts: accounts.iter().map(|name| (*name).to_owned()).collect(),
        };
        let sessions = vec![
            session(SESSION, &["ACC-1", "ACC-2"]),
            session(OTHER, &["ACC-3"]),
        ];
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
        let mut step = Step::new(NOON);
        let received = Received {
            session,
            message: message.view(),
            msg_seq_num: 2,
        };
        let verdict = self.application.received(&received, &mut step);
        (verdict, self.finish(&step))
    }

    pub(crate) fn input(&mut self, input: Input) -> Vec<String> {
        let mut step = Step::new(NOON);
        self.application.input(input, &mut step);
        self.finish(&step)
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
        step.drafts()
            .iter()
            .map(|(session, draft)| self.shown(session, draft))
            .collect()
    }

    /// The message as text, after it was found valid.
    pub(crate) fn shown(&self, session: &str, draft: &Draft) -> String {
        self.validate(draft);
        let body = String::from_utf8(draft.body().to_vec())
            .unwrap()
            .replace('\u{1}', "|");
        let to = if session == SESSION {
            ""
        } else {
            "to CLIENT2: "
        };
        format!("{to}{}|{body}", draft.msg_type())
    }

    /// Every field is in the dictionary, with one of its values; every required field is there.
    pub(crate) fn validate(&self, draft: &Draft) {
        let message = self
            .dictionary
            .message(draft.msg_type().as_bytes())
            .expect("a known message");
        let body = String::from_utf8(draft.body().to_vec()).unwrap();
        let mut present = Vec::new();
        for field in body.split_terminator('\u{1}') {
            let (tag, value) = field.split_once('=').unwrap();
            let tag: u32 = tag.parse().unwrap();
            assert!(
                message.members.contains_deep(tag),
                "{} has no field {tag}",
                message.name
            );
            let defined = self.dictionary.field(tag).unwrap();
            assert!(
                defined.allows(value.as_bytes()),
                "{} is {value:?}",
                defined.name()
            );
            assert!(!value.is_empty(), "{} is empty", defined.name());
            present.push(tag);
        }
        let missing = |members: &Members| {
            members
                .required()
                .iter()
                .find(|tag| !present.contains(tag))
                .copied()
        };
        assert_eq!(
            missing(&message.members),
            None,
            "required in {}: {body}",
            message.name
        );
    }

    /// The same application, as it comes back from the journal.
    pub(crate) fn restart(&mut self) {
        self.application = OrderEntry::new(cash());
        for event in &self.events {
            self.application.apply(event);
        }
    }

    pub(crate) fn pending(&self) -> Vec<String> {
        self.application
            .state()
            .pending()
            .map(|pending| format!("{:?}", pending.call))
            .collect()
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
