//! Rows of the reflector beside QuickFIX's acceptor and a bare echo, under the load that `fix-load` of the shared folder
//! makes.
//!
//! Servers take turns, each with a new process and an empty store. Orders a second depend on what else the machine does;
//! the processor time that an order costs the server hardly does, so there is a row for that as well.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use serde_json::Value;

use super::server::{Kind, Programs, Server, figure, pinned};
use super::{Better, Comparison, Row, Target, peer};
use crate::run::{cargo, read, root};

/// Turns of each server: the least of a few is what it can do, where others have the machine as well. A tail needs more of
/// them than a sum does.
const TURNS: usize = 3;
const STEADY_TURNS: usize = 8;
/// Orders of a turn under full load, and of one at a steady rate.
const ORDERS: &str = "200000";
const STEADY_ORDERS: &str = "30000";
const STEADY_RATE: &str = "10000";

/// The servers, with what the table calls them.
const SERVERS: [(Kind, &str); 6] = [
    (Kind::Ours("sync"), "ours, synced store"),
    (Kind::Ours("buffered"), "ours, buffered store"),
    (Kind::Ours("memory"), "ours, memory store"),
    (Kind::QuickFix("file"), "QuickFIX, file store"),
    (Kind::QuickFix("memory"), "QuickFIX, memory store"),
    (Kind::Echo, "floor: an echo without FIX"),
];
/// Of these, ours; the others are what they are compared with.
const OURS: usize = 3;

/// Measures all of it; no rows where the load generator's source is missing.
pub(crate) fn rows(programs: &Programs) -> anyhow::Result<Vec<Row>> {
    let Some(load) = load_generator()? else {
        eprintln!("the rows of the reflector are skipped: SHEAF_SHARED has no fix-load");
        return Ok(Vec::new());
    };
    let mut throughput = [const { Vec::new() }; SERVERS.len()];
    let mut cost = throughput.clone();
    let (mut middle, mut tail) = (throughput.clone(), throughput.clone());
    for _ in 0..TURNS {
        for (at, (kind, _)) in SERVERS.into_iter().enumerate() {
            let turn = turn(
                programs,
                &load,
                kind,
                &["--window", "1000", "--count", ORDERS],
            )?;
            throughput[at].push(figure(&turn.printed, "/msgs_per_s")?);
            cost[at].push(turn.cpu_s * 1e6 / figure(&turn.printed, "/received")?);
        }
    }
    for _ in 0..STEADY_TURNS {
        for (at, (kind, _)) in SERVERS.into_iter().enumerate() {
            let steady = ["--rate", STEADY_RATE, "--count", STEADY_ORDERS];
            let turn = turn(programs, &load, kind, &steady)?;
            middle[at].push(figure(&turn.printed, "/latency_us/p50")?);
            tail[at].push(figure(&turn.printed, "/latency_us/p99")?);
        }
    }
    let mut rows = Vec::new();
    for (ours, (_, name)) in SERVERS.into_iter().enumerate().take(OURS) {
        // The targets are those of the synced store; the other two are shown.
        let targets = match ours {
            0 => [
                Some(Target::TimesBetter(4.0)),
                Some(Target::TimesBetter(2.0)),
                None,
            ],
            _ => [None; 3],
        };
        let orders = format!("orders a second, window of 1,000: {name}");
        rows.push(row(
            orders,
            "1/s",
            Better::Higher,
            ours,
            &throughput,
            targets,
        ));
        let each = format!("processor time an order: {name}");
        rows.push(row(each, "us", Better::Lower, ours, &cost, targets));
        let targets = match ours {
            1 => [Some(Target::AtMost), Some(Target::AtMost), None],
            _ => [None; 3],
        };
        let latency = |part: &str| format!("{part} of the latency at 10,000/s: {name}");
        rows.push(row(
            latency("p50"),
            "us",
            Better::Lower,
            ours,
            &middle,
            targets,
        ));
        rows.push(row(
            latency("p99"),
            "us",
            Better::Lower,
            ours,
            &tail,
            targets,
        ));
    }
    Ok(rows)
}

struct Turn {
    printed: Value,
    cpu_s: f64,
}

fn turn(programs: &Programs, load: &Path, kind: Kind, shape: &[&str]) -> anyhow::Result<Turn> {
    let server = Server::start(programs, kind, 0)?;
    let before = server.used()?;
    let session = ["--sender", "TW44", "--target", "ISLD", "--reply-type", "D"];
    let mut load = pinned(1, load);
    load.arg(server.address.to_string())
        .args(session)
        .args(["--mode", "pipeline", "--warmup", "500"])
        .args(shape);
    let printed = read(&mut load).with_context(|| format!("under load: {kind:?}"))?;
    let printed: Value = serde_json::from_str(&printed).context("the load generator's words")?;
    ensure!(
        printed["sent"] == printed["received"],
        "{kind:?} did not answer every order"
    );
    let cpu_s = server.used()?.cpu_s - before.cpu_s;
    Ok(Turn { printed, cpu_s })
}

fn row(
    name: String,
    unit: &'static str,
    better: Better,
    ours: usize,
    figures: &[Vec<f64>; SERVERS.len()],
    targets: [Option<Target>; SERVERS.len() - OURS],
) -> Row {
    let sorted = |at: usize| {
        let mut figures = figures[at].clone();
        figures.sort_by(f64::total_cmp);
        if better == Better::Higher {
            figures.reverse();
        }
        figures
    };
    let against = (OURS..SERVERS.len()).zip(targets).map(|(at, target)| {
        let figures = sorted(at);
        Comparison {
            with: SERVERS[at].1,
            value: figures[0],
            median: Some(figures[figures.len() / 2]),
            target,
        }
    });
    let ours = sorted(ours);
    Row {
        name,
        unit,
        better,
        value: ours[0],
        median: Some(ours[ours.len() / 2]),
        against: against.collect(),
    }
}

/// Builds the load generator, where its source is.
fn load_generator() -> anyhow::Result<Option<PathBuf>> {
    let shared =
        std::env::var_os("SHEAF_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    let manifest = shared.join("fix-load/Cargo.toml");
    if !manifest.exists() {
        return Ok(None);
    }
    let target = root().join("build/fix-load");
    let build = [
        "build",
        "--quiet",
        "--release",
        "--locked",
        "--manifest-path",
    ];
    read(
        cargo()
            .args(build)
            .arg(&manifest)
            .arg("--target-dir")
            .arg(&target),
    )?;
    Ok(Some(target.join("release/fixload")))
}

/// Builds the servers.
pub(crate) fn programs(dictionary: Option<&Path>) -> anyhow::Result<Programs> {
    peer::install_quickfix()?;
    let build = ["build", "--quiet", "--release", "--locked"];
    read(
        cargo()
            .args(build)
            .args(["-p", "fix-acceptor", "--example", "reflector"]),
    )?;
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    Ok(Programs {
        reflector: target.join("release/examples/reflector"),
        quickfix: peer::compile("quickfix/acceptor.cpp", &["quickfix", "pthread"])?,
        dictionary: match dictionary {
            Some(path) => path.to_owned(),
            None => peer::quickfix_dictionary("FIX44.xml")?,
        },
    })
}
