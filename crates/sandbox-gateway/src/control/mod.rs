mod clock;
mod dashboard;
mod extract;
mod faults;
mod router;
mod sessions;
mod webhooks;

pub use router::router;
