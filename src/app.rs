use leptos::{mount::mount_to, prelude::*};
use leptos_router::components::Router;

use crate::{
    api::ApiClient,
    components::Announcer,
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
                    <Table/>
                    <Announcer/>
                }
            }
        </Router>
    }
}
