//! What `billing` promises: the same amounts as a second reading of the rules, natively and in a browser, fast, tested
//! to the last line, and small.

mod bench;
mod digest;
mod mutants;
mod verify;
mod weigh;

pub use bench::bench;
pub use digest::native;
pub use mutants::mutants;
pub use verify::verify;
pub use weigh::weigh;

/// The package all of this is about.
const BILLING: &str = "billing";
