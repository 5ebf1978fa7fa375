//! The subscription of Harbor QA on 16 March 2026, shared by tests with amounts computed by hand.

use billing::{Instant, QuoteInput, Snapshot};

/// Parses an instant literal.
pub fn at(text: &str) -> Instant {
    Instant::parse(text).expect("an instant")
}

/// Five sessions at 156.00 for March 2026, 1,560.00 a year.
pub fn snapshot() -> Snapshot {
    let input: QuoteInput =
        serde_json::from_str(include_str!("../data/halfway_through_march.json")).expect("an engine input");
    input.snapshot
}
