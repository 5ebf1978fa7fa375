use billing::{Instant, Line, Promotion, PromotionCode, Quote, QuoteError, QuoteInput, Segment, Target};
use contract::{ProblemCode, QuoteRequest, SealedQuote, SubscriptionStatus, contains_card_number};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::canonical_json::canonical;
use super::{refused_codes, snapshot};
use crate::app::AppState;
use crate::error::Refusal;
use crate::seal::fingerprint;
use crate::store::Connection;
use crate::store::StoreError;
use crate::store::people::UserRow;
use crate::store::promotions::{self, PromotionRow};
use crate::store::quotes::{self, QuoteRow};
use crate::store::renewals;
use crate::store::subscriptions::SubscriptionRow;

/// The most unexpired quotes that one organization can have at once.
const MAX_OPEN: i64 = 1_000;

/// `Retry-After` of a quote request that is refused because of a renewal, in seconds.
const RENEWAL_RETRY_SECONDS: u64 = 5;
/// The current format version of sealed terms. Rows without a version have format 0.
pub const SEALED_FORMAT: u32 = 1;

/// Everything a seal covers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SealedTerms {
    /// The format version. The first release did not write one.
    #[serde(default)]
    pub format: u32,
    /// The quote's id.
    pub quote_id: String,
    /// The organization that pays.
    pub organization: i64,
    /// The user who requested the quote.
    pub user: String,
    /// The subscription to upgrade.
    pub subscription: String,
    /// The version of the subscription that was quoted.
    pub version: i64,
    /// The engine's input, without the code's usage counters.
    pub input: QuoteInput,
    /// The engine's output.
    pub output: Quote,
    /// The version of the price list.
    pub price_version: i64,
    /// The version of the promotion code's terms.
    pub promotion_version: Option<i64>,
    /// The version of the tax rate.
    pub tax_version: i64,
    /// The first instant at which the quote is no longer valid.
    pub expires_at: Instant,
}

impl SealedTerms {
    /// Parses sealed terms of any released format.
    ///
    /// # Errors
    /// When the format is newer than [`SEALED_FORMAT`], or the text is damaged.
    pub fn from_text(text: &str) -> Result<Self, StoreError> {
        let terms: Self = serde_json::from_str(text).map_err(|_| StoreError::Unreadable("sealed"))?;
        if terms.format > SEALED_FORMAT {
            return Err(StoreError::Unreadable("sealed"));
        }
        Ok(terms)
    }

    /// The paid segments that this quote credits.
    #[must_use]
    pub fn credited(&self) -> Vec<Segment> {
        let is_credited = |segment: &&Segment| {
            let is_credit_line =
                |line: &Line| matches!(line, Line::Credit { segment: id, .. } if *id == segment.id);
            self.output.lines.iter().any(is_credit_line)
        };
        self.input.snapshot.subscription.segments.iter().filter(is_credited).cloned().collect()
    }
}

/// Prices an upgrade at the server's current time and seals the quote.
///
/// # Errors
/// 409 when the status of the subscription does not allow an upgrade or a renewal is due, 422 with the engine's code,
/// 429 after too many refused codes.
pub async fn quote(
    state: &AppState,
    user: &UserRow,
    organization: i64,
    request: &QuoteRequest,
) -> Result<SealedQuote, Refusal> {
    if request.promotion_code.as_deref().is_some_and(contains_card_number) {
        return Err(Refusal::card_number_in("promotionCode"));
    }
    let as_of = state.clock.now();
    let (mut transaction, guess) = match request.promotion_code {
        Some(_) => {
            let (transaction, guess) = refused_codes::reserve(state, &user.id, organization).await?;
            (transaction, Some(guess))
        }
        None => (state.store.begin_read().await?, None),
    };
    check_open_quotes(&mut transaction, organization, as_of).await?;
    let row = snapshot::load(&mut transaction, organization).await?;
    let promotion = promotion(&mut transaction, request.promotion_code.as_deref(), organization).await?;
    let renewal_unsettled = renewals::is_unsettled(&mut transaction, &row.id).await?;
    check_status(state, &row, as_of, renewal_unsettled)?;
    let priced = price(&row, as_of, request.target, promotion);
    let code_refused = priced.as_ref().err().is_some_and(|error| error.concerns_promotion());
    match guess.filter(|_| code_refused) {
        Some(guess) => guess.refused(state, transaction).await?,
        None => transaction.rollback().await?,
    }
    let (input, output, promotion_version) = priced.map_err(|error| refusal(error, &row))?;
    check_gateway_limit(state, &row, output.amount_due_minor)?;
    let terms = SealedTerms {
        format: SEALED_FORMAT,
        quote_id: format!("q_{}", Uuid::new_v4().simple()),
        organization,
        user: user.id.clone(),
        subscription: row.id.clone(),
        version: row.version,
        price_version: row.price_version,
        promotion_version,
        tax_version: row.tax_version,
        expires_at: output.quote_expires_at,
        input,
        output,
    };
    seal(state, terms).await
}

