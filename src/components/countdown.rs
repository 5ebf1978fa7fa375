use leptos::prelude::*;

use crate::text::upgrade as text;

/// Seconds before the end at which the reader is warned.
const WARN_AT: i64 = 60;

/// How long the sealed price still holds, with one action that takes a new one.
#[component]
pub fn Countdown(
    /// Whole seconds left, 0 when it has ended.
    #[prop(into)]
    seconds_left: Signal<i64>,
    /// A payment is under way: the price is no longer counted down.
    #[prop(into)]
    paused: Signal<bool>,
    /// Takes a new price; nothing entered is lost.
    #[prop(into)]
    on_extend: Callback<()>,
) -> impl IntoView {
    let stage = Memo::new(move |_| match seconds_left.get() {
        left if left <= 0 => Stage::Ended,
        left if left <= WARN_AT => Stage::Soon,
        _ => Stage::Holds,
    });
    let warning = move || match stage.get() {
        Stage::Holds => "",
        Stage::Soon => text::PRICE_EXPIRES_SOON,
        Stage::Ended => text::PRICE_EXPIRED,
    };
    let clock = move || {
        let left = seconds_left.get().max(0);
        text::price_holds_for(left.div_euclid(60), left.rem_euclid(60))
    };
    view! {
        <div class="countdown" hidden=move || paused.get() data-stage=move || stage.get().as_str()>
            <span role="timer" aria-live="off">{clock}</span>
            <button type="button" class="button quiet small" on:click=move |_| on_extend.run(())>
                {text::EXTEND_PRICE}
            </button>
            <p role="status">{warning}</p>
        </div>
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Holds,
    Soon,
    Ended,
}

impl Stage {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Soon => "soon",
            Self::Ended => "ended",
        }
    }
}
