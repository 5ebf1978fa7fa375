//! Texts that several pages share.

use billing::Cycle;
use contract::{PaymentMethod, Plan, Role};
use platform::intl;

include!(concat!(env!("OUT_DIR"), "/common.rs"));

/// The name of a billing cycle.
#[must_use]
pub fn cycle_name(cycle: Cycle) -> &'static str {
    match cycle {
        Cycle::Monthly => monthly(),
        Cycle::Annual => annual(),
    }
}

/// The name of a role.
#[must_use]
pub fn role_name(role: Role) -> &'static str {
    match role {
        Role::Owner => role_owner(),
        Role::Admin => role_admin(),
        Role::BillingManager => role_billing_manager(),
        Role::User => role_user(),
    }
}

/// Sessions and billing cycle, for example `8 sessions, monthly`.
#[must_use]
pub fn plan(plan: Plan) -> String {
    plan_summary(&intl::count(plan.sessions), plan.cycle.as_str())
}

/// The brand and the last four digits of a card.
#[must_use]
pub fn card(brand: &str, last4: &str) -> String {
    card_summary(&brand_name(brand), last4)
}

/// The display name of a card brand.
#[must_use]
pub fn brand_name(brand: &str) -> String {
    match brand {
        "visa" => "Visa".to_owned(),
        "mastercard" => "Mastercard".to_owned(),
        "amex" => "American Express".to_owned(),
        other => other.to_owned(),
    }
}

/// The expiry date of a card, for example `12/2030`.
#[must_use]
pub fn card_expiry(card: &PaymentMethod) -> String {
    format!("{:02}/{}", card.expires_month, card.expires_year)
}
