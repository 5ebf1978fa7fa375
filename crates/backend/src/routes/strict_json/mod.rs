//! Bodies with one meaning: what derived readers let pass, such as arrays for objects or a key given twice, is refused
//! with the path of the field.

mod deserializer;
mod extract;
mod fault;
mod tree;

pub use extract::{Empty, StrictJson};
