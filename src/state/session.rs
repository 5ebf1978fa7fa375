//! The signed-in user and the organization in the URL.

use contract::{Membership, SignIn, User};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use platform::{
    broadcast::{broadcast, on_broadcast},
    dom, network,
    storage::name_of_app,
};

use crate::{
    api::{ApiClient, ApiError, Cancel},
    routes::Route,
};

/// Channel on which a tab reports the id of a user: after `+` when the user has signed in, after `-` when the user's
/// session has ended.
const USER_CHANNEL: &str = "tcu.person";

/// The state of the request for the signed-in user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identity {
    /// In progress.
    Loading,
    /// No user is signed in.
    SignedOut,
    /// This user is signed in.
    SignedIn(User),
    /// The request failed.
    Unanswered(ApiError),
}

/// The session. Cheap to copy.
///
/// It only controls what the pages show. The backend checks the session and the role on every request.
#[derive(Clone, Copy)]
pub struct Session {
    identity: RwSignal<Identity>,
    client: StoredValue<ApiClient>,
    /// Whether the tabs of this browser share the session. Each frame of a portal has a session of its own.
    is_shared: bool,
    /// The organization whose pages are rendered below. The URL may have changed since.
    rendered_for: Option<i64>,
    /// The signed-in user.
    pub user: Memo<Option<User>>,
    /// The organization in the URL, whether or not the user is a member.
    pub organization_id: Memo<Option<i64>>,
    /// The user's membership in that organization.
    pub organization: Memo<Option<Membership>>,
}

impl Session {
    /// The signed-in user or the state of the request, tracked.
    pub fn identity(self) -> Identity {
        self.identity.get()
    }

    /// Whether the user may see and pay the bills of the organization in the URL.
    pub fn may_bill(self) -> bool {
        self.organization.with(|organization| {
            organization.as_ref().is_some_and(|organization| organization.role.may_bill())
        })
    }

    /// Requests the signed-in user from the backend.
    pub fn load(self) {
        let client = self.client.get_value();
        let before = self.identity.get_untracked();
        spawn_local(async move {
            let answer = client.user().await;
            // The user may have signed in or out during the request, or the app was unmounted.
            if self.identity.try_get_untracked().as_ref() != Some(&before) {
                return;
            }
            match answer {
                Ok(user) => match before {
                    Identity::SignedIn(other) if other.id != user.id => clear(self.identity),
                    _ => self.set_user(user),
                },
                Err(ApiError::SignedOut) => self.end(),
                Err(_) if matches!(before, Identity::SignedIn(_)) => {}
                Err(error) => self.identity.set(Identity::Unanswered(error)),
            }
        });
    }

    /// Signs in and loads the user.
    ///
    /// # Errors
    /// `SignedOut` when the browser rejected the session cookie; otherwise as [`ApiClient::sign_in`].
    pub async fn begin(self, form: SignIn) -> Result<(), ApiError> {
        let client = self.client.get_value();
        client.sign_in(&form).await?;
        let user = client.user().await?;
        self.set_user(user);
        Ok(())
    }

    fn set_user(self, user: User) {
        if self.is_shared {
            broadcast(&name_of_app(USER_CHANNEL), &format!("+{}", user.id));
        }
        self.identity.set(Identity::SignedIn(user));
    }

    /// The API client for changes. Leaving the page does not cancel its requests.
    pub fn api(self) -> ApiClient {
        self.client.get_value()
    }

    /// Removes the user in this tab and the other tabs. Pages that require a user redirect to sign-in, which returns to
    /// their URL.
    pub fn end(self) {
        end(self.identity, self.is_shared);
    }

