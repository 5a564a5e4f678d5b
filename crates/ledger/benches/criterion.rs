//! Postings and bare additions with criterion's statistics: `cargo bench -p ledger --bench criterion`. The limit of their ratio is
//! `--bench posting`'s.

mod clients;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};

use clients::{Bare, POSTINGS, amounts, books, build_and_post_all, post_all, postings};

/// A posting, or the two additions of one, is an element.
fn posting(criterion: &mut Criterion) {
    let postings = postings();
    let amounts = amounts(&postings);
    let mut group = criterion.benchmark_group("posting");
    group.throughput(Throughput::Elements(POSTINGS as u64));
    group.bench_function("two bare additions", |bencher| {
        bencher.iter_batched_ref(
            Bare::new,
            |bare| bare.add_all(&amounts),
            BatchSize::LargeInput,
        );
    });
    group.bench_function("posted", |bencher| {
        bencher.iter_batched_ref(
            books,
            |books| post_all(books, &postings),
            BatchSize::LargeInput,
        );
    });
    group.bench_function("written down and posted", |bencher| {
        bencher.iter_batched_ref(
            books,
            |books| build_and_post_all(books, &postings),
            BatchSize::LargeInput,
        );
    });
    group.finish();
}

criterion_group!(benches, posting);
criterion_main!(benches);
