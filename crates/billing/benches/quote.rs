//! Native benchmark of a quote. `cargo xtask bench-amounts` compares it with the time in a browser.
#![allow(
    missing_docs,
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a benchmark stops on unexpected values"
)]

mod cases;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};

fn quotes(criterion: &mut Criterion) {
    for cases::Case { name, input } in cases::cases() {
        criterion.bench_function(name, |bencher| {
            bencher.iter(|| black_box(&input).quote().expect("a valid order"));
        });
    }
}

criterion_group!(benches, quotes);
criterion_main!(benches);
