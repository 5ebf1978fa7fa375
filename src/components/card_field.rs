use std::time::Duration;

use leptos::{html, prelude::*};
use platform::{
    dom::{self, keep_focus},
    message::{self, CardMessage},
};

use super::NoticeView;
use crate::{
    routes::percent_encode,
    text::{Notice, subscription as words},
    view::{effect, live, live_view},
};

const FIELD: &str = "card-field";
const LOADING_SECONDS: u64 = 10;

/// The gateway's hosted card field, in a frame of another origin. This page receives only a token for the card.
#[component]
pub fn CardField(
    /// URL of the field, from the subscription.
    url: String,
    /// Called with the token once the gateway has accepted a card.
    #[prop(into)]
    on_token: Callback<String>,
) -> AnyView {
    let origin = message::origin_of(&url);
    let separator = if url.contains('?') { '&' } else { '?' };
    let address = format!("{url}{separator}parent={}", percent_encode(&message::own_origin()));
    let frame = NodeRef::<html::Iframe>::new();
    let height = RwSignal::new(None::<u32>);
    let missing = RwSignal::new(false);
    let attempts = RwSignal::new(0_u32);

    message::on_card_message(
        origin,
        move || frame.get_untracked(),
        move |message| match message {
            CardMessage::Token(token) => on_token.run(token),
            CardMessage::Height(pixels) => {
                height.set(Some(pixels));
                missing.set(false);
            }
        },
    );
    effect(move || {
        attempts.track();
        let on_timeout = move || {
            // The frame is hidden, because it may accept a card without reporting it. It may have the focus.
            keep_focus();
            missing.set(height.get_untracked().is_none());
        };
        if let Ok(timer) = set_timeout_with_handle(on_timeout, Duration::from_secs(LOADING_SECONDS)) {
            on_cleanup(move || timer.clear());
        }
    });

    let retry = Callback::new(move |()| {
        missing.set(false);
        attempts.update(|attempts| *attempts = attempts.wrapping_add(1));
        // The button is removed. It had the focus if the user pressed it.
        dom::catch_focus(FIELD);
    });
    let notice = move || {
        missing
            .get()
            .then(|| {
                let notice = Notice::error(words::card_field_missing_title(), words::card_field_missing())
                    .with_retry(true);
                view! { <NoticeView notice on_retry=retry/> }
            })
            .into_any()
    };
    let field = move || {
        attempts.track();
        let address = address.clone();
        view! {
            <iframe id=FIELD node_ref=frame src=address title=words::card_field() allow="payment" hidden=live(move || missing.get()) style=("--height", live(move || height.get().map(|pixels| format!("{pixels}px"))))></iframe>
        }
        .into_any()
    };
    view! { <div class="card-field">{live_view(notice)}{live_view(field)}</div> }.into_any()
}
