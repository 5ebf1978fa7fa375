mod answer;
mod app;
mod browser;
pub mod document;
mod faulty;
mod person;
mod records;

pub use answer::Answer;
pub use app::{App, EVENT_SECRET, SANDBOX_SECRET};
pub use browser::answer_bank;
pub use faulty::{Fault, FaultyGateway};
pub use person::{Person, TestPayment, key};
pub use records::{Books, GatewayLog};
