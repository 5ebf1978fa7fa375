wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

use crate::digest;

/// The build sets `BILLING_DIGEST` to the digest that the native run printed.
#[wasm_bindgen_test::wasm_bindgen_test]
fn browser_digest_matches_native() {
    let Some(digest_line) = option_env!("BILLING_DIGEST") else {
        panic!("BILLING_DIGEST is not set; run `cargo xtask test browser`");
    };
    let (inputs, native) = digest_line.split_once(' ').expect("a number of inputs and their digest");
    let inputs = inputs.parse().expect("a number of inputs");

    assert_eq!(format!("{:016x}", digest(inputs)), native);
}
