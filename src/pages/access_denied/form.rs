use billing::Cycle;
use contract::{AccessRequestForm as Form, contains_card_number};
use leptos::{ev::SubmitEvent, prelude::*};
use platform::{dom, intl};

use crate::{
    api::ApiError,
    components::{NoticeView, TextField},
    state::{
        Task,
        upgrade::{Draft, parse_sessions},
    },
    text::{self, Notice, entry},
    view::{live, live_text, live_view},
};

const MAX_SESSIONS: i64 = 9_999;
const MAX_NOTE_CHARS: usize = 500;

/// A form that requests an upgrade from members with billing access: sessions, cycle and a note, but no price.
#[component]
pub fn AccessRequestForm<S, F>(
    /// The upgrade from the link.
    #[prop(optional)]
    draft: Draft,
    /// Sends the request.
    on_ask: S,
) -> AnyView
where
    S: Fn(Form) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Result<(), ApiError>> + 'static,
{
    let ask = Task::new(move |form| {
        let answer = on_ask(form);
        async move {
            Some(match answer.await {
                Ok(()) => sent_notice(),
                Err(error) => text::notice_for(&error),
            })
        }
    });
    form(&draft, ask)
}

fn sent_notice() -> Notice {
    Notice::success(entry::access_request_sent_title(), entry::access_request_sent())
}

fn form(draft: &Draft, ask: Task<Form>) -> AnyView {
    let typed = draft.entry.clone().unwrap_or_else(|| match draft.add {
        0 => String::new(),
        add => add.to_string(),
    });
    let (sessions, cycle, note) =
        (RwSignal::new(typed), RwSignal::new(draft.cycle), RwSignal::new(String::new()));
    let (sessions_problem, note_problem) = (RwSignal::new(None), RwSignal::new(None));
    let submit = move |ev: SubmitEvent| {
        ev.prevent_default();
        dom::read_field("ask-sessions", sessions);
        dom::read_field("ask-note", note);
        let typed = sessions.get_untracked();
        let add = (!typed.trim().is_empty()).then(|| {
            parse_sessions(&typed, MAX_SESSIONS, intl::group_separator()).ok().filter(|add| *add > 0)
        });
        let note = Some(note.with_untracked(|note| note.trim().to_owned())).filter(|note| !note.is_empty());
        let too_long = note.as_ref().is_some_and(|note| note.chars().count() > MAX_NOTE_CHARS);
        let has_card_number = note.as_deref().is_some_and(contains_card_number);
        let is_empty = add.is_none() && note.is_none() && cycle.get_untracked().is_none();
        sessions_problem
            .set((add == Some(None)).then(|| entry::access_request_sessions_invalid().to_owned()));
        let problem = if too_long {
            Some(entry::access_request_note_too_long())
        } else if has_card_number {
            Some(text::card_number_in_text())
        } else {
            is_empty.then(entry::access_request_empty)
        };
        note_problem.set(problem);
        if add == Some(None) {
            dom::focus("ask-sessions");
        } else if problem.is_some() {
            dom::focus("ask-note");
        } else {
            ask.start(Form { add: add.flatten(), cycle: cycle.get_untracked(), note });
        }
    };
    let notice = move || ask.notice().map(|notice| view! { <NoticeView notice/> }).into_any();
    let fields = view! {
        <TextField id="ask-sessions" label=text::additional_sessions() inputmode="numeric" hint=entry::access_request_sessions_hint() value=sessions problem=sessions_problem/>
        <fieldset class="field">
            <legend>{text::billing_cycle()}</legend>
            {choice(cycle, None, entry::access_request_same_cycle())}
            {choice(cycle, Some(Cycle::Monthly), text::cycle_name(Cycle::Monthly))}
            {choice(cycle, Some(Cycle::Annual), text::cycle_name(Cycle::Annual))}
        </fieldset>
    };
    view! {
        <form class="panel" novalidate on:submit=submit>
            <h2>{entry::access_request_title()}</h2>
            <p class="soft">{entry::access_request_introduction()}</p>
            {fields}
            {note_field(note, note_problem)}
            {live_view(notice)}
            <button type="submit" class="button" aria-disabled=live(move || ask.busy()) aria-busy=live(move || ask.busy())>
                {live_text(move || (if ask.is_pending() { entry::sending_access_request() } else { entry::send_access_request() }).to_owned())}
            </button>
        </form>
    }
    .into_any()
}

fn choice(chosen: RwSignal<Option<Cycle>>, cycle: Option<Cycle>, name: &'static str) -> AnyView {
    view! {
        <label class="choice">
            <input type="radio" name="ask-cycle" prop:checked=live(move || chosen.get() == cycle) on:change=move |_| chosen.set(cycle)/>
            {name}
        </label>
    }
    .into_any()
}

fn note_field(note: RwSignal<String>, problem: RwSignal<Option<&'static str>>) -> AnyView {
    view! {
        <div class="field">
            <label for="ask-note">{entry::access_request_note()}</label>
            <p class="hint" id="ask-note-hint">{entry::access_request_note_hint()}</p>
            <textarea
                id="ask-note"
                rows="4"
                aria-describedby="ask-note-hint ask-note-problem"
                aria-invalid=live(move || problem.get().is_some().to_string())
                prop:value=note
                on:input:target=move |ev| note.set(ev.target().value())
            ></textarea>
            <p class="problem" id="ask-note-problem" hidden=live(move || problem.get().is_none())>{live_text(move || problem.get().unwrap_or_default().to_owned())}</p>
        </div>
    }
    .into_any()
}
