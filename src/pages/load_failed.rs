use contract::ProblemCode;
use leptos::prelude::*;

use super::{PageFrame, not_found::MissingPage};
use crate::{api::ApiError, components::NoticeView, state::session::use_session, text};

/// What a page shows in place of its content when that could not be fetched: that it is not there, or what failed, with
/// Retry where that may help.
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
    match &error {
        ApiError::Refused(refusal) if refusal.code == ProblemCode::NotFound => {
            return view! { <MissingPage/> }.into_any();
        }
        // The role has changed since it was asked for; the shell shows what is left of the settings.
        ApiError::Refused(refusal) if refusal.code == ProblemCode::RoleRequired => use_session().load(),
        _ => {}
    }
    view! {
        <PageFrame title=title>
            <NoticeView notice=text::notice_for(&error) on_retry=on_retry/>
        </PageFrame>
    }
    .into_any()
}
