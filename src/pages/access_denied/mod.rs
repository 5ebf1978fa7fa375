//! A page that the reader's role does not open: why, who can act, and a form that asks them.

mod form;
mod page;

pub use form::AccessRequestForm;
pub use page::AccessDenied;
