//! What a fit costs beside a bare pass of decimal multiply-adds over the same order × asset pairs: `cargo bench -p fitting --bench fit`, with
//! `-- --json` for a line a row and `-- --quick` for the smallest rows only. `--bench criterion` measures some of them with criterion.
//!
//! Both run over the same units and baskets, in the same process, in turns, and the best of the rounds counts: the machine's other
//! work makes a round slower, never faster. Ends with an error where the ratio is above [`RATIO_MAX`] for 10 indexes on 100 assets; the
//! other shapes show what each costs: an order's own figures over few assets, an index's over few orders.

mod shapes;

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use fitting::dense::{DenseFit, Frozen, Outcome};
use fitting::fit_dense;

use shapes::{BarePass, Case, Market, case, problem};

/// The most that a fit may cost, in units of the bare pass.
const RATIO_MAX: f64 = 4.0;

const CASES: [Case; 14] = [
    case(1_000, 10, 100, Market::Deep, false),
    case(1_000, 10, 100, Market::Deep, true),
    case(1_000, 10, 100, Market::Scarce, false),
    case(1_000, 10, 100, Market::Scarce, true),
    case(1_000, 10, 10, Market::Scarce, true),
    case(1_000, 10, 30, Market::Scarce, true),
    case(1_000, 1, 100, Market::Scarce, true),
    case(1_000, 100, 100, Market::Scarce, true),
    case(10_000, 10, 100, Market::Scarce, false),
    case(10_000, 10, 100, Market::Scarce, true),
    case(100_000, 10, 100, Market::Deep, false),
    case(100_000, 10, 100, Market::Scarce, false),
    case(100_000, 10, 100, Market::Deep, true),
    case(100_000, 10, 100, Market::Scarce, true),
];

/// How many orders each kind of resource stopped, as evidence that the case is what it says.
fn stopped(fit: &DenseFit) -> (usize, usize) {
    let count = |is: fn(&Frozen) -> bool| {
        let outcomes = fit.orders.iter();
        outcomes.filter(|outcome| matches!(outcome, Outcome::Fitted { frozen_by: Some(cause), .. } if is(cause))).count()
    };
    (
        count(|cause| matches!(cause, Frozen::Asset(_))),
        count(|cause| matches!(cause, Frozen::BatchCap)),
    )
}

fn main() -> ExitCode {
    let json = std::env::args().any(|argument| argument == "--json");
    let quick = std::env::args().any(|argument| argument == "--quick");
    if !json {
        println!(
            "  orders indexes assets  market holdings |     bare      fit  ns/pair  ratio | stopped by asset, cap"
        );
    }
    let mut too_slow = false;
    for case in CASES
        .into_iter()
        .filter(|case| !quick || case.orders == 1_000)
    {
        let problem = problem(case);
        let rounds = (300_000 / case.orders).clamp(10, 300);
        let (mut bare, mut fitted) = (Duration::MAX, Duration::MAX);
        let mut last = None;
        for _ in 0..rounds {
            let start = Instant::now();
            let fit = fit_dense(black_box(&problem));
            fitted = fitted.min(start.elapsed());
            let mut pass = BarePass::new(black_box(&problem), &fit);
            let start = Instant::now();
            pass.run();
            bare = bare.min(start.elapsed());
            last = Some(fit);
        }
        let (by_asset, by_cap) = last.as_ref().map_or((0, 0), stopped);
        let ratio = fitted.as_secs_f64() / bare.as_secs_f64();
        let per_pair = fitted.as_secs_f64() * 1e9 / f64::from(case.orders) / f64::from(case.assets);
        let market = if case.market == Market::Scarce {
            "scarce"
        } else {
            "deep"
        };
        let Case {
            orders,
            indexes,
            assets,
            holdings,
            ..
        } = case;
        let (bare, fit) = (bare.as_secs_f64() * 1e3, fitted.as_secs_f64() * 1e3);
        if json {
            println!(
                "{{\"orders\":{orders},\"indexes\":{indexes},\"assets\":{assets},\"market\":\"{market}\",\"holdings\":{holdings},\
                 \"bare_ms\":{bare:.3},\"fit_ms\":{fit:.3},\"ns_per_pair\":{per_pair:.1},\"ratio\":{ratio:.2},\
                 \"stopped_by_asset\":{by_asset},\"stopped_by_cap\":{by_cap}}}"
            );
        } else {
            println!(
                "{orders:8} {indexes:7} {assets:6} {market:>7} {holdings:>8} | {bare:5.2} ms {fit:5.2} ms {per_pair:8.1} {ratio:6.2} | {by_asset} {by_cap}"
            );
        }
        too_slow |= indexes == 10 && assets == 100 && ratio > RATIO_MAX;
    }
    if too_slow {
        eprintln!("a fit costs more than {RATIO_MAX} bare passes");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
