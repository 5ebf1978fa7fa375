/// The version of Stripe's API, as the `Stripe-Version` header names it.
pub const API_VERSION: &str = "2026-10-28.endive";
