use std::{cell::Cell, time::Duration};

use billing::{Currency, Money, QuoteInput};
use contract::Plan;
use leptos::{ev, prelude::*};
use leptos_router::components::A;
use platform::{dom, intl, network};

use super::{
    card::CardOnFile,
    payment::{PaymentStage, ReviewPayment, amount, goes_annual},
};
use crate::{
    components::{
        Countdown, ERROR_SUMMARY, ErrorSummary, FieldError, NoticeView, PayButton, QuoteLines, balance_lines,
        explain_quote, fact, live_figure,
    },
    layout::show_errors_in_title,
    routes::Section,
    state::{
        CardSetup,
        payment::{
            Reviewed, Sending,
            outcome::{not_received, written},
        },
        portal::{PortalEvent, portal, report},
        session::use_session,
        upgrade::{Draft, Estimate},
    },
    text::{self, Notice, payment, subscription as words, upgrade},
    view::{effect, live, live_text, live_view},
};

const ACKNOWLEDGE_FIELD: &str = "acknowledge-one-way";
const CONSENT_FIELD: &str = "pay-consent";
/// Id of the area with the box and the Pay button, which must be visible in a frame.
const PAY_AREA: &str = "pay-area";
/// Longer than the time after which a browser reports that an element is covered.
const LOOK_AGAIN: Duration = Duration::from_millis(150);
/// Id of the section with the card.
const CARD_FIELD: &str = "card-choice";
/// Id of the notice area, which takes the focus when a notice appears.
pub(super) const NOTICE: &str = "review-notice";
const COUNTDOWN_FIELD: &str = "price-countdown";

/// The contents of the payment, and the button that pays.
#[component]
pub fn Sheet(review: Reviewed, draft: Draft, setup: CardSetup) -> AnyView {
    let payment = ReviewPayment::new(&review, setup);
    effect(move || {
        report(|| payment.kept.with(|kept| PortalEvent::QuoteShown(Box::new(kept.quote.clone()))))
    });
    let Some(currency) = Currency::parse(&review.subscription.engine.currency) else { return ().into_any() };
    let notice = match review.kept.sending {
        Sending::Unanswered => Some(not_received()),
        Sending::NotYet => differs_from_estimate(&review),
    };
    if let Some(notice) = notice {
        payment.notice.set(Some(notice));
    }
    live_view(move || {
        payment.redraws.track();
        sheet(payment, currency, review.clone(), &draft, setup)
    })
}

