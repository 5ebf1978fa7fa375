use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    layout::PageFrame,
    routes::Route,
    text::{self, help},
};

/// Short answers to common questions. Available without sign-in.
#[component]
pub fn HelpPage() -> AnyView {
    let answers = [
        (help::amount_question(), help::amount_answer()),
        (help::once_question(), help::once_answer()),
        (help::annual_question(), help::annual_answer()),
        (help::who_question(), help::who_answer()),
        (help::queue_question(), help::queue_answer()),
        (help::more_question(), help::more_answer()),
    ];
    let answers: Vec<_> = answers
        .into_iter()
        .map(|(question, answer)| {
            view! {
                <section class="panel">
                    <h2>{question}</h2>
                    <p>{answer}</p>
                </section>
            }
        })
        .collect();
    view! {
        <div class="entry">
            <header><A href=Route::Organizations.path() attr:class="wordmark">{text::testcloud()}</A></header>
            <PageFrame title=text::help() narrow=true>
                <p class="soft">{help::introduction()}</p>
                {answers}
            </PageFrame>
        </div>
    }
    .into_any()
}
