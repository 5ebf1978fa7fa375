use leptos::prelude::*;
use leptos_router::components::A;
use platform::dom;

use crate::{components::LanguageSelect, routes::Route, state::language::use_language, text};

/// The footer of every page, with the link to help and the language selection.
#[component]
pub fn PageFooter() -> AnyView {
    let choice = use_language();
    // The page, including this field, is rendered again in the new language, so restore the focus.
    let choose = move |tag| choice.choose(tag, || dom::focus("language"));
    view! {
        <footer class="page-footer">
            <A href=Route::Help.path()>{text::help()}</A>
            <LanguageSelect
                language=choice.language()
                failed=Signal::derive(move || choice.failed())
                on_change=choose
            />
        </footer>
    }
    .into_any()
}