    /// Ends the session in this tab when another tab ends it or signs in another user.
    ///
    /// A page from the back/forward cache has missed the events of other tabs, and its session may have expired.
    fn watch_other_tabs(self) {
        on_broadcast(&name_of_app(USER_CHANNEL), move |message| {
            let Identity::SignedIn(user) = self.identity.get_untracked() else { return };
            let has_ended = match message.split_at_checked(1) {
                Some(("+", id)) => id != user.id,
                Some(("-", id)) => id == user.id,
                _ => false,
            };
            if has_ended {
                clear(self.identity);
            }
        });
        network::on_window("pageshow", move || {
            if matches!(self.identity.get_untracked(), Identity::SignedIn(_)) {
                self.load();
            }
        });
    }
}

/// Ends the session, in all tabs that share it.
fn end(identity: RwSignal<Identity>, is_shared: bool) {
    if is_shared && let Identity::SignedIn(user) = identity.get_untracked() {
        broadcast(&name_of_app(USER_CHANNEL), &format!("-{}", user.id));
    }
    clear(identity);
}

/// Removes the user in this tab.
fn clear(identity: RwSignal<Identity>) {
    dom::announce("");
    identity.set(Identity::SignedOut);
}

/// Provides the session and the API client to all components below, and requests the user. Requires the router.
pub fn provide_session(api: ApiClient) {
    let session = provide(api, Identity::Loading, true);
    session.watch_other_tabs();
    session.load();
}

/// Provides the session of a frame, whose user is known. Requires the router.
pub fn provide_frame_session(api: ApiClient, user: User) -> Session {
    provide(api, Identity::SignedIn(user), false)
}

fn provide(api: ApiClient, identity: Identity, is_shared: bool) -> Session {
    let identity = RwSignal::new(identity);
    let client = api.on_signed_out(move || {
        // Before sign-in, the caller handles the error.
        if matches!(identity.get_untracked(), Identity::SignedIn(_)) {
            end(identity, is_shared);
        }
    });
    let user = Memo::new(move |_| {
        identity.with(|identity| match identity {
            Identity::SignedIn(user) => Some(user.clone()),
            Identity::Loading | Identity::SignedOut | Identity::Unanswered(_) => None,
        })
    });
    let path = use_location().pathname;
    let organization_id = Memo::new(move |_| path.with(|path| Route::parse(path)?.organization()));
    let organization = Memo::new(move |_| {
        let id = organization_id.get()?;
        user.with(|user| {
            user.as_ref()?.organizations.iter().find(|organization| organization.id == id).cloned()
        })
    });
    let session = Session {
        identity,
        client: StoredValue::new(client),
        is_shared,
        rendered_for: None,
        user,
        organization_id,
        organization,
    };
    provide_context(session);
    session
}

/// The session.
///
/// # Panics
/// When no ancestor called [`provide_session`].
#[must_use]
pub fn use_session() -> Session {
    use_context().expect("`provide_session` is called in `App`")
}

/// Provides the organization to the pages below. Render them again for another organization.
///
/// # Panics
/// When no ancestor called [`provide_session`].
pub fn provide_organization(id: i64) {
    provide_context(Session { rendered_for: Some(id), ..use_session() });
}

/// Id of the organization that this page was rendered for.
///
/// # Panics
/// When no ancestor called [`provide_organization`].
#[must_use]
pub fn use_organization() -> i64 {
    use_session().rendered_for.expect("the router view calls `provide_organization`")
}

/// The API client. Its reads are canceled when the current owner, usually the page, is cleaned up.
///
/// # Panics
/// When no ancestor called [`provide_session`].
#[must_use]
pub fn use_api() -> ApiClient {
    let cancel = Cancel::new();
    on_cleanup({
        let cancel = cancel.clone();
        move || cancel.cancel()
    });
    use_session().client.get_value().until(cancel)
}

/// Returns a function that navigates to a path from [`crate::routes`]. `replace` replaces the current history entry.
pub fn use_go() -> impl Fn(&str, bool) + Clone {
    let navigate = use_navigate();
    // The paths include the base already, so the router must not resolve them again.
    move |path: &str, replace: bool| {
        navigate(path, NavigateOptions { resolve: false, replace, ..NavigateOptions::default() })
    }
}
