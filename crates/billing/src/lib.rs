//! Subscription proration, exact to the minor unit.
//!
//! The engine, [`ENGINE`], prices an upgrade of a per-session subscription: more sessions for the rest of the
//! period, a change from monthly to annual billing, or both. It applies at most one promotion code, tax, and the
//! account balance. The browser and the backend run this crate, so the amount shown is the amount charged.
//!
//! The crate uses no clock, floating-point numbers, randomness or network. The instant of a quote is an input.
//!
//! ```
//! use billing::{Cycle, QuoteInput, Target, quote};
//!
//! let input: QuoteInput = serde_json::from_str(include_str!("../tests/data/halfway_through_march.json"))?;
//! let quote = quote(&input.snapshot, Target { sessions: 8, cycle: Cycle::Monthly }, None)?;
//!
//! // 3 sessions x 156.00 x 16 of 31 days
//! assert_eq!(quote.amount_due_minor, 24_155);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod apply;
mod basis_points;
mod civil;
mod currency;
mod error;
mod explanation;
mod instant;
mod line;
mod money;
mod outlook;
mod period;
mod promotion;
mod quote;
mod renewal;
mod rounding;
mod sessions;
mod settle;
mod snapshot;
mod terms;
mod wire;

pub use apply::after_upgrade;
pub use basis_points::BasisPoints;
pub use currency::Currency;
pub use error::QuoteError;
pub use explanation::{Evidence, Explanation, Paid, Reduction, Share, explain};
pub use instant::Instant;
pub use line::Line;
pub use money::Money;
pub use outlook::{BreakEven, ExpectedCharge, Outlook, break_even};
pub use period::{Cycle, Granularity, Period, boundary_after};
pub use promotion::{Promotion, PromotionCode, PromotionKind};
pub use quote::{Quote, Savings, quote};
pub use renewal::{Renewal, RenewalBooking, book_renewal, renewal_preview};
pub use sessions::SessionCount;
pub use snapshot::{Prices, QuoteInput, RenewalDiscount, Segment, Snapshot, SubscriptionTerms, Target};
pub use terms::{MAX_PRICE_MINOR, MAX_SESSIONS, QUOTE_LIFETIME_SECONDS};

/// The name and version of the rules this crate implements. The engine refuses a snapshot for any other rules.
///
/// ```
/// assert_eq!(billing::ENGINE, "proration/1");
/// ```
pub const ENGINE: &str = "proration/1";
