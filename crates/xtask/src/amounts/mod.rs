//! Checks of `billing`: equality with a reference implementation, natively and in a browser; speed; mutation tests; and
//! size.

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

/// The checked package.
const BILLING: &str = "billing";
