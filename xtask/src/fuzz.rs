//! `cargo xtask fuzz`: millions of inputs from a seed, or a coverage-guided search for new ones. docs/fuzzing.md.

use std::{fs, path::PathBuf};

use anyhow::ensure;

use crate::run::{cargo, command, root, run};

/// What libFuzzer needs of the compiler, which is stable: edges counted, comparisons seen.
const INSTRUMENTED: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing";
/// Longest input while it searches.
const INPUT_BYTES_MAX: &str = "-max_len=4096";
/// The least set is one of edges, not of how often they are taken, and of short inputs: it is committed.
const LEAST: [&str; 3] = ["-merge=1", "-use_counters=0", "-max_len=1024"];

/// How many, from where, or for how long.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// How many inputs, of all targets together.
    #[arg(long, default_value_t = 1_000_000)]
    inputs: u64,
    /// Where they come from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Only this target: codec or session.
    #[arg(long)]
    target: Option<String>,
    /// Instead, let libFuzzer look for inputs that reach new code, so many seconds for each target, and take what it
    /// finds into fuzz/corpus/.
    #[arg(long, value_name = "SECONDS")]
    coverage: Option<u32>,
}

/// Fails with the first input that fails.
pub(crate) fn run_all(options: &Options) -> anyhow::Result<()> {
    if let Some(seconds) = options.coverage {
        for target in ["codec", "session"] {
            if options.target.as_deref().is_none_or(|only| only == target) {
                search(target, seconds)?;
            }
        }
        return Ok(());
    }
    let (inputs, seed) = (options.inputs.to_string(), options.seed.to_string());
    let mut fuzz = fuzz();
    fuzz.args(["run", "--inputs", &inputs, "--seed", &seed]);
    if let Some(target) = &options.target {
        fuzz.args(["--target", target]);
    }
    run(&mut fuzz)
}

/// The fuzz crate's command, fast and with every check.
fn fuzz() -> std::process::Command {
    let mut fuzz = cargo();
    fuzz.args(["run", "--quiet", "--profile", "fuzz", "-p", "fuzz", "--"]);
    fuzz
}

/// libFuzzer from the committed corpus on; the smallest set that reaches as much becomes the committed one.
fn search(target: &str, seconds: u32) -> anyhow::Result<()> {
    let (found, least) = (folder(target, "found")?, folder(target, "least")?);
    run(fuzz().args(["unpack", "--target", target]).arg(&found))?;
    let build = root().join("build/fuzz/target");
    run(cargo()
        .args(["build", "--quiet", "--release", "--bin", target])
        // With a target given, build scripts are not instrumented.
        .args(["--target", &host()?])
        .args(["--manifest-path", "fuzz/libfuzzer/Cargo.toml"])
        .env("CARGO_TARGET_DIR", &build)
        .env("RUSTFLAGS", INSTRUMENTED))?;
    let fuzzer = build.join(host()?).join("release").join(target);
    run(command(&fuzzer)
        .arg(INPUT_BYTES_MAX)
        .arg(format!("-max_total_time={seconds}"))
        .arg(&found))?;
    run(command(&fuzzer).args(LEAST).args([&least, &found]))?;
    run(fuzz().args(["pack", "--target", target]).arg(&least))
}

fn folder(target: &str, name: &str) -> anyhow::Result<PathBuf> {
    let folder = root().join("build/fuzz").join(target).join(name);
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// The compiler's own target.
fn host() -> anyhow::Result<String> {
    let version = crate::run::read(command("rustc").arg("-vV"))?;
    let host = version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .unwrap_or_default();
    ensure!(!host.is_empty(), "rustc -vV names no host");
    Ok(host.to_owned())
}
