//! Pages with one notice, which need neither the app nor a session.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use axum::http::header::{
    ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderMap, HeaderValue, VARY,
};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::dist::{ancestors, escaped};

const STYLE: &str =
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem}";

/// A page with one notice.
pub(super) struct NoticePage<'a> {
    pub status: StatusCode,
    pub wording: Wording,
    /// The path of the stand-alone page, opened in a new tab.
    pub link: Option<String>,
    /// The origins that may embed the page.
    pub origins: &'a BTreeSet<String>,
}

/// The text of a page.
#[derive(Clone, Copy)]
pub(super) enum Wording {
    /// The portal may not show this organization.
    NotAvailableHere,
    /// The person has finished on a page of the gateway.
    ReturnToPortal,
}

/// A language of the pages: its tag, direction, and texts.
struct Language {
    tag: &'static str,
    dir: &'static str,
    not_available: (&'static str, &'static str),
    return_to_portal: (&'static str, &'static str),
    open: &'static str,
}

const LANGUAGES: [Language; 4] = [
    Language {
        tag: "en",
        dir: "ltr",
        not_available: (
            "TestCloud Upgrading cannot be shown here",
            "This portal is not set up for this organization. Opening this page did not charge you.",
        ),
        return_to_portal: (
            "Return to the portal tab",
            "You can close this tab. The portal shows the result of the payment.",
        ),
        open: "Open TestCloud Upgrading in a new tab",
    },
    Language {
        tag: "vi",
        dir: "ltr",
        not_available: (
            "Không thể hiển thị Nâng cấp TestCloud ở đây",
            "Cổng này chưa được thiết lập cho tổ chức này. Việc mở trang này không phát sinh khoản tính phí nào.",
        ),
        return_to_portal: (
            "Quay lại tab của cổng",
            "Bạn có thể đóng tab này. Cổng sẽ hiển thị kết quả thanh toán.",
        ),
        open: "Mở Nâng cấp TestCloud trong tab mới",
    },
    Language {
        tag: "ja",
        dir: "ltr",
        not_available: (
            "TestCloud のアップグレードをここには表示できません",
            "このポータルはこの組織用に設定されていません。このページを開いても請求は発生していません。",
        ),
        return_to_portal: (
            "ポータルのタブに戻ってください",
            "このタブは閉じてかまいません。支払いの結果はポータルに表示されます。",
        ),
        open: "TestCloud のアップグレードを新しいタブで開く",
    },
    Language {
        tag: "ar",
        dir: "rtl",
        not_available: (
            "لا يمكن عرض ترقية TestCloud هنا",
            "لم تُهيَّأ هذه البوابة لهذه المؤسسة. لم يُخصم منك أي مبلغ عند فتح هذه الصفحة.",
        ),
        return_to_portal: (
            "ارجع إلى علامة تبويب البوابة",
            "يمكنك إغلاق علامة التبويب هذه. تعرض البوابة نتيجة الدفع.",
        ),
        open: "فتح ترقية TestCloud في علامة تبويب جديدة",
    },
];

impl Language {
    /// The first language of `Accept-Language` that the pages have. Browsers list the languages in order of preference.
    fn of(headers: &HeaderMap) -> &'static Self {
        let accepted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let mut tags = accepted.split(',').filter_map(|entry| entry.trim().split(['-', ';']).next());
        let [english, ..] = &LANGUAGES;
        tags.find_map(|tag| LANGUAGES.iter().find(|language| language.tag.eq_ignore_ascii_case(tag)))
            .unwrap_or(english)
    }
}

/// The response with the page, in the language of the request.
pub(super) fn respond(request: &HeaderMap, page: NoticePage<'_>) -> Response {
    let language = Language::of(request);
    let (title, body) = match page.wording {
        Wording::NotAvailableHere => language.not_available,
        Wording::ReturnToPortal => language.return_to_portal,
    };
    let link = page.link.map(|path| {
        format!(
            "<p><a href=\"{}\" target=\"_blank\" rel=\"noopener\">{}</a></p>",
            escaped(&path),
            language.open
        )
    });
    let html = format!(
        "<!doctype html><html lang=\"{}\" dir=\"{}\"><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">\
         <style>{STYLE}</style><main><h1>{title}</h1><p>{body}</p>{}</main></html>\n",
        language.tag,
        language.dir,
        link.unwrap_or_default(),
    );
    let style = STANDARD.encode(Sha256::digest(STYLE));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'; frame-ancestors {}",
        ancestors(page.origins)
    );
    let mut response = (page.status, html).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(VARY, HeaderValue::from_static("Accept-Language"));
    // Origins are checked when a client is declared, so the policy is a valid header.
    if let Ok(policy) = HeaderValue::try_from(policy) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_is_in_the_first_known_language() {
        for (accepted, tag) in [
            ("", "en"),
            ("fr, ja;q=0.8, en;q=0.5", "ja"),
            ("VI-VN", "vi"),
            ("ar-EG,ar;q=0.9", "ar"),
            ("*", "en"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static(accepted));
            assert_eq!(Language::of(&headers).tag, tag, "{accepted}");
        }
    }
}
