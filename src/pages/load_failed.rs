use contract::ProblemCode;
use leptos::prelude::*;

use crate::{api::ApiError, components::NoticeView, state::session::use_session, text};

/// In place of a page's content that could not be fetched: what failed, with Retry where that may help.
#[component]
pub fn LoadFailed(
    /// Why.
    error: ApiError,
    /// Fetches again.
    #[prop(into)]
    on_retry: Callback<()>,
) -> AnyView {
    if is_refused_with(&error, ProblemCode::RoleRequired) {
        // The role has changed since it was asked for; the shell shows what is left of the settings.
        use_session().load();
    }
    view! { <NoticeView notice=text::notice_for(&error) on_retry=on_retry/> }.into_any()
}

/// Whether the answer is that there is no such page, or none for the reader to know of.
pub fn is_missing(error: &ApiError) -> bool {
    is_refused_with(error, ProblemCode::NotFound)
}

fn is_refused_with(error: &ApiError, code: ProblemCode) -> bool {
    matches!(error, ApiError::Refused(refusal) if refusal.code == code)
}
