//! The product's sample data: ten organizations, four people, eleven codes. Laid around the first start's instant.

mod codes;
mod dates;
mod history;
mod organizations;
mod people;
mod seed;

pub use people::PASSWORD;
pub use seed::seed;
