//! Compiles the message catalogs. For builds with the feature `split`, also makes the linker emit relocations, which
//! the splitter needs to find dependencies between functions.

use std::{env, fs, path::Path};

const CATALOGS: &str = "src/text/catalogs";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={CATALOGS}");
    let is_wasm = env::var("CARGO_CFG_TARGET_FAMILY").is_ok_and(|family| family == "wasm");
    if is_wasm && env::var_os("CARGO_FEATURE_SPLIT").is_some() {
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
    match catalog::compile(Path::new(CATALOGS)) {
        Ok(compiled) => write(&compiled),
        Err(errors) => {
            for error in errors {
                println!("cargo::error={CATALOGS}/{error}");
            }
        }
    }
}

fn write(compiled: &catalog::Compiled) {
    let out = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    let write = |name: &str, code: &str| {
        let file = Path::new(&out).join(format!("{name}.rs"));
        fs::write(file, code).expect("OUT_DIR is writable");
    };
    for (name, code) in &compiled.modules {
        write(name, code);
    }
    write("languages", &compiled.languages);
}
