//! Feeds inputs from a seed to the targets. An input that fails is written to a file, with the command that replays it.

use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, bail};
use clap::Parser as _;
use fuzz::random::Random;
use fuzz::{Target, corpus, memory};

/// Mutated inputs for the FIX codec and the FIX session, from a seed.
#[derive(clap::Parser)]
enum Command {
    /// Feed inputs made from a seed.
    Run(Options),
    /// Write the committed corpus into a folder, an input a file.
    Unpack {
        /// Of which target.
        #[arg(long)]
        target: Target,
        /// Where to.
        folder: PathBuf,
    },
    /// Take the files of a folder as the committed corpus.
    Pack {
        /// Of which target.
        #[arg(long)]
        target: Target,
        /// Where from.
        folder: PathBuf,
    },
    /// Write inputs into a folder, for another fuzzer to begin with.
    Inputs {
        /// For which target.
        #[arg(long)]
        target: Target,
        /// How many.
        #[arg(long, default_value_t = 500)]
        inputs: u64,
        /// Where the numbers come from.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// An existing folder.
        folder: PathBuf,
    },
    /// Print messages with our verdict on them, for another decoder to judge.
    Compare {
        /// How many.
        #[arg(long, default_value_t = 20_000)]
        messages: u64,
        /// Where the numbers come from.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Feed the files of a folder or one file, e.g. an input that failed.
    Replay {
        /// What to feed.
        #[arg(long)]
        target: Target,
        /// A file or a folder of files.
        path: PathBuf,
    },
}

#[derive(clap::Args)]
struct Options {
    /// How many, of all targets together.
    #[arg(long, default_value_t = 100_000)]
    inputs: u64,
    /// Where the numbers come from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Only this target.
    #[arg(long)]
    target: Option<Target>,
    /// The first input's index, to begin where another run ended.
    #[arg(long, default_value_t = 0)]
    first: u64,
}

fn main() -> anyhow::Result<()> {
    match Command::parse() {
        Command::Run(options) => run(&options),
        Command::Unpack { target, folder } => corpus::unpack(target, &folder),
        Command::Pack { target, folder } => {
            let inputs = corpus::pack(target, &folder)?;
            println!("{inputs} lines in {}", corpus::path(target).display());
            Ok(())
        }
        Command::Inputs {
            target,
            inputs,
            seed,
            folder,
        } => write_inputs(target, inputs, seed, &folder),
        Command::Compare { messages, seed } => compare(messages, seed),
        Command::Replay { target, path } => replay(target, &path),
    }
}

fn run(options: &Options) -> anyhow::Result<()> {
    let targets = match options.target {
        Some(target) => vec![(target, options.inputs)],
        None => Target::ALL
            .map(|target| (target, options.inputs * target.share_of_ten() / 10))
            .to_vec(),
    };
    for (target, each) in targets {
        target.warm();
        let held_before = memory::held_bytes();
        let (began, mut held_max) = (Instant::now(), 0);
        for index in options.first..options.first + each {
            let input = target.input(&mut Random::of(options.seed, index));
            let run = || target.run_measured(&input);
            let Ok(held) = catch_unwind(AssertUnwindSafe(run)) else {
                return failed(target, options.seed, index, &input);
            };
            held_max = held_max.max(held);
        }
        let (seconds, left) = (began.elapsed().as_secs_f64(), memory::held_bytes());
        let left = left.saturating_sub(held_before);
        println!(
            "{}: {each} inputs of seed {} in {seconds:.0} s, {:.0} a second; at most {held_max} bytes held (limit {}), {left} left behind",
            target.name(),
            options.seed,
            count(each) / seconds,
            target.held_bytes_max(),
        );
    }
    Ok(())
}

#[allow(clippy::cast_precision_loss, reason = "a rate for people")]
fn count(inputs: u64) -> f64 {
    inputs as f64
}

fn failed(target: Target, seed: u64, index: u64, input: &[u8]) -> anyhow::Result<()> {
    let path = format!("{}-{seed}-{index}.input", target.name());
    std::fs::write(&path, input)?;
    bail!(
        "input {index} of seed {seed} fails; it is in {path}, and `fuzz replay --target {} {path}` replays it",
        target.name()
    )
}

fn write_inputs(target: Target, inputs: u64, seed: u64, folder: &Path) -> anyhow::Result<()> {
    for index in 0..inputs {
        let input = target.input(&mut Random::of(seed, index));
        std::fs::write(folder.join(format!("seed-{seed}-{index}")), input)?;
    }
    Ok(())
}

fn compare(messages: u64, seed: u64) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    for index in 0..messages {
        writeln!(out, "{}", fuzz::compare::line(&mut Random::of(seed, index)))?;
    }
    Ok(())
}

fn replay(target: Target, path: &Path) -> anyhow::Result<()> {
    target.warm();
    let files = if path.is_dir() {
        let entries = std::fs::read_dir(path)?.collect::<Result<Vec<_>, _>>()?;
        entries.iter().map(std::fs::DirEntry::path).collect()
    } else {
        vec![path.to_owned()]
    };
    for file in &files {
        let input = std::fs::read(file).with_context(|| file.display().to_string())?;
        let held = target.run_measured(&input);
        println!("{}: {held} bytes held", file.display());
    }
    Ok(())
}
