use leptos::prelude::*;

use crate::{
    routes,
    text::{self, entry},
};

/// The settings' navigation. TestCloud is there only for those who may open it.
#[component]
pub fn SideNav(
    /// Whose settings.
    organization: i64,
    /// Whether the reader's role may bill.
    may_bill: bool,
) -> AnyView {
    // Every page of the settings is TestCloud's.
    let testcloud = may_bill.then(|| {
        view! { <li><a href=routes::subscription(organization) aria-current="true">{text::testcloud()}</a></li> }
    });
    view! {
        <nav class="side-nav" aria-label=text::settings()>
            <p>{text::settings()}</p>
            <h2 id="subscription-management">{text::subscription_management()}</h2>
            <ul role="list" aria-labelledby="subscription-management">
                {elsewhere(entry::testops())}
                {testcloud}
                {elsewhere(entry::studio())}
            </ul>
        </nav>
    }
    .into_any()
}

fn elsewhere(name: &'static str) -> AnyView {
    view! { <li><span>{name} " " <small>{entry::not_part_of_this_app()}</small></span></li> }.into_any()
}
