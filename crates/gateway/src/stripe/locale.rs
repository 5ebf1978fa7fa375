/// The locales of the hosted page that are a primary language subtag.
///
/// Source: the enum `locale` of a Checkout Session in Stripe's OpenAPI document.
const SUPPORTED: &[&str] = &[
    "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fil", "fr", "hr", "hu", "id", "it", "ja", "ko",
    "lt", "lv", "ms", "mt", "nb", "nl", "pl", "pt", "ro", "ru", "sk", "sl", "sv", "th", "tr", "vi", "zh",
];

/// The locale of the hosted page for a language. `auto`, the browser's language, if Stripe does not support it.
pub fn of(language: &str) -> &str {
    if SUPPORTED.binary_search(&language).is_ok() { language } else { "auto" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsupported_language_follows_the_browser() {
        assert!(SUPPORTED.is_sorted_by(|a, b| a < b));
        assert_eq!(["en", "vi", "ja", "ar", "", "en-GB"].map(of), ["en", "vi", "ja", "auto", "auto", "auto"]);
    }
}
