//! Compares the engine with an independent reference implementation of the specification on seeded inputs, and its
//! native results with its results as WebAssembly in a browser.
//!
//! `cargo xtask verify-amounts --n 10000000` runs this test with more inputs and the release profile.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops on unexpected values and prints the distribution of its inputs"
)]

#[cfg(target_arch = "wasm32")]
mod browser;
mod calendar;
mod dice;
#[cfg(not(target_arch = "wasm32"))]
mod formulas;
mod generator;
#[cfg(not(target_arch = "wasm32"))]
mod native;
#[cfg(not(target_arch = "wasm32"))]
mod reference;

use billing::QuoteInput;

/// Returns the FNV-1a hash of the JSON of every result, in the order of the seeds.
fn digest(inputs: u64) -> u64 {
    (0..inputs).fold(0xCBF2_9CE4_8422_2325, |digest, seed| {
        let text = match generator::input(seed).quote() {
            Ok(quote) => serde_json::to_string(&quote).expect("JSON"),
            Err(error) => error.code().to_owned(),
        };
        text.bytes()
            .chain(*b"\n")
            .fold(digest, |digest: u64, byte| (digest ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3))
    })
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn equal_seeds_generate_equal_inputs() {
    let inputs: [QuoteInput; 2] = [generator::input(7), generator::input(7)];

    assert_eq!(inputs[0], inputs[1]);
    assert_ne!(inputs[0], generator::input(8));
}
