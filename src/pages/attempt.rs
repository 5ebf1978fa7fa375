use std::time::Duration;

use billing::{Currency, Money};
use contract::{Attempt, AttemptState, Charged, UpgradeAnswer};
use leptos::prelude::*;
use leptos_router::components::A;
use platform::{
    clock,
    dom::{self, keep_focus},
    intl,
};

use crate::{
    api::ApiError,
    components::{NoticeView, fact, figure},
    layout::{loaded, testcloud_crumbs},
    routes::Section,
    state::{
        Remote, Task,
        payment::{KeptQuote, outcome},
        portal::{PortalEvent, portal, report},
        session::{use_api, use_go, use_organization, use_session},
        upgrade::Draft,
    },
    text::{self, Notice, Tone, payment, upgrade},
    view::{clicked, effect, live_view},
};

/// Poll interval for an attempt that is not final.
const POLL_INTERVAL: Duration = Duration::from_secs(2);

/// The result of fetching an attempt.
#[derive(Clone)]
enum Lookup {
    Found(Box<UpgradeAnswer>),
    /// The request failed, so it is unknown whether money moved.
    Unanswered,
}

/// Shows a payment attempt and polls it until it is final. The backend verifies the result with the gateway; no result
/// is read from this page's URL.
#[component]
pub fn AttemptStatus(
    /// The attempt.
    id: String,
) -> AnyView {
    let api = use_api();
    let organization = use_organization();
    let reference = id.clone();
    let is_unanswered = StoredValue::new(false);
    let answer = Remote::new(move || {
        let (api, id) = (api.clone(), id.clone());
        async move {
            match fetch_attempt(&api, organization, &id).await {
                Ok(answer) => Ok(Lookup::Found(Box::new(answer))),
                Err(error) if has_no_answer(&error) => {
                    // Keep the notice until there is a response. Rendering it again would announce it again and
                    // move the focus.
                    if is_unanswered.try_get_value() == Some(true) {
                        std::future::pending::<()>().await;
                    }
                    is_unanswered.try_set_value(true);
                    Ok(Lookup::Unanswered)
                }
                Err(error) => Err(error),
            }
        }
    });
    clock::interval(POLL_INTERVAL, move || {
        if matches!(answer.get_untracked(), Some(Ok(Lookup::Unanswered))) {
            answer.refetch();
        }
    });
    let retry = Callback::new(move |()| answer.refetch());
    loaded(payment::attempt_title(), testcloud_crumbs(organization), answer, move |lookup| match lookup {
        Lookup::Found(answer) => view! { <AttemptView answer=*answer organization/> }.into_any(),
        Lookup::Unanswered => {
            view! { <NoticeView notice=outcome::unknown_notice(&reference) on_retry=retry/> }.into_any()
        }
    })
}

/// Whether the outcome of the payment is unknown after this error.
fn has_no_answer(error: &ApiError) -> bool {
    match error {
        ApiError::Offline | ApiError::Timeout | ApiError::Malformed => true,
        ApiError::SignedOut => false,
        ApiError::Refused(refusal) => refusal.status >= 500,
    }
}

/// Fetches an attempt. If it waits for the bank, makes the backend request its result from the gateway.
async fn fetch_attempt(
    api: &crate::api::ApiClient,
    organization: i64,
    id: &str,
) -> Result<UpgradeAnswer, ApiError> {
    let answer = api.attempt(organization, id).await?;
    if answer.attempt.state != AttemptState::RequiresAction {
        return Ok(answer);
    }
    match api.confirm_attempt(organization, id).await {
        // A decline is an outcome, and the attempt describes it in more detail than the refusal.
        Err(ApiError::Refused(_)) => api.attempt(organization, id).await,
        result => result,
    }
}

