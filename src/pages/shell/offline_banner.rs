use leptos::prelude::*;

use crate::{components::live_text, platform::network, text::entry};

/// Says that there is no connection, for as long as there is none.
#[component]
pub fn OfflineBanner() -> AnyView {
    let online = network::online();
    view! {
        <div class="offline-banner" role="status">
            {live_text(move || if online.get() { String::new() } else { entry::offline().to_owned() })}
        </div>
    }
    .into_any()
}
