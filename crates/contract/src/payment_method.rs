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

/// Body of `PUT …/payment-method`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PaymentMethodForm {
    /// The token that the gateway's hosted card field returned.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 255, pattern = "^[!-~]+$"))]
    pub gateway_token: String,
}
