use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state, map_response};
use axum::routing::{get, post};
use http_server::Counters;
use http_server::{Admission, Limits, admit};

use super::shared_state::SharedState;
use super::{assets, bank, card_field, clock, error_response, guard, headers, intents, tokens};

/// The largest accepted body, in bytes.
const MAX_BODY_BYTES: usize = 16 * 1024;

/// The router of the sandbox.
///
/// Each part authenticates the caller before it receives a body. The payment service has its own limits for requests
/// and bodies, so that browsers cannot use them up.
pub fn router(state: SharedState) -> Router {
    let admission = |limits: Limits| {
        let proxies = state.0.proxies.clone();
        Admission::new(&limits, proxies, Counters::unregistered("reason"), error_response::overloaded)
    };
    let api = Router::new()
        .route("/v1/health", get(tokens::health))
        .route("/v1/tokens/resolve", post(tokens::resolve))
        .route("/v1/intents", get(intents::list).post(intents::create))
        .route("/v1/intents/{intent}", get(intents::retrieve))
        .route("/v1/intents/{intent}/confirm", post(intents::confirm))
        .route("/v1/intents/{intent}/cancel", post(intents::cancel))
        // The payment service has one address.
        .route_layer(from_fn_with_state(admission(Limits::default().for_one_client()), admit))
        .route_layer(from_fn_with_state(state.clone(), guard::payment_service_only));
    let for_others = admission(Limits::default());
    let pages = Router::new()
        .route("/card-field", get(card_field::show))
        .route("/card-field/cards", post(card_field::tokenize))
        .route("/bank/{intent}", get(bank::show).post(bank::decide))
        .route("/assets/sandbox.css", get(assets::sandbox_css))
        .route("/assets/card-field.js", get(assets::card_field_js))
        .route_layer(from_fn_with_state(for_others.clone(), admit))
        .route_layer(from_fn_with_state(state.clone(), guard::own_pages_only));
    let clock = Router::new()
        .route("/sandbox/clock", get(clock::read).post(clock::set))
        .route_layer(from_fn_with_state(for_others, admit))
        .route_layer(from_fn_with_state(state.clone(), guard::operators_only))
        .route_layer(from_fn(guard::no_web_page));
    api.merge(pages)
        .merge(clock)
        .fallback(error_response::not_found)
        .method_not_allowed_fallback(error_response::method_not_allowed)
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(map_response(headers::add))
        .with_state(state)
}
