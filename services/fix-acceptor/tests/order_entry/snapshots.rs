//! A start from a snapshot of the application: its state is what all events give. That a state is read as it was written
//! is checked by the desk, after every step of every test.

use fix_acceptor::{CancelOnDisconnect, Copies, DefinedSession, Dialect, Input, OrderEntry};
use fix_engine::{
    Application as _, Engine, EngineConfig, Handle, NamedSession, SNAPSHOT_RECORDS_MIN,
    SessionChange,
};
use fix_session::{Role, SessionConfig};
use journal::{Journal, Snapshot};
use proto::v1::{self, SolverEvent, solver_event::Event as Solver};
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use crate::desk::{Desk, NOON, ORDER, OTHER, SESSION, cash, fill, order, session};
use crate::requests::changed;

/// As [`everything`] is written.
const WRITTEN: &str = include_str!("state.json");
/// The application's form, with the engine's.
const FORM: &str = "fix-engine 1, order entry 1";

/// Something in every part of the state.
fn everything() -> Desk {
    let defined = DefinedSession {
        cancel_on_disconnect: Some(CancelOnDisconnect {
            grace_ns: 30,
            after_logout: false,
        }),
        ..session(SESSION, &["ACC-1"])
    };
    let copies = DefinedSession {
        copies: Copies {
            sessions: vec![SESSION.to_owned()],
            accounts: vec!["ACC-3".to_owned()],
        },
        ..session(OTHER, &[])
    };
    let mut desk = Desk::with(vec![defined, copies]);
    desk.input(Input::DefineSession {
        session: OTHER.to_owned(),
        accounts: vec!["ACC-2".to_owned()],
    });
    desk.session(SESSION, SessionChange::LoggedOn);
    let account = v1::Account {
        name: "ACC-3".to_owned(),
        ..v1::Account::default()
    };
    let index = v1::Index {
        symbol: "TOP5".to_owned(),
        ..v1::Index::default()
    };
    for event in [
        Solver::AccountDefined(v1::AccountDefined {
            account: Some(account),
        }),
        Solver::IndexDefined(v1::IndexDefined { index: Some(index) }),
        Solver::TradingChanged(v1::TradingChanged {
            index: "TOP9".to_owned(),
            state: v1::TradingState::Halted.into(),
            text: "why".to_owned(),
        }),
    ] {
        desk.hear(event);
    }
    desk.say(ORDER);
    desk.input(Input::CommandDone { command: 1 });
    desk.hear(fill());
    // One of each that the solver may not have heard of yet; its order has another name meanwhile.
    desk.say(&ORDER.replace("11=o-1", "11=o-2"));
    desk.say("G|41=o-1|11=r-1|55=TOP5|54=1|60=20260131-12:00:00|40=1|152=900|");
    desk.hear(Solver::OrderReplaced(v1::OrderReplaced {
        order: Some(v1::IndexOrder {
            cl_ord_id: "r-1".to_owned(),
            ..order()
        }),
        orig_cl_ord_id: "o-1".to_owned(),
    }));
    for text in [
        "F|41=o-2|11=c-1|55=TOP5|54=1|60=20260131-12:00:00|",
        "q|11=m-1|530=7|60=20260131-12:00:00|",
        "R|131=q-1|146=1|55=TOP5|54=1|152=1001|1=ACC-1|",
        "R|131=q-2|146=1|55=TOP5|54=1|152=1001|1=ACC-1|",
        "AX|894=x-1|895=4|1=ACC-1|",
        "H|11=nothing|55=TOP5|54=1|",
        "V|262=v-1|263=1|264=1|267=1|269=0|146=1|55=TOP5|",
    ] {
        desk.say(text);
    }
    let quote = v1::Quote {
        quote_id: "Q-1".to_owned(),
        units: "10".to_owned(),
        price: "100".to_owned(),
        issuer_fee: "0.5".to_owned(),
        time_unix_ns: NOON,
        valid_until_unix_ns: NOON + 1,
        ..v1::Quote::default()
    };
    desk.input(Input::Quoted {
        command: 6,
        quote: Box::new(quote),
    });
    desk.hear(changed("ACC-1", "deposit"));
    desk
}

fn written(application: &OrderEntry) -> Value {
    serde_json::from_slice(&application.write_state().unwrap()).unwrap()
}

