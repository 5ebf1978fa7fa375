//! Every path includes the base the app is served under, and is ready for a link or for `go`.

use std::sync::OnceLock;

use contract::Role;

static BASE: OnceLock<String> = OnceLock::new();

/// Fixes the path the app is served under, for the life of the page: no trailing slash, empty at the root.
pub fn set_base(base: &str) {
    // The first call decides; a test that mounts the app again keeps the same base.
    BASE.get_or_init(|| base.to_owned());
}

/// The path the app is served under.
pub(super) fn base() -> &'static str {
    BASE.get().map_or("", String::as_str)
}

/// The app's entrance.
#[must_use]
pub fn home() -> String {
    format!("{}/", base())
}

/// The sign-in page, coming back to `return_to` afterwards: a path of this app with its query.
#[must_use]
pub fn sign_in(return_to: Option<&str>) -> String {
    match return_to {
        Some(path) => format!("{}/sign-in?return={}", base(), encoded(path)),
        None => format!("{}/sign-in", base()),
    }
}

/// The page with help.
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

/// Where somebody with a role begins in an organization.
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

/// Where an attempt to pay stands.
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

/// Text as one part of a path or query: everything but unreserved ASCII is percent-encoded.
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

/// The text that [`encoded`] was made from; `None` when it is empty or not valid.
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
    fn a_draft_survives_the_way_through_sign_in() {
        assert_eq!(
            sign_in(Some("/organizations/101/x?add=3&code=A_B")),
            "/sign-in?return=%2Forganizations%2F101%2Fx%3Fadd%3D3%26code%3DA_B"
        );
        assert_eq!(encoded("é"), "%C3%A9");
    }

    #[test]
    fn an_empty_draft_leaves_no_question_mark() {
        let path = "/organizations/7/settings/subscription-management/testcloud/upgrade";
        assert_eq!(upgrade(7, ""), path);
        assert_eq!(review(7, "add=1"), format!("{path}/review?add=1"));
    }
}
