//! The portal around the app, in a frame. Stand-alone pages have none.
//!
//! The implementation is in the module `frame`, which only the binary for frames contains.

use std::{
    cell::Cell,
    sync::atomic::{AtomicBool, Ordering},
};

use billing::Cycle;
use contract::{AttemptState, Prefill, SealedQuote, UpgradeAnswer};
use send_wrapper::SendWrapper;

/// What happened on a page, for the portal.
#[derive(Clone, Debug, PartialEq)]
pub enum PortalEvent {
    /// A page with this title is shown.
    PageShown(String),
    /// The entries of the upgrade changed.
    DraftChanged {
        /// Additional sessions.
        add: i64,
        /// The selected billing cycle.
        cycle: Cycle,
        /// Whether a promotion code is entered.
        has_code: bool,
    },
    /// A sealed quote is shown.
    QuoteShown(Box<SealedQuote>),
    /// The payment of the quote is sent. Its attempt has no id yet.
    PaymentSent,
    /// No attempt came of the payment: it was refused, or not received.
    PaymentEnded,
    /// The backend returned the state of a payment attempt.
    Attempt {
        /// Id of the attempt.
        id: String,
        /// Its state.
        state: AttemptState,
        /// The number of its receipt.
        receipt: Option<String>,
    },
    /// The bank's page opened in a new tab.
    BankOpened,
    /// The subscription changed without a payment.
    SubscriptionChanged,
    /// The session has ended, and the person wants to continue.
    SignInNeeded,
    /// The person requested access; the id of the request.
    AccessRequested(String),
}

impl PortalEvent {
    /// The state of the attempt in a response.
    #[must_use]
    pub fn of_attempt(answer: &UpgradeAnswer) -> Self {
        Self::Attempt {
            id: answer.attempt.id.clone(),
            state: answer.attempt.state,
            receipt: answer.receipt.as_ref().map(|receipt| receipt.number.clone()),
        }
    }
}

/// What the frame does for the pages.
pub trait PortalHost {
    /// Passes an event to the portal.
    fn report(&self, event: PortalEvent);
    /// Starts to watch whether the person can see the Pay button and the amount, in the area with this id.
    fn watch_button(&self, id: &str);
    /// Whether the person could see the area long enough to know what the button does.
    fn is_button_visible(&self) -> bool;
    /// Saves a text as a file.
    fn save_file(&self, name: &str, text: &str);
}

/// The portal around the app.
pub struct Portal {
    host: SendWrapper<Box<dyn PortalHost>>,
    name: String,
    stand_alone: String,
    return_url: Option<String>,
    prefill: Option<Prefill>,
    is_filled_in: AtomicBool,
}

thread_local! {
    // No context, because the linker then removes the code for portals from the stand-alone app, which sets none.
    static PORTAL: Cell<Option<&'static Portal>> = const { Cell::new(None) };
}

impl Portal {
    /// The portal with this name. `stand_alone` is the path of the page outside the frame.
    #[must_use]
    pub fn new(
        host: Box<dyn PortalHost>,
        name: String,
        stand_alone: String,
        return_url: Option<String>,
        prefill: Option<Prefill>,
    ) -> Self {
        let (host, is_filled_in) = (SendWrapper::new(host), AtomicBool::new(false));
        Self { host, name, stand_alone, return_url, prefill, is_filled_in }
    }

    /// Makes this the portal of the document.
    pub fn install(self) {
        PORTAL.set(Some(Box::leak(Box::new(self))));
    }

    /// The name of the portal.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The path of the page outside the frame, with the same organization.
    pub fn stand_alone(&self) -> &str {
        &self.stand_alone
    }

    /// The page of the portal to return to.
    pub fn return_url(&self) -> Option<&str> {
        self.return_url.as_deref()
    }

    /// The entries that the portal fills in.
    pub fn prefill(&self) -> Option<Prefill> {
        self.prefill
    }

    /// Returns whether the entries were filled in before, and remembers that they are now. They are filled in once, so
    /// that they do not replace what the person entered.
    pub fn fill_in_once(&self) -> bool {
        self.is_filled_in.swap(true, Ordering::Relaxed)
    }

    /// Passes an event to the portal.
    pub fn report(&self, event: PortalEvent) {
        self.host.report(event);
    }

    /// What the frame does for the pages.
    pub fn host(&self) -> &dyn PortalHost {
        &**self.host
    }
}

/// The portal around the app; `None` outside a frame.
#[must_use]
pub fn portal() -> Option<&'static Portal> {
    PORTAL.get()
}

/// Passes an event to the portal, if there is one.
pub fn report(event: impl FnOnce() -> PortalEvent) {
    if let Some(portal) = portal() {
        portal.report(event());
    }
}
