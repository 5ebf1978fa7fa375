use leptos::prelude::*;

use crate::{
    components::{live_view, skeleton},
    pages::{Crumb, LoadFailed, PageFrame},
    state::Remote,
    text,
};

/// A page made of one answer of the backend: its frame and skeletons until the answer is there, and in place of it all
/// who may see it, that it is not there, or what failed.
pub fn loaded<T: Clone + Send + Sync + 'static>(
    title: &'static str,
    crumbs: Vec<Crumb>,
    answer: Remote<T>,
    show: impl Fn(T) -> AnyView + Send + 'static,
) -> AnyView {
    let retry = Callback::new(move |()| answer.refetch());
    live_view(move || match answer.get() {
        None => framed(title, &crumbs, view! { <PageSkeleton/> }.into_any()),
        Some(Ok(answer)) => framed(title, &crumbs, show(answer)),
        Some(Err(error)) => view! { <LoadFailed title error on_retry=retry/> }.into_any(),
    })
}

fn framed(title: &'static str, crumbs: &[Crumb], content: AnyView) -> AnyView {
    view! { <PageFrame title crumbs=crumbs.to_vec()>{content}</PageFrame> }.into_any()
}

/// The size of two columns of content, so that nothing moves when it comes.
#[component]
pub fn PageSkeleton() -> AnyView {
    let lines = |widths: [u8; 5]| widths.map(|letters| view! { <p>{skeleton(letters)}</p> }).collect_view();
    view! {
        <div class="upgrade-columns" aria-busy="true">
            <p class="visually-hidden" role="status">{text::LOADING}</p>
            <div class="panel upgrade-skeleton">{lines([12, 30, 20, 36, 24])}</div>
            <div class="panel upgrade-skeleton">{lines([16, 10, 28, 28, 20])}</div>
        </div>
    }
    .into_any()
}
