use std::fs;

use super::BILLING;
use crate::{
    console::say,
    failure::{Context, Failure, Outcome},
    process, test, workspace,
};

/// The cases, and the target for their native time in nanoseconds.
const CASES: [(&str, u64); 4] = [
    ("sessions only", 1_000),
    ("annual, 4 segments", 2_000),
    ("annual, 4 segments, code, tax", 2_000),
    ("annual, 100 segments", 15_000),
];
/// Target for the ratio of the time in a browser to the native time.
const MAX_BROWSER_RATIO: u64 = 5;

/// Measures and prints the time of a quote, natively and as WebAssembly in Chromium.
///
/// # Errors
/// Fails if a tool is missing or a benchmark does not run. Exceeding a target is not an error.
pub fn bench() -> Outcome {
    process::run(&mut process::cargo(&[
        "bench",
        "--quiet",
        "--locked",
        "--package",
        BILLING,
        "--bench",
        "quote",
    ]))?;
    let what = ["--release", "--package", BILLING, "--test", "speed_in_the_browser"];
    let printed = test::in_browser(&what, &["--nocapture"], &[])?;
    say(&format!(
        "{:<32} {:>10} {:>10} {:>10} {:>7}",
        "median of a quote", "native", "target", "Chromium", "ratio"
    ));
    for (name, target) in CASES {
        let (native, browser) = (native(name)?, in_browser(&printed, name)?);
        let mark =
            if native > target || browser > native * MAX_BROWSER_RATIO { "  above the target" } else { "" };
        let tenths = browser * 10 / native.max(1);
        let ratio = format!("{}.{}", tenths / 10, tenths % 10);
        say(&format!("{name:<32} {native:>7} ns {target:>7} ns {browser:>7} ns {ratio:>7}{mark}"));
    }
    Ok(())
}

/// Returns the median that criterion recorded, in nanoseconds.
fn native(name: &str) -> Outcome<u64> {
    let path = workspace::target().join("criterion").join(name).join("new/estimates.json");
    let text = fs::read_to_string(&path).context(|| format!("cannot read {}", path.display()))?;
    let estimates: serde_json::Value =
        serde_json::from_str(&text).context(|| format!("cannot read {}", path.display()))?;
    let median = estimates["median"]["point_estimate"].to_string();
    let whole = median.split('.').next().unwrap_or_default();
    whole.parse().context(|| format!("{} has no median", path.display()))
}

fn in_browser(printed: &str, name: &str) -> Outcome<u64> {
    let start = format!("bench {name}: ");
    let nanoseconds =
        printed.lines().find_map(|line| line.split_once(&start)?.1.split(' ').next()?.parse::<u64>().ok());
    nanoseconds.ok_or_else(|| Failure::new(format!("the browser reported no time for \"{name}\"")))
}

#[cfg(test)]
mod tests {
    use super::in_browser;

    #[test]
    fn longer_names_are_other_cases() {
        let printed =
            "  log: bench annual, 4 segments, code, tax: 900 ns\n  log: bench annual, 4 segments: 700 ns\n";

        assert_eq!(in_browser(printed, "annual, 4 segments"), Ok(700));
        assert!(in_browser(printed, "annual, 100 segments").is_err());
    }
}
