use contract::Membership;
use leptos::prelude::*;
use leptos_router::components::A;

use super::chevron;
use crate::{
    routes,
    text::{self, entry},
};

/// Shows the organization of the page, and switches to another one.
#[component]
pub fn OrganizationSelector(
    /// The organization's name.
    name: String,
    /// All organizations of the user.
    organizations: Vec<Membership>,
) -> AnyView {
    let label = entry::organization_selector(&name);
    view! {
        <button type="button" class="organization-selector" popovertarget="organizations" aria-label=label>
            <bdi>{name}</bdi>
            {chevron()}
        </button>
        <nav id="organizations" class="menu" popover aria-label=entry::organizations_title()>
            {organization_choices(organizations)}
        </nav>
    }
    .into_any()
}

/// Links to organizations, each with the user's role.
pub fn organization_choices(organizations: Vec<Membership>) -> AnyView {
    let rows: Vec<_> = organizations.into_iter().map(row).collect();
    view! { <ul class="choices" role="list">{rows}</ul> }.into_any()
}

fn row(membership: Membership) -> AnyView {
    let path = routes::first_page(membership.id, membership.role);
    view! {
        <li>
            <A href=path>
                <bdi>{membership.name}</bdi>
                " "
                <small class="soft">{text::role_name(membership.role)}</small>
            </A>
        </li>
    }
    .into_any()
}
