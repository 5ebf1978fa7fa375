use serde::{Deserialize, Serialize};

/// A saved card, as far as anybody but the gateway may know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PaymentMethod {
    /// Opaque id, named by the request that pays with it.
    pub id: String,
    /// Brand in lower case, for example `visa`.
    pub brand: String,
    /// Last four digits.
    pub last4: String,
    /// Month of expiry, 1 to 12.
    pub expires_month: u8,
    /// Year of expiry, four digits.
    pub expires_year: u16,
    /// Whether the card has expired by the backend's clock.
    pub expired: bool,
}

/// Body of `PUT …/payment-method`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PaymentMethodForm {
    /// What the gateway's hosted field returned for the card.
    pub gateway_token: String,
}
