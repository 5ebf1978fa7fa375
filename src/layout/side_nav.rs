use leptos::prelude::*;

use crate::{
    routes::Section,
    text::{self, entry},
};

/// The navigation of the settings. TestCloud is listed only for roles that can open it.
#[component]
pub fn SideNav(
    /// Id of the organization.
    organization: i64,
    /// Whether the user's role includes billing.
    may_bill: bool,
) -> AnyView {
    // Every page of the settings belongs to TestCloud.
    let testcloud = may_bill.then(|| {
        view! { <li><a href=Section::Subscription.path(organization) aria-current="true">{text::testcloud()}</a></li> }
    });
    view! {
        <nav class="side-nav" aria-label=text::settings()>
            <p>{text::settings()}</p>
            <h2 id="subscription-management">{text::subscription_management()}</h2>
            <ul role="list" aria-labelledby="subscription-management">
                {external_item(entry::testops())}
                {testcloud}
                {external_item(entry::studio())}
            </ul>
        </nav>
    }
    .into_any()
}

fn external_item(name: &'static str) -> AnyView {
    view! { <li><span>{name} " " <small>{entry::not_part_of_this_app()}</small></span></li> }.into_any()
}
