//! Requests for the pages of the gateway and the bank: where a card is saved, and where an unpaid renewal is confirmed.

use std::{future::Future, pin::Pin};

use contract::{PaymentMethod, SetupSessionForm, paths};
use serde::Deserialize;

use super::{
    ApiClient, ApiError,
    client::{decode, empty, encode, testcloud},
    transport::Method,
};

/// A page of the gateway or the bank: what the app uses of `SetupSession` and `RenewalConfirmation`.
///
/// One type for both, because every deserializer adds to the download.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GatewayPage {
    /// The visit to the page that saves a card.
    pub id: Option<String>,
    /// The page. `None` once the card is saved.
    pub url: Option<String>,
    /// The saved card. `None` while the page is open.
    pub payment_method: Option<PaymentMethod>,
}

/// The pending page of a request. Boxed, to avoid one copy of its code per caller.
pub type PendingPage = Pin<Box<dyn Future<Output = Result<GatewayPage, ApiError>>>>;

impl ApiClient {
    /// Creates a visit to the gateway's page that saves a card.
    ///
    /// # Errors
    /// `Refused` with `too_many_cards` or `gateway_unavailable`, among others.
    pub fn create_setup_session(&self, organization: i64, form: &SetupSessionForm) -> PendingPage {
        // A struct of texts can always be encoded.
        self.request_page(&paths::setup_sessions(organization), encode(form).unwrap_or_default())
    }

    /// Makes the backend read the result of a visit from the gateway.
    ///
    /// # Errors
    /// `Refused` with `setup_unfinished` if no card was saved and none will be, or with `not_found`, among others.
    pub fn complete_setup_session(&self, organization: i64, id: &str) -> PendingPage {
        let sessions = paths::setup_sessions(organization);
        let path = format!("{sessions}/{}/completion", js_sys::encode_uri_component(id));
        self.request_page(&path, empty())
    }

    /// Requests the bank's page for an unpaid renewal that a person has to confirm.
    ///
    /// # Errors
    /// `Refused` with `renewal_not_confirmable`, among others.
    pub fn confirm_renewal(&self, organization: i64) -> PendingPage {
        self.request_page(&testcloud(organization, "/renewals/current/confirmation"), empty())
    }

    fn request_page(&self, path: &str, body: String) -> PendingPage {
        let answer = self.change(Method::POST, path, body, Vec::new());
        Box::pin(async move { answer.await.and_then(decode) })
    }
}
