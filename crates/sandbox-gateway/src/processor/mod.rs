mod bank_page;
mod cancel;
mod card_entry;
mod clock;
mod confirm;
mod create;
mod error;
mod tokenize;
mod write;

pub use bank_page::{BankDecision, BankPage};
pub use card_entry::{CardEntry, CardFieldError};
pub use create::Order;
pub use error::ProcessorError;
pub use write::Processor;
