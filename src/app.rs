use std::time::Duration;

use leptos::{mount::mount_to, prelude::*};
use leptos_router::components::Router;

use crate::{
    api::ApiClient,
    components::{Announcer, later},
    config::Config,
    pages::OfflineBanner,
    platform::{dom, intl, panic},
    routes::{self, Table},
    state::session::provide_session,
};

/// Reads the configuration and takes over the document.
pub fn start() {
    panic::install();
    let config = Config::read();
    intl::set_locale(config.locale.clone());
    // Making the program ready and drawing with it are two tasks, so that the browser answers in between.
    set_timeout(|| take_over(config), Duration::ZERO);
}

fn take_over(config: Config) {
    let Some(mount) = dom::take_mount_element() else { return };
    mount_to(mount, move || view! { <App config/> }).forget();
}

/// The whole app, below one element of a document.
#[component]
pub fn App(
    /// Where the app and its API live.
    config: Config,
) -> impl IntoView {
    routes::set_base(&config.base);
    let api = ApiClient::new(&config.api);
    view! {
        <Router base=config.base>
            {
                provide_session(api);
                view! {
                    <OfflineBanner/>
                    // The question who is signed in is on its way; the page is drawn in a task of its own.
                    {later(|| view! { <Table/> }.into_any())}
                    <Announcer/>
                }
            }
        </Router>
    }
}
