//! Fits and bare passes with criterion's statistics: `cargo bench -p fitting --bench criterion`. The limit of their ratio is `--bench fit`'s.

mod shapes;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use fitting::fit_dense;

use shapes::{BarePass, Case, Market, case, problem};

const CASES: [Case; 5] = [
    case(1_000, 10, 100, Market::Deep, false),
    case(1_000, 10, 100, Market::Deep, true),
    case(1_000, 10, 100, Market::Scarce, false),
    case(1_000, 10, 100, Market::Scarce, true),
    case(10_000, 10, 100, Market::Scarce, true),
];

/// Each shape is a group, a pair of order and asset an element.
fn fits(criterion: &mut Criterion) {
    for case in CASES {
        let problem = problem(case);
        let mut pass = BarePass::new(&problem, &fit_dense(&problem));
        let market = match case.market {
            Market::Deep => "deep",
            Market::Scarce => "scarce",
        };
        let holdings = if case.holdings { ", with holdings" } else { "" };
        let mut group = criterion.benchmark_group(format!("{market}{holdings}"));
        group.throughput(Throughput::Elements(
            u64::from(case.orders) * u64::from(case.assets),
        ));
        group.bench_function(BenchmarkId::new("bare pass", case.orders), |bencher| {
            bencher.iter(|| pass.run());
        });
        group.bench_function(BenchmarkId::new("fit", case.orders), |bencher| {
            bencher.iter(|| fit_dense(black_box(&problem)));
        });
        group.finish();
    }
}

criterion_group!(benches, fits);
criterion_main!(benches);
