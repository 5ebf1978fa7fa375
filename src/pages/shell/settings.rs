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

/// The settings of the organization in the address: its navigation, and the page if the role there reaches it.
///
/// Everything is made anew for another organization, so that nothing of one is ever shown under the other's name.
#[component]
pub fn SettingsShell(
    /// The page asked for.
    section: Memo<Option<Section>>,
    /// The page itself, for a role that reaches it.
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
                    {if may_bill { content.run() } else { closed(here, section) }}
                </div>
            }
            .into_any()
        }
    };
    live_view(shell)
}

/// `…/settings` itself; for everybody.
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

/// What a role without billing sees: nothing on the settings' own page, "Access denied" on every other.
fn closed(here: Membership, section: Memo<Option<Section>>) -> AnyView {
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
