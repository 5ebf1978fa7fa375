use billing::Instant;
use contract::{ProblemCode, QuoteRequest, Subscription, UpgradeAnswer};

use super::{KeptQuote, PaymentOutcome, Sending, read_outcome};
use crate::api::{ApiClient, ApiError};

/// A sealed quote and its subscription.
#[derive(Clone, Debug, PartialEq)]
pub struct Reviewed {
    /// The current subscription.
    pub subscription: Subscription,
    /// The quote and its key.
    pub kept: KeptQuote,
}

/// The result of opening a review.
#[derive(Clone, Debug, PartialEq)]
pub enum Opened {
    /// A quote to review. A quote that was sent but not received keeps its key.
    Review(Box<Reviewed>),
    /// An earlier payment of this tab, whose outcome has just become known.
    Outcome(Box<UpgradeAnswer>),
    /// An earlier payment has an unknown outcome that the backend did not return. No other payment may start.
    Unsettled(Box<KeptQuote>),
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
    let kept = KeptQuote::load(user, organization);
    if let Some(unanswered) = kept.clone().filter(|kept| kept.sending == Sending::Unanswered) {
        match read_outcome(api, &unanswered).await {
            PaymentOutcome::Answered(answer) => return Ok(Opened::Outcome(answer)),
            // The request may still arrive. Sent again with the same key it charges once; a new key could charge twice.
            PaymentOutcome::NotReceived => {
                let subscription = api.subscription(organization).await?;
                return Ok(Opened::Review(Box::new(Reviewed { subscription, kept: unanswered })));
            }
            PaymentOutcome::Unknown | PaymentOutcome::Refused(_) => {
                return Ok(Opened::Unsettled(Box::new(unanswered)));
            }
        }
    }

    let subscription = api.subscription(organization).await?;
    let Some(request) = request(&subscription) else { return Ok(Opened::NothingToReview) };
    let is_current = |kept: &KeptQuote| {
        kept.request == request
            && kept.sending == Sending::NotYet
            && kept.quote.version == subscription.version
            && subscription.server_time < kept.quote.expires_at
    };
    let kept = match kept.filter(is_current) {
        Some(kept) => kept,
        None => {
            let has_code = request.promotion_code.is_some();
            match reseal(api, user, organization, request).await {
                Ok(kept) => kept,
                Err(error) if has_code && is_about_the_code(&error) => return Ok(Opened::CodeRefused(error)),
                Err(error) => return Err(error),
            }
        }
    };
    Ok(Opened::Review(Box::new(Reviewed { subscription, kept })))
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
    Quote(Box<KeptQuote>),
    /// The payment was sent and may still be charged, so the quote keeps its key. The time is the backend's.
    Sent(PaymentOutcome, Instant),
}

/// Replaces a kept quote by a fresh one. Never pays.
///
/// A payment that was sent keeps its key until no copy of it can be accepted any more: the backend's clock has passed
/// the end of the quote, and after that no attempt had the key.
///
/// # Errors
/// When a request fails. The kept quote is unchanged.
pub async fn fresh_price(api: &ApiClient, kept: KeptQuote) -> Result<FreshPrice, ApiError> {
    if kept.sending == Sending::Unanswered {
        let now = api.subscription(kept.organization).await?.server_time;
        let outcome = read_outcome(api, &kept).await;
        if outcome != PaymentOutcome::NotReceived || now < kept.quote.expires_at {
            return Ok(FreshPrice::Sent(outcome, now));
        }
    }
    let fresh = reseal(api, &kept.user, kept.organization, kept.request).await?;
    Ok(FreshPrice::Quote(Box::new(fresh)))
}

/// Requests a quote and stores it with a new key.
async fn reseal(
    api: &ApiClient,
    user: &str,
    organization: i64,
    request: QuoteRequest,
) -> Result<KeptQuote, ApiError> {
    let quote = api.quote(organization, &request).await?;
    Ok(KeptQuote::create(user, organization, request, quote))
}
