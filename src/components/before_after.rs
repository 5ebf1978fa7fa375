use leptos::prelude::*;

use crate::{text::upgrade, view::live_view};

/// A property of the subscription before and after the upgrade.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Name of the property.
    pub name: &'static str,
    /// Value before the upgrade.
    pub before: String,
    /// Value after the upgrade.
    pub after: String,
}

/// The subscription before and after the upgrade, side by side.
#[component]
pub fn BeforeAfter(
    /// Rows in reading order.
    #[prop(into)]
    rows: Signal<Vec<Comparison>>,
) -> AnyView {
    let body = move || {
        let row = |Comparison { name, before, after }: Comparison| {
            let changed = (before != after).then_some("");
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td translate="no">{before}</td>
                    <td translate="no" data-changed=changed>{after}</td>
                </tr>
            }
            .into_any()
        };
        rows.get().into_iter().map(row).collect_view().into_any()
    };
    view! {
        <table class="before-after">
            <thead>
                <tr>
                    <td></td>
                    <th scope="col">{upgrade::now()}</th>
                    <th scope="col">{upgrade::after_the_upgrade()}</th>
                </tr>
            </thead>
            <tbody>{live_view(body)}</tbody>
        </table>
    }
    .into_any()
}
