//! What an audit of long journals costs: `cargo bench -p audit --bench journals`, with `-- --json` for a line of JSON and
//! `-- --records 100000` for shorter ones.
//!
//! Journals of so many records are made by the machines themselves, of rounds of purchases, redemptions and payouts among some
//! thousand clients, and written to files. Processes of their own read them, side by side and record by record: one audits, another
//! only replays each into its machine, which is the least that can be done with them, and a third audits them from SQLite, as they are
//! written by services. Each says its time and its most memory.

#[path = "../../tests/tampering/world/mod.rs"]
mod world;

mod files;
mod sqlite;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use audit::{At, Audit, Source};
use serde_json::{Value, json};

use files::{Line, Reading};
use world::World;

/// Records of all journals, unless it is said.
const RECORDS: u64 = 1_000_000;
/// Clients who have deposited and do nothing: the books are long.
const OTHERS: u32 = 2_000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let value = |name: &str| {
        let place = arguments.iter().position(|argument| argument == name)?;
        arguments.get(place + 1).cloned()
    };
    let folders = ["--audit", "--sqlite", "--replay"].map(value);
    let [audited, sqlite, replayed] = folders
        .each_ref()
        .map(|folder| folder.as_ref().map(Path::new));
    match (audited, sqlite, replayed) {
        (Some(folder), _, _) => print_cost(|| audit_all(|take| Reading::open(folder).each(take))),
        (_, Some(folder), _) => print_cost(|| audit_all(|take| sqlite::each(folder, take))),
        (_, _, Some(folder)) => print_cost(|| replay_all(folder)),
        (None, None, None) => {
            let records = value("--records").map_or(RECORDS, |text| text.parse().unwrap());
            measure(
                records,
                arguments.iter().any(|argument| argument == "--json"),
            );
        }
    }
}

fn measure(records: u64, as_json: bool) {
    let folder = std::env::temp_dir().join(format!("sheaf-audit-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let made = make(&folder, records);
    sqlite::write(&folder);
    let audit = child("--audit", &folder);
    let sqlite = child("--sqlite", &folder);
    let replay = child("--replay", &folder);
    std::fs::remove_dir_all(&folder).unwrap();
    if as_json {
        println!(
            "{}",
            json!({"records": made, "audit": audit, "sqlite": sqlite, "replay": replay})
        );
    } else {
        println!("{made} records: audit {audit}, from SQLite {sqlite}, replay {replay}");
    }
}

/// Writes the journals: how many records they have.
fn make(folder: &Path, records: u64) -> u64 {
    let mut files = files::Writing::create(folder);
    World::rounds(OTHERS, |world| {
        files.write(world);
        files.records < records
    });
    files.records
}

/// What a process of its own says of its cost.
fn child(what: &str, folder: &PathBuf) -> Value {
    let output = Command::new(std::env::current_exe().unwrap())
        .arg(what)
        .arg(folder)
        .stderr(std::process::Stdio::inherit())
        .output()
        .unwrap();
    assert!(output.status.success(), "{what}: {}", output.status);
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Does it, and prints what it took: seconds, the most MiB that were resident, and what it says besides.
fn print_cost(work: impl FnOnce() -> Value) {
    let before = Instant::now();
    let besides = work();
    let seconds = before.elapsed().as_secs_f64();
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib: f64 = most
        .and_then(|text| text.trim().trim_end_matches(" kB").parse().ok())
        .unwrap();
    let mib = kib / 1024.0;
    println!(
        "{}",
        json!({"seconds": seconds, "mib": mib, "besides": besides})
    );
}

/// Audits all of it; the most that was on its way at once.
fn audit_all(each: impl Fn(&mut dyn FnMut(Line<'_>))) -> Value {
    let mut kept = 0;
    let read = |audit: &mut Audit| {
        each(&mut |line| {
            give(audit, line);
            kept = kept.max(audit.kept());
        });
        Ok::<_, std::convert::Infallible>(())
    };
    let Ok(audit) = audit::audit(read);
    let report = audit.report(None, None);
    assert!(report.holds(), "{report:#?}");
    json!({"kept": kept})
}

fn give(audit: &mut Audit, Line { source, at, json }: Line<'_>) {
    match source {
        Source::Solver => audit.solver(at, &parse(json)),
        Source::Inventory => audit.inventory(at, &parse(json)),
        Source::ExchangeAdapter => audit.adapter(at, &parse(json)),
        Source::ChainMinter => audit.minter(at, &parse(json)),
        Source::FixAcceptor => audit.acceptor(at, &parse::<Vec<u64>>(json)),
        Source::SimExchange => {}
    }
}

fn parse<E: serde::de::DeserializeOwned>(json: &str) -> E {
    serde_json::from_str(json).unwrap()
}

/// Replays all of it into the machines, and asks nothing of them.
fn replay_all(folder: &Path) -> Value {
    let mut solver = issuance::Issuance::default();
    let mut inventory = lots::inventory::Inventory::default();
    let mut adapter = venue::asset_orders::AssetOrders::new();
    let mut minter = minting::Minting::new(1);
    Reading::open(folder).each(|Line { source, json, .. }| match source {
        Source::Solver => solver.apply(&parse(json)),
        Source::Inventory => inventory.apply(&parse(json)),
        Source::ExchangeAdapter => adapter.apply(&parse(json)),
        Source::ChainMinter => minter.apply(&parse(json)),
        Source::FixAcceptor | Source::SimExchange => {}
    });
    json!({"orders": solver.orders().count()})
}

/// A record's place and time.
const fn at(sequence: u64, round: i64) -> At {
    At {
        sequence,
        time_unix_ns: round,
    }
}
