use std::time::Duration;

use leptos::prelude::*;

/// A debounced call. Cleaning up the owner cancels it. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Delay {
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Delay {
    /// Creates a delay without a pending call.
    pub fn new() -> Self {
        let delay = Self { timer: StoredValue::new(None) };
        on_cleanup(move || delay.cancel());
        delay
    }

    /// Calls `call` after `wait`. Replaces a pending call.
    pub fn restart(self, wait: Duration, call: impl FnOnce() + 'static) {
        self.cancel();
        // After the cleanup, `timer` is disposed and this does nothing.
        self.timer.try_set_value(set_timeout_with_handle(call, wait).ok());
    }

    /// Cancels a pending call.
    pub fn cancel(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }
}

impl Default for Delay {
    fn default() -> Self {
        Self::new()
    }
}
