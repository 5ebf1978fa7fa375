use send_wrapper::SendWrapper;
use web_sys::{AbortController, AbortSignal};

/// A handle that cancels the reads of an [`ApiClient`](super::ApiClient).
#[derive(Clone)]
pub struct Cancel(SendWrapper<Option<AbortController>>);

impl Cancel {
    /// Creates a handle that is not canceled.
    #[must_use]
    pub fn new() -> Self {
        Self(SendWrapper::new(AbortController::new().ok()))
    }

    /// Aborts the reads in progress. Later reads fail at once.
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
