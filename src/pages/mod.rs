//! The pages of the app.

mod access_denied;
mod attempt;
mod help;
mod not_found;
mod organizations;
mod payment_method;
mod receipt;
mod review;
mod settings;
mod sign_in;
mod testcloud_subscription;
mod testcloud_upgrading;

pub use access_denied::{AccessDenied, AccessRequestForm};
pub use attempt::AttemptStatus;
pub use help::HelpPage;
pub use not_found::NotFound;
pub use organizations::{Home, OrganizationsPage};
pub use payment_method::PaymentMethodPage;
pub use receipt::ReceiptPage;
pub use review::Review;
pub use settings::SettingsPage;
pub use sign_in::{SignInForm, SignInPage};
pub use testcloud_subscription::TestcloudSubscription;
pub use testcloud_upgrading::TestcloudUpgrading;
