use super::error::ApiError;
use super::form::{Parameter, Parameters};
use crate::records::Metadata;

const MAX_METADATA_KEYS: usize = 50;
const MAX_METADATA_KEY: usize = 40;
const MAX_METADATA_VALUE: usize = 500;
const MAX_TEXT: usize = 5_000;

/// The parameters of a call. Each is taken once. [`finish`](Self::finish) refuses the rest.
#[derive(Debug)]
pub struct Params(Parameters);

impl Params {
    pub const fn new(parameters: Parameters) -> Self {
        Self(parameters)
    }

    /// A text. An empty one counts as absent.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, ApiError> {
        match self.0.remove(name) {
            None => Ok(None),
            Some(Parameter::Text(text)) if text.is_empty() => Ok(None),
            Some(Parameter::Text(text)) if text.len() > MAX_TEXT => Err(ApiError::parameter_invalid(
                name,
                format!("Invalid string: {name} is longer than {MAX_TEXT}."),
            )),
            Some(Parameter::Text(text)) => Ok(Some(text)),
            Some(Parameter::Nested(_)) => {
                Err(ApiError::parameter_invalid(name, format!("Invalid string: {name} is not text.")))
            }
        }
    }

    /// A required text.
    pub fn required(&mut self, name: &str) -> Result<String, ApiError> {
        self.text(name)?.ok_or_else(|| ApiError::parameter_missing(name))
    }

    /// A whole number.
    pub fn integer(&mut self, name: &str) -> Result<Option<i64>, ApiError> {
        self.text(name)?.map(|text| parse_integer(name, &text)).transpose()
    }

    /// `true` or `false`.
    pub fn flag(&mut self, name: &str) -> Result<Option<bool>, ApiError> {
        match self.text(name)?.as_deref() {
            None => Ok(None),
            Some("true") => Ok(Some(true)),
            Some("false") => Ok(Some(false)),
            Some(_) => Err(ApiError::parameter_invalid(name, format!("Invalid boolean: {name}."))),
        }
    }

    /// One of the listed texts.
    pub fn choice(&mut self, name: &str, choices: &[&str]) -> Result<Option<String>, ApiError> {
        let text = self.text(name)?;
        match &text {
            Some(text) if !choices.contains(&text.as_str()) => Err(ApiError::parameter_invalid(
                name,
                format!("Invalid {name}: must be one of {}.", choices.join(", ")),
            )),
            _ => Ok(text),
        }
    }

    /// A list of texts.
    pub fn list(&mut self, name: &str) -> Result<Vec<String>, ApiError> {
        let invalid = || ApiError::parameter_invalid(name, format!("Invalid array: {name}."));
        match self.0.remove(name) {
            None => Ok(Vec::new()),
            Some(Parameter::Text(text)) if text.is_empty() => Ok(Vec::new()),
            Some(Parameter::Text(_)) => Err(invalid()),
            Some(Parameter::Nested(items)) => items
                .into_iter()
                .map(|(place, item)| match item {
                    Parameter::Text(text) if place.parse::<u16>().is_ok() => Ok(text),
                    _ => Err(invalid()),
                })
                .collect(),
        }
    }

    /// Named parameters.
    pub fn nested(&mut self, name: &str) -> Result<Option<Self>, ApiError> {
        match self.0.remove(name) {
            None => Ok(None),
            Some(Parameter::Text(text)) if text.is_empty() => Ok(None),
            Some(Parameter::Text(_)) => {
                Err(ApiError::parameter_invalid(name, format!("Invalid object: {name}.")))
            }
            Some(Parameter::Nested(nested)) => Ok(Some(Self(nested))),
        }
    }

    /// Whether the parameter is text.
    pub fn is_text(&self, name: &str) -> bool {
        matches!(self.0.get(name), Some(Parameter::Text(_)))
    }

    /// The `metadata`. Empty values are left out.
    pub fn metadata(&mut self) -> Result<Metadata, ApiError> {
        let invalid = |message: &str| ApiError::parameter_invalid("metadata", message);
        let Some(Self(nested)) = self.nested("metadata")? else { return Ok(Metadata::new()) };
        if nested.len() > MAX_METADATA_KEYS {
            return Err(invalid("Metadata can have up to 50 keys."));
        }
        let mut metadata = Metadata::new();
        for (key, parameter) in nested {
            // The parser writes numbers as places of a list.
            let key = key.parse::<u16>().map_or(key, |number| number.to_string());
            match parameter {
                Parameter::Text(text)
                    if key.len() <= MAX_METADATA_KEY && text.len() <= MAX_METADATA_VALUE =>
                {
                    if !text.is_empty() {
                        metadata.insert(key, text);
                    }
                }
                _ => return Err(invalid("Metadata keys have up to 40 characters, and values up to 500.")),
            }
        }
        Ok(metadata)
    }

    /// The `allowed_payment_method_types`, which must be cards. Returns whether there are any.
    pub fn card_only(&mut self) -> Result<bool, ApiError> {
        let name = "allowed_payment_method_types";
        let kinds = self.list(name)?;
        if kinds.iter().all(|kind| kind == "card") {
            return Ok(!kinds.is_empty());
        }
        Err(ApiError::parameter_invalid(name, "The sandbox supports the payment method type card only."))
    }

    /// Refuses parameters that the call does not have.
    ///
    /// # Errors
    /// `parameter_unknown` with the first of them.
    pub fn finish(&self) -> Result<(), ApiError> {
        let Some(name) = self.0.keys().next() else { return Ok(()) };
        let name: String = name.chars().take(100).collect();
        Err(ApiError::invalid(format!("Received unknown parameter: {name}"))
            .code("parameter_unknown")
            .parameter(&name))
    }
}

pub fn parse_integer(name: &str, text: &str) -> Result<i64, ApiError> {
    text.parse().map_err(|_| {
        ApiError::parameter_invalid(name, format!("Invalid integer: {name}."))
            .code("parameter_invalid_integer")
    })
}
