use axum::extract::{Request, State};
use axum::http::header::ORIGIN;
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::Response;
use contract::ProblemCode;

use crate::app::AppState;
use crate::error::Refusal;

/// Lets a call that changes something through only when one of our own pages makes it.
///
/// # Errors
/// 403 where `Origin` is absent or not on the list, or the browser says the page is of another site.
pub async fn own_origin_only(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    // No address takes a method beyond these, so any other is answered with the ones it does take.
    let changes = matches!(*request.method(), Method::POST | Method::PUT | Method::DELETE);
    if !changes || is_own(request.headers(), &state.config.allowed_origins) {
        return Ok(next.run(request).await);
    }
    Err(Refusal::new(ProblemCode::OriginRefused))
}

fn is_own(headers: &HeaderMap, allowed: &[String]) -> bool {
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
    fn only_an_exact_origin_of_the_list_may_change_something() {
        let allowed = ["https://testops.example.com".to_owned()];

        assert!(is_own(&headers(&[("origin", "https://testops.example.com")]), &allowed));
        for foreign in [
            "null",
            "",
            "http://testops.example.com",
            "https://testops.example.com:444",
            "https://testops.example.com.evil.com",
            "https://evil-testops.example.com",
            "https://TESTOPS.example.com",
        ] {
            assert!(!is_own(&headers(&[("origin", foreign)]), &allowed), "{foreign}");
        }
        assert!(!is_own(&headers(&[]), &allowed));
    }

    #[test]
    fn what_the_browser_says_about_the_page_counts_too() {
        let allowed = ["https://a.example".to_owned()];
        let from = |site| headers(&[("origin", "https://a.example"), ("sec-fetch-site", site)]);

        assert!(is_own(&from("same-origin"), &allowed));
        assert!(!is_own(&from("cross-site"), &allowed));
        assert!(!is_own(&from("none"), &allowed));
    }
}
