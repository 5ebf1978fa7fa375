//! The JSON form: camelCase, integers only, instants as text, and one meaning for every input.

mod line;
mod quote_input;
mod strict;
mod words;

pub(crate) use strict::{nullable, nullable_object, object, objects};
