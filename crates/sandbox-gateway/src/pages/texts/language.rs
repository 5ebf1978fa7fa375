use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;

use super::{ar::ARABIC, en::ENGLISH, ja::JAPANESE, vi::VIETNAMESE};

/// The texts of the hosted pages in one language.
#[derive(Debug)]
pub struct Texts {
    pub tag: &'static str,
    pub dir: &'static str,
    /// Marks the sandbox on every page.
    pub mark: &'static str,
    /// The title of a page with errors, before its own title.
    pub error_prefix: &'static str,
    pub problem: &'static str,
    pub setup_title: &'static str,
    /// With `{merchant}`.
    pub setup_intro: &'static str,
    pub number: &'static str,
    pub expiry: &'static str,
    pub expiry_hint: &'static str,
    pub cvc: &'static str,
    pub cvc_hint: &'static str,
    pub save: &'static str,
    /// With `{merchant}`.
    pub back: &'static str,
    pub test_cards: &'static str,
    pub test_cards_hint: &'static str,
    pub card: &'static str,
    pub result: &'static str,
    pub choose: &'static str,
    pub not_stripes: &'static str,
    pub number_missing: &'static str,
    pub number_invalid: &'static str,
    pub real_card: &'static str,
    pub expiry_missing: &'static str,
    pub expiry_invalid: &'static str,
    pub card_expired: &'static str,
    pub cvc_missing: &'static str,
    pub cvc_invalid: &'static str,
    pub declined: &'static str,
    pub insufficient_funds: &'static str,
    pub bank_refused: &'static str,
    pub session_closed_title: &'static str,
    pub session_complete: &'static str,
    pub session_expired: &'static str,
    pub not_found_title: &'static str,
    pub not_found: &'static str,
    pub bank_title: &'static str,
    /// With `{merchant}`.
    pub bank_intro: &'static str,
    pub bank_setup_title: &'static str,
    /// With `{merchant}`.
    pub bank_setup_intro: &'static str,
    pub amount: &'static str,
    pub confirm: &'static str,
    pub refuse: &'static str,
    pub bank_note: &'static str,
    pub bank_setup_note: &'static str,
    pub nothing_title: &'static str,
    pub nothing: &'static str,
    pub close: &'static str,
    pub results: Results,
}

/// The results of the test cards.
#[derive(Debug)]
pub struct Results {
    pub succeeds: &'static str,
    pub declined_on_setup: &'static str,
    pub declined_later: &'static str,
    pub confirms: &'static str,
    pub confirms_on_setup: &'static str,
    pub confirms_declined: &'static str,
    pub disputed: &'static str,
    pub timeout_charged: &'static str,
    pub timeout_lost: &'static str,
}

const ALL: [&Texts; 4] = [&ENGLISH, &VIETNAMESE, &JAPANESE, &ARABIC];

impl Texts {
    /// The language of a session's locale, or the first of `Accept-Language` that the pages have, or English.
    pub fn of(locale: Option<&str>, headers: &HeaderMap) -> &'static Self {
        let accepted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let by_tag = |tag: &str| {
            let language = tag.trim().split(['-', ';']).next().unwrap_or_default();
            ALL.into_iter().find(|texts| texts.tag.eq_ignore_ascii_case(language))
        };
        locale.and_then(by_tag).or_else(|| accepted.split(',').find_map(by_tag)).unwrap_or(&ENGLISH)
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn locale_of_the_session_wins_over_the_browser() {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static("fr, ja;q=0.8, en;q=0.5"));

        assert_eq!(Texts::of(Some("vi"), &headers).tag, "vi");
        assert_eq!(Texts::of(Some("auto"), &headers).tag, "ja");
        assert_eq!(Texts::of(None, &headers).tag, "ja");
        assert_eq!(Texts::of(None, &HeaderMap::new()).tag, "en");
    }
}
