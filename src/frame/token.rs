use std::{cell::RefCell, future::Future, pin::Pin};

use embed_protocol::AuthReason;
use futures_channel::oneshot;

use crate::api::{BearerToken, RenewalReason};

/// The bearer token of this document, in memory only, and the requests that wait for a new one.
pub struct FrameToken {
    token: RefCell<Option<String>>,
    waiting: RefCell<Vec<oneshot::Sender<bool>>>,
    request_code: Box<dyn Fn(AuthReason) -> bool>,
}

impl FrameToken {
    /// A token that `request_code` renews. It asks the portal for a code, and returns whether it could.
    pub fn new(request_code: impl Fn(AuthReason) -> bool + 'static) -> Self {
        Self { token: RefCell::default(), waiting: RefCell::default(), request_code: Box::new(request_code) }
    }

    /// Sets the token, or removes it.
    pub fn set(&self, token: Option<String>) {
        self.token.replace(token);
    }

    /// Tells the waiting requests whether there is a new token.
    pub fn settle(&self, is_renewed: bool) {
        for sender in self.waiting.take() {
            // The request may have been canceled.
            sender.send(is_renewed).ok();
        }
    }
}

impl BearerToken for FrameToken {
    fn token(&self) -> Option<String> {
        self.token.borrow().clone()
    }

    fn renew(&self, reason: RenewalReason) -> Pin<Box<dyn Future<Output = bool>>> {
        let (sender, receiver) = oneshot::channel();
        self.waiting.borrow_mut().push(sender);
        let is_requested = (self.request_code)(match reason {
            RenewalReason::Expired => AuthReason::Expired,
            RenewalReason::StepUp => AuthReason::StepUp,
        });
        if !is_requested {
            self.settle(false);
        }
        Box::pin(async move { receiver.await.unwrap_or(false) })
    }
}
