use contract::{ProblemCode, QuoteRequest, Subscription, UpgradeAnswer};

use super::{HeldQuote, PaymentOutcome, Sending, read_outcome};
use crate::api::{ApiClient, ApiError};

/// A sealed quote and its subscription.
#[derive(Clone, Debug, PartialEq)]
pub struct Reviewed {
    /// The current subscription.
    pub subscription: Subscription,
    /// The quote and its key.
    pub held: HeldQuote,
}

/// The result of opening a review.
#[derive(Clone, Debug, PartialEq)]
pub enum Opened {
    /// A quote to review. A quote that was sent but not received keeps its key.
    Review(Box<Reviewed>),
    /// An earlier payment of this tab, whose outcome has just become known.
    Outcome(Box<UpgradeAnswer>),
    /// An earlier payment has an unknown outcome that the backend did not return. No other payment may start.
    Unsettled(Box<HeldQuote>),
    /// The draft changes nothing, or was created for another number of sessions.
    NothingToReview,
    /// The promotion code was refused. The review can open without it.
    CodeRefused(ApiError),
}

/// Opens the review of a draft's quote request.
///
/// If this tab has sent a payment, reads its outcome by its key first and requests no new quote until it is known.
/// Keeps a quote that this tab holds for the same request, so that a reload shows the same price.
///
/// # Errors
/// When a request fails. No payment was sent.
pub async fn open(
    api: &ApiClient,
    user: &str,
    organization: i64,
    request: impl FnOnce(&Subscription) -> Option<QuoteRequest>,
) -> Result<Opened, ApiError> {
    let held = HeldQuote::load(user, organization);
    if let Some(unanswered) = held.clone().filter(|held| held.sending == Sending::Unanswered) {
        match read_outcome(api, &unanswered).await {
            PaymentOutcome::Answered(answer) => return Ok(Opened::Outcome(answer)),
            // The request may still arrive. Sent again with the same key it charges once; a new key could charge twice.
            PaymentOutcome::NotReceived => {
                let subscription = api.subscription(organization).await?;
                return Ok(Opened::Review(Box::new(Reviewed { subscription, held: unanswered })));
            }
            PaymentOutcome::Unknown | PaymentOutcome::Refused(_) => {
                return Ok(Opened::Unsettled(Box::new(unanswered)));
            }
        }
    }

    let subscription = api.subscription(organization).await?;
    let Some(request) = request(&subscription) else { return Ok(Opened::NothingToReview) };
    let is_current = |held: &HeldQuote| {
        held.request == request
            && held.sending == Sending::NotYet
            && held.quote.version == subscription.version
            && subscription.server_time < held.quote.expires_at
    };
    let held = match held.filter(is_current) {
        Some(held) => held,
        None => {
            let has_code = request.promotion_code.is_some();
            match reseal(api, user, organization, request).await {
                Ok(held) => held,
                Err(error) if has_code && is_about_the_code(&error) => return Ok(Opened::CodeRefused(error)),
                Err(error) => return Err(error),
            }
        }
    };
    Ok(Opened::Review(Box::new(Reviewed { subscription, held })))
}

fn is_about_the_code(error: &ApiError) -> bool {
    let ApiError::Refused(refusal) = error else { return false };
    match refusal.code {
        ProblemCode::Quote(error) => error.concerns_promotion(),
        // After too many refused codes, a quote without a code is still possible.
        code => matches!(code, ProblemCode::RateLimited | ProblemCode::CardNumberInText),
    }
}

/// The result of a request for a fresh price.
#[derive(Clone, Debug, PartialEq)]
pub enum FreshPrice {
    /// A fresh quote with a new key.
    Quote(Box<HeldQuote>),
    /// The payment was sent, and the backend does not report that it can no longer be charged. The quote keeps its key.
    Sent(PaymentOutcome),
}

/// Replaces a held quote by a fresh one. Never pays.
///
/// A payment that was sent keeps its key until no copy of it can be accepted any more: the backend's clock has passed
/// the end of the quote, and after that no attempt had the key.
///
/// # Errors
/// When a request fails. The held quote is unchanged.
pub async fn fresh_price(api: &ApiClient, held: HeldQuote) -> Result<FreshPrice, ApiError> {
    if held.sending == Sending::Unanswered {
        let now = api.subscription(held.organization).await?.server_time;
        let outcome = read_outcome(api, &held).await;
        if outcome != PaymentOutcome::NotReceived || now < held.quote.expires_at {
            return Ok(FreshPrice::Sent(outcome));
        }
    }
    let fresh = reseal(api, &held.user, held.organization, held.request).await?;
    Ok(FreshPrice::Quote(Box::new(fresh)))
}

/// Requests a quote and stores it with a new key.
async fn reseal(
    api: &ApiClient,
    user: &str,
    organization: i64,
    request: QuoteRequest,
) -> Result<HeldQuote, ApiError> {
    let quote = api.quote(organization, &request).await?;
    Ok(HeldQuote::create(user, organization, request, quote))
}
