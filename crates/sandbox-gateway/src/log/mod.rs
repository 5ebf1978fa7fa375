mod event;
mod event_log;

pub use event::{Event, EventName, TokenizedCard};
pub use event_log::{EventLog, LogFailure};
