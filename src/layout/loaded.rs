use std::sync::Arc;

use leptos::prelude::*;
use platform::dom::keep_focus;

use super::{Crumb, LoadFailed, MissingPage, PageFrame, is_missing};
use crate::{components::skeleton, state::Remote, text, view::live_view};

type Render<T> = Arc<dyn Fn(T) -> AnyView + Send + Sync>;

/// A page that shows one backend response. Renders the frame at once, with a skeleton until the response arrives and a
/// notice if it fails. If the resource does not exist, renders the not-found page.
pub fn loaded<T: Clone + Send + Sync + 'static>(
    title: &'static str,
    crumbs: Vec<Crumb>,
    answer: Remote<T>,
    show: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let skeleton = |()| view! { <PageSkeleton/> }.into_any();
    framed(title, crumbs, answer, Arc::new(|()| ().into_any()), Arc::new(skeleton), Arc::new(show))
}

/// Like [`loaded`], with content next to the heading and a custom skeleton.
pub fn framed<T: Clone + Send + Sync + 'static>(
    title: &'static str,
    crumbs: Vec<Crumb>,
    answer: Remote<T>,
    beside: Render<()>,
    skeleton: Render<()>,
    show: Render<T>,
) -> AnyView {
    let is_missing = Memo::new(move |_| matches!(answer.get(), Some(Err(error)) if is_missing(&error)));
    let retry = Callback::new(move |()| answer.refetch());
    live_view(move || {
        if is_missing.get() {
            return view! { <MissingPage/> }.into_any();
        }
        let (show, skeleton, beside) = (show.clone(), skeleton.clone(), beside.clone());
        // The frame is not rendered again with its content, so that the heading keeps the focus.
        let content = live_view(move || {
            keep_focus();
            match answer.get() {
                Some(Ok(answer)) => show(answer),
                Some(Err(error)) => view! { <LoadFailed error on_retry=retry/> }.into_any(),
                None => skeleton(()),
            }
        });
        let beside = live_view(move || beside(()));
        view! { <PageFrame title crumbs=crumbs.clone() beside>{content}</PageFrame> }.into_any()
    })
}

/// A skeleton of two columns, as large as the content, to avoid layout shifts.
#[component]
pub fn PageSkeleton() -> AnyView {
    let lines = |widths: [u8; 5]| {
        widths.map(|letters| view! { <p>{skeleton(letters)}</p> }.into_any()).collect_view()
    };
    view! {
        <div class="upgrade-columns" aria-busy="true">
            <p class="visually-hidden" role="status">{text::loading()}</p>
            <div class="panel upgrade-skeleton">{lines([12, 30, 20, 36, 24])}</div>
            <div class="panel upgrade-skeleton">{lines([16, 10, 28, 28, 20])}</div>
        </div>
    }
    .into_any()
}
