use contract::ProblemCode;
use leptos::prelude::*;

use super::{AccessDenied, not_found::MissingPage};
use crate::{api::ApiError, components::NoticeView, pages::PageFrame, text};

/// What a page shows in place of its content when that could not be fetched: who may see it, that it is not there, or
/// what failed, with Retry where that may help.
#[component]
pub fn LoadFailed(
    /// The page's heading.
    title: &'static str,
    /// Why.
    error: ApiError,
    /// Fetches again.
    #[prop(into)]
    on_retry: Callback<()>,
) -> AnyView {
    match error {
        ApiError::Refused(problem) if problem.code == ProblemCode::RoleRequired => {
            view! { <AccessDenied who=problem.who_can_act/> }.into_any()
        }
        ApiError::Refused(problem) if problem.code == ProblemCode::NotFound => {
            view! { <MissingPage/> }.into_any()
        }
        other => view! {
            <PageFrame title=title>
                <NoticeView notice=text::notice_for(&other) on_retry=on_retry/>
            </PageFrame>
        }
        .into_any(),
    }
}
