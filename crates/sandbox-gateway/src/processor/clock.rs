use billing::Instant;
use process::Clock;

use super::{Processor, ProcessorError};
use crate::log::{Event, EventName};

impl Processor {
    /// Sets the clock and logs the change. The clock is state of the process: a restart does not restore it.
    pub fn set_clock(&mut self, clock: &Clock, text: &str) -> Result<Instant, ProcessorError> {
        let instant = Instant::parse(text).ok_or(ProcessorError::InstantInvalid)?;
        let reason = Some(instant.to_string());
        self.write(&[Event { reason, ..Event::new(EventName::ClockSet, clock.now()) }])?;
        clock.set(instant);
        Ok(instant)
    }
}
