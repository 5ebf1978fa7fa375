//! Compares the twelve worked examples of the specification as JSON values, natively and in a browser.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops on unexpected values"
)]

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

use billing::QuoteInput;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Example {
    name: String,
    input: QuoteInput,
    expected: Value,
}

fn examples() -> Vec<Example> {
    include_str!("data/examples.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).expect("an example of the specification"))
        .collect()
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn worked_examples_match_the_specification() {
    let examples = examples();
    assert_eq!(examples.len(), 12);
    for Example { name, input, expected } in examples {
        let quote = input.quote().unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(serde_json::to_value(&quote).expect("JSON"), expected, "{name}");
    }
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn inputs_and_quotes_round_trip_through_json() {
    for Example { name, input, .. } in examples() {
        let quote = input.quote().unwrap_or_else(|error| panic!("{name}: {error}"));
        let quote_again =
            serde_json::from_str(&serde_json::to_string(&quote).expect("JSON")).expect("a quote");
        let input_again =
            serde_json::from_str(&serde_json::to_string(&input).expect("JSON")).expect("an input");
        assert_eq!((quote, input), (quote_again, input_again), "{name}");
    }
}
