//! The root of the app in a frame of a portal: the upgrade page and the pages of a payment, without sign-in and layout.

use std::time::Duration;

use leptos::{mount::mount_to, prelude::*};
use leptos_router::{components::Router, hooks::use_location};
use platform::{dom, panic};
use wasm_bindgen_futures::spawn_local;

use super::{lazy_modules::include_upgrading, lazy_page::show_page};
use crate::{
    api::ApiClient,
    components::Announcer,
    config::Config,
    layout::OfflineBanner,
    routes::{self, Route},
    state::{
        language::{self, provide_language},
        session::{provide_organization, provide_session},
    },
    text::language::Language,
    view::live_view,
};

/// Reads the configuration, loads the language and mounts the upgrade page.
pub fn start_frame() {
    panic::install();
    include_upgrading();
    let config = Config::read();
    spawn_local(async move {
        let language = language::begin(&config.base, config.locale.clone()).await;
        set_timeout(move || mount_frame(config, language), Duration::ZERO);
    });
}

fn mount_frame(config: Config, language: &'static Language) {
    let Some(mount) = dom::take_mount_element() else { return };
    mount_to(mount, move || view! { <Frame config language/> }).forget();
}

/// The root component of a frame.
#[component]
fn Frame(config: Config, language: &'static Language) -> impl IntoView {
    routes::set_base(&config.base);
    let api = ApiClient::new(&config.api);
    let choice = provide_language(&config.base, language);
    let pages = move || {
        choice.language();
        view! {
            <FramePages/>
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

#[component]
fn FramePages() -> AnyView {
    let path = use_location().pathname;
    let route = Memo::new(move |_| path.with(|path| Route::parse(path)));
    live_view(move || match route.get() {
        Some(Route::Organization(organization, section)) => {
            provide_organization(organization);
            show_page(section.into())
        }
        _ => ().into_any(),
    })
}
