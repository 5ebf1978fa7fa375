//! The pages of the app.

mod access_denied;
mod attempt;
mod card_field;
mod fetched;
mod frame;
mod help;
mod load_failed;
mod loaded;
mod not_found;
mod organizations;
mod outcome;
mod payment_method;
mod quote_view;
mod receipt;
mod renewing;
mod review;
mod shell;
mod sign_in;
mod subscription;
mod testcloud_upgrading;

pub use access_denied::{AccessDenied, AccessRequestForm};
pub use attempt::AttemptStatus;
pub use card_field::CardField;
pub use fetched::fetched_page;
pub use frame::{Crumb, PageFrame, expect_page, focus_heading, keep_focus, testcloud_crumbs, waiting};
pub use help::HelpPage;
pub use not_found::NotFound;
pub use organizations::{Home, OrganizationsPage};
pub use payment_method::PaymentMethodPage;
pub use receipt::ReceiptPage;
pub use renewing::renewing;
pub use review::Review;
pub use shell::{OfflineBanner, PageFooter, SettingsHome, SettingsShell, SignedIn};
pub use sign_in::{SignInForm, SignInPage};
pub use subscription::TestcloudSubscription;
pub use testcloud_upgrading::TestcloudUpgrading;
