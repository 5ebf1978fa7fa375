use leptos::prelude::*;

use super::{MissingPage, SideNav};
use crate::{state::session::use_session, view::live_view};

/// The settings of the organization in the URL: the navigation, and the page.
///
/// Switching organizations renders everything again, so that no data of one organization is shown under the name of
/// another.
#[component]
pub fn SettingsShell(
    /// The page.
    #[prop(into)]
    content: ViewFn,
) -> AnyView {
    let session = use_session();
    let shell = move || match session.organization.get() {
        None => view! { <MissingPage/> }.into_any(),
        Some(here) => view! {
            <div class="settings">
                <SideNav organization=here.id may_bill=here.role.may_bill()/>
                {content.run()}
            </div>
        }
        .into_any(),
    };
    live_view(shell)
}
