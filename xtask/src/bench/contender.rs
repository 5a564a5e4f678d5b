//! Programs that run batches on demand, and rounds of them in turns.
//!
//! A contender is a process that answers `CASE COUNT` with the nanoseconds that COUNT runs took. Taking turns in short
//! batches lets the machine's other work hit all contenders alike; the best round is the one that it spared.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use anyhow::{Context as _, ensure};

/// Batches last about this long: less than a scheduler's slice, more than what reading the clock costs.
const BATCH_NS: f64 = 1_000_000.0;
/// Runs of the batch that finds out how long one run takes.
const TRIAL_RUNS: u64 = 1_000;

/// A running program.
pub(crate) struct Contender {
    name: &'static str,
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

/// What one run of a case costs, in nanoseconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    /// In the best round.
    pub(crate) best: f64,
    /// In the median round.
    pub(crate) median: f64,
}

impl Contender {
    /// Starts the program.
    pub(crate) fn start(name: &'static str, command: &mut Command) -> anyhow::Result<Self> {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("can't start {name}"))?;
        let input = child.stdin.take().expect("piped");
        let output = BufReader::new(child.stdout.take().expect("piped"));
        Ok(Contender {
            name,
            child,
            input,
            output,
        })
    }

    /// What one run of a case makes, in the program's own words.
    pub(crate) fn made(&mut self, case: &str) -> anyhow::Result<String> {
        self.ask(case, 0)
    }

    fn batch(&mut self, case: &str, runs: u64) -> anyhow::Result<f64> {
        let answer = self.ask(case, runs)?;
        let took: u64 = answer
            .parse()
            .with_context(|| format!("{} answers `{case}` with {answer:?}", self.name))?;
        #[allow(clippy::cast_precision_loss, reason = "milliseconds")]
        Ok(took as f64 / runs as f64)
    }

    fn ask(&mut self, case: &str, runs: u64) -> anyhow::Result<String> {
        let died = || format!("{} does not run `{case}`", self.name);
        writeln!(self.input, "{case} {runs}").with_context(died)?;
        self.input.flush().with_context(died)?;
        let mut answer = String::new();
        let length = self.output.read_line(&mut answer).with_context(died)?;
        ensure!(length > 0, died());
        Ok(answer.trim_end().to_owned())
    }
}

impl Drop for Contender {
    fn drop(&mut self) {
        // It may have ended by itself; there is nothing to do about a process that can't be stopped.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs each contender's case in turns, `rounds` times: what it costs each.
pub(crate) fn in_turns<const N: usize>(
    mut contenders: [(&mut Contender, &str); N],
    rounds: usize,
) -> anyhow::Result<[Cost; N]> {
    let mut runs = [0; N];
    for ((contender, case), runs) in contenders.iter_mut().zip(&mut runs) {
        // Twice: the first warms up.
        contender.batch(case, TRIAL_RUNS)?;
        let each = contender.batch(case, TRIAL_RUNS)?;
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "small and positive"
        )]
        let wanted = (BATCH_NS / each.max(1.0)) as u64;
        *runs = wanted.max(1);
    }
    let mut costs: [Vec<f64>; N] = std::array::from_fn(|_| Vec::with_capacity(rounds));
    for _ in 0..rounds {
        for (at, (contender, case)) in contenders.iter_mut().enumerate() {
            costs[at].push(contender.batch(case, runs[at])?);
        }
    }
    Ok(costs.map(|mut costs| {
        costs.sort_by(f64::total_cmp);
        Cost {
            best: costs[0],
            median: costs[costs.len() / 2],
        }
    }))
}
