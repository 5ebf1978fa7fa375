mod cancel;
mod card_entry;
mod clock;
mod confirm;
mod create;
mod person;
mod refusal;
mod tokenize;
mod write;

pub use card_entry::{CardEntry, FieldError};
pub use create::Order;
pub use person::{BankPage, Decision};
pub use refusal::Refusal;
pub use write::Teller;