fn sheet(
    payment: ReviewPayment,
    currency: Currency,
    review: Reviewed,
    draft: &Draft,
    setup: CardSetup,
) -> AnyView {
    let organization = review.subscription.organization;
    let back = Section::Upgrade.path_with_query(organization.id, &draft.query());
    let quote = move || payment.kept.with(|kept| kept.quote.clone());
    let due = Signal::derive(move || payment.kept.with(|kept| kept.quote.output.amount_due_minor));
    let is_one_way = move || payment.kept.with(|kept| goes_annual(&kept.quote));
    let online = network::online();
    let progress = move || match payment.stage.get() {
        PaymentStage::Paying if due.get() == 0 => Some(payment::confirming()),
        PaymentStage::Paying => Some(payment::paying()),
        _ if payment.is_renewing.get() => Some(payment::updating_price()),
        _ => None,
    };
    // A price sealed before the connection was lost may have expired.
    let was_online = Cell::new(true);
    effect(move || {
        let is_online = online.get();
        if !was_online.replace(is_online) && is_online {
            payment.renew_price();
        }
    });
    let portal = portal();
    let alone = portal.map(|portal| format!("{}?{}", portal.stand_alone(), draft.query()));
    if let Some(portal) = portal {
        // The box confirms one amount. With another one it is empty again.
        effect(move || {
            due.track();
            payment.confirmed.set(false);
        });
        // The button is drawn with the rest of this view.
        set_timeout(move || portal.host().watch_button(PAY_AREA), Duration::ZERO);
    }
    let show_errors = RwSignal::new(false);
    let errors = Memo::new(move |_| {
        // After the payment is sent, no errors are shown.
        if show_errors.get() && payment.stage.get() == PaymentStage::Ready {
            let mut errors = blocking_errors(payment, online.get(), is_one_way(), due.get());
            if portal.is_some() && !payment.confirmed.get() {
                let sentence = payment::pay_consent_missing().to_owned();
                errors.push(FieldError { field: CONSENT_FIELD, sentence });
            }
            errors
        } else {
            Vec::new()
        }
    });
    show_errors_in_title(errors, upgrade::review_title());
    let submit = move |ev: ev::SubmitEvent| {
        ev.prevent_default();
        if progress().is_some() {
            return;
        }
        show_errors.set(true);
        if !errors.with_untracked(Vec::is_empty) {
            dom::focus(ERROR_SUMMARY);
            return;
        }
        show_errors.set(false);
        match portal.zip(alone.clone()) {
            Some((portal, alone)) => {
                // The page around the frame may have covered the button a moment ago, which is not reported yet.
                let pay = move || {
                    if portal.host().is_button_visible() && payment.confirmed.get_untracked() {
                        payment.submit();
                    } else {
                        payment.ask_to_look(alone);
                    }
                };
                set_timeout(pay, LOOK_AGAIN);
            }
            None => payment.submit(),
        }
    };
    let edit = move || view! { <A href=back.clone() exact=true>{payment::edit()}</A> }.into_any();
    let change = move || {
        let input = quote().input;
        let now = &input.snapshot.subscription;
        let before = Plan { sessions: now.sessions, cycle: now.cycle };
        let after = Plan { sessions: input.target.sessions, cycle: input.target.cycle };
        text::before_to_after(&text::plan(before), &text::plan(after))
    };
    let lines = Signal::derive(move || {
        let QuoteInput { snapshot, target, promo } = quote().input;
        explain_quote(&quote().output, &snapshot, target, promo.as_ref())
    });
    let balance_view = move || {
        let quote = quote();
        balance_lines(&quote.output, quote.input.snapshot.balance_minor, currency)
    };
    let renews = move || {
        let quote = quote();
        let renewal = quote.output.renewal;
        upgrade::renews_at(&written(&quote, renewal.estimated_due_minor), &intl::date(renewal.at))
    };
    let sealed = move || {
        let quote = quote();
        text::two_sentences(&intl::date_time(quote.as_of), &text::reference(&quote.id))
    };
    let notice = move || match payment.notice.get() {
        Some(notice) => {
            let way_on = payment.way_on.get().map(|(href, label)| {
                let leaves = portal.is_some_and(|portal| href.starts_with(portal.stand_alone()));
                view! { <a href=href class="button" target=leaves.then_some("_blank")>{label}</a> }
            });
            view! { <NoticeView notice>{way_on}</NoticeView> }.into_any()
        }
        None => ().into_any(),
    };
    let next_check = move || match payment.next_check_in() {
        Some(seconds) => {
            let sentence = payment::next_check_in(&intl::count(seconds));
            view! { <p class="hint">{sentence}</p> }.into_any()
        }
        None => ().into_any(),
    };
    let acknowledge = move || upgrade::acknowledge_one_way(&intl::date(quote().output.period_end));
    let name = organization.name.clone();
    let consent = move || match due.get() {
        0 => payment::pay_consent_free(&name),
        _ => payment::pay_consent(&amount(&quote()), &name),
    };
    let consent = portal.map(|_| {
        view! {
            <label class="choice">
                <input
                    id=CONSENT_FIELD
                    type="checkbox"
                    prop:checked=payment.confirmed
                    on:change:target=move |ev| payment.confirmed.set(ev.target().checked())
                />
                <span translate="no">{live_text(consent)}</span>
            </label>
        }
    });
    let payer = use_session().user.with_untracked(|user| user.as_ref().map(|user| user.full_name.clone()));

    view! {
        <ErrorSummary errors on_focus=dom::focus/>
        <div id=NOTICE class="notices" tabindex="-1">{live_view(notice)}{live_view(next_check)}</div>
        <form
            class="review upgrade-columns"
            hidden=live(move || payment.stage.get() == PaymentStage::Unknown)
            on:submit=submit
            novalidate
        >
            <div class="stack">
                <section class="panel" aria-labelledby="review-change">
                    <header><h2 id="review-change">{payment::change()}</h2>{edit()}</header>
                    <dl class="facts">
                        {fact(payment::organization(), organization.name.into_any())}
                        {review.subscription.tax_id.map(|id| fact(payment::tax_id(), id.into_any()))}
                        {fact(if due.get_untracked() == 0 { words::by() } else { payment::paid_by() }, payer.into_any())}
                        {fact(payment::upgrade(), live_text(change))}
                    </dl>
                    <p class="print-only">{live_text(sealed)}</p>
                    <p class="hint">{live_text(renews)}</p>
                </section>
                <section class="panel" aria-labelledby="review-payment">
                    <header><h2 id="review-payment">{live_text(move || (if due.get() == 0 { words::card() } else { payment::payment() }).to_owned())}</h2></header>
                    <div id=CARD_FIELD tabindex="-1">
                        <CardOnFile payment setup due/>
                    </div>
                </section>
            </div>
            <section class="panel upgrade-summary" aria-labelledby="review-amount">
                <header><h2 id="review-amount">{upgrade::amount_due_today()}</h2>{edit()}</header>
                <p class="amount-due"><output aria-live="off" aria-labelledby="review-amount" aria-busy=live(move || payment.is_renewing.get().to_string())>{live_figure(move || amount(&quote()))}</output></p>
                <QuoteLines lines/>
                {live_view(balance_view)}
                <div id=COUNTDOWN_FIELD tabindex="-1">
                    <Countdown
                        seconds_left=Signal::derive(move || payment.seconds_left())
                        paused=Signal::derive(move || payment.stage.get() != PaymentStage::Ready)
                        on_extend=move |()| payment.renew_price()
                    />
                </div>
                <label class="choice" hidden=live(move || !is_one_way())>
                    <input
                        id=ACKNOWLEDGE_FIELD
                        type="checkbox"
                        prop:checked=payment.acknowledged
                        on:change:target=move |ev| payment.acknowledged.set(ev.target().checked())
                    />
                    <span>{live_text(acknowledge)}</span>
                </label>
                <div id=PAY_AREA class="stack" hidden=live(move || payment.stage.get() == PaymentStage::Overtaken)>
                    {consent}
                    <PayButton
                        amount=Signal::derive(move || Some(due.get()).filter(|due| *due != 0).map(|due| Money::new(due, currency)))
                        progress=Signal::derive(progress)
                        blocked=Signal::derive(move || payment.stage.get() != PaymentStage::Ready || !online.get())
                        long=Signal::derive(move || payment.takes_long())
                    />
                    <p class="hint">{live_text(move || (if due.get() == 0 { payment::free_note() } else { payment::pay_note() }).to_owned())}</p>
                </div>
            </section>
        </form>
    }
    .into_any()
}

