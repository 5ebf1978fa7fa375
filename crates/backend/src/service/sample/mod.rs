//! Sample data: ten organizations, four people, eleven promotion codes. All dates are relative to the first start.

mod codes;
mod dates;
mod history;
mod organizations;
mod people;
mod seed;

pub use people::PASSWORD;
pub use seed::seed;
