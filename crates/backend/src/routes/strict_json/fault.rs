use std::fmt;

use serde::de;

/// The first invalid field of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyFault {
    /// The path segments, starting at the field and ending at the root.
    path: Vec<String>,
    pub code: &'static str,
}

impl BodyFault {
    pub fn new(code: &'static str) -> Self {
        Self { path: Vec::new(), code }
    }

    fn field(name: &str, code: &'static str) -> Self {
        Self { path: vec![name.to_owned()], code }
    }

    /// Adds the parent segment `name` to the path.
    pub fn within(mut self, name: impl Into<String>) -> Self {
        self.path.push(name.into());
        self
    }

    pub fn path(&self) -> String {
        let mut path: Vec<_> = self.path.iter().map(String::as_str).collect();
        path.reverse();
        path.join(".")
    }
}

impl fmt::Display for BodyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path(), self.code)
    }
}

impl std::error::Error for BodyFault {}

impl de::Error for BodyFault {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::new("invalid")
    }

    fn invalid_type(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self::new("wrong_type")
    }

    fn invalid_value(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self::new("out_of_range")
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self::new("invalid")
    }

    fn unknown_field(field: &str, _: &'static [&'static str]) -> Self {
        Self::field(field, "unknown_field")
    }

    fn missing_field(field: &'static str) -> Self {
        Self::field(field, "missing")
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::field(field, "repeated")
    }
}
