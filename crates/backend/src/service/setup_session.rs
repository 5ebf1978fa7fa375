//! Saving a card on the gateway's page. The card number never reaches this service.

use contract::{
    Charged, PaymentMethod, ProblemCode, SETUP_SESSION_PARAMETER, SetupSession, SubscriptionStatus,
};
use gateway::{Card, GatewayError, NewSetupSession, SetupStatus};
use serde_json::json;
use tracing::Instrument;
use uuid::Uuid;

use super::gateway_customer::{self, CustomerError};
use super::return_url::ReturnUrl;
use super::{payment, renewals, snapshot};
use crate::app::AppState;
use crate::error::Refusal;
use crate::store::audit::{self, AuditEntry};
use crate::store::cards::{self, CardRow};
use crate::store::people::{self, UserRow};
use crate::store::rate_limits::{self, Limit};
use crate::store::renewals as stored_renewals;
use crate::store::setup_sessions::{self, SetupSessionRow, SetupState};
use crate::store::{StoreError, Transaction};

/// Limits on visits to the gateway's page, against card testing: the page reveals whether a card is accepted.
const PER_PERSON: Limit = Limit { purpose: "card_person", burst: 10, interval_seconds: 360 };
const PER_ORGANIZATION: Limit = Limit { purpose: "card_organization", burst: 20, interval_seconds: 180 };
/// `Retry-After` when the gateway gives none, in seconds.
const RETRY_SECONDS: u64 = 5;

/// A request to save a card.
#[derive(Clone, Debug)]
pub struct NewSetup {
    /// The person who saves it.
    pub user: UserRow,
    /// The organization that it is saved for.
    pub organization: i64,
    /// Whether the person signed in recently enough to pay. Always `true` outside a portal.
    pub is_sign_in_recent: bool,
    /// The caller's page.
    pub return_url: ReturnUrl,
    /// The path to return to.
    pub path: String,
    /// The language of the gateway's page.
    pub locale: String,
}

/// Opens a visit to the gateway's page.
///
/// # Errors
/// 422 for a path outside the organization's pages, 429 after too many visits, 503 when the gateway cannot be reached.
pub async fn create(state: &AppState, new: &NewSetup) -> Result<SetupSession, Refusal> {
    let NewSetup { user, organization, .. } = new;
    let id = format!("setup_{}", Uuid::new_v4().simple());
    let (return_url, cancel_url) = addresses(state, new, &id)?;
    let subscription = snapshot::load(&mut *state.store.reader().await?, *organization).await?;
    // The saved card is charged for the unpaid renewal.
    if !new.is_sign_in_recent && subscription.status == SubscriptionStatus::PastDue {
        return Err(Refusal::new(ProblemCode::StepUpRequired));
    }
    take(state, user, *organization).await?;
    let created = create_at_gateway(state, new, &id, return_url, cancel_url).await;
    if created.is_err() {
        // The page was not shown, so it revealed nothing about a card.
        give_back(state, user, *organization).await?;
    }
    let row = created?;
    let mut transaction = state.store.begin().await?;
    setup_sessions::insert(&mut transaction, &row, state.clock.now()).await?;
    transaction.commit().await?;
    Ok(open(row))
}

/// The addresses to which the gateway's page returns with a card, and without one.
fn addresses(state: &AppState, new: &NewSetup, id: &str) -> Result<(String, String), Refusal> {
    if let Some(tab) = new.return_url.of_tab() {
        return Ok((tab.clone(), tab));
    }
    let page = new.return_url.of_path(&state.config, new.organization, &new.path);
    let page = page.ok_or_else(|| Refusal::new(ProblemCode::ReturnInvalid).field("return", "invalid"))?;
    let separator = if page.contains('?') { '&' } else { '?' };
    Ok((format!("{page}{separator}{SETUP_SESSION_PARAMETER}={id}"), page))
}

async fn create_at_gateway(
    state: &AppState,
    new: &NewSetup,
    id: &str,
    return_url: String,
    cancel_url: String,
) -> Result<SetupSessionRow, Refusal> {
    let customer = match gateway_customer::ensure(state, new.organization).await {
        Ok(customer) => customer,
        Err(CustomerError::Gateway(error)) => return Err(unavailable(&error)),
        Err(CustomerError::Store(error)) => return Err(error.into()),
    };
    let request = NewSetupSession {
        idempotency_key: id.to_owned(),
        customer,
        organization: new.organization,
        reference: id.to_owned(),
        return_url,
        cancel_url,
        locale: new.locale.clone(),
    };
    let session = state.gateway.create_setup_session(&request).await.map_err(|error| unavailable(&error))?;
    let url = session.url.filter(|_| session.reference == id && session.organization == new.organization);
    let url = url.ok_or_else(|| unavailable(&GatewayError::Unknown))?;
    Ok(SetupSessionRow {
        id: id.to_owned(),
        organization: new.organization,
        person: new.user.id.clone(),
        gateway_session: session.id,
        url,
        state: SetupState::Open,
        card: None,
        expires_at: session.expires_at,
    })
}

