use std::sync::{Arc, LazyLock};

use axum::Extension;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::Uri;
use axum::http::uri::PathAndQuery;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use contract::ProblemCode;
use contract::paths::API_BASE;
use http_server::admit;
use utoipa_axum::router::OpenApiRouter;

use super::documents::Document;
use super::openapi::{self, Endpoints};
use super::{
    access_requests, app_files, cancellation, csp_reports, documents, embed_codes, embed_sessions, envelope,
    frames, gateway_events, operations, promotion_checks, quotes, receipts, renewals, session,
    setup_sessions, subscription, upgrades, users,
};
use crate::app::AppState;
use crate::error::Refusal;
use crate::routes::caller::{own_origin_only, trusted_proxies_only};

static DOCUMENT: LazyLock<Arc<Document>> = LazyLock::new(|| Arc::new(Document::new(document())));

/// Returns the OpenAPI document of the public listener.
#[must_use]
pub fn document() -> String {
    openapi::document(Endpoints {
        browser: browser_endpoints(),
        other_api: other_api_endpoints(),
        operations: operations::public_endpoints(),
    })
}

/// The endpoints of the app's pages. Requests that change state must come from an allowed origin.
fn browser_endpoints() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .merge(session::routes())
        .merge(users::routes())
        .merge(subscription::routes())
        .merge(promotion_checks::routes())
        .merge(quotes::routes())
        .merge(upgrades::routes())
        .merge(receipts::routes())
        .merge(renewals::routes())
        .merge(setup_sessions::routes())
        .merge(cancellation::routes())
        .merge(access_requests::routes())
        .merge(embed_sessions::routes())
        .merge(documents::routes())
}

/// The endpoints of the API that have other callers.
fn other_api_endpoints() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .merge(embed_codes::routes())
        .merge(gateway_events::routes())
        .merge(csp_reports::routes())
}

/// The routes of the public listener, with their layers.
pub fn router(state: AppState) -> Router {
    let api = browser_endpoints()
        .layer(from_fn_with_state(state.clone(), own_origin_only))
        .merge(other_api_endpoints())
        .layer(Extension(served_document(&state.config.base_path)))
        .fallback(not_found);
    let mut router = Router::new()
        .nest(API_BASE, api.into())
        .merge(operations::public_endpoints())
        .merge(operations::hidden_routes());
    router = if state.app_files.is_some() {
        router.merge(frames::routes()).fallback(app_files::serve)
    } else {
        router.fallback(not_found)
    };
    let router = router
        .route("/api", axum::routing::any(not_found))
        .route("/api/", axum::routing::any(not_found))
        .route("/api/{*rest}", axum::routing::any(not_found))
        .layer(from_fn_with_state(state.admission.clone(), admit))
        .layer(from_fn_with_state(state.clone(), trusted_proxies_only))
        .layer(from_fn_with_state(state.clone(), envelope::envelope))
        .with_state(state.clone());
    if state.config.base_path.is_empty() {
        return router;
    }
    Router::new().fallback_service(router).layer(from_fn_with_state(state, below_base_path))
}

/// Removes the base path from the URL of a request. Other paths of the origin belong to its host, so they are not found.
async fn below_base_path(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let target = request.uri().path_and_query().map_or("", PathAndQuery::as_str);
    let rest = target.strip_prefix(state.config.base_path.as_str());
    let below = rest.filter(|rest| rest.is_empty() || rest.starts_with(['/', '?']));
    let below = below.map(|rest| if rest.starts_with('/') { rest.to_owned() } else { format!("/{rest}") });
    match below.as_deref().unwrap_or(UNKNOWN_PATH).parse() {
        Ok(uri) => *request.uri_mut() = uri,
        Err(error) => return Refusal::internal(&error).into_response(),
    }
    next.run(request).await
}

/// A path that no route has.
const UNKNOWN_PATH: &str = "/api";

/// The OpenAPI document. Its paths are relative to the base path.
fn served_document(base_path: &str) -> Arc<Document> {
    if base_path.is_empty() {
        return Arc::clone(&DOCUMENT);
    }
    let servers = format!("{{\"servers\":[{{\"url\":\"{base_path}\"}}],");
    Arc::new(Document::new(document().replacen('{', &servers, 1)))
}

async fn not_found(_: Uri) -> Refusal {
    Refusal::new(ProblemCode::NotFound)
}

#[cfg(test)]
mod tests {
    use super::document;

    #[test]
    fn all_referenced_schemas_and_responses_exist() {
        let text = document();
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();

        let named = text.split("#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next());
        for name in named {
            assert!(json["components"]["schemas"][name].is_object(), "{name}");
        }
        let named = text.split("#/components/responses/").skip(1).filter_map(|rest| rest.split('"').next());
        for name in named {
            assert!(json["components"]["responses"][name].is_object(), "{name}");
        }
        let methods: Vec<_> = json["paths"]["/api/v1/session"].as_object().unwrap().keys().collect();
        assert_eq!(methods, ["delete", "get", "post"]);
    }
}
