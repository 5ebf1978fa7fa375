use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::{from_fn, map_response};
use axum::routing::{delete, get, post};

use super::{clock, dashboard, faults, sessions, webhooks};
use crate::pages::{add_headers, no_web_page};
use crate::shared_state::SharedState;

const MAX_BODY_BYTES: usize = 16 * 1024;

/// The router of the control listener, which tests and operators of this machine use.
pub fn router(state: SharedState) -> Router {
    Router::new()
        .route("/clock", get(clock::read).post(clock::set))
        .route("/faults", get(faults::list).post(faults::add).delete(faults::clear))
        .route("/refunds", post(dashboard::refund))
        .route("/refunds/{id}", post(dashboard::update_refund))
        .route("/disputes", post(dashboard::dispute))
        .route("/disputes/{id}/close", post(dashboard::close_dispute))
        .route("/payment-methods/{id}", post(dashboard::update_card))
        .route("/setup-sessions/{id}/completion", post(sessions::complete))
        .route("/bank/{id}/decision", post(sessions::decide))
        .route("/webhook-endpoints", get(webhooks::endpoints).post(webhooks::add_endpoint))
        .route("/webhook-endpoints/{id}", delete(webhooks::remove_endpoint))
        .route("/webhook-delivery", get(webhooks::delivery).post(webhooks::set_delivery))
        .route("/events/{id}/redelivery", post(webhooks::redeliver))
        .fallback(|| async { StatusCode::NOT_FOUND })
        .layer(from_fn(no_web_page))
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(map_response(add_headers))
        .with_state(state)
}