/// The errors that block the payment, in the order of the page.
fn blocking_errors(
    payment: ReviewPayment,
    is_online: bool,
    is_one_way: bool,
    due_minor: i64,
) -> Vec<FieldError> {
    let card = payment.card.get();
    let needs_card = due_minor > 0;
    let card_is_missing = needs_card && card.is_none();
    let card_is_expired = needs_card && card.is_some_and(|card| card.expired);
    let entry = |applies: bool, field, sentence: &str| {
        applies.then(|| FieldError { field, sentence: sentence.to_owned() })
    };
    [
        entry(!is_online, COUNTDOWN_FIELD, payment::offline()),
        entry(card_is_missing, CARD_FIELD, payment::card_missing()),
        entry(card_is_expired, CARD_FIELD, payment::card_is_expired()),
        entry(payment.seconds_left() == 0, COUNTDOWN_FIELD, payment::quote_has_expired()),
        entry(
            is_one_way && !payment.acknowledged.get(),
            ACKNOWLEDGE_FIELD,
            payment::commitment_not_confirmed(),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A notice if the quote differs from the estimate: the promotion code is not applied, or the amount has changed.
fn differs_from_estimate(review: &Reviewed) -> Option<Notice> {
    let estimate = Estimate::load(review.kept.organization)?;
    Estimate::remove();
    let quote = &review.kept.quote;
    if let Some(reason) = estimate.code_left_out {
        return Some(text::code_notice(&reason));
    }
    if estimate.amount_due_minor == quote.output.amount_due_minor {
        return None;
    }
    let reason = if estimate.version != quote.version {
        payment::reason_changed().to_owned()
    } else if estimate.as_of.midnight() != quote.as_of.midnight() {
        payment::reason_new_day().to_owned()
    } else if quote.input.snapshot.granularity == billing::Granularity::Second {
        payment::reason_seconds(&intl::count(quote.as_of.seconds_since(estimate.as_of)))
    } else {
        payment::reason_prices().to_owned()
    };
    let written = |minor: i64| written(quote, minor);
    let body = payment::amount_differs(
        &written(quote.output.amount_due_minor),
        &written(estimate.amount_due_minor),
        &reason,
    );
    Some(Notice::info(payment::amount_changed(), &body))
}
