//! The pages of portals' frames.

use std::collections::BTreeSet;

use axum::Router;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::{HeaderMap, HeaderValue};
use axum::response::Response;
use axum::routing::get;
use contract::ProblemCode;
use serde::Deserialize;

use super::app_files;
use super::notice_page::{self, NoticePage, Wording};
use crate::app::AppState;
use crate::dist::FrameContent;
use crate::error::Refusal;
use crate::service::embedding::{self, is_client_id};
use crate::store::embed_clients::{self, EmbedClientRow};

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/embed/organizations/{org}/testcloud/upgrade", get(first_page))
        // The addresses of the pages inside a frame, for a reload.
        .route("/embed/{client}/organizations/{org}/settings/{*page}", get(inner_page))
        .route("/gateway-return", get(gateway_return))
}

#[derive(Deserialize)]
struct FrameQuery {
    #[serde(default)]
    client: String,
}

/// The address that a portal frames.
async fn first_page(
    State(state): State<AppState>,
    path: Result<Path<String>, PathRejection>,
    query: Result<Query<FrameQuery>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    // Malformed text is no client and no organization.
    let organization = path.map(|Path(organization)| organization).unwrap_or_default();
    let client = query.map(|Query(query)| query.client).unwrap_or_default();
    frame(&state, &client, &organization, &headers).await
}

async fn inner_page(
    State(state): State<AppState>,
    path: Result<Path<(String, String, String)>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let (client, organization, _) = path.map(|Path(parts)| parts).unwrap_or_default();
    frame(&state, &client, &organization, &headers).await
}

/// The page of a frame. Only the origins of the client may embed it, also when it reports that the organization cannot
/// be shown.
async fn frame(
    state: &AppState,
    client: &str,
    organization: &str,
    headers: &HeaderMap,
) -> Result<Response, Refusal> {
    let files = state.app_files.as_ref().ok_or_else(not_found)?;
    let page = files.frame().ok_or_else(not_found)?;
    let Some(declared) = find(state, client).await? else {
        // Other text could be a code in the wrong place.
        let client = if is_client_id(client) { client } else { "invalid" };
        tracing::warn!(client, reason = "unknown or disabled client", "frame refused");
        return Ok(refused(state, organization, &BTreeSet::new(), headers));
    };
    let is_id = organization.bytes().all(|byte| byte.is_ascii_digit()) && !organization.starts_with('0');
    let organization_id = organization.parse().ok().filter(|id| is_id && declared.organizations.contains(id));
    let Some(organization) = organization_id else {
        tracing::warn!(client, reason = "the client does not have this organization", "frame refused");
        return Ok(refused(state, organization, &declared.origins, headers));
    };
    let content = FrameContent {
        client,
        portal: &declared.name,
        organization,
        origins: &declared.origins,
        nonce: &embedding::document_nonce(state, client, organization),
    };
    let html = page.html(content, &alone(state, organization));
    let policy =
        HeaderValue::try_from(page.policy(&declared.origins)).map_err(|error| Refusal::internal(&error))?;
    let mut response = app_files::made_page(html, headers).map_err(|error| Refusal::internal(&error))?;
    app_files::set_page_headers(response.headers_mut(), files, policy);
    Ok(response)
}

async fn find(state: &AppState, client: &str) -> Result<Option<EmbedClientRow>, Refusal> {
    if !is_client_id(client) {
        return Ok(None);
    }
    let found = embed_clients::find(&mut *state.store.reader().await?, client).await?;
    Ok(found.filter(|client| !client.disabled))
}

/// The path of the stand-alone page.
fn alone(state: &AppState, organization: impl std::fmt::Display) -> String {
    let base = &state.config.base_path;
    format!("{base}/organizations/{organization}/settings/subscription-management/testcloud/upgrade")
}

fn refused(
    state: &AppState,
    organization: &str,
    origins: &BTreeSet<String>,
    headers: &HeaderMap,
) -> Response {
    let link = organization.parse::<i64>().ok().map(|organization| alone(state, organization));
    notice_page::respond(
        headers,
        NoticePage { status: StatusCode::NOT_FOUND, wording: Wording::NotAvailableHere, link, origins },
    )
}

/// Where the gateway's pages return to in a tab that a frame opened. Shows no billing data and changes nothing: the frame
/// polls the outcome.
async fn gateway_return(headers: HeaderMap) -> Response {
    let origins = &BTreeSet::new();
    notice_page::respond(
        &headers,
        NoticePage { status: StatusCode::OK, wording: Wording::ReturnToPortal, link: None, origins },
    )
}

fn not_found() -> Refusal {
    Refusal::new(ProblemCode::NotFound)
}
