//! The checks of a claim, in the order of the contract: quote, state of the subscription, code, consent, card, and the
//! limit on declined payments.

use axum::http::StatusCode;
use billing::{Cycle, Instant, PromotionCode, QuoteError, QuoteInput, Target};
use contract::{Charged, PaymentMethod, ProblemCode, UpgradeRequest};

use super::claim::ClaimError;
use super::request::PaymentRequest;
use crate::alarm::Alarm;
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::quoting::{self, SealedTerms};
use crate::service::{snapshot, unreadable};
use crate::store::Connection;
use crate::store::attempts::{nth_decline_of_organization, nth_decline_of_person, undecided_of_person};
use crate::store::promotions::{self, PromotionRow};
use crate::store::quotes::{self, QuoteRow};
use crate::store::subscriptions::{self, SubscriptionRow};
use crate::store::{StoreError, attempts, receipts, renewals};

/// The window in which declines count.
const DECLINE_WINDOW_SECONDS: i64 = 3_600;
const MAX_DECLINES_PER_PERSON: i64 = 5;
const MAX_DECLINES_PER_ORGANIZATION: i64 = 10;
/// `Retry-After` of a payment that is refused because of the person's open payments, in seconds.
const UNDECIDED_RETRY_SECONDS: u64 = 10;

/// Loads the quote of a request and verifies its seal, organization, user and hash.
///
/// # Errors
/// 422 `quote_invalid`.
pub async fn sealed_quote(
    state: &AppState,
    connection: &mut Connection,
    payment: &PaymentRequest,
    request: &UpgradeRequest,
) -> Result<(QuoteRow, SealedTerms), ClaimError> {
    let row = quotes::find(connection, &request.quote_id).await?;
    let text = row.as_ref().map_or("", |quote| quote.sealed.as_str());
    // Also verified for an unknown quote, so that the response time does not reveal whether the quote exists.
    let seal_holds = state.seals.verify(text, &request.seal);
    let quote = row.filter(|quote| {
        seal_holds
            && quote.organization == payment.organization
            && quote.user == payment.user.id
            && quote.quote_hash == request.quote_hash
    });
    let quote = quote.ok_or_else(|| Refusal::new(ProblemCode::QuoteInvalid))?;
    let terms = SealedTerms::from_text(&quote.sealed)?;
    Ok((quote, terms))
}

/// Checks that the quote can be paid in the current state of the subscription.
///
/// # Errors
/// The first refusal that applies, in the order of the contract.
pub async fn payable(
    state: &AppState,
    connection: &mut Connection,
    payment: &PaymentRequest,
    quote: &QuoteRow,
    terms: &SealedTerms,
) -> Result<SubscriptionRow, ClaimError> {
    if let Some(paid) = attempts::charged_for_quote(connection, &quote.id).await? {
        let receipt = receipts::of_attempt(connection, &paid.id).await?;
        let refusal = Refusal::new(ProblemCode::QuoteAlreadyPaid);
        let receipt = receipt.and_then(|stored| unreadable::readable_receipt(state, stored));
        return Err(match receipt {
            Some(receipt) => refusal.receipt(receipt),
            None => refusal.attempt(paid.view()),
        }
        .into());
    }
    no_open_attempt(connection, &quote.subscription).await?;
    let row = subscriptions::load(connection, payment.organization).await?;
    let now = state.clock.now();
    // A renewal locks the subscription, also for an upgrade with nothing due: its price is from before the renewal.
    let renewal_unsettled = renewals::is_unsettled(connection, &row.id).await?;
    if renewal_unsettled || snapshot::renewal_is_due(&row, now, renewal_unsettled) {
        quoting::check_status(state, &row, now, renewal_unsettled)?;
    }
    let code = terms.input.promo.as_ref().map(|promo| promo.code.clone());
    let requote = |refusal| ClaimError::priced_again(refusal, terms.input.target, code.clone());
    if quote.version != row.version || payment.if_match != row.version {
        let since = quote.version.min(payment.if_match);
        let change = subscriptions::change_since(connection, &row.id, since).await;
        let change = unreadable::or_default(state, &format!("subscription_change of {}", row.id), change)?;
        return Err(requote(Refusal::new(ProblemCode::VersionChanged).change(change)));
    }
    quoting::check_status(state, &row, now, renewal_unsettled)?;
    if now >= quote.expires_at {
        return Err(requote(Refusal::new(ProblemCode::QuoteExpired)));
    }
    check_not_stale(state, terms, &row).map_err(requote)?;
    Ok(row)
}

