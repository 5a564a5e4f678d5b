//! A client: one initiator session that reconnects with its sequence numbers, sends messages and hands over those that
//! come.
//!
//! What comes is stored before it is handed over, so that with a journal on disk a client that was killed reads on
//! where it had come to: it starts with [`ClientConfig::resume_after`] set to the last [`Incoming::position`] it dealt with.
//! What it sends with a number of its own goes out once: after a kill it goes on after [`Client::sent`].

use std::collections::VecDeque;

use fix_codec::{Draft, OwnedMessage};
use fix_session::SessionConfig;
use journal::Journal;
use serde::{Deserialize, Serialize};
use tokio_stream::{Stream, StreamExt as _};
use tokio_util::sync::CancellationToken;

use crate::application::{Application, Received, Step, Verdict};
use crate::config::{EngineConfig, NamedSession};
use crate::engine::{Committed, Ended, Engine, EngineError, Handle};
use crate::hub::SessionStatus;
use crate::store::ReadError;
use crate::tls::ClientTls;

/// The client's session in its journal.
const SESSION: &str = "client";

/// How a client is started.
#[derive(Debug, Clone)]
pub struct ClientConfig {
    /// `host:port` of the acceptor.
    pub connect: String,
    /// TLS. None: plain TCP.
    pub tls: Option<ClientTls>,
    /// The session; its role is the initiator's.
    pub session: SessionConfig,
    /// Hand over what came after this position; 0 for everything in the journal.
    pub resume_after: u64,
}

/// Why a client can't go on.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The engine did not start, or ended with an error.
    #[error("the client's engine failed")]
    Engine(#[from] EngineError),
    /// The engine has ended.
    #[error(transparent)]
    Ended(#[from] Ended),
    /// The journal can't be read.
    #[error("what the client received can't be read")]
    Read(#[from] ReadError),
    /// What was stored is not a message.
    #[error("a stored message can't be decoded")]
    NotAMessage,
}

/// A message that came.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// Its place among all that came to this journal, from 1.
    pub position: u64,
    /// The message.
    pub message: OwnedMessage,
}

/// One initiator session. Dropping it logs out in the background.
pub struct Client {
    handle: Handle<Inbox>,
    engine: Option<Engine<Inbox>>,
    shutdown: CancellationToken,
    stored: Box<dyn Stream<Item = Result<Committed<Stored>, ReadError>> + Send + Sync + Unpin>,
    ready: VecDeque<Incoming>,
    resume_after: u64,
}

impl Client {
    /// Starts the session and connects in the background. With [`Journal::in_memory`] nothing outlives the client.
    pub async fn start(config: ClientConfig, journal: Journal) -> Result<Client, ClientError> {
        let shutdown = CancellationToken::new();
        let mut session = NamedSession::initiator(SESSION, config.session, &config.connect);
        session.tls = config.tls;
        let engine_config = EngineConfig {
            sessions: vec![session],
            ..EngineConfig::default()
        };
        let inbox = Inbox {
            received: 0,
            sent: 0,
        };
        let engine = Engine::start(engine_config, inbox, journal, shutdown.clone()).await?;
        let handle = engine.handle();
        let stored = Box::new(handle.subscribe(0));
        Ok(Client {
            handle,
            engine: Some(engine),
            shutdown,
            stored,
            ready: VecDeque::new(),
            resume_after: config.resume_after,
        })
    }

    /// Resolves when the session is logged on.
    pub async fn logged_on(&self) -> Result<(), ClientError> {
        let mut status = self.handle.status(SESSION).ok_or(Ended)?;
        status
            .wait_for(|status| status.is_logged_on)
            .await
            .map_err(|_| Ended)?;
        Ok(())
    }

    /// The session's state, to look at and to wait for.
    pub fn status(&self) -> Option<tokio::sync::watch::Receiver<SessionStatus>> {
        self.handle.status(SESSION)
    }

    /// Sends a message; resolves when it is durable. While nobody is logged on it waits for the next logon.
    pub async fn send(&self, draft: Draft) -> Result<(), ClientError> {
        self.handle.input(Outgoing(None, draft)).await?;
        Ok(())
    }

    /// Sends a message once: not if its number is [`Client::sent`] or below. Numbers are the caller's own and rise, not
    /// necessarily by one; they have nothing to do with MsgSeqNum(34). Resolves when message and number are durable.
    pub async fn send_once(&self, number: u64, draft: Draft) -> Result<(), ClientError> {
        self.handle.input(Outgoing(Some(number), draft)).await?;
        Ok(())
    }

    /// The last number of [`Client::send_once`] that is durable, 0 before the first.
    pub async fn sent(&self) -> Result<u64, ClientError> {
        Ok(self.handle.query(|inbox| inbox.sent).await?)
    }

    /// The next application message.
    pub async fn receive(&mut self) -> Result<Incoming, ClientError> {
        loop {
            if let Some(incoming) = self.ready.pop_front() {
                return Ok(incoming);
            }
            let committed = self.stored.next().await.ok_or(Ended)??;
            for event in committed.events {
                let Stored::Received(position, text) = event else {
                    continue;
                };
                if position <= self.resume_after {
                    continue;
                }
                let byte = |character| u8::try_from(character).unwrap_or(b'?');
                let bytes: Vec<u8> = text.chars().map(byte).collect();
                let message = OwnedMessage::decode(&bytes).ok_or(ClientError::NotAMessage)?;
                self.ready.push_back(Incoming { position, message });
            }
        }
    }

    /// Logs out and ends when everything is durable.
    pub async fn logout(mut self) -> Result<(), ClientError> {
        self.shutdown.cancel();
        match self.engine.take() {
            Some(engine) => Ok(engine.finished().await?),
            None => Ok(()),
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.shutdown.cancel();
    }
}

/// What a client keeps.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Stored {
    /// A message that came: its position, and a character a byte.
    Received(u64, String),
    /// A message was sent with this number.
    Sent { number: u64 },
}

/// A message to send, and its number where it has one.
struct Outgoing(Option<u64>, Draft);

/// The application of a client: everything is taken and stored.
struct Inbox {
    received: u64,
    sent: u64,
}

impl Application for Inbox {
    type Event = Stored;
    type Input = Outgoing;

    fn apply(&mut self, event: &Stored) {
        match event {
            Stored::Received(position, _) => self.received = *position,
            Stored::Sent { number } => self.sent = *number,
        }
    }

    fn received(&self, received: &Received<'_>, step: &mut Step<Stored>) -> Verdict {
        let text = received
            .message
            .bytes()
            .iter()
            .map(|&byte| char::from(byte))
            .collect();
        step.store(Stored::Received(self.received + 1, text));
        Verdict::Accepted
    }

    fn input(&self, Outgoing(number, draft): Outgoing, step: &mut Step<Stored>) {
        if let Some(number) = number {
            if number <= self.sent {
                return;
            }
            step.store(Stored::Sent { number });
        }
        step.send(SESSION, draft);
    }

    fn snapshot_form(&self) -> Option<String> {
        Some("inbox 1".to_owned())
    }

    fn write_state(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(&(self.received, self.sent))
    }

    fn read_state(&mut self, state: &[u8]) -> Result<(), serde_json::Error> {
        (self.received, self.sent) = serde_json::from_slice(state)?;
        Ok(())
    }
}
