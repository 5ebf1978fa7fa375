//! Checks of `billing`: equality with a reference implementation, natively and in a browser; speed; mutation tests; and
//! size.

use std::{collections::BTreeMap, ops::Range};

use anyhow::{Context, Result};
use fs_err as fs;
use wasmparser::{BinaryReader, Name, NameSectionReader, Parser, Payload, TypeRef};
use xshell::cmd;

use crate::{cargo_test::in_browser, say, size::brotli, split, tools::Tools, workspace};

/// The environment variable from which the browser test is built.
pub const DIGEST: &str = "BILLING_DIGEST";
/// The cases of the benchmark, and the target for their native time in nanoseconds.
const CASES: [(&str, u64); 4] = [
    ("sessions only", 1_000),
    ("annual, 4 segments", 2_000),
    ("annual, 4 segments, code, tax", 2_000),
    ("annual, 100 segments", 15_000),
];
/// Target for the ratio of the time in a browser to the native time.
const MAX_BROWSER_RATIO: u64 = 5;
/// The measured crates, and the parts of mangled names that identify their functions.
const PARTS: [(&str, [&str; 2]); 2] =
    [("billing", ["7billing", "billing.."]), ("rust_decimal", ["12rust_decimal", "rust_decimal.."])];

/// Compares the engine with its reference implementation on `inputs` seeded inputs, and its native results with those
/// in a browser on `same` inputs.
pub fn verify(inputs: u64, same: u64) -> Result<()> {
    say(format!("comparing the engine with the reference implementation on {inputs} inputs"));
    let Tools { sh, .. } = &Tools::open()?;
    let name = "native::engine_matches_the_reference_implementation";
    cmd!(sh, "cargo test --release --locked --package billing --test verify -- --nocapture --exact {name}")
        .env("BILLING_VERIFY_N", inputs.to_string())
        .run()?;
    say(format!("comparing native results with Chromium on {same} inputs"));
    let digest = native_digest(same, &["--release"])?;
    say(format!("native digest: {digest}"));
    let arguments = ["--release", "--package", "billing", "--test", "verify"];
    in_browser(&arguments, &["browser_digest_matches_native"], &[(DIGEST, &digest)]).map(drop)
}

/// Returns the hash of the results of `inputs` seeded inputs, computed natively.
pub fn native_digest(inputs: u64, options: &[&str]) -> Result<String> {
    let Tools { sh, .. } = &Tools::open()?;
    let name = "native::native_digest_is_printed";
    let test = cmd!(sh, "cargo test --quiet --locked --package billing --test verify {options...}");
    let output =
        test.args(["--", "--nocapture", "--exact", name]).env("BILLING_SAME_N", inputs.to_string()).read()?;
    parse_digest(&output).map(str::to_owned).context("the native run of billing's tests printed no digest")
}

fn parse_digest(output: &str) -> Option<&str> {
    output.lines().find_map(|line| line.split_once("digest ")).map(|(_, digest)| digest.trim())
}

/// Measures and prints the time of a quote, natively and as WebAssembly in Chromium.
pub fn bench() -> Result<()> {
    let Tools { sh, .. } = &Tools::open()?;
    cmd!(sh, "cargo bench --quiet --locked --package billing --bench quote").run()?;
    let arguments = ["--release", "--package", "billing", "--test", "speed_in_the_browser"];
    let output = in_browser(&arguments, &["--nocapture"], &[])?;
    let [title, native, target, browser, ratio] =
        ["median of a quote", "native", "target", "Chromium", "ratio"];
    say(format!("{title:<32} {native:>10} {target:>10} {browser:>10} {ratio:>7}"));
    for (name, target) in CASES {
        let (native, browser) = (native_time(name)?, browser_time(&output, name)?);
        let mark =
            if native > target || browser > native * MAX_BROWSER_RATIO { "  above the target" } else { "" };
        let tenths = browser * 10 / native.max(1);
        let ratio = format!("{}.{}", tenths / 10, tenths % 10);
        say(format!("{name:<32} {native:>7} ns {target:>7} ns {browser:>7} ns {ratio:>7}{mark}"));
    }
    Ok(())
}

