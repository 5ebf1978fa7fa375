//! Strict deserialization of JSON request bodies. Input that serde's derived implementations accept, such as arrays for
//! objects or duplicate keys, is rejected with the path of the field.

mod deserializer;
mod extract;
mod fault;
mod tree;

pub use extract::{Empty, StrictJson};
