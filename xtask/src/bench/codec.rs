//! Rows of reading, validating and writing messages, which all contenders take from `xtask/peers/messages/`.
//!
//! Before anything is measured, ours and QuickFIX must have made the same bytes of each message.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use serde_json::Value;

use super::contender::{Contender, Cost, in_turns};
use super::{Better, Comparison, Row, Target, peer};
use crate::run::{cargo, command, read, root};

const MESSAGES: [(&str, &str); 2] = [
    ("new-order-single", "NewOrderSingle, 18 fields"),
    ("execution-report", "ExecutionReport, 35 fields"),
];

/// Measures all of it.
pub(crate) fn rows(rounds: usize, dictionary: Option<&Path>) -> anyhow::Result<Vec<Row>> {
    peer::install_quickfix()?;
    let messages = root().join("xtask/peers/messages");
    let mut ours = Contender::start("ours", command(ours()?).arg(&messages))?;
    let mut floor = command(peer::compile("floor/floor.cpp", &[])?);
    let mut floor = Contender::start("the floor", floor.arg(&messages))?;
    let quickfix = peer::compile("quickfix/codec.cpp", &["quickfix"])?;
    let dictionary = match dictionary {
        Some(path) => path.to_owned(),
        None => peer::quickfix_dictionary("FIX44.xml")?,
    };
    let start = || {
        let mut program = command(&quickfix);
        Contender::start("QuickFIX", program.arg(&messages).arg(&dictionary))
    };
    let (mut quickfix, mut writer) = (start()?, start()?);

    let mut rows = Vec::new();
    for (message, name) in MESSAGES {
        let case = |work: &str| format!("{work} {message}");
        let (decode, validate, encode) = (case("decode"), case("validate"), case("encode"));
        for work in [&decode, &validate, &encode] {
            let (made, expected) = (ours.made(work)?, quickfix.made(work)?);
            ensure!(
                made == expected,
                "`{work}`: we made {made}, QuickFIX {expected}"
            );
        }
        let [cost, least, its] = in_turns(
            [
                (&mut ours, decode.as_str()),
                (&mut floor, &case("scan")),
                (&mut quickfix, &decode),
            ],
            rounds,
        )?;
        let floor_cost = beside("floor", least, Target::TimesAsMuch(2.0));
        let its = beside("QuickFIX with its checks", its, Target::TimesBetter(4.5));
        rows.push(row(format!("decode {name}"), cost, vec![floor_cost, its]));

        let [cost, its] = in_turns(
            [(&mut ours, validate.as_str()), (&mut quickfix, &validate)],
            rounds,
        )?;
        let its = beside(
            "QuickFIX with its dictionary",
            its,
            Target::TimesBetter(6.0),
        );
        rows.push(row(format!("decode and validate {name}"), cost, vec![its]));

        let [cost, its, write] = in_turns(
            [
                (&mut ours, encode.as_str()),
                (&mut quickfix, &encode),
                (&mut writer, &case("write")),
            ],
            rounds,
        )?;
        let its = beside("QuickFIX", its, Target::TimesBetter(1.5));
        let write = beside("QuickFIX, of a message it has built", write, None);
        rows.push(row(format!("encode {name}"), cost, vec![its, write]));
    }
    Ok(rows)
}

fn row(name: String, cost: Cost, against: Vec<Comparison>) -> Row {
    Row {
        name,
        unit: "ns",
        better: Better::Lower,
        value: cost.best,
        median: Some(cost.median),
        against,
    }
}

fn beside(with: &'static str, cost: Cost, target: impl Into<Option<Target>>) -> Comparison {
    Comparison {
        with,
        value: cost.best,
        median: Some(cost.median),
        target: target.into(),
    }
}

/// Our program: a benchmark of `fix-session`, built as it ships.
fn ours() -> anyhow::Result<PathBuf> {
    let build = [
        "bench",
        "--quiet",
        "--no-run",
        "--locked",
        "--message-format=json",
    ];
    let printed = read(
        cargo()
            .args(build)
            .args(["-p", "fix-session", "--bench", "codec"]),
    )?;
    let mut programs = printed.lines().filter_map(|line| {
        let message: Value = serde_json::from_str(line).ok()?;
        message["executable"].as_str().map(PathBuf::from)
    });
    programs
        .next_back()
        .context("cargo built no benchmark of fix-session")
}
