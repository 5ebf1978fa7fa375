use contract::{ProblemCode, QuoteRequest, Subscription, UpgradeAnswer};

use super::{HeldQuote, PaymentOutcome, Sending, read_outcome};
use crate::api::{ApiClient, ApiError};

/// A sealed quote next to the subscription it is for.
#[derive(Clone, Debug, PartialEq)]
pub struct Reviewed {
    /// The subscription as it is now.
    pub subscription: Subscription,
    /// The quote and its key.
    pub held: HeldQuote,
}

/// What a review opens to.
#[derive(Clone, Debug, PartialEq)]
pub enum Opened {
    /// A price to look at. One that was sent and not received keeps its key.
    Review(Box<Reviewed>),
    /// An earlier payment of this tab, whose outcome was not known until now.
    Outcome(Box<UpgradeAnswer>),
    /// A payment sent earlier has no known outcome and the backend cannot be asked. Nothing else may be paid.
    Unsettled(Box<HeldQuote>),
    /// The draft changes nothing, or was prepared for another number of sessions.
    NothingToReview,
    /// The promotion code was refused; without it the review may open.
    CodeRefused(ApiError),
}

/// Opens the review of a request made from a draft.
///
/// A payment that this tab has sent comes first: until its outcome has been read by its key, no new quote is taken.
/// A quote that this tab holds for the same request is kept, so that a reload shows the same price.
///
/// # Errors
/// Those of the calls. Nothing was sent to be paid.
pub async fn open(
    api: &ApiClient,
    user: &str,
    organization: i64,
    request: impl FnOnce(&Subscription) -> Option<QuoteRequest>,
) -> Result<Opened, ApiError> {
    let held = HeldQuote::held(user, organization);
    if let Some(unanswered) = held.clone().filter(|held| held.sending == Sending::Unanswered) {
        match read_outcome(api, &unanswered).await {
            PaymentOutcome::Answered(answer) => return Ok(Opened::Outcome(answer)),
            // The request may still arrive. Sent again with its own key it charges once; a new key could charge twice.
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
    let still_good = |held: &HeldQuote| {
        held.request == request
            && held.sending == Sending::NotYet
            && held.quote.version == subscription.version
            && subscription.server_time < held.quote.expires_at
    };
    let held = match held.filter(still_good) {
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
        // After too many refused codes a quote is still possible without one.
        code => matches!(code, ProblemCode::RateLimited | ProblemCode::CardNumberInText),
    }
}

/// Takes a fresh quote under a fresh key.
///
/// # Errors
/// As [`ApiClient::quote`].
pub async fn reseal(
    api: &ApiClient,
    user: &str,
    organization: i64,
    request: QuoteRequest,
) -> Result<HeldQuote, ApiError> {
    let quote = api.quote(organization, &request).await?;
    Ok(HeldQuote::hold(user, organization, request, quote))
}
