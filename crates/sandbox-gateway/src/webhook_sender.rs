use std::time::Duration;

use reqwest::header::CONTENT_TYPE;
use reqwest::redirect::Policy;
use tokio::task::JoinSet;

use crate::book::EntryName;
use crate::records::{Event, Find, Metadata, Record};
use crate::shared_state::SharedState;
use crate::webhooks::{Delivery, sign};

/// The time in which an endpoint must answer.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Delivers events until the shutdown. The order is not guaranteed.
pub async fn deliver(state: SharedState) {
    let client = reqwest::Client::builder().redirect(Policy::none()).no_proxy().timeout(TIMEOUT).build();
    let Ok(client) = client else {
        tracing::error!("the sandbox cannot send webhooks, because the HTTP client cannot be created");
        return;
    };
    let mut sending = JoinSet::new();
    let mut closing = std::pin::pin!(state.0.closing.clone().requested());
    loop {
        let (due, wait) = state.0.deliveries.take_due();
        for delivery in due {
            sending.spawn(attempt(state.clone(), client.clone(), delivery));
        }
        tokio::select! {
            () = state.0.deliveries.changed.notified() => {}
            () = tokio::time::sleep(wait) => {}
            Some(_) = sending.join_next() => {}
            () = &mut closing => break,
        }
    }
}

async fn attempt(state: SharedState, client: reqwest::Client, delivery: Delivery) {
    let event = delivery.event.clone();
    let found = state
        .run(move |engine, now| {
            let store = engine.store();
            let body = store.find(&event).map(|record| format!("{}", record.to_json(store)));
            Ok((body, now.epoch_seconds()))
        })
        .await;
    let Ok((Some(body), time)) = found else { return };
    let Some(signature) = sign(delivery.endpoint.secret.bytes(), time, &body) else { return };
    let request = client
        .post(delivery.endpoint.url.clone())
        .header(CONTENT_TYPE, "application/json; charset=utf-8")
        .header("stripe-signature", signature)
        .header("user-agent", "Stripe/1.0 (sandbox)")
        .body(body);
    let is_accepted = request.send().await.is_ok_and(|response| response.status().is_success());
    if is_accepted {
        record(&state, &delivery).await;
    } else {
        tracing::debug!(event = delivery.event, tries = delivery.tries, "a webhook was not accepted");
        state.0.deliveries.retry(delivery);
    }
}

/// Records in the book that the endpoint has accepted the event.
async fn record(state: &SharedState, delivery: &Delivery) {
    let (event, endpoint) = (delivery.event.clone(), delivery.endpoint.id.clone());
    let result = state
        .change(move |draft| {
            let Some(Record::Event(event)) = draft.find(&event) else { return Ok(()) };
            let mut event: Event = event.clone();
            if !event.delivered.contains(&endpoint) {
                draft.write(
                    draft.entry(EntryName::EventDelivered, &event.id, &Metadata::new()).because(&endpoint),
                );
                event.delivered.push(endpoint);
                draft.put(event);
            }
            Ok(())
        })
        .await;
    if result.is_err() {
        tracing::warn!("a delivered webhook could not be recorded, so a restart delivers it again");
    }
}