/// Limits the open quotes of an organization. Called before the price is computed, and again in the transaction that
/// stores the quote, so that parallel requests cannot exceed the limit.
async fn check_open_quotes(conn: &mut Connection, organization: i64, as_of: Instant) -> Result<(), Refusal> {
    if quotes::holding(conn, organization, as_of).await? < MAX_OPEN {
        return Ok(());
    }
    Err(Refusal::new(ProblemCode::RateLimited)
        .detail("Too many quotes are open. Try again when some have expired.")
        .retry_after(60))
}

enum Applied {
    None,
    Known(PromotionRow),
    Unknown,
}

async fn promotion(
    conn: &mut Connection,
    typed: Option<&str>,
    organization: i64,
) -> Result<Applied, Refusal> {
    let Some(typed) = typed else { return Ok(Applied::None) };
    let Some(code) = PromotionCode::parse(typed) else { return Ok(Applied::Unknown) };
    Ok(promotions::find(conn, &code, organization).await?.map_or(Applied::Unknown, Applied::Known))
}

/// Prices the order. An invalid order is reported before an unknown code, in the same order as in the browser.
fn price(
    row: &SubscriptionRow,
    as_of: Instant,
    target: Target,
    applied: Applied,
) -> Result<(QuoteInput, Quote, Option<i64>), QuoteError> {
    let snapshot = row.snapshot(as_of);
    let (promotion, version) = match applied {
        Applied::None => (None, None),
        Applied::Known(row) => (Some(row.promotion), Some(row.version)),
        Applied::Unknown => {
            billing::quote(&snapshot, target, None)?;
            return Err(QuoteError::PromoUnknown);
        }
    };
    let output = billing::quote(&snapshot, target, promotion.as_ref())?;
    let promo = promotion.as_ref().map(Promotion::without_counters);
    Ok((QuoteInput { snapshot, target, promo }, output, version))
}

/// Refuses a subscription whose status or due renewal does not allow an upgrade.
pub(super) fn check_status(
    state: &AppState,
    row: &SubscriptionRow,
    now: Instant,
    renewal_unsettled: bool,
) -> Result<(), Refusal> {
    match snapshot::status_at(row, now, renewal_unsettled) {
        SubscriptionStatus::Canceled => return Err(Refusal::new(ProblemCode::SubscriptionCanceled)),
        SubscriptionStatus::Ended => return Err(Refusal::new(ProblemCode::SubscriptionEnded)),
        SubscriptionStatus::Active | SubscriptionStatus::PastDue => {}
    }
    if snapshot::renewal_is_due(row, now, renewal_unsettled) {
        state.renewal_wake.notify_one();
        return Err(renewal_in_progress());
    }
    match row.status {
        SubscriptionStatus::PastDue => Err(Refusal::new(ProblemCode::SubscriptionPastDue)),
        _ => Ok(()),
    }
}

fn renewal_in_progress() -> Refusal {
    Refusal::new(ProblemCode::RenewalInProgress).retry_after(RENEWAL_RETRY_SECONDS)
}

fn refusal(error: QuoteError, row: &SubscriptionRow) -> Refusal {
    match error {
        QuoteError::CycleDowngradeNotAllowed => {
            Refusal::new(error).possible_from(row.terms.period_end).field("target.cycle", error.code())
        }
        QuoteError::PeriodElapsed => renewal_in_progress(),
        QuoteError::SessionsOutOfRange
        | QuoteError::SessionsDecreaseNotAllowed
        | QuoteError::NothingToUpgrade => Refusal::new(error).field("target.sessions", error.code()),
        error if error.concerns_promotion() => Refusal::new(error).field("promotionCode", error.code()),
        error => Refusal::new(error),
    }
}

fn check_gateway_limit(state: &AppState, row: &SubscriptionRow, due_minor: i64) -> Result<(), Refusal> {
    if due_minor <= state.gateway.max_amount_minor(&row.currency) {
        return Ok(());
    }
    tracing::info!(
        organization = row.organization.id,
        "the amount of an upgrade exceeds the gateway's limit"
    );
    Err(Refusal::new(ProblemCode::AmountAboveGatewayLimit).detail(format!(
        "The amount is above the limit for one card payment. Contact {} to pay by invoice.",
        state.config.contact
    )))
}

async fn seal(state: &AppState, terms: SealedTerms) -> Result<SealedQuote, Refusal> {
    let sealed = serde_json::to_value(&terms).ok().as_ref().and_then(canonical);
    let sealed = sealed.ok_or_else(|| Refusal::internal(&"the sealed terms have no canonical JSON form"))?;
    let row = QuoteRow {
        id: terms.quote_id,
        organization: terms.organization,
        user: terms.user,
        subscription: terms.subscription,
        version: terms.version,
        as_of: terms.input.snapshot.as_of,
        expires_at: terms.expires_at,
        quote_hash: fingerprint(&sealed),
        sealed,
    };
    let mut transaction = state.store.begin().await?;
    check_open_quotes(&mut transaction, row.organization, row.as_of).await?;
    quotes::insert(&mut transaction, &row).await?;
    transaction.commit().await?;
    state.metrics.quotes_sealed.inc();
    Ok(SealedQuote {
        seal: state.seals.seal(&row.sealed),
        id: row.id,
        version: row.version,
        quote_hash: row.quote_hash,
        as_of: row.as_of,
        expires_at: row.expires_at,
        sealed: row.sealed,
        input: terms.input,
        output: terms.output,
    })
}
