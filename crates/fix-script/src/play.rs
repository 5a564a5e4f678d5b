//! Playing a script on a stage.

use crate::compare::{Now, Variables, compare};
use crate::expand::expand;
use crate::script::{ConnectionId, Deed, Expectation, Script, Step};

/// Where a script is played: our end of its sessions, and the wire.
pub trait Stage {
    /// The time there, nanoseconds since 1970.
    fn now_ns(&mut self) -> i64;

    /// How far the times of what came may be from it.
    fn tolerance_ns(&self) -> i64 {
        0
    }

    /// The peer opens a connection.
    fn connect(&mut self, connection: ConnectionId) -> Result<(), String>;

    /// The peer closes it.
    fn disconnect(&mut self, connection: ConnectionId) -> Result<(), String>;

    /// The peer sends bytes.
    fn receive(&mut self, connection: ConnectionId, bytes: &[u8]) -> Result<(), String>;

    /// Time passes.
    fn advance(&mut self, ns: i64) -> Result<(), String>;

    /// A word of the script; an error where the stage does not know it.
    fn word(&mut self, connection: ConnectionId, word: &str, rest: &str) -> Result<(), String>;

    /// What comes next, of that connection where there are several: waits for it where the stage is a real one.
    fn next(&mut self, connection: ConnectionId) -> Option<Told>;

    /// The next word that the stage has to tell; where it does not know the order among words and messages, it keeps
    /// them apart.
    fn next_word(&mut self) -> Option<Told>;

    /// What has come and was not asked for, as far as the stage knows without waiting.
    fn left(&mut self) -> Option<Told>;
}

/// What a stage tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// We sent a message.
    Message {
        /// Where.
        connection: ConnectionId,
        /// The whole message.
        bytes: Vec<u8>,
        /// When it came, nanoseconds since 1970.
        at_ns: i64,
    },
    /// We closed the connection.
    Disconnected(ConnectionId),
    /// Something else.
    Word(String),
}

impl Told {
    /// The same by another clock than that of whoever took it from the wire.
    #[must_use]
    pub fn seen_at(self, at_ns: i64) -> Told {
        match self {
            Told::Message {
                connection, bytes, ..
            } => Told::Message {
                connection,
                bytes,
                at_ns,
            },
            Told::Disconnected(_) | Told::Word(_) => self,
        }
    }
}

impl std::fmt::Display for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Told::Message {
                connection, bytes, ..
            } => {
                let text = String::from_utf8_lossy(bytes).replace('\u{1}', "|");
                write!(f, "E{connection},{text}")
            }
            Told::Disconnected(connection) => write!(f, "e{connection},DISCONNECT"),
            Told::Word(word) => write!(f, "e{word}"),
        }
    }
}

/// Where a script and what happened differ.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {number}: {line}: {problem}")]
pub struct Failure {
    /// Which line, from 1; 0 is the end.
    pub number: usize,
    /// The line.
    pub line: String,
    /// What happened instead.
    pub problem: String,
}

/// Plays a script; the first difference ends it.
pub fn play(script: &Script, stage: &mut impl Stage) -> Result<(), Failure> {
    let mut variables = Variables::default();
    for line in &script.lines {
        let done = match &line.step {
            Step::Do(deed) => {
                nothing_left(stage).and_then(|()| act(script, deed, &variables, stage))
            }
            Step::Expect(expectation) => expect(script, expectation, &mut variables, stage),
        };
        done.map_err(|problem| Failure {
            number: line.number,
            line: line.text.clone(),
            problem,
        })?;
    }
    nothing_left(stage).map_err(|problem| Failure {
        number: 0,
        line: "the end".to_owned(),
        problem,
    })
}

fn nothing_left(stage: &mut impl Stage) -> Result<(), String> {
    match stage.left() {
        None => Ok(()),
        Some(told) => Err(format!(
            "before this came, and is not in the script: {told}"
        )),
    }
}

fn act(
    script: &Script,
    deed: &Deed,
    variables: &Variables,
    stage: &mut impl Stage,
) -> Result<(), String> {
    match deed {
        Deed::Connect(connection) => stage.connect(*connection),
        Deed::Disconnect(connection) => stage.disconnect(*connection),
        Deed::Receive(connection, text) => {
            let now_ns = stage.now_ns();
            let bytes = expand(text, script.session(*connection), variables, now_ns)?;
            stage.receive(*connection, &bytes)
        }
        Deed::Advance { ns } => stage.advance(*ns),
        Deed::Word(connection, word, rest) => stage.word(*connection, word, rest),
    }
}

fn expect(
    script: &Script,
    expectation: &Expectation,
    variables: &mut Variables,
    stage: &mut impl Stage,
) -> Result<(), String> {
    let told = match expectation {
        Expectation::Message(connection, _) | Expectation::Disconnected(connection) => {
            stage.next(*connection)
        }
        Expectation::Word(_) => stage.next_word(),
    };
    let told = told.ok_or("nothing came")?;
    match (expectation, &told) {
        (
            Expectation::Message(connection, text),
            Told::Message {
                connection: of,
                bytes,
                at_ns,
            },
        ) if of == connection => {
            let now = Now {
                ns: *at_ns,
                tolerance_ns: stage.tolerance_ns(),
            };
            let settings = script.session(*connection);
            compare(text, bytes, settings, variables, now)
                .map_err(|problem| format!("{problem}: in {told}"))
        }
        (Expectation::Disconnected(connection), Told::Disconnected(of)) if of == connection => {
            Ok(())
        }
        (Expectation::Word(word), Told::Word(other)) if word == other => Ok(()),
        _ => Err(format!("came instead: {told}")),
    }
}
