use contract::{PaymentMethod, ProblemCode, SubscriptionStatus};
use serde_json::json;
use uuid::Uuid;

use super::{renewals, snapshot};
use crate::app::AppState;
use crate::error::Refusal;
use crate::gateway::GatewayError;
use crate::store::StoreError;
use crate::store::audit::{self, AuditEntry};
use crate::store::cards::{self, CardRow};
use crate::store::people::UserRow;

const LONGEST_TOKEN: usize = 255;

/// Puts the card behind a gateway's token on file; an unpaid renewal is tried again with it.
///
/// # Errors
/// 422 for a token the gateway does not know or a card that has expired, 503 where it cannot be asked.
pub async fn replace(
    state: &AppState,
    user: &UserRow,
    organization: i64,
    token: &str,
) -> Result<PaymentMethod, Refusal> {
    let refused = |code: &str| Refusal::new(ProblemCode::PaymentMethodRefused).field("gatewayToken", code);
    if !(1..=LONGEST_TOKEN).contains(&token.len()) || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(refused("invalid"));
    }
    let card = state.gateway.card(token).await.map_err(|error| match error {
        GatewayError::NotFound | GatewayError::Refused { .. } => refused("unknown"),
        GatewayError::Busy { retry_after } => {
            Refusal::new(ProblemCode::GatewayUnavailable).retry_after(retry_after.as_secs().max(1))
        }
        GatewayError::Unreachable | GatewayError::Unknown => Refusal::new(ProblemCode::GatewayUnavailable)
            .detail("The payment gateway cannot be asked about the card now. The card on file is unchanged.")
            .retry_after(5),
    })?;
    let now = state.clock.now();
    let row = CardRow {
        id: format!("pm_{}", Uuid::new_v4().simple()),
        card_ref: card.card_ref,
        brand: card.brand,
        last4: card.last4,
        expires_month: card.expires_month,
        expires_year: card.expires_year,
    };
    if row.expired(now) {
        return Err(Refusal::new(ProblemCode::PaymentMethodExpired).field("gatewayToken", "expired"));
    }
    let mut transaction = state.store.begin().await?;
    cards::replace(&mut transaction, organization, &row, now).await?;
    let body = json!({ "brand": row.brand, "last4": row.last4 }).to_string();
    let entry = AuditEntry {
        at: now,
        organization,
        actor: &user.id,
        event: "payment_method.replaced",
        subject: &row.id,
        body: &body,
    };
    audit::append(&mut transaction, &entry).await?;
    let subscription = snapshot::load(&mut transaction, organization).await?;
    transaction.commit().await.map_err(StoreError::from)?;
    if subscription.status == SubscriptionStatus::PastDue {
        renewals::try_unpaid(state, organization).await?;
    }
    Ok(row.summary(now))
}
