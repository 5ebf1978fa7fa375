use billing::{Instant, MAX_SESSIONS};
use contract::{Attempt, Subscription, SubscriptionStatus};

use crate::app::AppState;
use crate::error::Refusal;
use crate::service::unreadable;
use crate::store::subscriptions::{self, SubscriptionRow};
use crate::store::{Connection, StoreError};
use crate::store::{access_requests, attempts, renewals};

const PLAN_NAME: &str = "TestCloud per session";
/// The age after which access requests are no longer shown, in seconds.
const REQUESTS_SHOWN_SECONDS: i64 = 30 * 86_400;

/// Loads the subscription of an organization. Every organization has exactly one. [`SubscriptionRow::snapshot`]
/// converts it to the engine's input.
///
/// # Errors
/// An internal error when the subscription cannot be read.
pub async fn load(conn: &mut Connection, organization: i64) -> Result<SubscriptionRow, Refusal> {
    Ok(subscriptions::load(conn, organization).await?)
}

/// The status at a point in time. A canceled subscription has ended once its period is over, even before the renewal
/// worker has stored that.
#[must_use]
pub fn status_at(row: &SubscriptionRow, now: Instant, renewal_unsettled: bool) -> SubscriptionStatus {
    let is_over = row.terms.period_end <= now && !renewal_unsettled;
    match row.status {
        SubscriptionStatus::Canceled if is_over => SubscriptionStatus::Ended,
        status => status,
    }
}

/// Whether a renewal must be booked before the subscription can be quoted.
#[must_use]
pub fn renewal_is_due(row: &SubscriptionRow, now: Instant, renewal_unsettled: bool) -> bool {
    match row.status {
        SubscriptionStatus::Ended => false,
        SubscriptionStatus::Active => renewal_unsettled || row.terms.period_end <= now,
        SubscriptionStatus::Canceled | SubscriptionStatus::PastDue => renewal_unsettled,
    }
}

/// The subscription as shown to billing managers at a point in time, read through one connection or transaction. Rows
/// that cannot be read are left out, if the subscription can be shown without them.
pub async fn show(
    conn: &mut Connection,
    state: &AppState,
    organization: i64,
    now: Instant,
) -> Result<Subscription, StoreError> {
    let row = subscriptions::load(conn, organization).await?;
    let last_upgrade = subscriptions::last_upgrade(conn, &row.id).await;
    let last_upgrade =
        unreadable::or_default(state, &format!("subscription_change of {}", row.id), last_upgrade)?;
    // The last upgrade answers all access requests before it.
    let shown_since = now.checked_add_seconds(-REQUESTS_SHOWN_SECONDS).unwrap_or(now);
    let since = last_upgrade.as_ref().map_or(shown_since, |upgrade| upgrade.at.max(shown_since));
    let renewal_unsettled = renewals::is_unsettled(conn, &row.id).await?;
    let access_requests = access_requests::since(conn, organization, since).await?;
    let readable = |request| unreadable::readable_row(state, "access_request", request);
    Ok(Subscription {
        version: row.version,
        status: status_at(&row, now, renewal_unsettled),
        renewal_due: renewal_is_due(&row, now, renewal_unsettled),
        plan_name: PLAN_NAME.to_owned(),
        max_sessions: MAX_SESSIONS,
        server_time: now,
        sample_data: row.sample_data,
        renewal_confirmable: renewals::is_confirmable(conn, &row.id, now).await?,
        engine: row.snapshot(now),
        payment_method: unreadable::card_on_file(state, conn, organization)
            .await?
            .map(|card| card.summary(now)),
        open_attempt: open_attempt(conn, state, &row.id).await?,
        access_requests: access_requests.into_iter().filter_map(readable).collect(),
        organization: row.organization,
        tax_id: row.tax_id,
        last_upgrade,
    })
}

/// The open attempt. One that cannot be read is not shown, so that the rest of the subscription is.
async fn open_attempt(
    conn: &mut Connection,
    state: &AppState,
    subscription: &str,
) -> Result<Option<Attempt>, StoreError> {
    match attempts::open_of(conn, subscription).await {
        Err(error) if error.is_unreadable() => {
            let open = attempts::open_progress(conn, subscription).await.ok().flatten();
            let id = open.map_or_else(|| format!("of {subscription}"), |open| open.id);
            unreadable::alarm_attempt(state, &id, &error);
            Ok(None)
        }
        attempt => Ok(attempt?.map(|attempt| attempt.view())),
    }
}
