wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

use crate::digest;

/// The digest that the native run printed is built into this one.
#[wasm_bindgen_test::wasm_bindgen_test]
fn the_browser_comes_to_the_same_digest() {
    let Some(built_in) = option_env!("BILLING_DIGEST") else {
        panic!("`cargo xtask test browser` builds the native digest in");
    };
    let (inputs, native) = built_in.split_once(' ').expect("a number of inputs and their digest");
    let inputs = inputs.parse().expect("a number of inputs");

    assert_eq!(format!("{:016x}", digest(inputs)), native);
}
