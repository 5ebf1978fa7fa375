//! Words that many pages use.

use billing::Cycle;
use contract::Role;

/// The button that repeats what failed.
pub const TRY_AGAIN: &str = "Try again";
/// The link past the navigation.
pub const SKIP_TO_CONTENT: &str = "Skip to content";
/// First step of the breadcrumb, and name of the gear.
pub const SETTINGS: &str = "Settings";
/// The section of the settings.
pub const SUBSCRIPTION_MANAGEMENT: &str = "Subscription Management";
/// The product.
pub const TESTCLOUD: &str = "TestCloud";
/// Marks everything that was made up for trying out.
pub const SAMPLE_DATA: &str = "Sample data";
/// While something is being fetched, for readers who do not see the skeletons.
pub const LOADING: &str = "Loading \u{2026}";

/// The code of a page did not come.
pub const PAGE_NOT_LOADED: &str = "This page could not be loaded";
/// Why.
pub const CODE_NOT_THERE: &str = "Its program did not arrive";
/// What that means for the reader.
pub const CODE_NOT_THERE_BODY: &str = "Opening a page charges nothing, and a payment that was already sent is made once, whatever this page shows. Check your connection and try again; if it stays like this, reload the page.";

/// The request's name in the service's log.
#[must_use]
pub fn reference(id: &str) -> String {
    format!("Reference {id}")
}

/// A billing cycle.
#[must_use]
pub const fn cycle_name(cycle: Cycle) -> &'static str {
    match cycle {
        Cycle::Monthly => "Monthly",
        Cycle::Annual => "Annual",
    }
}

/// A role.
#[must_use]
pub const fn role_name(role: Role) -> &'static str {
    match role {
        Role::Owner => "Owner",
        Role::Admin => "Admin",
        Role::BillingManager => "Billing Manager",
        Role::User => "User",
    }
}

/// Sessions with their noun; the number is already written for the reader.
#[must_use]
pub fn sessions(count: i64, number: &str) -> String {
    if count == 1 { format!("{number} session") } else { format!("{number} sessions") }
}

/// A card in short.
#[must_use]
pub fn card(brand: &str, last4: &str) -> String {
    format!("{} ending in {last4}", brand_name(brand))
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

/// The document's title for a page.
#[must_use]
pub fn document_title(page: &str) -> String {
    if page.ends_with("TestOps") { page.to_owned() } else { format!("{page} \u{b7} TestOps") }
}
/// Name of the way to a page.
pub const BREADCRUMB: &str = "Breadcrumb";
