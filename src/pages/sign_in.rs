use contract::{SignIn, contains_card_number};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::use_query_map;
use platform::{address::own_origin, dom};

use crate::{
    components::{NoticeView, TextField},
    layout::PageFrame,
    routes::{self, Route},
    state::{
        Task,
        session::{use_go, use_session},
    },
    text::{self, entry},
    view::{effect, live, live_text, live_view},
};

/// The sign-in page. Redirects to the path in `return` after sign-in, or to the entry page.
#[component]
pub fn SignInPage() -> AnyView {
    let session = use_session();
    let go = use_go();
    let return_to = use_query_map().with_untracked(|query| query.get("return"));
    let return_to = return_to
        .and_then(|address| routes::safe_return(&address, &own_origin()))
        .unwrap_or_else(|| Route::Home.path());
    effect(move || {
        if session.user.with(Option::is_some) {
            go(&return_to, true);
        }
    });
    let content = view! { <SignInForm on_sign_in=move |form| session.begin(form)/> };
    view! {
        <div class="entry">
            <header><p class="wordmark">{text::testcloud()}</p></header>
            <PageFrame title=entry::sign_in_title() narrow=true>{content}</PageFrame>
        </div>
    }
    .into_any()
}

/// The form for e-mail and password, with its errors.
#[component]
pub fn SignInForm<S, F>(
    /// Signs in.
    on_sign_in: S,
) -> AnyView
where
    S: Fn(SignIn) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Result<(), crate::api::ApiError>> + 'static,
{
    form(Task::new(move |form| {
        let answer = on_sign_in(form);
        async move { answer.await.err().map(|error| text::notice_for_sign_in(&error)) }
    }))
}

fn form(sign_in: Task<SignIn>) -> AnyView {
    let (email, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (email_problem, password_problem) = (RwSignal::new(None), RwSignal::new(None));
    let submit = move |ev: SubmitEvent| {
        ev.prevent_default();
        dom::read_field("email", email);
        dom::read_field("password", password);
        let missing = |typed: RwSignal<String>, sentence: &str| {
            typed.with_untracked(|typed| typed.trim().is_empty()).then(|| sentence.to_owned())
        };
        let has_card_number = email.with_untracked(|typed| contains_card_number(typed));
        email_problem.set(if has_card_number {
            Some(text::card_number_in_text().to_owned())
        } else {
            missing(email, entry::email_missing())
        });
        password_problem.set(missing(password, entry::password_missing()));
        if email_problem.with_untracked(Option::is_some) {
            dom::focus("email");
        } else if password_problem.with_untracked(Option::is_some) {
            dom::focus("password");
        } else {
            let email = email.with_untracked(|typed| typed.trim().to_owned());
            sign_in.start(SignIn { email, password: password.get_untracked() });
        }
    };
    let notice = move || sign_in.notice().map(|notice| view! { <NoticeView notice/> }).into_any();
    let fields = view! {
        <TextField id="email" label=entry::email() kind="email" autocomplete="username" value=email problem=email_problem/>
        <TextField id="password" label=entry::password() kind="password" autocomplete="current-password" value=password problem=password_problem/>
    };
    view! {
        <form class="panel" novalidate on:submit=submit>
            {live_view(notice)}
            {fields}
            <button type="submit" class="button wide" aria-disabled=live(move || sign_in.busy()) aria-busy=live(move || sign_in.busy())>
                {live_text(move || (if sign_in.is_pending() { entry::signing_in() } else { entry::sign_in() }).to_owned())}
            </button>
        </form>
    }
    .into_any()
}
