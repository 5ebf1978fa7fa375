use std::sync::Arc;

use contract::Subscription;
use leptos::{ev, prelude::*};
use platform::{address, dom, intl};

use super::{
    FORM_ID, blocked, draft_url,
    form::{FilledIn, Form, entry_problem},
    midnight,
    outlook::OutlookPanel,
    promotion::{CODE_FIELD, read_code},
    summary::Summary,
    typed_code,
};
use crate::{
    components::{ERROR_SUMMARY, ErrorSummary, FieldError, NoticeView},
    layout::{PageSkeleton, framed, show_errors_in_title, testcloud_crumbs},
    routes::Section,
    state::{
        Remote,
        portal::portal,
        session::{use_api, use_go, use_organization},
        upgrade::{Draft, InvalidParameter, UpgradeForm, save_estimate},
    },
    text::{Notice, upgrade},
    view::{clicked, later, live_view},
};

const SESSIONS_FIELD: &str = "additional-sessions";
const CHOICE_FIELD: &str = "prepared-choice";

/// The page to configure and price an upgrade.
#[component]
pub fn TestcloudUpgrading() -> AnyView {
    let api = use_api();
    let organization = use_organization();
    intl::prepare();
    let subscription = Remote::new(move || {
        let api = api.clone();
        async move { api.subscription(organization).await }
    });
    let crumbs = testcloud_crumbs(organization);
    let reload = Callback::new(move |()| subscription.refetch());
    framed(
        upgrade::upgrading_title(),
        crumbs,
        subscription,
        Arc::new(|()| ().into_any()),
        Arc::new(|()| view! { {introduction()} <PageSkeleton/> }.into_any()),
        Arc::new(move |subscription| view! { <Upgrade subscription reload/> }.into_any()),
    )
}

#[component]
fn Upgrade(subscription: Subscription, reload: Callback<()>) -> AnyView {
    if let Some(blocked) = blocked::notice_if_blocked(&subscription, reload) {
        return blocked;
    }
    let (mut draft, invalid) = draft_url::read_draft();
    let filled_in = prefill(&mut draft);
    let organization = subscription.organization.id;
    let (server_time, granularity) = (subscription.server_time, subscription.engine.granularity);
    let form = UpgradeForm::new(subscription, &draft);
    if let Some(code) = typed_code::take().filter(|_| draft.code.is_none()) {
        form.code_entry.set(code);
    }
    draft_url::sync_to_url(form);
    draft_url::sync_from_url(form);
    midnight::reprice_at_midnight(form, server_time, granularity);

    let go = use_go();
    let show_errors = RwSignal::new(false);
    let errors = Memo::new(move |_| if show_errors.get() { blocking_errors(form) } else { Vec::new() });
    show_errors_in_title(errors, upgrade::upgrading_title());
    let review = move |ev: ev::SubmitEvent| {
        ev.prevent_default();
        dom::read_field(SESSIONS_FIELD, form.entry);
        read_code(form);
        show_errors.set(true);
        if errors.with_untracked(Vec::is_empty) {
            let draft = untrack(move || form.draft());
            // Write the URL before the debounce fires, so that Back from the review returns to the current draft.
            address::replace_query(&draft.query());
            let code = untrack(move || form.usable_code());
            let reviewed = Draft { code, ..draft };
            save_estimate(form);
            go(&Section::Review.path_with_query(organization, &reviewed.query()), false);
        } else {
            dom::focus(ERROR_SUMMARY);
        }
    };

    view! {
        {introduction()}
        <ErrorSummary errors on_focus=dom::focus/>
        {(!invalid.is_empty()).then(|| view! { <NoticeView notice=ignored_parameters(&invalid)/> })}
        {prepared_for_other(form)}
        <div class="upgrade-columns">
            // Forms cannot be nested and the promotion code has its own form, so the button refers to this one by id.
            <form id=FORM_ID hidden on:submit=review novalidate></form>
            <div class="stack">
                {later(move || view! { <Form form organization filled_in/> }.into_any())}
            </div>
            // Rendered after the deferred parts of the form, which would otherwise push it down.
            {later(move || later(move || view! { <Summary form/> }.into_any()))}
            <div class="stack outlook">
                {later(move || later(move || view! { <OutlookPanel form/> }.into_any()))}
            </div>
        </div>
    }
    .into_any()
}

