//! What a posting costs beside the two bare decimal additions that it cannot do without: `cargo bench -p ledger --bench posting`,
//! with `-- --json` for a line a row. `--bench criterion` measures the same with criterion.
//!
//! Both run over the same balances and amounts, in the same process, in turns, and the best of the rounds counts: the machine's
//! other work makes a round slower, never faster. Ends with an error when the ratio is above [`RATIO_MAX`].

mod clients;

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clients::{Bare, POSTINGS, amounts, books, build_and_post_all, post_all, postings};

/// The most that a posting may cost, in units of two bare additions.
const RATIO_MAX: f64 = 10.0;
const ROUNDS: usize = 200;

fn timed(run: impl FnOnce()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
}

#[allow(clippy::cast_precision_loss, reason = "times, not money")]
fn nanoseconds(took: Duration) -> f64 {
    took.as_nanos() as f64 / POSTINGS as f64
}

fn main() -> ExitCode {
    let postings = postings();
    let amounts = amounts(&postings);
    let mut best = [Duration::MAX; 3];
    for _ in 0..ROUNDS {
        let (mut bare, mut posted, mut built) = (Bare::new(), books(), books());
        let took = [
            timed(|| bare.add_all(&amounts)),
            timed(|| post_all(&mut posted, &postings)),
            timed(|| build_and_post_all(&mut built, &postings)),
        ];
        black_box(bare);
        posted.assert_balanced();
        built.assert_balanced();
        for (best, took) in best.iter_mut().zip(took) {
            *best = took.min(*best);
        }
    }
    let [bare, posted, built] = best.map(nanoseconds);
    let rows = [("posting", posted), ("posting, written down", built)];
    if std::env::args().any(|argument| argument == "--json") {
        for (name, ns) in rows {
            println!("{{\"name\":\"{name}\",\"ns\":{ns:.1},\"bare_ns\":{bare:.1}}}");
        }
    } else {
        println!("two bare additions    {bare:8.1} ns");
        for (name, ns) in rows {
            println!("{name:21} {ns:8.1} ns  {:5.2} times", ns / bare);
        }
    }
    if posted / bare > RATIO_MAX {
        eprintln!("a posting costs more than {RATIO_MAX} times two bare additions");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
