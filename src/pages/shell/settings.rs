use contract::Membership;
use leptos::prelude::*;

use super::side_nav::SideNav;
use crate::{
    components::{effect, live_view},
    pages::{PageFrame, fetched_page, not_found::MissingPage},
    routes::{self, Section},
    state::session::{use_go, use_session},
    text::{self, entry},
};

/// The settings of the organization in the URL: the navigation, and the page if the user's role can access it.
///
/// Switching organizations renders everything again, so that no data of one organization is shown under the name of
/// another.
#[component]
pub fn SettingsShell(
    /// The requested page.
    section: Memo<Option<Section>>,
    /// The content of the page, for roles that can access it.
    #[prop(into)]
    content: ViewFn,
) -> AnyView {
    let session = use_session();
    let shell = move || match session.organization.get() {
        None => view! { <MissingPage/> }.into_any(),
        Some(here) => {
            let may_bill = here.role.may_bill();
            view! {
                <div class="settings">
                    <SideNav organization=here.id may_bill/>
                    {if may_bill { content.run() } else { without_billing(here, section) }}
                </div>
            }
            .into_any()
        }
    };
    live_view(shell)
}

/// The page at `…/settings`, which redirects to the subscription.
#[component]
pub fn SettingsHome() -> AnyView {
    let session = use_session();
    let go = use_go();
    effect(move || {
        if let Some(organization) = session.organization_id.get_untracked() {
            go(&routes::subscription(organization), true);
        }
    });
    ().into_any()
}

/// The pages for a role without billing: a note on the settings page, "Access denied" on all others.
fn without_billing(here: Membership, section: Memo<Option<Section>>) -> AnyView {
    let content = move || {
        if section.get() == Some(Section::Settings) {
            view! {
                <PageFrame title=text::settings() narrow=true>
                    <p class="panel">{entry::no_settings(text::role_name(here.role))}</p>
                </PageFrame>
            }
            .into_any()
        } else {
            fetched_page(Section::AccessDenied)
        }
    };
    live_view(content)
}