#[component]
fn AttemptView(answer: UpgradeAnswer, organization: i64) -> AnyView {
    let api = use_api();
    let go = use_go();
    let id = answer.attempt.id.clone();
    let quote_id = answer.attempt.quote_id.clone();
    let code = code_in_this_tab(organization, &quote_id);
    let latest = RwSignal::new(answer);
    let refresh = Task::new({
        let (api, id) = (api.clone(), id.clone());
        move |()| {
            let (api, id) = (api.clone(), id.clone());
            async move { update(latest, fetch_attempt(&api, organization, &id).await) }
        }
    });
    let cancel = Task::new(move |()| {
        let (api, id) = (api.clone(), id.clone());
        async move { update(latest, api.cancel_attempt(organization, &id).await) }
    });
    clock::interval(POLL_INTERVAL, move || {
        let has_ended = latest.try_with_untracked(|answer| answer.attempt.state.is_final()).unwrap_or(true);
        if !has_ended {
            refresh.start(());
        }
    });
    let state = Memo::new(move |_| {
        latest
            .with(|UpgradeAnswer { attempt, .. }| (attempt.state, attempt.charged, attempt.cancel_requested))
    });
    effect(move || {
        let is_final = state.get().0.is_final();
        report(|| latest.with_untracked(PortalEvent::of_attempt));
        if is_final {
            KeptQuote::remove_quote(organization, &quote_id);
        }
        if let Some(receipt) =
            latest.with(|answer| answer.receipt.as_ref().map(|receipt| receipt.number.clone()))
        {
            go(&Section::Receipt(receipt.clone()).path(organization), true);
        } else {
            dom::announce(&notice(&latest.get_untracked().attempt).title);
        }
    });

    let status = move || {
        state.track();
        keep_focus();
        let attempt = latest.with_untracked(|answer| answer.attempt.clone());
        let actions = match attempt.state {
            AttemptState::RequiresAction if !attempt.cancel_requested => {
                confirmation_actions(&attempt, cancel)
            }
            AttemptState::Declined | AttemptState::Canceled => {
                let href = Section::Upgrade.path_with_query(
                    organization,
                    &Draft::of(attempt.before, attempt.after, code.clone()).query(),
                );
                let other_card = (attempt.state == AttemptState::Declined).then(|| {
                    let card = Section::PaymentMethod.path(organization);
                    view! { <A href=card attr:class="button secondary">{payment::use_another_card()}</A> }
                });
                view! { <A href=href attr:class="button">{payment::choose_upgrade_again()}</A> {other_card} }
                    .into_any()
            }
            _ => ().into_any(),
        };
        view! { <NoticeView notice=notice(&attempt)>{actions}</NoticeView> }.into_any()
    };
    let error_notice = move || match refresh.notice().or_else(|| cancel.notice()) {
        Some(notice) => view! { <NoticeView notice/> }.into_any(),
        None => ().into_any(),
    };
    view! {
        {live_view(error_notice)}
        {live_view(status)}
        <section class="panel" aria-label=payment::attempt_title()>
            {live_view(move || latest.with(|answer| facts(&answer.attempt)))}
            <p><A href=Section::Subscription.path(organization) exact=true>{text::back_to_subscription()}</A></p>
        </section>
    }
    .into_any()
}

/// Stores the backend's response, or returns a notice about the error.
fn update(latest: RwSignal<UpgradeAnswer>, response: Result<UpgradeAnswer, ApiError>) -> Option<Notice> {
    match response {
        Ok(answer) => {
            latest.try_set(answer);
            None
        }
        Err(error) => Some(text::notice_for(&error)),
    }
}

fn confirmation_actions(attempt: &Attempt, cancel: Task<()>) -> AnyView {
    let bank = attempt.confirmation_url.clone().map(|href| {
        match portal() {
            // The bank refuses frames.
            Some(portal) => {
                let opened = clicked(move || portal.report(PortalEvent::BankOpened));
                view! {
                    <a class="button" href=href target="_blank" rel="noopener" on:click=opened>{payment::continue_to_bank()}</a>
                    <p class="hint">{payment::bank_opens_in_new_tab()}</p>
                }
                .into_any()
            }
            None => view! { <a class="button" rel="external" href=href>{payment::continue_to_bank()}</a> }.into_any(),
        }
    });
    view! {
        {bank}
        <button type="button" class="button secondary" on:click=clicked(move || cancel.start(()))>
            {payment::cancel_payment()}
        </button>
    }
    .into_any()
}

fn facts(attempt: &Attempt) -> AnyView {
    let amount = Currency::parse(&attempt.currency)
        .map(|currency| intl::money(Money::new(attempt.amount_due_minor, currency)));
    let next_check = attempt.next_check_at.filter(|_| !attempt.state.is_final()).map(intl::date_time);
    view! {
        <dl class="facts">
            {fact(upgrade::amount_due_today(), amount.map(figure).into_any())}
            {fact(payment::upgrade(), text::before_to_after(&text::plan(attempt.before), &text::plan(attempt.after)).into_any())}
            {fact(payment::paid_by(), attempt.by.clone().into_any())}
            {fact(payment::reference(), view! { <code>{attempt.id.clone()}</code> }.into_any())}
            {next_check.map(|at| fact(payment::next_check(), at.into_any()))}
        </dl>
    }
    .into_any()
}

