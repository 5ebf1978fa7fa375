use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::text::is_unreserved;

const ATTEMPTS: &str = "/attempts/";
const RECEIPTS: &str = "/receipts/";

/// A page of the frame. The path in a message has no base path, organization, query or fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FramePage {
    /// `/subscription`: the summary of the subscription.
    Subscription,
    /// `/upgrade`: the upgrade.
    Upgrade,
    /// `/upgrade/review`: the review of an upgrade.
    Review,
    /// `/attempts/{id}`: a payment attempt.
    Attempt(String),
    /// `/receipts/{number}`: a receipt.
    Receipt(String),
    /// `/payment-method`: the card on file.
    PaymentMethod,
    /// `/history`: the receipts and changes.
    History,
    /// `/access-denied`: the request for access, for a role without billing.
    AccessDenied,
}

impl FramePage {
    /// The pages without an id, with their paths.
    const FIXED: [(Self, &str); 6] = [
        (Self::Subscription, "/subscription"),
        (Self::Upgrade, "/upgrade"),
        (Self::Review, "/upgrade/review"),
        (Self::PaymentMethod, "/payment-method"),
        (Self::History, "/history"),
        (Self::AccessDenied, "/access-denied"),
    ];

    /// Parses the path of a page. Returns `None` for every path that is not on the list.
    #[must_use]
    pub fn parse(path: &str) -> Option<Self> {
        let id = |prefix| path.strip_prefix(prefix).filter(|id| is_id(id)).map(str::to_owned);
        let fixed = Self::FIXED.into_iter().find(|(_, fixed)| *fixed == path).map(|(page, _)| page);
        fixed.or_else(|| id(ATTEMPTS).map(Self::Attempt)).or_else(|| id(RECEIPTS).map(Self::Receipt))
    }

    /// Returns the path of the page.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            Self::Attempt(id) => format!("{ATTEMPTS}{id}"),
            Self::Receipt(number) => format!("{RECEIPTS}{number}"),
            fixed => {
                let entry = Self::FIXED.iter().find(|(page, _)| page == fixed);
                entry.map_or("/subscription", |(_, path)| path).to_owned()
            }
        }
    }
}

/// `.` and `..` are no ids, because browsers resolve them as relative segments.
fn is_id(text: &str) -> bool {
    is_unreserved(text, 1, 64) && !text.contains(['.', '~'])
}

impl Serialize for FramePage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.path())
    }
}

impl<'de> Deserialize<'de> for FramePage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let path = String::deserialize(deserializer)?;
        Self::parse(&path).ok_or_else(|| D::Error::custom("not a page of the frame"))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for FramePage {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "FramePage".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "The path of a page of the frame, without base path, organization, query or fragment.",
            "type": "string",
            "pattern": "^/(subscription|upgrade|upgrade/review|payment-method|history|access-denied|(attempts|receipts)/[A-Za-z0-9_-]{1,64})$",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_paths_round_trip() {
        let with_id = [
            (FramePage::Attempt("0198c3aa-1".to_owned()), "/attempts/0198c3aa-1"),
            (FramePage::Receipt("HQ-1".to_owned()), "/receipts/HQ-1"),
        ];
        for (page, path) in FramePage::FIXED.into_iter().chain(with_id) {
            assert_eq!(page.path(), path);
            assert_eq!(FramePage::parse(path), Some(page), "{path}");
        }
    }

    #[test]
    fn paths_outside_the_list_are_refused() {
        for path in [
            "",
            "/",
            "upgrade",
            "//upgrade",
            "/upgrade/",
            "/upgrade?add=3",
            "/upgrade#pay",
            "/upgrade/../sign-in",
            "/sign-in",
            "/settings",
            "/attempts/",
            "/attempts/..",
            "/attempts/a/b",
            "/attempts/a%2Fb",
            "/receipts/\u{202e}HQ",
            "https://evil.example/upgrade",
            "javascript:alert(1)",
        ] {
            assert_eq!(FramePage::parse(path), None, "{path}");
        }
    }
}
