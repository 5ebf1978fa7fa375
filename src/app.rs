use std::time::Duration;

use leptos::{mount::mount_to, prelude::*};
use leptos_router::components::Router;
use wasm_bindgen_futures::spawn_local;

use crate::{
    api::ApiClient,
    components::{Announcer, later, live_view},
    config::Config,
    pages::{OfflineBanner, PageFooter},
    platform::{dom, panic},
    routes::{self, Table},
    state::{
        language::{self, provide_language},
        session::provide_session,
    },
    text::language::Language,
};

/// Reads the configuration and takes over the document.
pub fn start() {
    panic::install();
    let config = Config::read();
    // Leptos' own way to spawn begins with its mounting.
    spawn_local(async move {
        let language = language::begin(&config.base, config.locale.clone()).await;
        // Making the program ready and drawing with it are two tasks, so that the browser answers in between.
        set_timeout(move || take_over(config, language), Duration::ZERO);
    });
}

fn take_over(config: Config, language: &'static Language) {
    let Some(mount) = dom::take_mount_element() else { return };
    mount_to(mount, move || view! { <App config language/> }).forget();
}

/// The whole app, below one element of a document.
#[component]
pub fn App(
    /// Where the app and its API live.
    config: Config,
    /// The language to begin with, already spoken.
    language: &'static Language,
) -> impl IntoView {
    routes::set_base(&config.base);
    let api = ApiClient::new(&config.api);
    let choice = provide_language(&config.base, language);
    // Sentences are plain text once they are drawn, so another language draws all of them again.
    let pages = move || {
        choice.language();
        view! {
            // The question who is signed in is on its way; the page is drawn in a task of its own.
            {later(|| view! { <Table/> }.into_any())}
            <PageFooter/>
            <OfflineBanner/>
        }
        .into_any()
    };
    view! {
        <Router base=config.base>
            {
                provide_session(api);
                view! {
                    {live_view(pages)}
                    <Announcer/>
                }
            }
        </Router>
    }
}
