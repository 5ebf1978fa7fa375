use leptos::prelude::*;

use crate::{
    api::ApiError,
    components::skeleton,
    pages::{Crumb, LoadFailed, PageFrame},
    text,
};

/// A page made of one answer of the backend: its frame at once, skeletons until the answer is there, and in place of
/// it all who may see it, that it is not there, or what failed.
pub fn loaded<T: Clone + Send + Sync + 'static>(
    title: &'static str,
    crumbs: Vec<Crumb>,
    answer: LocalResource<Result<T, ApiError>>,
    show: impl Fn(T) -> AnyView + Clone + Send + Sync + 'static,
) -> AnyView {
    let failed = Memo::new(move |_| answer.get().and_then(Result::err));
    let page = move || match failed.get() {
        Some(error) => {
            view! { <LoadFailed title error on_retry=move |()| answer.refetch()/> }.into_any().into_any()
        }
        None => {
            let show = show.clone();
            let content = move || {
                let show = show.clone();
                Suspend::new(async move { answer.await.ok().map(show) })
            };
            view! {
                <PageFrame title crumbs=crumbs.clone()>
                    <Transition fallback=PageSkeleton>{content}</Transition>
                </PageFrame>
            }
            .into_any()
        }
    };
    page.into_any()
}

/// The size of two columns of content, so that nothing moves when it comes.
#[component]
pub fn PageSkeleton() -> impl IntoView {
    let lines = |widths: [u8; 5]| widths.map(|letters| view! { <p>{skeleton(letters)}</p> });
    view! {
        <div class="upgrade-columns" aria-busy="true">
            <p class="visually-hidden" role="status">{text::LOADING}</p>
            <div class="panel upgrade-skeleton">{lines([12, 30, 20, 36, 24])}</div>
            <div class="panel upgrade-skeleton">{lines([16, 10, 28, 28, 20])}</div>
        </div>
    }
}
