use std::time::Duration;

use leptos::prelude::*;

/// Something that happens a while after the last call for it, unless the owner is cleaned up before. A small handle:
/// copy it.
#[derive(Clone, Copy)]
pub struct Delay {
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Delay {
    /// Nothing is due yet.
    pub fn new() -> Self {
        let delay = Self { timer: StoredValue::new(None) };
        on_cleanup(move || delay.cancel());
        delay
    }

    /// Calls after `wait`, in place of an earlier call that is not due yet.
    pub fn restart(self, wait: Duration, call: impl FnOnce() + 'static) {
        self.cancel();
        // After the cleanup there is nobody to call.
        self.timer.try_set_value(set_timeout_with_handle(call, wait).ok());
    }

    /// Forgets a call that is not due yet.
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
