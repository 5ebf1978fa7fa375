use leptos::prelude::*;

/// One row: what it is, before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// What is compared.
    pub name: &'static str,
    /// Before the upgrade.
    pub before: String,
    /// After it.
    pub after: String,
}

/// The subscription before and after the upgrade, side by side.
#[component]
pub fn BeforeAfter(
    /// Rows in reading order.
    #[prop(into)]
    rows: Signal<Vec<Comparison>>,
) -> impl IntoView {
    view! {
        <table class="before-after">
            <thead>
                <tr>
                    <td></td>
                    <th scope="col">"Now"</th>
                    <th scope="col">"After the upgrade"</th>
                </tr>
            </thead>
            <tbody>
                {move || {
                    rows.get()
                        .into_iter()
                        .map(|Comparison { name, before, after }| {
                            let changed = before != after;
                            view! {
                                <tr>
                                    <th scope="row">{name}</th>
                                    <td>{before}</td>
                                    <td data-changed=changed.then_some("")>{after}</td>
                                </tr>
                            }
                        })
                        .collect_view()
                }}
            </tbody>
        </table>
    }
}
