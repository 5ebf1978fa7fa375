use contract::ProblemCode;
use leptos::prelude::*;

use crate::{api::ApiError, components::NoticeView, state::session::use_session, text};

/// Shown in place of content that could not be loaded: the error, with Retry if it may help.
#[component]
pub fn LoadFailed(
    /// The error.
    error: ApiError,
    /// Repeats the request.
    #[prop(into)]
    on_retry: Callback<()>,
) -> AnyView {
    if is_refused_with(&error, ProblemCode::RoleRequired) {
        // The role has changed since it was loaded. After a reload, the shell shows what the new role can access.
        use_session().load();
    }
    view! { <NoticeView notice=text::notice_for(&error) on_retry=on_retry/> }.into_any()
}

/// Whether the resource does not exist, or the user cannot know that it exists.
pub fn is_missing(error: &ApiError) -> bool {
    is_refused_with(error, ProblemCode::NotFound)
}

fn is_refused_with(error: &ApiError, code: ProblemCode) -> bool {
    matches!(error, ApiError::Refused(refusal) if refusal.code == code)
}
