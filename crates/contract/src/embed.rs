use billing::{Cycle, Instant};
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

/// Body of `POST /embed-codes`: the person whom the portal has authenticated, and the page that frames the app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EmbedCodeRequest {
    /// The person's id. Send either `subject` or `email`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 255))]
    pub subject: Option<String>,
    /// The person's e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 1_000))]
    pub email: Option<String>,
    /// The organization's id. The person must be a member.
    #[cfg_attr(feature = "openapi", schema(minimum = 1))]
    pub organization: i64,
    /// The origin of the page that frames the app, for example `https://testops.example.com`.
    #[cfg_attr(feature = "openapi", schema(max_length = 255))]
    pub origin: String,
    /// When the person last entered a credential at the portal.
    #[serde(deserialize_with = "instant_of_portal")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub authenticated_at: Instant,
    /// The language tag of the portal, for example `vi`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 2, max_length = 35, pattern = "^[A-Za-z0-9-]+$"))]
    pub locale: Option<String>,
    /// Entries of the upgrade form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefill: Option<Prefill>,
}

/// Reads an instant as other languages write it: with a fraction of a second, or with `+00:00` in place of `Z`.
fn instant_of_portal<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Instant, D::Error> {
    let text = String::deserialize(deserializer)?;
    let invalid = || D::Error::custom("not an instant in UTC, such as 2026-03-16T09:30:00Z");
    let local = text.strip_suffix('Z').or_else(|| text.strip_suffix("+00:00")).ok_or_else(invalid)?;
    let (seconds, fraction) = local.split_once('.').unwrap_or((local, "0"));
    let is_fraction =
        (1..=9).contains(&fraction.len()) && fraction.bytes().all(|digit| digit.is_ascii_digit());
    Instant::parse(&format!("{seconds}Z")).filter(|_| is_fraction).ok_or_else(invalid)
}

/// Entries of the upgrade form that a portal fills in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Prefill {
    /// Additional sessions, 1 to 9,999.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 9_999))]
    pub add: Option<i64>,
    /// Billing cycle after the upgrade.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::schemas::Cycle>))]
    pub cycle: Option<Cycle>,
}

/// Response to `POST /embed-codes`.
// No `Debug`, so that the code is never logged.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct EmbedCode {
    /// The one-time code. Send it to the frame by message, never in a URL.
    pub code: String,
    /// Seconds until the code expires.
    pub expires_in_seconds: i64,
}

/// Body of `POST /embed-sessions`, which the framed page sends.
// No `Debug`, so that the code is never logged.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EmbedSessionRequest {
    /// The one-time code.
    #[cfg_attr(feature = "openapi", schema(max_length = 255))]
    pub code: String,
    /// The public id of the client, from the frame's address.
    #[cfg_attr(feature = "openapi", schema(max_length = 64))]
    pub client: String,
    /// The nonce in the frame's HTML.
    #[cfg_attr(feature = "openapi", schema(max_length = 255))]
    pub nonce: String,
    /// The origin of the page that frames the app.
    #[cfg_attr(feature = "openapi", schema(max_length = 255))]
    pub origin: String,
}

/// Response to `POST /embed-sessions`.
// No `Debug`, so that the token is never logged.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct EmbedSession {
    /// The bearer token. Keep it in memory only.
    pub token: String,
    /// Seconds until the token expires. A new code replaces it.
    pub expires_in_seconds: i64,
    /// The organization's id. The token is valid for this organization only.
    pub organization: i64,
    /// The language tag of the portal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// Entries of the upgrade form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefill: Option<Prefill>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_of_other_languages_are_read() {
        let read = |text: &str| {
            let body =
                format!(r#"{{"organization":101,"origin":"https://a.example","authenticatedAt":"{text}"}}"#);
            serde_json::from_str::<EmbedCodeRequest>(&body).ok().map(|request| request.authenticated_at)
        };
        let expected = Instant::parse("2026-03-16T09:30:00Z");
        for text in [
            "2026-03-16T09:30:00Z",
            "2026-03-16T09:30:00.123Z",
            "2026-03-16T09:30:00+00:00",
            "2026-03-16T09:30:00.123456789+00:00",
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        for text in [
            "",
            "Z",
            "2026-03-16",
            "2026-03-16T09:30:00",
            "2026-03-16T09:30:00.Z",
            "2026-03-16T09:30:00.1234567890Z",
            "2026-03-16T09:30:00+07:00",
            "2026-03-16T09:30Z",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
