//! Who is signed in, and in which organization they are looking around.

use contract::{Membership, SignIn, User};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

use crate::{
    api::{ApiClient, ApiError, Cancel},
    platform::{dom, network, preferences},
    routes,
};

/// The id of the person signed in on this browser, empty after sign-out. Other tabs get an event when it changes.
const PERSON: &str = "tcu.person";

/// What is known about the person in front of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identity {
    /// Being asked for.
    Loading,
    /// Nobody.
    SignedOut,
    /// This person.
    SignedIn(User),
    /// The question got no answer.
    Unanswered(ApiError),
}

/// The session as the pages see it. A small handle: copy it freely.
///
/// It is a convenience for the reader. The backend checks the session and the role on every call.
#[derive(Clone, Copy)]
pub struct Session {
    identity: RwSignal<Identity>,
    client: StoredValue<ApiClient>,
    /// The person signed in.
    pub user: Memo<Option<User>>,
    /// The organization named by the address, whether or not the person belongs to it.
    pub organization_id: Memo<Option<i64>>,
    /// The person's membership in that organization: its name and their role.
    pub organization: Memo<Option<Membership>>,
}

impl Session {
    /// What is known about the person.
    pub fn identity(self) -> Identity {
        self.identity.get()
    }

    /// Whether the person may see and pay the bills of the organization in the address.
    pub fn may_bill(self) -> bool {
        self.organization.with(|organization| {
            organization.as_ref().is_some_and(|organization| organization.role.may_bill())
        })
    }

    /// Asks the backend who is signed in.
    pub fn load(self) {
        let client = self.client.get_value();
        let before = self.identity.get_untracked();
        spawn_local(async move {
            let answer = client.user().await;
            // The person may have signed in or out since, or the app is gone.
            if self.identity.try_get_untracked().as_ref() != Some(&before) {
                return;
            }
            match answer {
                Ok(user) => self.enter(user),
                Err(ApiError::SignedOut) => self.end(),
                Err(_) if matches!(before, Identity::SignedIn(_)) => {}
                Err(error) => self.identity.set(Identity::Unanswered(error)),
            }
        });
    }

    /// Signs in and asks who that is.
    ///
    /// # Errors
    /// As [`ApiClient::sign_in`] and [`ApiClient::user`].
    pub async fn begin(self, form: SignIn) -> Result<(), ApiError> {
        let client = self.client.get_value();
        client.sign_in(&form).await?;
        let user = client.user().await?;
        self.enter(user);
        Ok(())
    }

    fn enter(self, user: User) {
        preferences::remember(PERSON, Some(&user.id));
        self.identity.set(Identity::SignedIn(user));
    }

    /// The API client, for changes: they outlive the page that sends them.
    pub fn api(self) -> ApiClient {
        self.client.get_value()
    }

    /// Forgets the person, here and in the other tabs. Every page that needs one goes to sign-in, keeping its address.
    pub fn end(self) {
        end(self.identity);
    }

    /// Ends the session in this tab as soon as another tab ends it or another person signs in there.
    ///
    /// A page from the back/forward cache has missed the events of other tabs, and its session may have expired.
    fn follow_other_tabs(self) {
        for event in ["storage", "pageshow"] {
            network::on_window(event, move || {
                let Identity::SignedIn(user) = self.identity.get_untracked() else { return };
                // A browser that stores nothing leaves it to the backend.
                if preferences::remembered(PERSON).is_some_and(|person| person != user.id) {
                    self.end();
                } else if event == "pageshow" {
                    self.load();
                }
            });
        }
    }
}

fn end(identity: RwSignal<Identity>) {
    if let Identity::SignedIn(user) = identity.get_untracked()
        // Another tab may have signed in another person.
        && preferences::remembered(PERSON) == Some(user.id)
    {
        preferences::remember(PERSON, Some(""));
    }
    dom::announce("");
    identity.set(Identity::SignedOut);
}

/// Makes the session and the API client known to everything below, and asks who is signed in. Needs the router.
pub fn provide_session(api: ApiClient) {
    let identity = RwSignal::new(Identity::Loading);
    let client = api.on_signed_out(move || {
        // Until then, the caller handles it.
        if matches!(identity.get_untracked(), Identity::SignedIn(_)) {
            end(identity);
        }
    });
    let user = Memo::new(move |_| {
        identity.with(|identity| match identity {
            Identity::SignedIn(user) => Some(user.clone()),
            Identity::Loading | Identity::SignedOut | Identity::Unanswered(_) => None,
        })
    });
    let path = use_location().pathname;
    let organization_id = Memo::new(move |_| path.with(|path| routes::Page::at(path).organization()));
    let organization = Memo::new(move |_| {
        let id = organization_id.get()?;
        user.with(|user| {
            user.as_ref()?.organizations.iter().find(|organization| organization.id == id).cloned()
        })
    });
    let session = Session { identity, client: StoredValue::new(client), user, organization_id, organization };
    provide_context(session);
    session.follow_other_tabs();
    session.load();
}

/// The session.
///
/// # Panics
/// Outside of [`provide_session`].
#[must_use]
pub fn use_session() -> Session {
    use_context().expect("`provide_session` is called in `App`")
}

/// The API client. Its reads are given up when the current owner, usually the page, is cleaned up.
///
/// # Panics
/// Outside of [`provide_session`].
#[must_use]
pub fn use_api() -> ApiClient {
    let cancel = Cancel::new();
    on_cleanup({
        let cancel = cancel.clone();
        move || cancel.cancel()
    });
    use_session().client.get_value().until(cancel)
}

/// Goes to a path made by [`crate::routes`]; `replace` leaves no way back to the present page.
pub fn use_go() -> impl Fn(&str, bool) + Clone {
    let navigate = use_navigate();
    // The paths include the base already, so the router must not resolve them again.
    move |path: &str, replace: bool| {
        navigate(path, NavigateOptions { resolve: false, replace, ..NavigateOptions::default() })
    }
}