/// Puts the card of a visit on file once the gateway reports it, and retries an unpaid renewal with it. Repeating it has no
/// further effect. Returns the session without a card while the page is open.
///
/// # Errors
/// 404 for an unknown session, 409 if no card was saved and none will be, 422 for an expired card, 503 when the gateway
/// cannot be reached.
pub async fn complete(state: &AppState, organization: i64, id: &str) -> Result<SetupSession, Refusal> {
    let row = setup_sessions::by_id(&mut *state.store.reader().await?, organization, id).await?;
    let row = row.ok_or_else(|| Refusal::new(ProblemCode::NotFound))?;
    complete_row(state, row).await
}

/// Completes the session of a gateway event. Returns whether the gateway responded.
pub async fn complete_for_event(state: &AppState, gateway_session: &str) -> Result<bool, Refusal> {
    let row = setup_sessions::by_gateway_session(&mut *state.store.reader().await?, gateway_session).await?;
    let Some(row) = row else { return Ok(true) };
    match complete_row(state, row).await {
        Err(refusal) if refusal.code() == ProblemCode::GatewayUnavailable => Ok(false),
        // The person learns it from the page.
        Err(refusal) if refusal.problem().status < 500 => Ok(true),
        Err(refusal) => Err(refusal),
        Ok(_) => Ok(true),
    }
}

async fn complete_row(state: &AppState, row: SetupSessionRow) -> Result<SetupSession, Refusal> {
    match (row.state, &row.card) {
        (SetupState::Complete, Some(card)) => return saved(state, &row, card).await,
        (SetupState::Ended, _) => return Err(Refusal::new(ProblemCode::SetupUnfinished)),
        _ => {}
    }
    let session = match state.gateway.setup_session(&row.gateway_session).await {
        // Our own row proves that it existed. Without an account change, this does not happen.
        Err(error) if error.is_refusal() && !matches!(error, GatewayError::Unauthorized { .. }) => {
            tracing::error!(session = row.id, %error, "the gateway does not return a setup session");
            return Err(Refusal::new(ProblemCode::SetupUnfinished));
        }
        session => session.map_err(|error| unavailable(&error))?,
    };
    if session.organization != row.organization || session.reference != row.id {
        tracing::error!(session = row.id, "the gateway returned the setup session of something else");
        return Err(unavailable(&GatewayError::Unknown));
    }
    match (session.status, session.card) {
        (SetupStatus::Open, _) => Ok(open(row)),
        (SetupStatus::Complete, Some(card)) => save(state, &row, card).await,
        (SetupStatus::Complete | SetupStatus::Expired, _) => {
            let mut transaction = state.store.begin().await?;
            setup_sessions::end(&mut transaction, &row.id, None).await?;
            transaction.commit().await?;
            Err(Refusal::new(ProblemCode::SetupUnfinished))
        }
    }
}

fn open(row: SetupSessionRow) -> SetupSession {
    SetupSession { id: row.id, url: Some(row.url), expires_at: row.expires_at, payment_method: None }
}

/// The response for a session whose card was saved before.
async fn saved(state: &AppState, row: &SetupSessionRow, card: &str) -> Result<SetupSession, Refusal> {
    let card = cards::by_id(&mut *state.store.reader().await?, row.organization, card).await?;
    let card = card.ok_or(StoreError::Unreadable("setup_session.card"))?;
    Ok(with_card(row, card.summary(state.clock.now())))
}

fn with_card(row: &SetupSessionRow, card: PaymentMethod) -> SetupSession {
    SetupSession { id: row.id.clone(), url: None, expires_at: row.expires_at, payment_method: Some(card) }
}

