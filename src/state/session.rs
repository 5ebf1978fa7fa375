//! Who is signed in, and in which organization they are looking around.

use contract::{Membership, SignIn, User};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

use crate::{
    api::{ApiClient, ApiError, Cancel},
    platform::preferences,
    routes,
};

/// Left in the browser while somebody is signed in: a hint for the sign-in page and worth nothing else.
const SIGNED_IN: &str = "tcu.signed-in";

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
        spawn_local(async move {
            let identity = match client.user().await {
                Ok(user) => Identity::SignedIn(user),
                Err(ApiError::SignedOut) => Identity::SignedOut,
                Err(error) => Identity::Unanswered(error),
            };
            self.identity.set(identity);
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
        self.identity.set(Identity::SignedIn(user));
        Ok(())
    }

    /// The API client, for changes: they outlive the page that sends them.
    pub fn api(self) -> ApiClient {
        self.client.get_value()
    }

    /// Forgets the person; every page that needs one goes to sign-in, keeping its address.
    pub fn end(self) {
        self.identity.set(Identity::SignedOut);
    }
}

/// Makes the session and the API client known to everything below, and asks who is signed in. Needs the router.
pub fn provide_session(api: ApiClient) {
    let identity = RwSignal::new(Identity::Loading);
    let client = api.on_signed_out(move || {
        // While loading, the answer itself tells.
        if matches!(identity.get_untracked(), Identity::SignedIn(_)) {
            identity.set(Identity::SignedOut);
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
    // Somebody who comes to sign in and never has is not asked about: the answer could only be a refusal.
    let may_be_signed_in = preferences::remembered(SIGNED_IN).is_some()
        || path.with_untracked(|path| routes::Page::at(path) != routes::Page::SignIn);
    Effect::new(move |_| match session.identity() {
        Identity::SignedIn(_) => preferences::remember(SIGNED_IN, Some("")),
        Identity::SignedOut => preferences::remember(SIGNED_IN, None),
        Identity::Loading | Identity::Unanswered(_) => {}
    });
    if may_be_signed_in {
        session.load();
    } else {
        session.end();
    }
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
