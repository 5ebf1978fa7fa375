//! One page object per page, with the actions of a person.

mod access_denied;
mod bank;
mod organizations;
mod payment_method;
mod receipt;
mod review;
mod setup_page;
mod shell;
mod sign_in;
mod subscription;
mod upgrading;

pub use access_denied::AccessDenied;
pub use bank::Bank;
pub use organizations::Organizations;
pub use payment_method::{PaymentMethod, address as payment_method_address};
pub use receipt::Receipt;
pub use review::Review;
pub use setup_page::{SetupPage, TestCard};
pub use shell::Shell;
pub use sign_in::SignIn;
pub use subscription::Subscription;
pub use upgrading::{Upgrading, address as upgrade_address};
