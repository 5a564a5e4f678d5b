//! What the engine tells an application besides messages: its start, the sessions' ends, the time.

use std::time::Duration;

use fix_engine::{
    Application, Command, Ending, Engine, EngineConfig, Handle, NamedSession, Received,
    SessionChange, Step, Verdict,
};
use fix_session::Role;
use journal::Journal;
use tokio_util::sync::CancellationToken;

use crate::support::{Raw, open, session};

/// Writes down what it is told; its input asks to be called at that time.
#[derive(Default)]
struct Diary {
    told: Vec<String>,
    due_unix_ns: Option<i64>,
}

#[derive(serde::Serialize, serde::Deserialize)]
enum Event {
    Told(String),
    Due(i64),
}

impl Application for Diary {
    type Event = Event;
    type Input = i64;

    fn apply(&mut self, event: &Event) {
        match event {
            Event::Told(text) => {
                if text == "time" {
                    self.due_unix_ns = None;
                }
                self.told.push(text.clone());
            }
            Event::Due(due_unix_ns) => self.due_unix_ns = Some(*due_unix_ns),
        }
    }

    fn received(&self, _: &Received<'_>, _: &mut Step<Event>) -> Verdict {
        Verdict::UnsupportedMessageType
    }

    fn input(&self, due_unix_ns: i64, step: &mut Step<Event>) {
        step.store(Event::Due(due_unix_ns));
    }

    fn session(&self, _: &str, change: SessionChange, step: &mut Step<Event>) {
        let text = match change {
            SessionChange::LoggedOn => "logged on",
            SessionChange::LoggedOut(Ending::ByPeer) => "logged out by the peer",
            SessionChange::LoggedOut(Ending::ByUs) => "logged out by us",
            SessionChange::LoggedOut(Ending::Shutdown) => "logged out at the end",
            SessionChange::LoggedOut(Ending::Lost) => "lost",
            SessionChange::Reset => "reset",
        };
        step.store(Event::Told(text.to_owned()));
    }

    fn started(&self, step: &mut Step<Event>) {
        step.store(Event::Told("started".to_owned()));
    }

    fn next_time_unix_ns(&self) -> Option<i64> {
        self.due_unix_ns
    }

    fn time(&self, step: &mut Step<Event>) {
        assert!(
            self.due_unix_ns
                .is_some_and(|due| due <= step.now_unix_ns())
        );
        step.store(Event::Told("time".to_owned()));
    }
}

async fn start(journal: Journal, shutdown: &CancellationToken) -> Engine<Diary> {
    let config = EngineConfig {
        listen: Some("127.0.0.1:0".parse().unwrap()),
        sessions: vec![NamedSession::acceptor("client", session(Role::Acceptor))],
        ..EngineConfig::default()
    };
    Engine::start(config, Diary::default(), journal, shutdown.clone())
        .await
        .unwrap()
}

/// Waits until it was told so much.
async fn told(handle: &Handle<Diary>, count: usize) -> Vec<String> {
    let waited = tokio::time::timeout(Duration::from_secs(20), async {
        loop {
            let told = handle.query(|diary| diary.told.clone()).await.unwrap();
            if told.len() >= count {
                return told;
            }
            tokio::task::yield_now().await;
        }
    });
    waited.await.expect("the application was told in time")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_is_told_how_a_session_ended() {
    let shutdown = CancellationToken::new();
    let engine = start(Journal::in_memory(), &shutdown).await;
    let (handle, address) = (engine.handle(), engine.local_address().unwrap());
    // A line that breaks.
    let mut peer = Raw::connect(address).await;
    peer.log_on().await;
    let next = peer.next;
    drop(peer);
    told(&handle, 3).await;
    let mut peer = Raw::connect(address).await;
    peer.next = next;
    peer.log_on().await;
    peer.send("5", "").await;
    peer.expect("5").await;
    let next = peer.next;
    let mut peer = Raw::connect(address).await;
    peer.next = next;
    peer.log_on().await;
    let disable = Command::Disable { text: None };
    handle.command("client", disable, "test").await.unwrap();
    peer.logged_out().await;
    peer.send("5", "").await;
    told(&handle, 7).await;
    handle
        .command("client", Command::Enable, "test")
        .await
        .unwrap();
    let next = peer.next;
    let mut peer = Raw::connect(address).await;
    peer.next = next;
    peer.log_on().await;
    shutdown.cancel();
    peer.logged_out().await;
    assert_eq!(
        told(&handle, 9).await,
        [
            "started",
            "logged on",
            "lost",
            "logged on",
            "logged out by the peer",
            "logged on",
            "logged out by us",
            "logged on",
            "logged out at the end"
        ]
    );
    peer.send("5", "").await;
    drop(handle);
    engine.finished().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_is_called_at_the_time_it_asked_for_also_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let shutdown = CancellationToken::new();
    let engine = start(open(&path).await, &shutdown).await;
    let handle = engine.handle();
    handle.input(1).await.unwrap();
    assert_eq!(told(&handle, 2).await, ["started", "time"]);
    // A time that comes while the engine is away.
    handle.input(i64::MAX).await.unwrap();
    shutdown.cancel();
    drop(handle);
    engine.finished().await.unwrap();
    let shutdown = CancellationToken::new();
    let engine = start(open(&path).await, &shutdown).await;
    let handle = engine.handle();
    assert_eq!(
        handle.query(|diary| diary.due_unix_ns).await.unwrap(),
        Some(i64::MAX)
    );
    handle.input(2).await.unwrap();
    assert_eq!(
        told(&handle, 4).await,
        ["started", "time", "started", "time"]
    );
    shutdown.cancel();
    drop(handle);
    engine.finished().await.unwrap();
}
