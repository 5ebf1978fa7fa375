use std::fmt::Write;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::error_response::ErrorResponse;
use super::extract::{JsonBody, QueryOf};
use super::html::{Fill, escape, fill, page};
use super::shared_state::SharedState;
use crate::cards::TEST_CARDS;
use crate::processor::CardEntry;

const PAGE: &str = include_str!("../pages/card-field.html");
const NOTICE: &str = include_str!("../pages/notice.html");

#[derive(Deserialize)]
pub struct Framing {
    parent: Option<String>,
}

#[derive(Serialize)]
pub struct Token {
    token: String,
    brand: String,
    last4: String,
}

/// The card field, for a page of the app to frame. It only sends messages to the origin of that page.
pub async fn show(
    State(state): State<SharedState>,
    QueryOf(Framing { parent }): QueryOf<Framing>,
) -> Response {
    let origins = &state.0.origins;
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'none'; \
         base-uri 'none'; frame-ancestors {}",
        origins.frame_ancestors()
    );
    match parent.filter(|parent| origins.is_app(parent)) {
        Some(parent) => {
            let places = [("parent", Fill::Text(&parent)), ("cards", Fill::Html(&rows()))];
            page(StatusCode::OK, &policy, fill(PAGE, &places))
        }
        None => {
            let places = [
                ("title", Fill::Text("The card field cannot be used here")),
                ("sentence", Fill::Text("It only works inside the billing pages that it is configured for.")),
                ("link", Fill::Html("")),
            ];
            page(StatusCode::FORBIDDEN, &policy, fill(NOTICE, &places))
        }
    }
}

/// Creates a token for the input of the card field.
pub async fn tokenize(
    State(state): State<SharedState>,
    JsonBody(entry): JsonBody<CardEntry>,
) -> Result<(StatusCode, Json<Token>), ErrorResponse> {
    let card = state.run(move |processor, now| processor.tokenize(&entry, now)).await?;
    Ok((StatusCode::CREATED, Json(Token { token: card.token, brand: card.brand, last4: card.last4 })))
}

fn rows() -> String {
    let mut rows = String::new();
    for card in TEST_CARDS {
        let number = group_digits(card.number);
        let result = escape(card.result);
        // Writing to a string does not fail.
        let _ = writeln!(
            rows,
            "<tr><th scope=\"row\">{number}</th><td>{result}</td><td><button type=\"button\" class=\"use-card\" \
             data-number=\"{number}\" aria-label=\"Use {number}\">Use</button></td></tr>"
        );
    }
    rows
}

fn group_digits(number: &str) -> String {
    let groups: Vec<&str> = (0..number.len()).step_by(4).filter_map(|at| number.get(at..at + 4)).collect();
    groups.join(" ")
}
