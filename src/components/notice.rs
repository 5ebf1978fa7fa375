use leptos::prelude::*;
use platform::network;

use crate::{
    text::{self, Notice, Tone},
    view::clicked,
};

/// Shows a notice. Assistive technology announces an error at once and other notices politely.
///
/// When the browser is online again, `on_retry` is called automatically. It must therefore never pay.
#[component]
pub fn NoticeView(
    /// The notice.
    notice: Notice,
    /// Repeats what failed to load. Without it there is no Retry button.
    #[prop(optional, into)]
    on_retry: Option<Callback<()>>,
    /// Further actions: links and buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> AnyView {
    let role = if notice.tone == Tone::Error { "alert" } else { "status" };
    let retry = on_retry.filter(|_| notice.retry).map(|retry| {
        network::on_window("online", move || retry.run(()));
        view! {
            <button type="button" class="button secondary small" on:click=clicked(move || retry.run(()))>
                {text::try_again()}
            </button>
        }
    });
    let reference = notice.reference.map(|id| view! { <small class="soft">{text::reference(&id)}</small> });
    let footer = (retry.is_some() || children.is_some() || reference.is_some())
        .then(|| view! { <footer>{retry}{children.map(|children| children())}{reference}</footer> });
    view! {
        <div class="notice" role=role data-tone=notice.tone.as_str()>
            <div>
                <strong>{notice.title}</strong>
                <p>{notice.body}</p>
            </div>
            {footer}
        </div>
    }
    .into_any()
}
