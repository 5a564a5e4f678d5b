//! A script as its lines say it: parsed whole before anything is played.

use crate::settings::Settings;

/// Which connection of a script; 1 where it has only one.
pub type ConnectionId = usize;

/// A parsed script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// The session of each connection, in their order; further connections have the first one's.
    pub sessions: Vec<Settings>,
    /// Its steps.
    pub lines: Vec<Line>,
}

/// A step and where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// From 1.
    pub number: usize,
    /// As it is written.
    pub text: String,
    /// What it says.
    pub step: Step,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Something happens.
    Do(Deed),
    /// Something must have come of it.
    Expect(Expectation),
}

/// Something that happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// The peer opens a connection.
    Connect(ConnectionId),
    /// The peer closes it.
    Disconnect(ConnectionId),
    /// The peer sends a message, in one of its forms.
    Receive(ConnectionId, String),
    /// Time passes.
    Advance {
        /// So long.
        ns: i64,
    },
    /// A word that the stage knows, and what follows it.
    Word(ConnectionId, String, String),
}

/// Something that must come next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expectation {
    /// A message, in one of its forms.
    Message(ConnectionId, String),
    /// The end of the connection.
    Disconnected(ConnectionId),
    /// What the stage tells otherwise.
    Word(String),
}

/// A line that is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {number}: {text:?}: {problem}")]
pub struct ScriptError {
    /// Which line, from 1.
    pub number: usize,
    /// The line.
    pub text: String,
    /// What is wrong with it.
    pub problem: String,
}

impl Script {
    /// Reads a script.
    pub fn parse(text: &str) -> Result<Script, ScriptError> {
        let mut script = Script {
            sessions: Vec::new(),
            lines: Vec::new(),
        };
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let error = |problem: String| ScriptError {
                number: index + 1,
                text: line.to_owned(),
                problem,
            };
            if let Some(settings) = line.strip_prefix("session ") {
                if !script.lines.is_empty() {
                    return Err(error("the sessions come before the first step".to_owned()));
                }
                let settings = Settings::parse(settings).map_err(error)?;
                script.sessions.push(settings);
                continue;
            }
            if let Some(line) = line.strip_prefix("dictionary ") {
                let session = script.sessions.last_mut();
                let session = session.ok_or_else(|| error("of which session?".to_owned()))?;
                session.extend(line).map_err(error)?;
                continue;
            }
            script.lines.push(Line {
                number: index + 1,
                text: line.to_owned(),
                step: step(line).map_err(error)?,
            });
        }
        if script.sessions.is_empty() {
            return Err(ScriptError {
                number: 1,
                text: String::new(),
                problem: "a script starts with a session".to_owned(),
            });
        }
        Ok(script)
    }

    /// The session of a connection.
    pub fn session(&self, connection: ConnectionId) -> &Settings {
        self.sessions
            .get(connection - 1)
            .unwrap_or(&self.sessions[0])
    }

    /// How much time passes in it.
    pub fn time_ns(&self) -> i64 {
        self.lines
            .iter()
            .map(|line| match line.step {
                Step::Do(Deed::Advance { ns }) => ns,
                _ => 0,
            })
            .sum()
    }
}

fn step(line: &str) -> Result<Step, String> {
    if let Some(time) = line.strip_prefix('+') {
        return Ok(Step::Do(Deed::Advance {
            ns: duration_ns(time).ok_or("not a time")?,
        }));
    }
    let (kind, rest) = line.split_at_checked(1).ok_or("not a step")?;
    let (connection, rest) = connection(rest)?;
    let (word, tail) = rest.split_once(' ').unwrap_or((rest, ""));
    Ok(match (kind, word) {
        ("I", _) => Step::Do(Deed::Receive(connection, rest.to_owned())),
        ("E", _) => Step::Expect(Expectation::Message(connection, rest.to_owned())),
        ("i", "CONNECT") => Step::Do(Deed::Connect(connection)),
        ("i", "DISCONNECT") => Step::Do(Deed::Disconnect(connection)),
        ("e", "DISCONNECT") => Step::Expect(Expectation::Disconnected(connection)),
        ("i" | "e", "") => return Err("a word is missing".to_owned()),
        ("i", word) => Step::Do(Deed::Word(connection, word.to_owned(), tail.to_owned())),
        ("e", _) => Step::Expect(Expectation::Word(rest.to_owned())),
        _ => return Err("a line starts with I, E, i, e, + or #".to_owned()),
    })
}

/// The digits and the comma after the first letter. A tag has digits, too, but no comma behind them.
fn connection(rest: &str) -> Result<(ConnectionId, &str), String> {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (number, tail) = rest.split_at(digits);
    match tail.strip_prefix(',') {
        Some(tail) if digits > 0 => match number.parse() {
            Ok(connection @ 1..) => Ok((connection, tail)),
            _ => Err("connections are numbered from 1".to_owned()),
        },
        _ => Ok((1, rest)),
    }
}

/// `6s`, `5.9s`, `300ms`.
fn duration_ns(text: &str) -> Option<i64> {
    if let Some(ms) = text.strip_suffix("ms") {
        return ms.parse::<i64>().ok()?.checked_mul(1_000_000);
    }
    let text = text.strip_suffix('s')?;
    let (whole, tenths) = text.split_once('.').unwrap_or((text, "0"));
    let whole: i64 = whole.parse().ok()?;
    let tenths: i64 = (tenths.len() == 1).then(|| tenths.parse().ok())??;
    whole
        .checked_mul(10)?
        .checked_add(tenths)?
        .checked_mul(100_000_000)
}
