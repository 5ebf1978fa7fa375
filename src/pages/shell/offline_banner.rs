use leptos::prelude::*;

use crate::{platform::network, text::entry};

/// Says that there is no connection, for as long as there is none.
#[component]
pub fn OfflineBanner() -> AnyView {
    let online = network::online();
    view! {
        <div class="offline-banner" role="status">
            {move || (!online.get()).then_some(entry::OFFLINE)}
        </div>
    }
    .into_any()
}
