mod answer;
mod app;
mod browser;
pub mod document;
mod faulty;
mod intercepted;
mod person;
mod records;

pub use answer::Answer;
pub use app::{API_KEY, App, WEBHOOK_SECRET, gateway_at};
pub use browser::answer_bank;
pub use faulty::{Fault, FaultyGateway};
pub use intercepted::{Intercept, Intercepted};
pub use person::{Person, TestPayment, key};
pub use records::{Books, GatewayLog};