fn notice(attempt: &Attempt) -> Notice {
    let was_charged = attempt.charged == Charged::Yes;
    let build = |tone, title: &str, body: &str| Notice {
        // Support has to investigate a charge without an upgrade.
        reference: (was_charged && attempt.state != AttemptState::Charged).then(|| attempt.id.clone()),
        ..Notice::new(tone, title, body)
    };
    match attempt.state {
        AttemptState::Started | AttemptState::Charging => {
            build(Tone::Info, payment::paying(), payment::payment_takes_long())
        }
        AttemptState::RequiresAction if attempt.cancel_requested => {
            build(Tone::Info, payment::canceling(), payment::canceling_body())
        }
        AttemptState::RequiresAction => build(
            Tone::Warning,
            payment::bank_confirmation_required(),
            payment::bank_confirmation_required_body(),
        ),
        AttemptState::Unknown if was_charged => {
            build(Tone::Warning, payment::charged_not_applied(), payment::charged_not_applied_body())
        }
        AttemptState::Unknown => {
            build(Tone::Warning, payment::outcome_unknown(), payment::outcome_unknown_body())
        }
        AttemptState::Charged => build(Tone::Success, payment::paid(), payment::paid_body()),
        AttemptState::Declined => {
            let class = attempt.decline.map_or(contract::DeclineClass::Generic, |decline| decline.class);
            outcome::declined(class)
        }
        AttemptState::Canceled if was_charged => {
            build(Tone::Warning, payment::upgrade_not_applied(), payment::upgrade_not_applied_body())
        }
        AttemptState::Canceled => {
            build(Tone::Info, payment::payment_canceled(), payment::payment_canceled_body())
        }
    }
}

/// The promotion code of a quote, while this tab still keeps it.
fn code_in_this_tab(organization: i64, quote_id: &str) -> Option<String> {
    let user = use_session().user.get_untracked()?;
    let kept = KeptQuote::load(&user.id, organization)?;
    kept.request.promotion_code.filter(|_| kept.quote.id == quote_id)
}

#[cfg(test)]
mod tests {
    use billing::{Cycle, Instant};
    use contract::Plan;

    use super::*;

    fn attempt(state: AttemptState, charged: Charged, cancel_requested: bool) -> Attempt {
        let plan = Plan { sessions: 5, cycle: Cycle::Monthly };
        Attempt {
            id: "att_1".to_owned(),
            state,
            charged,
            quote_id: "q_1".to_owned(),
            by: "Bea Manager".to_owned(),
            started_at: Instant::from_epoch_seconds(0).unwrap(),
            amount_due_minor: 24_155,
            currency: "USD".to_owned(),
            before: plan,
            after: plan,
            next_check_at: None,
            confirmation_url: None,
            cancel_requested,
            decline: None,
        }
    }

    /// Tests every state with every value of `charged`.
    #[test]
    fn no_attempt_reads_as_not_charged_unless_that_is_known() {
        use AttemptState as S;
        for state in
            [S::Started, S::Charging, S::RequiresAction, S::Unknown, S::Charged, S::Declined, S::Canceled]
        {
            for cancel_requested in [false, true] {
                for charged in [Charged::Yes, Charged::Unknown] {
                    // The backend makes an attempt without a charge final only after a response from the gateway.
                    if charged == Charged::Unknown && state.is_final()
                        || charged == Charged::Yes && state == S::Declined
                    {
                        continue;
                    }
                    let Notice { title, body, .. } = notice(&attempt(state, charged, cancel_requested));
                    let text = format!("{title} {body}").to_lowercase();
                    assert!(!text.contains("not charged") && !text.contains("not paid"), "{state:?}: {text}");
                }
            }
        }
        let canceled = notice(&attempt(S::Canceled, Charged::No, false));
        assert_eq!(canceled.title, "This payment was not made. You were not charged.");
    }

    #[test]
    fn held_attempt_reads_as_charged_and_names_its_reference() {
        for state in [AttemptState::Unknown, AttemptState::Canceled] {
            let notice = notice(&attempt(state, Charged::Yes, false));
            assert!(
                format!("{} {}", notice.title, notice.body).contains("Your card was charged"),
                "{state:?}"
            );
            assert_eq!(notice.reference.as_deref(), Some("att_1"));
        }
    }
}