/// Whoever changes how a state is written, or what is made of an event, makes a new form, and then a new file.
#[test]
fn a_form_names_how_a_state_is_written() {
    let desk = everything();
    let form = desk.application.snapshot_form();
    assert_eq!(form.as_deref(), Some("order entry 1"));
    let kept: Value = serde_json::from_str(WRITTEN).unwrap();
    assert_eq!(written(&desk.application), kept);
    let mut read = OrderEntry::new(cash());
    read.read_state(WRITTEN.as_bytes()).unwrap();
    assert!(read.state() == desk.application.state());
}

#[test]
fn what_is_no_state_changes_nothing() {
    let mut application = everything().application;
    let before = written(&application);
    for other in ["", "{}", "[]", &WRITTEN.replace("\"answers\"", "\"more\"")] {
        assert!(application.read_state(other.as_bytes()).is_err(), "{other}");
        assert_eq!(written(&application), before);
    }
}

/// The engine with the application, as it starts on that journal.
async fn start(journal: &Journal) -> (Engine<OrderEntry>, Handle<OrderEntry>) {
    let config = SessionConfig::new(
        Role::Acceptor,
        Dialect::Fix44.version(),
        "SHEAF",
        "CLIENT1",
        Dialect::Fix44.dictionaries(),
    );
    let config = EngineConfig {
        listen: Some("127.0.0.1:0".parse().unwrap()),
        sessions: vec![NamedSession::acceptor(SESSION, config)],
        ..EngineConfig::default()
    };
    let application = OrderEntry::new(cash());
    let shutdown = CancellationToken::new();
    let engine = Engine::start(config, application, journal.clone(), shutdown).await;
    let engine = engine.unwrap();
    let handle = engine.handle();
    (engine, handle)
}

/// The state that a start makes of the journal.
async fn started(journal: &Journal) -> Value {
    let (_engine, handle) = start(journal).await;
    handle.query(written).await.unwrap()
}

async fn deposits(handle: &Handle<OrderEntry>, sequences: impl IntoIterator<Item = u64>) {
    for sequence in sequences {
        let event = SolverEvent {
            sequence,
            time_unix_ns: NOON,
            event: Some(changed("ACC-1", "deposit")),
            ..SolverEvent::default()
        };
        handle.input(Input::Solver(Box::new(event))).await.unwrap();
    }
}

#[tokio::test]
async fn a_start_from_a_snapshot_and_the_events_after_it_gives_what_all_events_give() {
    let journal = Journal::in_memory();
    let (engine, handle) = start(&journal).await;
    let sessions = vec![session(SESSION, &["ACC-1"])];
    handle.input(Input::Configured(sessions)).await.unwrap();
    // One after the other, so that each has a record of its own.
    deposits(&handle, 1..=SNAPSHOT_RECORDS_MIN).await;
    drop((handle, engine));

    assert_eq!(journal.snapshot(FORM).await.unwrap(), None);
    let all = started(&journal).await;
    // The start has left a snapshot, behind its back.
    let left = loop {
        match journal.snapshot(FORM).await.unwrap() {
            Some(snapshot) => break snapshot,
            None => tokio::task::yield_now().await,
        }
    };
    assert_eq!(started(&journal).await, all);

    // It is what a start reads: one that says something else is believed.
    let mut state = left.state.clone();
    let answers = b"\"answers\":0";
    let mut places = state.windows(answers.len());
    let at = places.position(|place| place == answers).unwrap();
    state[at + answers.len() - 1] = b'7';
    let other = Snapshot {
        state,
        ..left.clone()
    };
    journal.keep_snapshot(other).await.unwrap();
    assert_eq!(started(&journal).await["answers"], 7);

    // With events after it; and then without it.
    journal.keep_snapshot(left.clone()).await.unwrap();
    let (engine, handle) = start(&journal).await;
    deposits(&handle, SNAPSHOT_RECORDS_MIN + 1..=SNAPSHOT_RECORDS_MIN + 3).await;
    drop((handle, engine));
    let from_snapshot = started(&journal).await;
    assert_eq!(from_snapshot["position"], SNAPSHOT_RECORDS_MIN + 3);
    let damaged = Snapshot {
        state: left.state[..left.state.len() / 2].to_vec(),
        ..left
    };
    journal.keep_snapshot(damaged).await.unwrap();
    assert_eq!(started(&journal).await, from_snapshot);
}
