//! The engine against a second reading of the specification, on seeded inputs; and the engine against itself, natively
//! and as wasm in a browser.
//!
//! `cargo xtask verify-amounts --n 10000000` runs this with more inputs and the release profile.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that meets what it does not expect has to stop, and what it drew is worth reading"
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

/// FNV-1a over the JSON of every result, in the order of the seeds.
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
fn a_seed_is_always_the_same_input() {
    let twice: [QuoteInput; 2] = [generator::input(7), generator::input(7)];

    assert_eq!(twice[0], twice[1]);
    assert_ne!(twice[0], generator::input(8));
}
