//! The HTTP contract of TestCloud billing: requests, responses and error codes.
//!
//! Bodies are JSON with camelCase keys. Amounts are integers in minor units of the currency in the same object,
//! instants are `YYYY-MM-DDTHH:MM:SSZ`, and ids are opaque strings, except for the numeric organization ids of TestOps.

mod access;
mod attempt;
mod card_number;
mod digits;
mod embed;
mod health;
mod organization;
pub mod paths;
mod payment_method;
mod problem;
mod promotion;
mod quote;
mod receipt;
#[cfg(feature = "openapi")]
mod schemas;
mod session;
mod subscription;
mod upgrade;

pub use access::{AccessRequest, AccessRequestForm, SentAccessRequest, WhoCanAct};
pub use attempt::{Attempt, AttemptState, Charged, Decline, DeclineClass};
pub use card_number::contains_card_number;
pub use digits::decimal_digit;
pub use embed::{EmbedCode, EmbedCodeRequest, EmbedSession, EmbedSessionRequest, Prefill};
pub use health::{Health, HealthStatus};
pub use organization::{Membership, OrganizationRef, Role};
pub use payment_method::{
    PaymentMethod, RenewalConfirmation, SETUP_SESSION_PARAMETER, SetupSession, SetupSessionForm,
};
pub use problem::{FieldProblem, Problem, ProblemCode};
pub use promotion::PromotionCheck;
pub use quote::{QuoteRequest, SealedQuote};
pub use receipt::{
    CodeTerms, Page, Receipt, ReceiptKind, ReceiptNote, ReceiptNoteKind, ReceiptNoteStatus, ReceiptSummary,
};
pub use session::{NO_SESSION, NoSession, SessionAnswer, SignIn, SignInMethod, User};
pub use subscription::{Change, Plan, Subscription, SubscriptionStatus};
pub use upgrade::{UpgradeAnswer, UpgradeRequest};

pub use billing;
