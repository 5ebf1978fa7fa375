use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

/// Defines strings that are checked when they are read, each with its check and the pattern of its JSON Schema.
macro_rules! checked_texts {
    ($($(#[doc = $doc:literal])* $(#[derive($derive:ident)])? $name:ident, $is_valid:expr, $pattern:literal;)+) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, $($derive,)? PartialEq, Eq, Hash, Serialize)]
        pub struct $name(String);

        impl $name {
            /// Returns `None` if the text has another form.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                let is_valid: fn(&str) -> bool = $is_valid;
                is_valid(text).then(|| Self(text.to_owned()))
            }

            /// Returns the text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::parse(&text).ok_or_else(|| D::Error::custom(concat!("not a valid ", stringify!($name))))
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let description = concat!($($doc),*).trim();
                schemars::json_schema!({ "description": description, "type": "string", "pattern": $pattern })
            }
        }
    )+};
}

checked_texts! {
    /// The id of a message: a UUID in lower case.
    #[derive(Debug)]
    MessageId, is_uuid, "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$";

    /// The sealed nonce of the frame's document: 16 to 512 letters, digits and `._~-`.
    #[derive(Debug)]
    Nonce, |text| is_unreserved(text, 16, 512), "^[A-Za-z0-9._~-]{16,512}$";

    /// A one-time code that the portal's server requested: 16 to 256 letters, digits and `._~-`.
    EmbedCode, |text| is_unreserved(text, 16, 256), "^[A-Za-z0-9._~-]{16,256}$";

    /// An id of the billing service: 1 to 64 letters, digits and `._~-`.
    #[derive(Debug)]
    OpaqueId, |text| is_unreserved(text, 1, 64), "^[A-Za-z0-9._~-]{1,64}$";

    /// A BCP 47 language tag, for example `vi` or `zh-Hant-TW`.
    #[derive(Debug)]
    LocaleTag, is_locale, "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$";

    /// An ISO 4217 currency code.
    #[derive(Debug)]
    CurrencyCode, |text| text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()), "^[A-Z]{3}$";

    /// The title of a page: 1 to 200 characters without control characters.
    #[derive(Debug)]
    PageTitle, is_title, "^[^\\u0000-\\u001f\\u007f-\\u009f]{1,200}$";
}

// Hides the code, so that it is never logged.
impl fmt::Debug for EmbedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmbedCode(..)")
    }
}

/// Returns whether the text has `least` to `most` characters that a URL never escapes.
pub fn is_unreserved(text: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._~-".contains(&byte))
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte),
        })
}

fn is_locale(text: &str) -> bool {
    let mut subtags = text.split('-');
    let has_language = subtags.next().is_some_and(|tag| {
        (2..=8).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphabetic())
    });
    has_language
        && text.split('-').count() <= 4
        && subtags
            .all(|tag| (1..=8).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

fn is_title(text: &str) -> bool {
    !text.chars().any(char::is_control) && (1..=200).contains(&text.chars().count())
}