/// Checks that the subscription has no open attempt.
///
/// # Errors
/// 409 `attempt_open`, with the open attempt unless it cannot be read.
pub async fn no_open_attempt(connection: &mut Connection, subscription: &str) -> Result<(), Refusal> {
    let refusal = Refusal::new(ProblemCode::AttemptOpen);
    match attempts::open_of(connection, subscription).await {
        Ok(None) => Ok(()),
        Ok(Some(open)) => Err(refusal.attempt(open.view())),
        // `charged` is about the open attempt.
        Err(error) if error.is_unreadable() => Err(refusal.charged(Charged::Unknown)),
        Err(error) => Err(error.into()),
    }
}

/// Checks that terms and balance still equal the sealed ones. The sealed price list and tax rate remain valid.
fn check_not_stale(state: &AppState, terms: &SealedTerms, row: &SubscriptionRow) -> Result<(), Refusal> {
    let stale = || Refusal::new(ProblemCode::QuoteStale);
    let sealed = &terms.input.snapshot;
    if sealed.subscription != row.terms || sealed.balance_minor != row.balance_minor {
        return Err(stale());
    }
    if terms.input.quote().as_ref() != Ok(&terms.output) {
        let cause =
            "the sealed amount differs from the amount that the engine computes from the sealed input";
        state.alarms.raise(Alarm::EngineMismatch, &terms.quote_id, &cause);
        return Err(stale());
    }
    Ok(())
}

/// Checks the buyer's confirmations: the amount due, and the annual commitment.
///
/// # Errors
/// 422 `expected_due_mismatch`, 422 `acknowledgement_required`.
pub fn agreed(request: &UpgradeRequest, terms: &SealedTerms) -> Result<(), ClaimError> {
    let Target { cycle, .. } = terms.input.target;
    if request.expected_due_minor != terms.output.amount_due_minor {
        let code = terms.input.promo.as_ref().map(|promo| promo.code.clone());
        let refusal =
            Refusal::new(ProblemCode::ExpectedDueMismatch).field("expectedDueMinor", "expected_due_mismatch");
        return Err(ClaimError::priced_again(refusal, terms.input.target, code));
    }
    let goes_annual = cycle == Cycle::Annual && terms.input.snapshot.subscription.cycle == Cycle::Monthly;
    if goes_annual && request.acknowledged_one_way != Some(true) {
        let refusal = Refusal::new(ProblemCode::AcknowledgementRequired)
            .field("acknowledgedOneWay", "acknowledgement_required");
        return Err(refusal.into());
    }
    Ok(())
}

/// The card to charge, as its summary and the gateway's reference. `None` when nothing is due.
///
/// # Errors
/// 422 for a missing, superfluous, changed or expired card. The quote remains valid.
pub async fn card(
    state: &AppState,
    connection: &mut Connection,
    organization: i64,
    request: &UpgradeRequest,
    due_minor: i64,
    now: Instant,
) -> Result<Option<(PaymentMethod, String)>, ClaimError> {
    let refused = |code: ProblemCode| Refusal::new(code).field("paymentMethodId", code.as_str()).into();
    let Some(requested_id) = &request.payment_method_id else {
        return if due_minor == 0 { Ok(None) } else { Err(refused(ProblemCode::PaymentMethodMissing)) };
    };
    if due_minor == 0 {
        return Err(refused(ProblemCode::PaymentMethodNotNeeded));
    }
    let Some(card) = unreadable::card_on_file(state, connection, organization).await? else {
        return Err(refused(ProblemCode::PaymentMethodMissing));
    };
    if card.id != *requested_id {
        return Err(refused(ProblemCode::PaymentMethodChanged));
    }
    if card.expired(now) {
        return Err(refused(ProblemCode::PaymentMethodExpired));
    }
    Ok(Some((card.summary(now), card.card_ref)))
}

