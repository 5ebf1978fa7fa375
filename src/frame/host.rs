use std::cell::{Cell, RefCell};

use contract::{AttemptState, Role, SealedQuote, Subscription};
use embed_protocol::{
    AccessRequestedPayload, AuthReason, ChangedPayload, ChildEvent, CurrencyCode, DraftPayload, OpaqueId,
    PageTitle, PayOutcome, PaySettledPayload, QuotePayload, RoutePayload,
};
use leptos::task::spawn_local;
use platform::{
    address,
    frame::{self, Visibility},
};

use super::{driver::Driver, pages::page_of};
use crate::{
    api::ApiClient,
    routes::Route,
    state::portal::{PortalEvent, PortalHost},
};

/// Milliseconds for which the Pay button must have been visible.
const VISIBLE_FOR: f64 = 500.0;

/// Reports the events of the pages with the messages of the protocol.
pub struct FrameHost {
    driver: Driver,
    api: ApiClient,
    organization: i64,
    may_bill: bool,
    button: Visibility,
    quote: RefCell<Option<QuotePayload>>,
    /// Whether a payment is sent and its attempt is unknown.
    is_sending: Cell<bool>,
    /// The attempt of this frame that was reported last, with its state.
    attempt: RefCell<Option<(String, AttemptState)>>,
}

impl FrameHost {
    pub fn new(driver: Driver, api: ApiClient, organization: i64, role: Role) -> Self {
        Self {
            driver,
            api,
            organization,
            may_bill: role.may_bill(),
            button: Visibility::default(),
            quote: RefCell::default(),
            is_sending: Cell::default(),
            attempt: RefCell::default(),
        }
    }

    fn show_page(&self, title: &str) {
        let path = address::path();
        let section = match Route::parse(&path) {
            Some(Route::Organization(_, section)) => section,
            _ => return,
        };
        if let (Some(path), Some(title)) = (page_of(&section, self.may_bill), PageTitle::parse(title)) {
            self.driver.notify(ChildEvent::RouteChanged(RoutePayload { path, title }));
        }
    }

    fn change_draft(&self, add: i64, cycle: billing::Cycle, has_code: bool) {
        let Ok(add) = add.try_into() else { return };
        self.driver.notify(ChildEvent::DraftChanged(DraftPayload { add, cycle, has_code }));
        // The entries no longer match the quote of a review that the person left.
        if let Some(quote) = self.quote.take() {
            self.driver.notify(ChildEvent::QuoteChanged(QuotePayload { stale: true, ..quote }));
        }
    }

    fn show_quote(&self, quote: &SealedQuote) {
        let payload = OpaqueId::parse(&quote.id)
            .zip(CurrencyCode::parse(&quote.input.snapshot.currency))
            .map(|(quote_id, currency)| QuotePayload {
                quote_id,
                currency,
                due_minor: quote.output.amount_due_minor,
                renew_minor: quote.output.renewal.estimated_due_minor,
                renews_at: quote.output.renewal.at,
                expires_at: quote.expires_at,
                stale: false,
            });
        if let Some(payload) = payload {
            self.quote.replace(Some(payload.clone()));
            self.driver.notify(ChildEvent::QuoteChanged(payload));
        }
    }

    fn show_attempt(&self, id: &str, state: AttemptState, receipt: Option<&str>) {
        let Some(attempt_id) = OpaqueId::parse(id) else { return };
        let was_sent = self.is_sending.take();
        let before = self.attempt.replace(Some((id.to_owned(), state)));
        let is_followed =
            was_sent || before.as_ref().is_some_and(|(before, was)| before == id && !was.is_final());
        // A final attempt that this frame did not follow is history.
        if before == Some((id.to_owned(), state)) || (state.is_final() && !is_followed) {
            return;
        }
        let outcome = match state {
            AttemptState::Started | AttemptState::Charging | AttemptState::RequiresAction => None,
            AttemptState::Unknown => Some(PayOutcome::Unknown),
            AttemptState::Charged => Some(PayOutcome::Charged),
            AttemptState::Declined => Some(PayOutcome::Declined),
            AttemptState::Canceled => Some(PayOutcome::Canceled),
        };
        self.driver.notify(ChildEvent::PaymentStarted(attempt_id.clone()));
        if let Some(outcome) = outcome {
            let receipt_id = receipt.and_then(OpaqueId::parse);
            self.driver.notify(ChildEvent::PaymentSettled(PaySettledPayload {
                attempt_id,
                outcome,
                receipt_id,
            }));
        }
        if state == AttemptState::Charged {
            self.quote.take();
            self.fetch_subscription();
        }
    }

    /// Reports the subscription as it is now.
    fn fetch_subscription(&self) {
        let (driver, api, organization) = (self.driver.clone(), self.api.clone(), self.organization);
        spawn_local(async move {
            // The message is a hint. Without it, the portal reads the subscription when it needs it.
            if let Ok(Subscription { version, engine, .. }) = api.subscription(organization).await {
                let now = engine.subscription;
                let payload = ChangedPayload { version, sessions: now.sessions, cycle: now.cycle };
                driver.notify(ChildEvent::SubscriptionChanged(payload));
            }
        });
    }
}

impl PortalHost for FrameHost {
    fn report(&self, event: PortalEvent) {
        match event {
            PortalEvent::PageShown(title) => self.show_page(&title),
            PortalEvent::DraftChanged { add, cycle, has_code } => self.change_draft(add, cycle, has_code),
            PortalEvent::QuoteShown(quote) => self.show_quote(&quote),
            PortalEvent::PaymentSent => {
                self.is_sending.set(true);
                self.driver.notify(ChildEvent::PaymentSent);
            }
            PortalEvent::PaymentEnded => {
                self.is_sending.set(false);
                self.driver.notify(ChildEvent::PaymentEnded);
            }
            PortalEvent::Attempt { id, state, receipt } => self.show_attempt(&id, state, receipt.as_deref()),
            PortalEvent::BankOpened => self.driver.notify(ChildEvent::BankOpened),
            PortalEvent::SubscriptionChanged => self.fetch_subscription(),
            PortalEvent::SignInNeeded => self.driver.notify(ChildEvent::AuthNeeded(AuthReason::Expired)),
            PortalEvent::AccessRequested(id) => {
                if let Some(request_id) = OpaqueId::parse(&id) {
                    self.driver.notify(ChildEvent::AccessRequested(AccessRequestedPayload { request_id }));
                }
            }
        }
    }

    fn watch_button(&self, id: &str) {
        self.button.observe(id);
    }

    fn is_button_visible(&self) -> bool {
        self.button.lasts(VISIBLE_FOR)
    }

    fn save_file(&self, name: &str, text: &str) {
        frame::save_file(name, text);
    }
}
