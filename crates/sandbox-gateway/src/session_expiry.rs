use std::time::Duration;

use crate::calls::expire_due_session;
use crate::records::{Kind, Session, SessionStatus};
use crate::shared_state::SharedState;

/// The longest time between the expiry of a session and its event.
const INTERVAL: Duration = Duration::from_secs(5);

/// Ends the checkout sessions whose time has passed, until the shutdown, so that their events are sent without a request.
pub async fn expire_sessions(state: SharedState) {
    while state.delay(INTERVAL).await {
        let expired = state
            .change(|draft| {
                let now = draft.seconds();
                let is_due =
                    |session: &&Session| session.status == SessionStatus::Open && now >= session.expires_at;
                let due: Vec<String> = draft
                    .store()
                    .newest::<Session>(Kind::Session)
                    .filter(is_due)
                    .map(|session| session.id.clone())
                    .collect();
                due.iter().for_each(|id| expire_due_session(draft, id));
                Ok(())
            })
            .await;
        if expired.is_err() {
            tracing::warn!("checkout sessions could not be expired; they are tried again");
        }
    }
}
