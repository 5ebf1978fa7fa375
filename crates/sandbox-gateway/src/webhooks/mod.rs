mod deliveries;
mod endpoint;
mod signature;

pub use deliveries::{Deliveries, Delivery};
pub use endpoint::{Endpoint, WebhookSecret};
pub use signature::sign;
