use std::{future::Future, pin::Pin, sync::Arc};

use contract::{
    AccessRequestForm, Page, PaymentMethod, PaymentMethodForm, Receipt, ReceiptSummary, SignIn, Subscription,
    User, paths,
};
use serde::{Serialize, de::DeserializeOwned};

use super::{
    ApiError, Cancel, json,
    transport::{Call, Method},
};

/// The billing API of one service. Cheap to clone.
///
/// Reads end after 15 seconds, changes after 60. A change that was sent is never given up early.
#[derive(Clone)]
pub struct ApiClient {
    base: Arc<str>,
    on_signed_out: Option<Arc<dyn Fn() + Send + Sync>>,
    cancel: Option<Cancel>,
}

impl ApiClient {
    /// A client of the API at `base`, for example `/api/v1`.
    #[must_use]
    pub fn new(base: &str) -> Self {
        Self { base: base.into(), on_signed_out: None, cancel: None }
    }

    /// The same client, telling when an answer says that there is no session any more.
    #[must_use]
    pub fn on_signed_out(self, tell: impl Fn() + Send + Sync + 'static) -> Self {
        Self { on_signed_out: Some(Arc::new(tell)), ..self }
    }

    /// The same client, whose reads can be given up.
    #[must_use]
    pub fn until(self, cancel: Cancel) -> Self {
        Self { cancel: Some(cancel), ..self }
    }

    /// Begins a session.
    ///
    /// # Errors
    /// `Refused` with `credentials_wrong` or `rate_limited`; those of every call.
    pub async fn sign_in(&self, form: &SignIn) -> Result<(), ApiError> {
        self.change(Method::POST, "/session", encode(form)?, Vec::new()).await.map(drop)
    }

    /// Ends the session.
    ///
    /// # Errors
    /// Those of every call.
    pub async fn sign_out(&self) -> Result<(), ApiError> {
        self.change(Method::DELETE, "/session", empty(), Vec::new()).await.map(drop)
    }

    /// The signed-in person, with their organizations.
    ///
    /// # Errors
    /// `SignedOut` when nobody is signed in; those of every call.
    pub async fn user(&self) -> Result<User, ApiError> {
        let text = self.read("/session").await?;
        // A reader for the other form would be in every first visit.
        if text.starts_with(contract::NO_SESSION) { Err(ApiError::SignedOut) } else { decode(text) }
    }

    /// The TestCloud subscription of an organization.
    ///
    /// # Errors
    /// `Refused` with `role_required` or `not_found`; those of every call.
    pub async fn subscription(&self, organization: i64) -> Result<Subscription, ApiError> {
        self.read(&testcloud(organization, "/subscription")).await.and_then(decode)
    }

    /// Whether the subscription would be shown. What it holds is not read.
    ///
    /// # Errors
    /// As [`Self::subscription`].
    pub async fn may_see_subscription(&self, organization: i64) -> Result<(), ApiError> {
        self.read(&testcloud(organization, "/subscription")).await.map(drop)
    }

    /// A receipt by its number.
    ///
    /// # Errors
    /// `Refused` with `role_required` or `not_found`; those of every call.
    pub async fn receipt(&self, organization: i64, number: &str) -> Result<Receipt, ApiError> {
        let number = js_sys::encode_uri_component(number);
        self.read(&testcloud(organization, &format!("/receipts/{number}"))).await.and_then(decode)
    }

    /// Where a receipt can be downloaded: `format` is `csv` or `json`.
    #[must_use]
    pub fn receipt_file(&self, organization: i64, number: &str, format: &str) -> String {
        let number = js_sys::encode_uri_component(number);
        self.url(&testcloud(organization, &format!("/receipts/{number}.{format}")))
    }

    /// One page of the receipts, newest first; pages count from 0.
    ///
    /// # Errors
    /// `Refused` with `role_required` or `not_found`; those of every call.
    pub async fn receipts(&self, organization: i64, page: i64) -> Result<Page<ReceiptSummary>, ApiError> {
        self.read(&testcloud(organization, &format!("/receipts?page={page}&size=10"))).await.and_then(decode)
    }

    /// Puts another card on file.
    ///
    /// # Errors
    /// `Refused` with `payment_method_refused` or `gateway_unavailable`; those of every call.
    pub async fn replace_card(
        &self,
        organization: i64,
        form: &PaymentMethodForm,
    ) -> Result<PaymentMethod, ApiError> {
        self.change(Method::PUT, &paths::payment_method(organization), encode(form)?, Vec::new())
            .await
            .and_then(decode)
    }

    /// Switches the automatic renewal off: the subscription runs to its end.
    ///
    /// # Errors
    /// `Refused` with `subscription_unchanged` and others; those of every call.
    pub async fn cancel_subscription(&self, organization: i64) -> Result<(), ApiError> {
        self.change(Method::POST, &testcloud(organization, "/cancellation"), empty(), Vec::new())
            .await
            .map(drop)
    }

    /// Switches the automatic renewal on again.
    ///
    /// # Errors
    /// As [`Self::cancel_subscription`].
    pub async fn reactivate_subscription(&self, organization: i64) -> Result<(), ApiError> {
        self.change(Method::DELETE, &testcloud(organization, "/cancellation"), empty(), Vec::new())
            .await
            .map(drop)
    }

    /// Asks those who may pay for an upgrade.
    ///
    /// # Errors
    /// `Refused` with `body_invalid` or `rate_limited`; those of every call.
    pub async fn request_access(&self, organization: i64, form: &AccessRequestForm) -> Result<(), ApiError> {
        self.change(Method::POST, &testcloud(organization, "/access-requests"), encode(form)?, Vec::new())
            .await
            .map(drop)
    }

    pub(super) fn read(&self, path: &str) -> Answer {
        self.read_with(path, Vec::new())
    }

    pub(super) fn read_with(&self, path: &str, headers: Headers) -> Answer {
        self.send(Method::GET, path, None, headers)
    }

    pub(super) fn change(&self, method: Method, path: &str, body: String, headers: Headers) -> Answer {
        self.send(method, path, Some(body), headers)
    }

    /// Boxed, so that what every call does is in the binary once and not in every caller.
    fn send(&self, method: Method, path: &str, body: Option<String>, headers: Headers) -> Answer {
        let call = Call { method, url: self.url(path), headers, body, cancel: self.cancel.clone() };
        let on_signed_out = self.on_signed_out.clone();
        Box::pin(async move {
            let answer = call.send().await;
            if let (Err(ApiError::SignedOut), Some(tell)) = (&answer, &on_signed_out) {
                tell();
            }
            answer
        })
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}

/// The text of a successful answer, on its way.
pub(super) type Answer = Pin<Box<dyn Future<Output = Result<String, ApiError>>>>;

pub(super) type Headers = Vec<(&'static str, String)>;

pub(super) fn testcloud(organization: i64, rest: &str) -> String {
    format!("{}{rest}", paths::testcloud(organization))
}

/// The body of a call without content.
pub(super) fn empty() -> String {
    "{}".to_owned()
}

pub(super) fn encode(body: &impl Serialize) -> Result<String, ApiError> {
    serde_json::to_string(body).map_err(|_| ApiError::Malformed)
}

#[expect(clippy::needless_pass_by_value, reason = "it ends a chain that owns the text")]
pub(super) fn decode<T: DeserializeOwned>(text: String) -> Result<T, ApiError> {
    json::read(&text).map_err(|_| ApiError::Malformed)
}
