use std::time::Duration;

use gateway::{Customer, GatewayError, NewCustomer};
use uuid::Uuid;

use crate::app::AppState;
use crate::store::{StoreError, gateway_customers};

const TRIES: u32 = 4;
const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// Why the customer of an organization is not known.
#[derive(Debug, thiserror::Error)]
pub enum CustomerError {
    /// The gateway could not create it. Nothing was charged.
    #[error(transparent)]
    Gateway(#[from] GatewayError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for CustomerError {
    fn from(error: sqlx::Error) -> Self {
        StoreError::from(error).into()
    }
}

/// The customer of an organization at the gateway, created on the first call.
///
/// The idempotency key makes parallel calls create one customer. The first stored customer stays, so a customer that was
/// created twice, after the gateway forgot the key, has no card and is never charged.
pub async fn ensure(state: &AppState, organization: i64) -> Result<String, CustomerError> {
    let account = state.gateway_account().await?;
    if let Some(customer) = find(state, organization, &account).await? {
        return Ok(customer);
    }
    let created = create(state, organization).await?;
    let mut transaction = state.store.begin().await?;
    gateway_customers::insert(&mut transaction, organization, &account, &created.id, state.clock.now())
        .await?;
    transaction.commit().await?;
    let stored = find(state, organization, &account).await?;
    Ok(stored.ok_or(StoreError::Unreadable("gateway_customer.customer_ref"))?)
}

/// Creates the customer. Another request of this organization may be creating it too, and the gateway stores a 5xx for its
/// key.
async fn create(state: &AppState, organization: i64) -> Result<Customer, GatewayError> {
    let mut new = NewCustomer {
        idempotency_key: format!("customer:{organization}"),
        organization,
        // The key must always have the same content, and names change.
        name: None,
    };
    let mut pause = FIRST_PAUSE;
    for _ in 1..TRIES {
        match state.gateway.create_customer(&new).await {
            Err(GatewayError::ServerError { .. }) => {
                new.idempotency_key = format!("customer:{organization}:{}", Uuid::new_v4().simple());
            }
            Err(GatewayError::Unknown) => {}
            result => return result,
        }
        tokio::time::sleep(pause).await;
        pause = pause.saturating_mul(2);
    }
    state.gateway.create_customer(&new).await
}

/// The customer of an organization, if one was created.
pub async fn find(state: &AppState, organization: i64, account: &str) -> Result<Option<String>, StoreError> {
    gateway_customers::find(&mut *state.store.reader().await?, organization, account).await
}