async fn save(state: &AppState, row: &SetupSessionRow, card: Card) -> Result<SetupSession, Refusal> {
    let now = state.clock.now();
    let organization = row.organization;
    let on_file = CardRow {
        id: format!("pm_{}", Uuid::new_v4().simple()),
        card_ref: card.card_ref,
        brand: card.brand,
        last4: card.last4,
        expires_month: card.expires_month,
        expires_year: card.expires_year,
    };
    let mut transaction = state.store.begin().await?;
    let member = people::membership(&mut transaction, &row.person, organization).await?;
    let may_bill = member.is_some_and(|member| member.role.may_bill());
    let is_outdated = setup_sessions::has_later_card(&mut transaction, row).await?;
    if on_file.expired(now) || !may_bill || is_outdated {
        // An expired card, a person who may no longer do this, or a card that a newer one has replaced.
        setup_sessions::end(&mut transaction, &row.id, None).await?;
        transaction.commit().await?;
        let code = if on_file.expired(now) {
            ProblemCode::PaymentMethodExpired
        } else {
            ProblemCode::SetupUnfinished
        };
        return Err(Refusal::new(code));
    }
    cards::replace(&mut transaction, organization, &on_file, Some(&row.person), now).await?;
    if !setup_sessions::end(&mut transaction, &row.id, Some(&on_file.id)).await? {
        // A parallel request, or the gateway's event, was faster.
        transaction.rollback().await?;
        let stored = setup_sessions::by_id(&mut *state.store.reader().await?, organization, &row.id).await?;
        let card = stored.and_then(|stored| stored.card);
        let card = card.ok_or_else(|| Refusal::new(ProblemCode::SetupUnfinished))?;
        return saved(state, row, &card).await;
    }
    note(&mut transaction, row, &on_file, now).await?;
    let subscription = snapshot::load(&mut transaction, organization).await?;
    // Beyond the limit, a saved card must not reveal at once whether the bank accepts it.
    let wait = payment::limit_of_declines(&mut transaction, &row.person, organization, now).await?;
    if let Some(wait) = wait {
        renewals::try_later(&mut transaction, &subscription, wait, now).await?;
    } else {
        stored_renewals::try_at(&mut transaction, &subscription.id, Some(now)).await?;
    }
    transaction.commit().await.map_err(StoreError::from)?;
    if wait.is_some() {
        state.metrics.payments_limited.inc("declines");
        tracing::warn!(organization, person = row.person, "too many declines: a saved card is tried later");
    } else if subscription.status == SubscriptionStatus::PastDue {
        renew(state, organization).await;
    }
    Ok(with_card(row, on_file.summary(now)))
}

async fn note(
    transaction: &mut Transaction,
    row: &SetupSessionRow,
    card: &CardRow,
    now: billing::Instant,
) -> Result<(), StoreError> {
    let body = json!({ "brand": card.brand, "last4": card.last4 }).to_string();
    let entry = AuditEntry {
        at: now,
        organization: row.organization,
        actor: &row.person,
        event: "payment_method.replaced",
        subject: &card.id,
        body: &body,
    };
    audit::append(transaction, &entry).await
}

fn unavailable(error: &GatewayError) -> Refusal {
    tracing::warn!(%error, "a card cannot be saved now");
    let seconds = error.retry_after().map_or(RETRY_SECONDS, |pause| pause.as_secs().max(1));
    Refusal::new(ProblemCode::GatewayUnavailable)
        .detail("The payment gateway cannot be reached now. The card on file is unchanged.")
        .charged(Charged::No)
        .retry_after(seconds)
}

/// Counts a visit before the gateway is called, so that parallel requests share one count.
async fn take(state: &AppState, user: &UserRow, organization: i64) -> Result<(), Refusal> {
    let now = state.clock.now();
    let mut transaction = state.store.begin().await?;
    let by_person = rate_limits::take(&mut transaction, PER_PERSON, &user.id, now).await?;
    let scope = organization.to_string();
    let by_organization = rate_limits::take(&mut transaction, PER_ORGANIZATION, &scope, now).await?;
    let Some(seconds) = by_person.max(by_organization) else {
        transaction.commit().await?;
        return Ok(());
    };
    transaction.rollback().await?;
    state.metrics.payments_limited.inc("cards");
    tracing::warn!(organization, person = user.id, "too many visits to the page that saves a card");
    Err(Refusal::new(ProblemCode::TooManyCards).retry_after(seconds))
}

async fn give_back(state: &AppState, user: &UserRow, organization: i64) -> Result<(), Refusal> {
    let mut transaction = state.store.begin().await?;
    rate_limits::give_back(&mut transaction, PER_PERSON, &user.id).await?;
    rate_limits::give_back(&mut transaction, PER_ORGANIZATION, &organization.to_string()).await?;
    transaction.commit().await?;
    Ok(())
}

/// Retries the unpaid renewal in its own task, so that it completes when the client disconnects. The card is saved in
/// any case, and the renewal worker continues after a failure.
async fn renew(state: &AppState, organization: i64) {
    let state = state.clone();
    let retry = async move {
        if let Err(refusal) = renewals::book_due(&state, organization).await {
            let code = refusal.code().as_str();
            tracing::error!(organization, code, "a renewal could not be retried with the new card");
        }
    };
    if tokio::spawn(retry.in_current_span()).await.is_err() {
        tracing::error!(organization, "the task that retries a renewal panicked");
    }
}
