//! Upgrades that members requested.

use contract::{AccessRequest, Subscription};
use leptos::prelude::*;
use leptos_router::components::A;
use platform::intl;

use crate::{routes::Section, state::upgrade::Draft, text::subscription as words};

pub fn panel(subscription: &Subscription) -> Option<AnyView> {
    if subscription.access_requests.is_empty() {
        return None;
    }
    let organization = subscription.organization.id;
    let rows: Vec<_> =
        subscription.access_requests.iter().map(|request| row(organization, request)).collect();
    let panel = view! {
        <section class="panel requests">
            <h2>{words::requests()}</h2>
            <ul role="list">{rows}</ul>
        </section>
    };
    Some(panel.into_any())
}

fn row(organization: i64, request: &AccessRequest) -> AnyView {
    let draft = Draft {
        add: request.add.unwrap_or_default(),
        from: Some(request.from_sessions),
        cycle: request.cycle,
        ..Draft::default()
    };
    let path = Section::Upgrade.path_with_query(organization, &draft.query());
    let add = request.add.map(intl::count);
    let title = words::requested(add.as_ref(), request.cycle);
    let by = words::by_at(&request.by, &intl::date_time(request.at));
    let note = request.note.clone().map(|note| view! { <blockquote dir="auto">{note}</blockquote> });
    view! {
        <li>
            <div>
                <strong>{title}</strong>
                <small class="soft"><bdi>{by}</bdi></small>
                {note}
            </div>
            <A href=path attr:class="button secondary small">{words::open_request()}</A>
        </li>
    }
    .into_any()
}
