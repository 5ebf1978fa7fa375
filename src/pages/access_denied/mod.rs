//! The page shown to a role without access: the reason, who can act, and a form to request access.

mod form;
mod page;

pub use form::AccessRequestForm;
pub use page::AccessDenied;