/// Returns the median that criterion recorded, in nanoseconds.
fn native_time(name: &str) -> Result<u64> {
    let path = workspace::target("criterion").join(name).join("new/estimates.json");
    let estimates: serde_json::Value = serde_json::from_str(&fs::read_to_string(&path)?)?;
    let median = estimates["median"]["point_estimate"].to_string();
    let whole = median.split('.').next().unwrap_or_default();
    whole.parse().with_context(|| format!("{} has no median", path.display()))
}

fn browser_time(output: &str, name: &str) -> Result<u64> {
    let start = format!("bench {name}: ");
    let time = |line: &str| line.split_once(&start)?.1.split(' ').next()?.parse().ok();
    output.lines().find_map(time).with_context(|| format!("the browser reported no time for \"{name}\""))
}

/// Runs cargo-mutants on `billing`.
pub fn mutate() -> Result<()> {
    let tools = Tools::open()?;
    tools.ensure_mutants()?;
    say("testing every mutant of billing, about 15 minutes on 2 cores");
    let (sh, output) = (&tools.sh, workspace::target(""));
    // Mutate only the code that the app and the backend run, and run only the tests of billing.
    let options =
        ["--package", "billing", "--no-shuffle", "--config", "crates/billing/mutants.toml", "--jobs", "2"];
    // The tests are unoptimized, so use the smallest number of inputs that covers every error and every kind of line.
    Ok(cmd!(sh, "cargo mutants {options...} --output {output}").env("BILLING_VERIFY_N", "20000").run()?)
}

/// Prints the size that `billing` and `rust_decimal` add to the release build of the app: the size of their named
/// functions in the unsplit module, optimized with `-Oz`.
pub fn weigh() -> Result<()> {
    let Tools { sh, .. } = &Tools::open()?;
    let (whole, named, features) = (split::whole(), workspace::target("split/named.wasm"), split::FEATURES);
    cmd!(sh, "wasm-opt -Oz -g --quiet {features...} {whole} -o {named}").run()?;
    let module = fs::read(&named)?;
    let functions = functions(&module)?;
    for (part, marks) in PARTS {
        let of_part = functions.iter().filter(|(name, _)| marks.iter().any(|mark| name.contains(mark)));
        let bodies: Vec<&[u8]> = of_part.filter_map(|(_, range)| module.get(range.clone())).collect();
        let (count, bytes) = (bodies.len(), bodies.concat());
        let compressed = brotli(&bytes)?.len();
        say(format!(
            "{part:<13} {:>7} bytes in {count} functions, {compressed} after brotli 11",
            bytes.len()
        ));
    }
    Ok(())
}

/// Returns the name and the byte range of the body of every function.
fn functions(module: &[u8]) -> Result<Vec<(String, Range<usize>)>> {
    let (mut imported, mut bodies, mut names) = (0, Vec::new(), BTreeMap::new());
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += usize::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => {
                bodies.push(usize::try_from(body.range().start)?..usize::try_from(body.range().end)?);
            }
            Payload::CustomSection(custom) if custom.name() == "name" => {
                for name in NameSectionReader::new(BinaryReader::new(custom.data(), custom.data_offset())) {
                    if let Name::Function(map) = name? {
                        for naming in map {
                            let naming = naming?;
                            names.insert(usize::try_from(naming.index)?, naming.name.to_owned());
                        }
                    }
                }
            }
            _ => {}
        }
    }
    let named = bodies.into_iter().zip(imported..);
    Ok(named.filter_map(|(body, index)| Some((names.remove(&index)?, body))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digest_is_parsed_from_the_output() {
        let output = "\nrunning 1 test\ndigest 100000 02c063cbe71e09a1\n.\n";

        assert_eq!(parse_digest(output), Some("100000 02c063cbe71e09a1"));
        assert_eq!(parse_digest("running 0 tests\n"), None);
    }

    #[test]
    fn longer_names_are_other_cases() {
        let output =
            "  log: bench annual, 4 segments, code, tax: 900 ns\n  log: bench annual, 4 segments: 700 ns\n";

        assert_eq!(browser_time(output, "annual, 4 segments").unwrap(), 700);
        assert!(browser_time(output, "annual, 100 segments").is_err());
    }
}
