use std::collections::BTreeMap;

use gateway::{IntentStatus, NewIntent};
use serde_json::json;

use super::book::RenewalTasks;
use super::charge::{cancel, new_intent};
use super::lease;
use crate::alarm::Alarm;
use crate::app::AppState;
use crate::error::Refusal;
use crate::service::gateway_customer;
use crate::service::payment::{LIST_CHECKS, unused_intent};
use crate::service::unreadable;
use crate::store::audit::{self, AuditEntry};
use crate::store::renewals::{self, RenewalRow, UnresolvedCreate};
use crate::store::{Connection, StoreError};

/// The most create requests that one round resolves.
const MAX_PER_ROUND: i64 = 32;

/// Remembers the create request of a try that ends without an intent, if an earlier check may have sent one too: its
/// response was lost, so the gateway may have an unconfirmed intent.
pub(super) async fn remember(
    state: &AppState,
    connection: &mut Connection,
    organization: i64,
    renewal: &RenewalRow,
) -> Result<(), StoreError> {
    if renewal.intent_id.is_some() || renewal.checks == 0 {
        return Ok(());
    }
    insert(state, connection, organization, renewal).await
}

/// Remembers the create request of a try.
pub(super) async fn insert(
    state: &AppState,
    connection: &mut Connection,
    organization: i64,
    renewal: &RenewalRow,
) -> Result<(), StoreError> {
    // The customer is not stored here: it never changes.
    let intent = new_intent(organization, renewal, String::new());
    let create = UnresolvedCreate {
        attempt: intent.attempt,
        organization,
        amount_minor: intent.amount_minor,
        currency: intent.currency,
        card_ref: intent.card_ref,
        // The period ended before the first request was sent.
        sent_at: renewal.due_at,
        checks: 0,
        lease: lease::now(state),
    };
    renewals::insert_unresolved_create(connection, &create).await
}

/// Starts a task for each remembered create request whose check is due.
pub(super) async fn start_due(state: &AppState, running: &mut RenewalTasks) -> Result<(), Refusal> {
    let mut reader = state.store.reader().await?;
    let found = renewals::unresolved_creates(&mut reader, state.clock.now(), MAX_PER_ROUND).await?;
    drop(reader);
    for create in found {
        let Some(create) = unreadable::readable_row(state, "renewal_create", create) else { continue };
        let state = state.clone();
        running.spawn(async move { Ok(resolve(&state, &create).await?) });
    }
    Ok(())
}

/// Finds the intent of a remembered create request, by its key or by the try that it names, and cancels it.
async fn resolve(state: &AppState, create: &UnresolvedCreate) -> Result<(), StoreError> {
    let mut transaction = state.store.begin().await?;
    let next = lease::pause(state, create.checks, None);
    if !renewals::postpone_create(&mut transaction, create, next).await? {
        return Ok(());
    }
    transaction.commit().await?;
    let attempt = &create.attempt;
    let account = match state.gateway_account().await {
        Ok(account) => account,
        Err(error) => {
            tracing::warn!(attempt, %error, "a create request of a renewal is still unanswered");
            return Ok(());
        }
    };
    // The customer is stored before the first create request is sent.
    let Some(customer) = gateway_customer::find(state, create.organization, &account).await? else {
        return finish(state, create, None).await;
    };
    let intent = NewIntent {
        idempotency_key: format!("{attempt}:create"),
        customer,
        metadata: BTreeMap::new(),
        organization: create.organization,
        amount_minor: create.amount_minor,
        currency: create.currency.clone(),
        card_ref: create.card_ref.clone(),
        attempt: attempt.clone(),
    };
    let intent = match unused_intent(state, &intent, create.sent_at).await {
        Ok(Some(intent)) => intent,
        // The intent may appear in the list later, so it is looked up a few more times.
        Ok(None) if create.checks < LIST_CHECKS => return Ok(()),
        Ok(None) => return finish(state, create, None).await,
        Err(error) => {
            tracing::warn!(attempt, %error, "a create request of a renewal is still unanswered");
            return Ok(());
        }
    };
    let Some(canceled) = cancel(state, attempt, &intent.id).await else { return Ok(()) };
    if canceled.status != IntentStatus::Canceled {
        let cause = format!("the unconfirmed intent {} was not canceled", canceled.id);
        state.alarms.raise(Alarm::ReleasedPaymentCharged, attempt, &cause);
        return Ok(());
    }
    finish(state, create, Some(&canceled.id)).await
}

async fn finish(state: &AppState, create: &UnresolvedCreate, intent: Option<&str>) -> Result<(), StoreError> {
    let mut transaction = state.store.begin().await?;
    renewals::delete_create(&mut transaction, &create.attempt).await?;
    let entry = AuditEntry {
        at: state.clock.now(),
        organization: create.organization,
        actor: "renewals",
        event: "renewal.create_resolved",
        subject: &create.attempt,
        body: &json!({ "intent": intent }).to_string(),
    };
    audit::append(&mut transaction, &entry).await?;
    transaction.commit().await?;
    Ok(())
}
