use leptos::prelude::*;

use crate::{
    text::payment,
    view::{clicked, live, live_text},
};

/// Seconds before expiry at which the warning appears.
const WARN_AT: i64 = 60;

/// The remaining time of the sealed price, with a button that requests a new one.
#[component]
pub fn Countdown(
    /// Whole seconds until expiry, 0 after it.
    #[prop(into)]
    seconds_left: Signal<i64>,
    /// Hides the countdown, for example during a payment.
    #[prop(into)]
    paused: Signal<bool>,
    /// Requests a new price. Entered data is kept.
    #[prop(into)]
    on_extend: Callback<()>,
) -> AnyView {
    let stage = move || match seconds_left.get() {
        left if left <= 0 => Validity::Ended,
        left if left <= WARN_AT => Validity::Soon,
        _ => Validity::Holds,
    };
    let warning = move || match stage() {
        Validity::Holds => String::new(),
        Validity::Soon => payment::price_expires_soon().to_owned(),
        Validity::Ended => payment::price_expired().to_owned(),
    };
    let clock = move || {
        let left = seconds_left.get().max(0);
        payment::price_valid_for(&format!("{}:{:02}", left.div_euclid(60), left.rem_euclid(60)))
    };
    view! {
        <div class="countdown" hidden=live(move || paused.get()) data-stage=live(move || stage().as_str().to_owned())>
            <span role="timer" aria-live="off" translate="no">{live_text(clock)}</span>
            <button type="button" class="button quiet small" on:click=clicked(move || on_extend.run(()))>
                {payment::extend_price()}
            </button>
            <p role="status">{live_text(warning)}</p>
        </div>
    }
    .into_any()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Validity {
    Holds,
    Soon,
    Ended,
}

impl Validity {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Soon => "soon",
            Self::Ended => "ended",
        }
    }
}
