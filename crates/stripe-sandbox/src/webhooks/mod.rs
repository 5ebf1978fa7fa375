mod deliveries;
mod endpoint;
mod signature;
mod worker;

pub use deliveries::Deliveries;
pub use endpoint::{Endpoint, WebhookSecret};
pub use worker::deliver;
