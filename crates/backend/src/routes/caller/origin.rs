use axum::extract::{Request, State};
use axum::http::header::ORIGIN;
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::Response;
use contract::ProblemCode;

use crate::app::AppState;
use crate::error::Refusal;

/// Middleware that accepts state-changing requests only from pages of an allowed origin.
///
/// # Errors
/// 403 `origin_refused` if `Origin` is absent or not allowed, or if `Sec-Fetch-Site` is not `same-origin`.
pub async fn own_origin_only(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    // No route accepts any other state-changing method, so those get 405.
    let changes_state = matches!(*request.method(), Method::POST | Method::PUT | Method::DELETE);
    if !changes_state || is_allowed(request.headers(), &state.config.allowed_origins) {
        return Ok(next.run(request).await);
    }
    Err(Refusal::new(ProblemCode::OriginRefused))
}

fn is_allowed(headers: &HeaderMap, allowed: &[String]) -> bool {
    let mut origins = headers.get_all(ORIGIN).iter();
    let (Some(origin), None) = (origins.next(), origins.next()) else { return false };
    let same_site = headers.get("sec-fetch-site").is_none_or(|site| site == "same-origin");
    same_site && allowed.iter().any(|allowed| origin.as_bytes() == allowed.as_bytes())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn only_an_allowed_origin_may_change_state() {
        let allowed = ["https://testops.example.com".to_owned()];

        assert!(is_allowed(&headers(&[("origin", "https://testops.example.com")]), &allowed));
        for foreign in [
            "null",
            "",
            "http://testops.example.com",
            "https://testops.example.com:444",
            "https://testops.example.com.evil.com",
            "https://evil-testops.example.com",
            "https://TESTOPS.example.com",
        ] {
            assert!(!is_allowed(&headers(&[("origin", foreign)]), &allowed), "{foreign}");
        }
        assert!(!is_allowed(&headers(&[]), &allowed));
    }

    #[test]
    fn sec_fetch_site_must_be_same_origin() {
        let allowed = ["https://a.example".to_owned()];
        let from = |site| headers(&[("origin", "https://a.example"), ("sec-fetch-site", site)]);

        assert!(is_allowed(&from("same-origin"), &allowed));
        assert!(!is_allowed(&from("cross-site"), &allowed));
        assert!(!is_allowed(&from("none"), &allowed));
    }
}
