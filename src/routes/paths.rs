//! Path builders. Every path includes the app's base, and can be used in a link or with `use_go`.

use std::sync::OnceLock;

use contract::Role;

static BASE: OnceLock<String> = OnceLock::new();

/// Sets the path that the app is served under. It has no trailing slash and is empty at the root.
pub fn set_base(base: &str) {
    // Only the first call has an effect. Tests that mount the app again use the same base.
    BASE.get_or_init(|| base.to_owned());
}

/// The path that the app is served under.
pub(super) fn base() -> &'static str {
    BASE.get().map_or("", String::as_str)
}

/// The entry page.
#[must_use]
pub fn home() -> String {
    format!("{}/", base())
}

/// The sign-in page. `return_to` is the path and query to open after sign-in.
#[must_use]
pub fn sign_in(return_to: Option<&str>) -> String {
    match return_to {
        Some(path) => format!("{}/sign-in?return={}", base(), encoded(path)),
        None => format!("{}/sign-in", base()),
    }
}

/// The help page.
#[must_use]
pub fn help() -> String {
    format!("{}/help", base())
}

/// The organization picker.
#[must_use]
pub fn organizations() -> String {
    format!("{}/organizations", base())
}

/// The settings of an organization.
#[must_use]
pub fn settings(organization: i64) -> String {
    format!("{}/organizations/{organization}/settings", base())
}

/// The first page of an organization for a role.
#[must_use]
pub fn first_page(organization: i64, role: Role) -> String {
    if role.may_bill() { subscription(organization) } else { settings(organization) }
}

/// TestCloud Subscription.
#[must_use]
pub fn subscription(organization: i64) -> String {
    format!("{}/subscription-management/testcloud", settings(organization))
}

/// TestCloud Upgrading, with a draft's query (no question mark; may be empty).
#[must_use]
pub fn upgrade(organization: i64, query: &str) -> String {
    with_query(format!("{}/upgrade", subscription(organization)), query)
}

/// The review, with a draft's query (no question mark; may be empty).
#[must_use]
pub fn review(organization: i64, query: &str) -> String {
    with_query(format!("{}/upgrade/review", subscription(organization)), query)
}

/// A payment attempt.
#[must_use]
pub fn attempt(organization: i64, id: &str) -> String {
    format!("{}/attempts/{}", subscription(organization), encoded(id))
}

/// A receipt.
#[must_use]
pub fn receipt(organization: i64, number: &str) -> String {
    format!("{}/receipts/{}", subscription(organization), encoded(number))
}

/// The card on file.
#[must_use]
pub fn payment_method(organization: i64) -> String {
    format!("{}/payment-method", settings(organization))
}

pub(super) fn with_query(path: String, query: &str) -> String {
    if query.is_empty() { path } else { format!("{path}?{query}") }
}

/// Percent-encodes a text for a path segment or a query. Keeps only unreserved ASCII characters.
#[must_use]
pub fn encoded(text: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let digit = |nibble: u8| HEX.get(usize::from(nibble)).copied().map_or('0', char::from);
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    out
}

/// Decodes a percent-encoded text; `None` when it is empty or invalid.
pub(super) fn decoded(part: &str) -> Option<String> {
    let mut bytes = part.bytes();
    let mut out = Vec::with_capacity(part.len());
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let mut digit = || char::from(bytes.next()?).to_digit(16);
            let value = digit()?.checked_mul(16)?.checked_add(digit()?)?;
            out.push(u8::try_from(value).ok()?);
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).ok().filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sign_in_path_preserves_the_draft() {
        assert_eq!(
            sign_in(Some("/organizations/101/x?add=3&code=A_B")),
            "/sign-in?return=%2Forganizations%2F101%2Fx%3Fadd%3D3%26code%3DA_B"
        );
        assert_eq!(encoded("é"), "%C3%A9");
    }

    #[test]
    fn empty_query_adds_no_question_mark() {
        let path = "/organizations/7/settings/subscription-management/testcloud/upgrade";
        assert_eq!(upgrade(7, ""), path);
        assert_eq!(review(7, "add=1"), format!("{path}/review?add=1"));
    }
}
