use leptos::prelude::*;
use platform::network;

use crate::{text::entry, view::live_text};

/// The banner that is shown while the browser is offline.
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
