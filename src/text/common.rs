//! Words that many pages use.

use billing::Cycle;
use contract::{PaymentMethod, Plan, Role};

use crate::platform::intl;

include!(concat!(env!("OUT_DIR"), "/common.rs"));

/// A billing cycle.
#[must_use]
pub fn cycle_name(cycle: Cycle) -> &'static str {
    match cycle {
        Cycle::Monthly => monthly(),
        Cycle::Annual => annual(),
    }
}

/// A role.
#[must_use]
pub fn role_name(role: Role) -> &'static str {
    match role {
        Role::Owner => role_owner(),
        Role::Admin => role_admin(),
        Role::BillingManager => role_billing_manager(),
        Role::User => role_user(),
    }
}

/// Sessions and cycle in one phrase: "8 sessions, monthly".
#[must_use]
pub fn plan(plan: Plan) -> String {
    plan_in_short(&intl::count(plan.sessions), plan.cycle.as_str())
}

/// A card in short.
#[must_use]
pub fn card(brand: &str, last4: &str) -> String {
    card_in_short(&brand_name(brand), last4)
}

/// A card's brand as it is written.
#[must_use]
pub fn brand_name(brand: &str) -> String {
    match brand {
        "visa" => "Visa".to_owned(),
        "mastercard" => "Mastercard".to_owned(),
        "amex" => "American Express".to_owned(),
        other => other.to_owned(),
    }
}

/// A card's expiry as cards write it: "12/2030".
#[must_use]
pub fn card_expiry(card: &PaymentMethod) -> String {
    format!("{:02}/{}", card.expires_month, card.expires_year)
}
