//! Requests for promotion codes, quotes and payment attempts.

use billing::Promotion;
use contract::{PromotionCheck, QuoteRequest, SealedQuote, UpgradeAnswer, UpgradeRequest};

use super::{
    ApiClient, ApiError,
    client::{decode, empty, encode, testcloud},
    transport::Method,
};

const KEY: &str = "Idempotency-Key";

impl ApiClient {
    /// Looks up the terms of a promotion code.
    ///
    /// # Errors
    /// `Refused` with `ProblemCode::Quote` or `rate_limited`.
    pub async fn check_promotion(
        &self,
        organization: i64,
        check: &PromotionCheck,
    ) -> Result<Promotion, ApiError> {
        let path = testcloud(organization, "/promotion-checks");
        self.change(Method::POST, &path, encode(check)?, Vec::new()).await.and_then(decode)
    }

    /// Requests a sealed quote, whose price is valid until it expires.
    ///
    /// # Errors
    /// `Refused` with `ProblemCode::Quote`, or with the subscription's state, for example `subscription_past_due`.
    pub async fn quote(&self, organization: i64, request: &QuoteRequest) -> Result<SealedQuote, ApiError> {
        let path = testcloud(organization, "/quotes");
        self.change(Method::POST, &path, encode(request)?, Vec::new()).await.and_then(decode)
    }

    /// Pays a sealed quote. `key` is the idempotency key of this quote only, `version` is the quote's version.
    ///
    /// # Errors
    /// `Refused` reports in `charged` whether money moved; `unknown` is possible. After any other error the outcome is
    /// unknown; read it with [`Self::attempt_by_key`].
    pub async fn upgrade(
        &self,
        organization: i64,
        request: &UpgradeRequest,
        key: &str,
        version: i64,
    ) -> Result<UpgradeAnswer, ApiError> {
        let headers = vec![(KEY, key.to_owned()), ("If-Match", format!("\"{version}\""))];
        let path = testcloud(organization, "/upgrades");
        self.change(Method::POST, &path, encode(request)?, headers).await.and_then(decode)
    }

    /// Fetches a payment attempt.
    ///
    /// # Errors
    /// `Refused` with `role_required` or `not_found`.
    pub async fn attempt(&self, organization: i64, id: &str) -> Result<UpgradeAnswer, ApiError> {
        let id = js_sys::encode_uri_component(id);
        self.read(&testcloud(organization, &format!("/upgrades/{id}"))).await.and_then(decode)
    }

    /// Fetches the payment attempt with an idempotency key.
    ///
    /// # Errors
    /// `Refused` with `attempt_unknown` when no attempt has the key.
    pub async fn attempt_by_key(&self, organization: i64, key: &str) -> Result<UpgradeAnswer, ApiError> {
        let headers = vec![(KEY, key.to_owned())];
        self.read_with(&testcloud(organization, "/upgrades/by-key"), headers).await.and_then(decode)
    }

    /// Makes the backend request the attempt's result from the gateway, after the bank's confirmation page.
    ///
    /// # Errors
    /// `Refused` with `payment_declined`, among others.
    pub async fn confirm_attempt(&self, organization: i64, id: &str) -> Result<UpgradeAnswer, ApiError> {
        self.change_attempt(organization, id, "confirmation").await
    }

    /// Cancels an attempt that waits for the bank's confirmation.
    ///
    /// # Errors
    /// `Refused` with `attempt_not_cancelable`, among others.
    pub async fn cancel_attempt(&self, organization: i64, id: &str) -> Result<UpgradeAnswer, ApiError> {
        self.change_attempt(organization, id, "cancellation").await
    }

    async fn change_attempt(
        &self,
        organization: i64,
        id: &str,
        action: &str,
    ) -> Result<UpgradeAnswer, ApiError> {
        let path =
            testcloud(organization, &format!("/upgrades/{}/{action}", js_sys::encode_uri_component(id)));
        self.change(Method::POST, &path, empty(), Vec::new()).await.and_then(decode)
    }
}