/// Checks that the quote's promotion code can still be reserved. The sealed terms and dates of the code remain valid.
///
/// # Errors
/// 409 `promo_exhausted` when its last use was taken, 409 `quote_stale` when it was disabled.
pub async fn code_left(
    connection: &mut Connection,
    organization: i64,
    input: &QuoteInput,
) -> Result<(), ClaimError> {
    let Some(sealed) = &input.promo else { return Ok(()) };
    let row = match PromotionCode::parse(&sealed.code) {
        Some(code) => promotions::find(connection, &code, organization).await?,
        None => None,
    };
    let Some(PromotionRow { promotion, .. }) = row.filter(|row| !row.promotion.disabled) else {
        let refusal = Refusal::new(ProblemCode::QuoteStale)
            .detail("The promotion code is no longer active. Nothing was charged.");
        return Err(ClaimError::priced_again(refusal, input.target, None));
    };
    let used_up = promotion.max_redemptions.is_some_and(|most| promotion.redeemed >= most)
        || promotion.account_redeemed >= promotion.max_per_account;
    if used_up { Err(exhausted(input.target)) } else { Ok(()) }
}

/// The refusal when the last use of the code was taken by another payment. It includes a quote without the code.
pub fn exhausted(target: Target) -> ClaimError {
    let refusal = Refusal::new(QuoteError::PromoExhausted)
        .status(StatusCode::CONFLICT)
        .detail("The promotion code has been used up. Nothing was charged.");
    ClaimError::priced_again(refusal, target, None)
}

/// Refuses a payment after too many declines. Declined attempts are counted in the transaction that claims the next
/// one, so a canceled or successful payment never counts. An open payment may still be declined, so it uses up one of
/// the remaining declines. Parallel payments in several organizations therefore cannot exceed the limit.
///
/// # Errors
/// 429 `too_many_declines`, or 429 `rate_limited` while too many payments are open. The key is then not claimed.
pub async fn declines(
    state: &AppState,
    connection: &mut Connection,
    payment: &PaymentRequest,
    now: Instant,
) -> Result<(), ClaimError> {
    let after = now.epoch_seconds() - DECLINE_WINDOW_SECONDS;
    if let Some(wait) = limit_of_declines(connection, &payment.user.id, payment.organization, now).await? {
        note_limited(state, payment);
        return Err(Refusal::new(ProblemCode::TooManyDeclines)
            .retry_after(u64::try_from(wait).unwrap_or(1).max(1))
            .into());
    }
    let undecided = undecided_of_person(connection, &payment.user.id).await?;
    let remaining = MAX_DECLINES_PER_PERSON - undecided;
    let is_full = remaining <= 0
        || nth_decline_of_person(connection, &payment.user.id, after, now, remaining).await?.is_some();
    if undecided == 0 || !is_full {
        return Ok(());
    }
    note_limited(state, payment);
    Err(Refusal::new(ProblemCode::RateLimited)
        .detail("Too many of your payments are in progress. Nothing was charged. Try again when one has finished.")
        .retry_after(UNDECIDED_RETRY_SECONDS)
        .into())
}

/// The seconds until a person can cause another decline in an organization. `None` if no limit is reached. Declined tries
/// of renewals count like declined payments.
pub async fn limit_of_declines(
    connection: &mut Connection,
    person: &str,
    organization: i64,
    now: Instant,
) -> Result<Option<i64>, StoreError> {
    let after = now.epoch_seconds() - DECLINE_WINDOW_SECONDS;
    let by_person = nth_decline_of_person(connection, person, after, now, MAX_DECLINES_PER_PERSON).await?;
    let by_organization =
        nth_decline_of_organization(connection, organization, after, now, MAX_DECLINES_PER_ORGANIZATION)
            .await?;
    Ok(by_person.max(by_organization).map(|declined_at| declined_at.epoch_seconds() - after))
}

fn note_limited(state: &AppState, payment: &PaymentRequest) {
    state.metrics.payments_limited.inc("declines");
    tracing::warn!(
        organization = payment.organization,
        person = payment.user.id,
        "too many declined payments"
    );
}
