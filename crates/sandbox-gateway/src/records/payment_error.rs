use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::Find;
use crate::cards::Decline;

/// The last error of an intent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentError {
    /// `None` when the customer refused the authentication.
    pub decline: Option<Decline>,
    pub charge: Option<String>,
    pub payment_method: Option<String>,
    /// Whether a payment failed, not a setup.
    pub is_payment: bool,
}

impl PaymentError {
    /// The `code` of the error.
    pub const fn code(&self) -> &'static str {
        match self.decline {
            Some(decline) => decline.code(),
            None if self.is_payment => "payment_intent_authentication_failure",
            None => "setup_intent_authentication_failure",
        }
    }

    /// The `type` of the error.
    pub const fn kind(&self) -> &'static str {
        if self.decline.is_some() { "card_error" } else { "invalid_request_error" }
    }

    /// The sentence of the error.
    pub const fn message(&self) -> &'static str {
        match self.decline {
            Some(decline) => decline.message(),
            None => "The card could not be authenticated. Choose another payment method and try again.",
        }
    }

    /// The `last_payment_error` or `last_setup_error` of an intent.
    pub fn to_json(&self, find: &dyn Find) -> Value {
        let mut error = Map::new();
        error.insert("code".into(), self.code().into());
        if let Some(decline) = self.decline {
            error.insert("decline_code".into(), decline.decline_code().into());
        }
        error.insert("doc_url".into(), format!("https://docs.stripe.com/error-codes/{}", self.code()).into());
        error.insert("message".into(), self.message().into());
        if let Some(charge) = &self.charge {
            error.insert("charge".into(), charge.as_str().into());
        }
        let method = self.payment_method.as_ref().and_then(|id| find.find(id));
        if let Some(method) = method {
            error.insert("payment_method".into(), method.to_json(find));
        }
        error.insert("type".into(), self.kind().into());
        json!(error)
    }
}
