use leptos::{prelude::*, task::spawn_local};
use platform::dom;

use super::lazy_modules::{Draw, LazyPage};
use crate::{
    components::NoticeView,
    layout::{PageFrame, waiting},
    text::{self, Notice},
    view::{clicked, live_view},
};

#[derive(Clone, Copy)]
enum Code {
    Loading,
    Loaded(Draw),
    Failed,
}

/// Shows a page, after loading its code if necessary. On failure, the user can reload the app, because a new version
/// may have replaced the code, or retry, which keeps the state of this page.
pub fn show_page(page: LazyPage) -> AnyView {
    let module = page.module();
    if let Some(draw) = module.draw() {
        return draw(&page);
    }
    let code = RwSignal::new(Code::Loading);
    let fetch = move || {
        code.set(Code::Loading);
        spawn_local(async move {
            let loaded = module.fetch().await;
            // The page may have been left.
            code.try_set(loaded.map_or(Code::Failed, Code::Loaded));
        });
    };
    fetch();
    live_view(move || match code.get() {
        // No heading: the page's own heading takes the focus when it is rendered.
        Code::Loading => waiting(),
        Code::Loaded(draw) => draw(&page),
        Code::Failed => view! {
            <PageFrame title=text::page_not_loaded()>
                <NoticeView notice=not_loaded() on_retry=Callback::new(move |()| fetch())>
                    <button type="button" class="button small" on:click=clicked(dom::reload)>
                        {text::reload()}
                    </button>
                </NoticeView>
            </PageFrame>
        }
        .into_any(),
    })
}

fn not_loaded() -> Notice {
    Notice::error(text::module_not_loaded(), text::module_not_loaded_body()).with_retry(true)
}
