use leptos::prelude::*;
use leptos_router::components::A;

use crate::{components::LanguageSelect, platform::dom, routes, state::language::use_language, text};

/// Help and the language, in the same place below every page.
#[component]
pub fn PageFooter() -> AnyView {
    let choice = use_language();
    // The page is drawn again in the other language, and this choice with it.
    let choose = move |tag| choice.choose(tag, || dom::focus("language"));
    view! {
        <footer class="page-footer">
            <A href=routes::help()>{text::help()}</A>
            <LanguageSelect
                language=choice.language()
                failed=Signal::derive(move || choice.failed())
                on_change=choose
            />
        </footer>
    }
    .into_any()
}
