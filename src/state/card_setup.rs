//! Saves a card on the gateway's page.

use std::time::Duration;

use contract::{Charged, PaymentMethod, ProblemCode, SETUP_SESSION_PARAMETER, SetupSessionForm};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;
use platform::{address, clock, dom, network};

use super::{
    Departure,
    language::use_language,
    session::{use_organization, use_session},
};
use crate::{
    api::{ApiClient, ApiError, GatewayPage},
    routes::Section,
    text::{self, Notice, subscription as words},
};

/// Id of the area with the notice about the card, which takes the focus.
pub const CARD_NOTICE: &str = "card-notice";
/// Id of the button that leaves for the gateway's page, and of the link that replaces it in a frame.
pub const CARD_BUTTON: &str = "card-button";
const POLL_INTERVAL: Duration = Duration::from_secs(2);
/// Seconds after the return for which the result is polled.
const PATIENCE: i64 = 30;
const NEVER: i64 = i64::MAX;

/// A card that is saved on the gateway's page. Cheap to copy.
///
/// Created by a page. If the page is the one that the gateway returned to, reads the result of the visit.
#[derive(Clone, Copy)]
pub struct CardSetup {
    /// The way to the gateway's page.
    pub departure: Departure,
    /// The saved card, which is then the card on file.
    pub saved: RwSignal<Option<PaymentMethod>>,
    notice: RwSignal<Option<Notice>>,
    /// Whether the notice has not had the focus yet.
    is_new: StoredValue<bool>,
    /// The visit to the gateway's page whose result is not known.
    visit: RwSignal<Option<String>>,
    /// The end of polling, in seconds of the monotonic clock. [`NEVER`] in a frame, until the gateway's page expires.
    until: RwSignal<i64>,
    is_asking: StoredValue<bool>,
    api: StoredValue<ApiClient>,
    organization: i64,
    path: StoredValue<String>,
    query: Signal<String>,
}

impl CardSetup {
    /// Creates the setup for a page. `query` is the query to return to, without the parameter of the gateway's page.
    pub fn new(page: Section, query: Signal<String>) -> Self {
        let (organization, language) = (use_organization(), use_language());
        let api = StoredValue::new(use_session().api());
        let until = RwSignal::new(NEVER);
        let path = StoredValue::new(page.path(organization));
        let notice = RwSignal::new(None);
        let request = move || {
            let form = SetupSessionForm {
                r#return: page.path_with_query(organization, &query.get_untracked()),
                locale: Some(untrack(move || language.language()).tag.to_owned()),
            };
            notice.set(None);
            until.set(NEVER);
            api.get_value().create_setup_session(organization, &form)
        };
        let departure = Departure::new(CARD_BUTTON, Box::new(request));
        let visit = departure.page;
        let setup = Self {
            departure,
            saved: RwSignal::new(None),
            notice,
            is_new: StoredValue::new(false),
            visit,
            until,
            is_asking: StoredValue::new(false),
            api,
            organization,
            path,
            query,
        };
        match use_query_map().with_untracked(|query| query.get(SETUP_SESSION_PARAMETER)) {
            Some(id) if is_id(&id) => {
                visit.set(Some(id));
                until.set(patience_ends());
                setup.ask();
            }
            Some(_) => setup.end(unfinished()),
            None => {}
        }
        clock::interval(POLL_INTERVAL, move || setup.ask());
        network::on_window("visibilitychange", move || setup.ask());
        setup
    }

    /// The notice about the last event.
    pub fn notice(self) -> Option<Notice> {
        self.notice.get().or_else(|| self.departure.notice())
    }

    /// Whether the result of a visit is being read after the return.
    pub fn is_checking(self) -> bool {
        self.visit.with(Option::is_some) && self.until.get() != NEVER && self.notice.with(Option::is_none)
    }

    /// Whether a new notice has to take the focus. Call this when it is rendered.
    pub fn take_focus(self) -> bool {
        self.notice.with(Option::is_some) && self.is_new.try_update_value(std::mem::take).unwrap_or_default()
    }

    /// Reads the result again, after a notice with Retry.
    pub fn retry(self) {
        self.until.set(patience_ends());
        self.notice.set(None);
        // The button is removed. It had the focus if the person pressed it.
        dom::catch_focus(CARD_BUTTON);
        self.ask();
    }

    /// Reads the result of the visit, unless there is none or a request is in progress.
    fn ask(self) {
        let is_paused = self.is_asking.try_get_value().unwrap_or(true)
            || self.notice.try_with_untracked(Option::is_some).unwrap_or(true);
        let visit = self.visit.try_get_untracked().flatten().filter(|_| !is_paused);
        if let Some(id) = visit {
            self.is_asking.set_value(true);
            let (api, organization) = (self.api.get_value(), self.organization);
            spawn_local(async move {
                let answer = api.complete_setup_session(organization, &id).await;
                // The page may have been left, or the button pressed again.
                let is_current = self.visit.try_get_untracked().flatten().is_some_and(|visit| visit == id);
                self.is_asking.try_set_value(false);
                if let Some(notice) = is_current.then(|| self.read(answer)).flatten() {
                    self.end(notice);
                }
            });
        }
    }

    /// The notice about a response; `None` to poll again.
    fn read(self, answer: Result<GatewayPage, ApiError>) -> Option<Notice> {
        let until = self.until.get_untracked();
        match answer {
            Ok(GatewayPage { payment_method: Some(card), .. }) => {
                let body = words::card_saved(&text::card(&card.brand, &card.last4));
                self.saved.set(Some(card));
                Some(Notice::success(words::card_saved_title(), &body))
            }
            Ok(_) => (clock::monotonic_seconds() >= until).then(|| {
                Notice::warning(words::card_pending_title(), words::card_pending()).with_retry(true)
            }),
            // The page for signing in returns to this address.
            Err(ApiError::SignedOut) => None,
            Err(error) if !is_final(&error) => {
                (until != NEVER).then(|| text::notice_for(&error).with_retry(true))
            }
            Err(error) => Some(refused(&error)),
        }
    }

    /// Shows a notice. Without Retry, the visit has ended.
    fn end(self, notice: Notice) {
        if !notice.retry {
            self.visit.set(None);
            self.departure.remove_link();
            if self.path.with_value(|path| address::query_of(path)).is_some() {
                address::replace_query(&self.query.get_untracked());
            }
        }
        self.is_new.set_value(true);
        self.notice.set(Some(notice));
    }
}

fn patience_ends() -> i64 {
    clock::monotonic_seconds().saturating_add(PATIENCE)
}

/// Whether the same request fails again.
fn is_final(error: &ApiError) -> bool {
    matches!(error, ApiError::Refused(refusal) if refusal.status < 500 && refusal.status != 429)
}

fn refused(error: &ApiError) -> Notice {
    match error {
        ApiError::Refused(refusal) if refusal.code == ProblemCode::NotFound => unfinished(),
        error => text::notice_for(error).with_retry(false),
    }
}

/// The notice for a visit without a card, also for a link that names no visit.
fn unfinished() -> Notice {
    text::notice_for_refusal(ProblemCode::SetupUnfinished, Charged::No, "")
}

/// Whether a text can be an id. Anyone can set the parameter in a link, and `..` would change the path of the request.
fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_changes_the_path_of_the_request_is_not_an_id() {
        for text in ["", ".", "..", "../x", "a/b", "a.b", "%2e%2e", "a b", "é"] {
            assert!(!is_id(text), "{text}");
        }
        assert!(is_id("cs_test_a1-B2"));
    }
}
