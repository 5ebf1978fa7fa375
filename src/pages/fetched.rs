use leptos::{prelude::*, task::spawn_local};

use super::{PageFrame, waiting};
use crate::{
    components::{Notice, NoticeView, Tone, clicked, live_view},
    platform::dom,
    routes::{Draw, PageModule, Section},
    text,
};

#[derive(Clone, Copy)]
enum Code {
    Coming,
    Here(Draw),
    Failed,
}

/// A page whose code may still have to be fetched. When that fails, the actions are Reload, because a new version may
/// have replaced the code, and Retry, which keeps what this page holds.
pub fn fetched_page(section: Section) -> AnyView {
    let Some(module) = PageModule::of(&section) else { return ().into_any() };
    if let Some(draw) = module.draw() {
        return draw(section);
    }
    let code = RwSignal::new(Code::Coming);
    let fetch = move || {
        code.set(Code::Coming);
        spawn_local(async move {
            let fetched = module.fetch().await;
            // The page may be left by now.
            code.try_set(fetched.map_or(Code::Failed, Code::Here));
        });
    };
    fetch();
    live_view(move || {
        match code.get() {
            // Without a heading: the page's own takes the focus when it comes.
            Code::Coming => waiting(),
            Code::Here(draw) => draw(section.clone()),
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
