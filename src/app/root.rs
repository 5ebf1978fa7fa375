use std::time::Duration;

use leptos::{mount::mount_to, prelude::*};
use leptos_router::components::Router;
use platform::{dom, panic};
use wasm_bindgen_futures::spawn_local;

use super::{frame::start_frame, router_view::RouterView};
use crate::{
    api::ApiClient,
    components::Announcer,
    config::Config,
    layout::{OfflineBanner, PageFooter},
    routes,
    state::{
        language::{self, provide_language},
        session::provide_session,
    },
    text::language::Language,
    view::{later, live_view},
};

/// Reads the configuration, loads the language and mounts the app.
pub fn start() {
    // A release has a smaller binary for frames, `src/bin/frame.rs`.
    if cfg!(not(feature = "split")) && dom::setting("client").is_some() {
        return start_frame();
    }
    panic::install();
    let config = Config::read();
    // Leptos initializes its executor when it mounts, so use `wasm_bindgen_futures` before that.
    spawn_local(async move {
        let language = language::begin(&config.base, config.locale.clone()).await;
        // Mount in a separate task, so that the browser can handle events between startup and rendering.
        set_timeout(move || mount_app(config, language), Duration::ZERO);
    });
}

fn mount_app(config: Config, language: &'static Language) {
    let Some(mount) = dom::take_mount_element() else { return };
    mount_to(mount, move || view! { <App config language/> }).forget();
}

/// The root component.
#[component]
pub fn App(
    /// The base path and the API URL.
    config: Config,
    /// The initial language, already active.
    language: &'static Language,
) -> impl IntoView {
    routes::set_base(&config.base);
    let api = ApiClient::new(&config.api);
    let choice = provide_language(&config.base, language);
    // Rendered texts are not reactive, so a language change renders everything again.
    let pages = move || {
        choice.language();
        view! {
            // Render in a separate task, so that the request for the user is sent first.
            {later(|| view! { <RouterView/> }.into_any())}
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
