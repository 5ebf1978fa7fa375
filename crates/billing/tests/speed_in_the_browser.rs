//! Measures a quote as WebAssembly in a browser and prints the time for `cargo xtask bench-amounts`.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::expect_used,
    clippy::float_arithmetic,
    clippy::indexing_slicing,
    reason = "browser timestamps are floats, and a measurement stops on unexpected values"
)]

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

#[path = "../benches/cases/mod.rs"]
mod cases;

use std::hint::black_box;

use wasm_bindgen_test::{console_log, wasm_bindgen_test};

const ROUNDS: usize = 31;
const QUOTES_PER_ROUND: u32 = 2_000;

fn milliseconds() -> f64 {
    web_sys::window().and_then(|window| window.performance()).expect("a window has a clock").now()
}

#[wasm_bindgen_test]
fn every_case_is_priced_within_a_millisecond() {
    for cases::Case { name, input } in cases::cases() {
        let mut rounds: Vec<f64> = (0..ROUNDS)
            .map(|_| {
                let start = milliseconds();
                for _ in 0..QUOTES_PER_ROUND {
                    black_box(black_box(&input).quote()).expect("a valid order");
                }
                (milliseconds() - start) * 1e6 / f64::from(QUOTES_PER_ROUND)
            })
            .collect();
        rounds.sort_by(f64::total_cmp);
        let median = rounds[ROUNDS / 2];

        console_log!("bench {name}: {} ns", median as u64);
        assert!(median < 1e6, "{name} took {median} ns, the limit is 1,000,000 ns");
    }
}
