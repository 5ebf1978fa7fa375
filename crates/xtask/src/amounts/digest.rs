use super::BILLING;
use crate::{
    failure::{Failure, Outcome},
    process,
};

/// What all results of a number of seeded inputs hash to.
pub struct Digest(String);

impl Digest {
    /// The name and value under which the browser's test has it built in.
    pub fn variable(&self) -> (&'static str, &str) {
        ("BILLING_DIGEST", &self.0)
    }
}

/// Prices `inputs` seeded inputs natively.
///
/// # Errors
/// When the test does not run.
pub fn native(inputs: u64, release: bool) -> Outcome<Digest> {
    let mut test = process::cargo(&["test", "--quiet", "--locked", "--package", BILLING, "--test", "verify"]);
    if release {
        test.arg("--release");
    }
    test.args(["--", "--nocapture", "--exact", "native::native_digest_is_printed"]);
    let printed = process::output(test.env("BILLING_SAME_N", inputs.to_string()))?;
    read(&printed).ok_or_else(|| Failure::new("the native run of billing's tests printed no digest"))
}

fn read(printed: &str) -> Option<Digest> {
    printed
        .lines()
        .find_map(|line| line.split_once("digest "))
        .map(|(_, digest)| Digest(digest.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn the_digest_stands_behind_its_name() {
        let printed = "\nrunning 1 test\ndigest 100000 02c063cbe71e09a1\n.\n";

        assert_eq!(read(printed).unwrap().variable(), ("BILLING_DIGEST", "100000 02c063cbe71e09a1"));
    }

    #[test]
    fn a_run_without_a_test_has_no_digest() {
        assert!(read("running 0 tests\n").is_none());
    }
}
