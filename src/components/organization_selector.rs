use contract::Membership;
use leptos::prelude::*;
use leptos_router::components::A;

use super::chevron;
use crate::{
    routes,
    text::{self, entry},
};

/// Names the organization the page is about, and switches to another.
#[component]
pub fn OrganizationSelector(
    /// The organization's name.
    name: String,
    /// All the person belongs to.
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

/// Links to organizations, each with the person's role there.
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
