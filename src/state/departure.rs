use std::time::Duration;

use leptos::prelude::*;
use platform::{
    address,
    dom::{self, keep_focus},
    network,
};

use super::{Task, portal::portal};
use crate::{
    api::{ApiError, GatewayPage, PendingPage},
    text::{self, Notice},
    view::Delay,
};

/// After this time, the button can be pressed again: the person may have stopped the navigation.
const LEAVING: Duration = Duration::from_secs(10);

/// Leaves for a page of the gateway or the bank. In a portal's frame, which such pages refuse, offers a link instead.
/// Cheap to copy.
#[derive(Clone, Copy)]
pub struct Departure {
    /// The id of the page that the link opens.
    pub page: RwSignal<Option<String>>,
    /// Whether the browser leaves for the page.
    is_leaving: RwSignal<bool>,
    /// The link that opens the page.
    link: RwSignal<Option<String>>,
    request: Task<()>,
}

impl Departure {
    /// Creates a departure. `request` requests the page. `id` is the id of the button and of the link that replaces it,
    /// which takes the focus.
    pub fn new(id: &'static str, request: Box<dyn Fn() -> PendingPage>) -> Self {
        let (is_leaving, link, page) = (RwSignal::new(false), RwSignal::new(None), RwSignal::new(None));
        let end_leaving = move || {
            is_leaving.try_set(false);
        };
        // After Back, the browser may show this page as it was left.
        network::on_window("pageshow", end_leaving);
        let timeout = Delay::new();
        let request = Task::new(move |()| {
            let answer = request();
            async move {
                let (url, id_of_page) = match answer.await {
                    Ok(GatewayPage { url: Some(url), id, .. }) => (url, id),
                    // Without a page there is nothing to open.
                    Ok(_) => return Some(text::notice_for(&ApiError::Malformed)),
                    Err(error) => return Some(text::notice_for(&error)),
                };
                if portal().is_some() {
                    page.try_set(id_of_page);
                    link.try_set(Some(url));
                    // The button is removed. It had the focus if the person pressed it.
                    dom::catch_focus(id);
                } else if is_leaving.try_set(true).is_none() {
                    timeout.restart(LEAVING, end_leaving);
                    address::leave(&url);
                }
                // Otherwise, the person has opened another page of the app.
                None
            }
        });
        Self { page, is_leaving, link, request }
    }

    /// Requests the page, unless the browser is about to leave.
    pub fn start(self) {
        if !self.is_leaving.get_untracked() {
            self.page.set(None);
            self.request.start(());
        }
    }

    /// Whether the page is requested or the browser leaves for it.
    pub fn is_leaving(self) -> bool {
        self.request.is_pending() || self.is_leaving.get()
    }

    /// The link to the page, in a frame.
    pub fn link(self) -> Option<String> {
        self.link.get()
    }

    /// The notice about a failed request.
    pub fn notice(self) -> Option<Notice> {
        self.request.notice()
    }

    /// Replaces the link by the button.
    pub fn remove_link(self) {
        if self.link.with_untracked(Option::is_some) {
            keep_focus();
            self.link.set(None);
        }
    }
}
