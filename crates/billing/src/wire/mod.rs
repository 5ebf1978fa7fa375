//! The JSON form: camelCase keys, integers without fractions, instants as text, and strict parsing.

mod line;
mod quote_input;
mod strict;
mod words;

pub(crate) use strict::{nullable, nullable_object, object, objects};
