//! One page object per page, with the actions of a person.

mod access_denied;
mod bank;
mod card_field;
mod organizations;
mod payment_method;
mod receipt;
mod review;
mod shell;
mod sign_in;
mod subscription;
mod upgrading;

pub use access_denied::AccessDenied;
pub use bank::Bank;
pub use card_field::{CardField, TestCard};
pub use organizations::Organizations;
pub use payment_method::PaymentMethod;
pub use receipt::Receipt;
pub use review::Review;
pub use shell::Shell;
pub use sign_in::SignIn;
pub use subscription::Subscription;
pub use upgrading::{Upgrading, address as upgrade_address};
