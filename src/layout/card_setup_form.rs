use leptos::prelude::*;
use platform::dom;

use super::departure_button::{DepartureWords, departure_button};
use crate::{
    components::NoticeView,
    state::{CARD_BUTTON, CARD_NOTICE, CardSetup},
    text::{self, Notice, Tone, payment, subscription as words},
    view::{effect, live_text, live_view},
};

/// The button that leaves for the gateway's page where a card is saved, and the notice about the result.
#[component]
pub fn CardSetupForm(
    /// The card to save.
    setup: CardSetup,
    /// Whether there is a card on file, which the new one replaces.
    #[prop(into)]
    has_card: Signal<bool>,
    /// Whether a press does nothing.
    #[prop(into)]
    is_blocked: Signal<bool>,
    /// What became of an unpaid renewal after the card was saved, for the notice.
    #[prop(optional_no_strip)]
    renewal: Option<(Tone, &'static str)>,
) -> AnyView {
    effect(move || {
        if setup.take_focus() {
            dom::focus(CARD_NOTICE);
        }
    });
    let notice = move || {
        setup
            .notice()
            .map(|notice| {
                let notice = match renewal {
                    Some((tone, sentence)) if notice.tone == Tone::Success => {
                        Notice { tone, body: text::two_sentences(&notice.body, sentence), ..notice }
                    }
                    _ => notice,
                };
                view! { <NoticeView notice on_retry=move |()| setup.retry()/> }
            })
            .into_any()
    };
    let status = move || if setup.is_checking() { words::checking_card().to_owned() } else { String::new() };
    let button = move || {
        let texts = DepartureWords {
            button: if has_card.get() { payment::use_another_card() } else { payment::add_card() },
            leaving: words::opening_card_page(),
            link: words::continue_to_card_page(),
            hint: words::card_page_opens_in_new_tab(),
        };
        departure_button(setup.departure, CARD_BUTTON, "button secondary small", texts, is_blocked)
    };
    view! {
        <div id=CARD_NOTICE class="notices" tabindex="-1">{live_view(notice)}</div>
        <p class="hint">{words::card_page_note()}</p>
        <div class="cluster">{live_view(button)}<span role="status" class="soft">{live_text(status)}</span></div>
    }
    .into_any()
}
