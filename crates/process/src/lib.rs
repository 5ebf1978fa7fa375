//! What every process of the product needs: its clock, shutdown, log, private files, and checks of secrets and
//! arguments.

pub mod arguments;
mod clock;
pub mod logging;
pub mod private_file;
mod secret_strength;
mod shutdown;

pub use clock::Clock;
pub use secret_strength::is_repetitive;
pub use shutdown::Shutdown;