/// Fills an empty draft with the entries of the portal, once. Returns them.
fn prefill(draft: &mut Draft) -> Option<FilledIn> {
    let portal = portal()?;
    let prefill = portal.prefill()?;
    if !portal.fill_in_once() && *draft == Draft::default() {
        draft.add = prefill.add.unwrap_or(0);
        draft.cycle = prefill.cycle;
        // The page can be drawn again, for example in another language.
        address::replace_query(&draft.query());
    }
    Some(FilledIn { by: portal.name(), add: prefill.add, cycle: prefill.cycle })
}

fn introduction() -> AnyView {
    view! { <p class="soft">{upgrade::introduction()}</p> }.into_any()
}

/// The errors that block the review, in the order of the page.
fn blocking_errors(form: UpgradeForm) -> Vec<FieldError> {
    if form.prepared_for_other.with(Option::is_some) {
        return vec![FieldError { field: CHOICE_FIELD, sentence: upgrade::choose_first().to_owned() }];
    }
    if let Err(problem) = form.added.get() {
        return vec![FieldError { field: SESSIONS_FIELD, sentence: entry_problem(problem, form.most()) }];
    }
    let (field, sentence) = match form.priced.get() {
        Ok(_) if form.has_unchecked_code() => (CODE_FIELD, upgrade::code_not_applied()),
        Ok(_) => return Vec::new(),
        Err(error) => (SESSIONS_FIELD, upgrade::no_amount_because(error)),
    };
    vec![FieldError { field, sentence: sentence.to_owned() }]
}

fn ignored_parameters(parameters: &[InvalidParameter]) -> Notice {
    let name = |parameter: &InvalidParameter| match parameter {
        InvalidParameter::From => upgrade::parameter_from(),
        InvalidParameter::Cycle => upgrade::parameter_cycle(),
        InvalidParameter::Code => upgrade::parameter_code(),
    };
    let names: Vec<_> = parameters.iter().map(name).collect();
    Notice::warning(upgrade::link_partly_invalid(), &upgrade::ignored_parameters(&intl::list(&names)))
}

/// Asks how to apply a draft that was created for another number of sessions.
fn prepared_for_other(form: UpgradeForm) -> AnyView {
    let choose = move |add: i64| {
        form.entry.set(add.to_string());
        form.prepared_for_other.set(None);
        dom::focus(SESSIONS_FIELD);
    };
    live_view(move || {
        let Some(prepared) = form.prepared_for_other.get() else { return ().into_any() };
        let today = form.sessions_now();
        let total = prepared.from.saturating_add(prepared.add);
        let to_total = total.saturating_sub(today);
        let add = intl::count(prepared.add);
        let choice = |add: i64, label: String| {
            view! {
                <button type="button" class="button secondary" on:click=clicked(move || choose(add))>
                    {label}
                </button>
            }
        };
        let same_total = (to_total > 0).then(|| {
            choice(to_total, upgrade::choose_same_total(&intl::count(total), &intl::count(to_total)))
        });
        let more_total = intl::count(today.saturating_add(prepared.add));
        view! {
            <div class="notice" data-tone="warning" role="group" tabindex="-1" id=CHOICE_FIELD>
                <p>{upgrade::prepared_for_other(&intl::count(prepared.from), &add, &intl::count(today))}</p>
                <footer>
                    {choice(prepared.add, upgrade::choose_same_addition(&add, &more_total))}
                    {same_total}
                </footer>
            </div>
        }
        .into_any()
    })
}
