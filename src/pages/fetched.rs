use leptos::{prelude::*, task::spawn_local};

use super::{PageFrame, focus_heading, loaded::PageSkeleton};
use crate::{
    components::{Notice, NoticeView, Tone, live_view, skeleton},
    routes::{Draw, PageModule, Section},
    text,
};

#[derive(Clone, Copy)]
enum Code {
    Coming,
    Here(Draw),
    Failed,
}

/// A page whose code may still have to be fetched: skeletons until it is there, and Retry where it does not come.
pub fn fetched_page(section: Section) -> AnyView {
    let Some(module) = PageModule::of(&section) else { return ().into_any() };
    if let Some(draw) = module.draw() {
        return draw(section);
    }
    let code = RwSignal::new(Code::Coming);
    let fetch = move |again: bool| {
        code.set(Code::Coming);
        spawn_local(async move {
            let fetched = module.fetch().await;
            let is_left = code.try_set(fetched.map_or(Code::Failed, Code::Here)).is_some();
            if again && !is_left {
                // The button that had the focus is gone.
                focus_heading();
            }
        });
    };
    fetch(false);
    live_view(move || match code.get() {
        Code::Coming => coming(),
        Code::Here(draw) => draw(section.clone()),
        Code::Failed => view! {
            <PageFrame title=text::PAGE_NOT_LOADED>
                <NoticeView notice=not_loaded() on_retry=Callback::new(move |()| fetch(true))/>
            </PageFrame>
        }
        .into_any(),
    })
}

/// Without a heading: the page's own takes the focus when it comes.
fn coming() -> AnyView {
    view! {
        <main class="page" id="content">
            <header class="page-heading"><p>{skeleton(20)}</p></header>
            <PageSkeleton/>
        </main>
    }
    .into_any()
}

fn not_loaded() -> Notice {
    Notice {
        tone: Tone::Error,
        title: text::PAGE_NOT_LOADED.to_owned(),
        body: text::PAGE_NOT_LOADED_BODY.to_owned(),
        retry: true,
        reference: None,
    }
}
