use super::BILLING;
use crate::{
    failure::{Failure, Outcome},
    process,
};

/// The hash of the results of a number of seeded inputs.
pub struct Digest(String);

impl Digest {
    /// Returns the name and value of the environment variable from which the browser test is built.
    pub fn variable(&self) -> (&'static str, &str) {
        ("BILLING_DIGEST", &self.0)
    }
}

/// Prices `inputs` seeded inputs natively and returns their digest.
pub fn native(inputs: u64, release: bool) -> Outcome<Digest> {
    let mut test = process::cargo(&["test", "--quiet", "--locked", "--package", BILLING, "--test", "verify"]);
    if release {
        test.arg("--release");
    }
    test.args(["--", "--nocapture", "--exact", "native::native_digest_is_printed"]);
    let printed = process::output(test.env("BILLING_SAME_N", inputs.to_string()))?;
    parse_digest(&printed).ok_or_else(|| Failure::new("the native run of billing's tests printed no digest"))
}

fn parse_digest(printed: &str) -> Option<Digest> {
    printed
        .lines()
        .find_map(|line| line.split_once("digest "))
        .map(|(_, digest)| Digest(digest.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::parse_digest;

    #[test]
    fn digest_is_parsed_from_the_output() {
        let printed = "\nrunning 1 test\ndigest 100000 02c063cbe71e09a1\n.\n";

        assert_eq!(parse_digest(printed).unwrap().variable(), ("BILLING_DIGEST", "100000 02c063cbe71e09a1"));
    }

    #[test]
    fn run_without_tests_has_no_digest() {
        assert!(parse_digest("running 0 tests\n").is_none());
    }
}
