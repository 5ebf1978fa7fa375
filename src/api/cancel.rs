use send_wrapper::SendWrapper;
use web_sys::{AbortController, AbortSignal};

/// Gives up the reads of a client it was handed to.
#[derive(Clone)]
pub struct Cancel(SendWrapper<Option<AbortController>>);

impl Cancel {
    /// A cancellation that has not happened.
    #[must_use]
    pub fn new() -> Self {
        Self(SendWrapper::new(AbortController::new().ok()))
    }

    /// Gives up every read that is running or still to come.
    pub fn cancel(&self) {
        if let Some(controller) = self.0.as_ref() {
            controller.abort();
        }
    }

    pub(super) fn signal(&self) -> Option<AbortSignal> {
        self.0.as_ref().map(AbortController::signal)
    }
}

impl Default for Cancel {
    fn default() -> Self {
        Self::new()
    }
}
