use leptos::{prelude::*, task::spawn_local};

use super::lazy_modules::{Draw, PageModule};
use crate::{
    components::NoticeView,
    layout::{PageFrame, waiting},
    platform::dom,
    routes::Section,
    text::{self, Notice, Tone},
    view::{clicked, live_view},
};

#[derive(Clone, Copy)]
enum Code {
    Loading,
    Loaded(Draw),
    Failed,
}

/// A page whose code may have to be loaded first. On failure, the user can reload the app, because a new version may
/// have replaced the code, or retry, which keeps the state of this page.
pub fn lazy_page(section: Section) -> AnyView {
    let Some(module) = PageModule::of(&section) else { return ().into_any() };
    if let Some(draw) = module.draw() {
        return draw(section);
    }
    let code = RwSignal::new(Code::Loading);
    let fetch = move || {
        code.set(Code::Loading);
        spawn_local(async move {
            let fetched = module.fetch().await;
            // The page may have been left.
            code.try_set(fetched.map_or(Code::Failed, Code::Loaded));
        });
    };
    fetch();
    live_view(move || {
        match code.get() {
            // No heading: the page's own heading takes the focus when it is rendered.
            Code::Loading => waiting(),
            Code::Loaded(draw) => draw(section.clone()),
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
        }
    })
}

fn not_loaded() -> Notice {
    Notice {
        tone: Tone::Error,
        title: text::code_not_there().to_owned(),
        body: text::code_not_there_body().to_owned(),
        retry: true,
        reference: None,
    }
}
