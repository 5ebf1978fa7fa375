use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;

const CSS: &str = "text/css; charset=utf-8";
const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

pub async fn sandbox_css() -> impl IntoResponse {
    ([(CONTENT_TYPE, CSS)], include_str!("../pages/sandbox.css"))
}

pub async fn card_field_js() -> impl IntoResponse {
    ([(CONTENT_TYPE, JAVASCRIPT)], include_str!("../pages/card-field.js"))
}
