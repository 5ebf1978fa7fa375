use billing::Instant;
use serde::{Deserialize, Serialize};

/// A card on file, without its number. Only the gateway stores the number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PaymentMethod {
    /// Opaque id, for `paymentMethodId` of an upgrade request.
    pub id: String,
    /// Brand in lower case, for example `visa`.
    pub brand: String,
    /// Last four digits.
    #[cfg_attr(feature = "openapi", schema(pattern = "^[0-9]{4}$"))]
    pub last4: String,
    /// Month of expiry, 1 to 12.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 12))]
    pub expires_month: u8,
    /// Year of expiry, four digits.
    #[cfg_attr(feature = "openapi", schema(minimum = 2000, maximum = 9999))]
    pub expires_year: u16,
    /// Whether the card has expired, according to the backend's clock.
    pub expired: bool,
}

/// Body of `POST …/payment-method/setup-sessions`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetupSessionForm {
    /// The path of the app to return to, with its base path. It belongs to the organization. The parameter
    /// [`SETUP_SESSION_PARAMETER`] with the session's id is added after a card is saved. Ignored in a portal's frame,
    /// which opens the page in a new tab.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 1024, pattern = "^/[!-~]*$"))]
    pub r#return: String,
    /// The language of the page, as a primary language subtag. By default that of the browser.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(pattern = "^[a-z]{2,3}$"))]
    pub locale: Option<String>,
}

/// The query parameter with the id of a setup session in the address that the gateway's page returns to.
pub const SETUP_SESSION_PARAMETER: &str = "setup";

/// A visit to the gateway's page that saves a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SetupSession {
    /// Opaque id.
    pub id: String,
    /// The gateway's page, which cannot be shown in a frame. `None` once the card is saved.
    pub url: Option<String>,
    /// When the page expires.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub expires_at: Instant,
    /// The saved card, which is then the card on file. `None` while the page is open.
    pub payment_method: Option<PaymentMethod>,
}

/// Response to `POST …/testcloud/renewals/current/confirmation`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RenewalConfirmation {
    /// The bank's page. It returns to TestCloud Subscription.
    pub url: String,
}
