use billing::{Currency, Evidence, Money, explain};
use contract::{Receipt, ReceiptKind, ReceiptNote, ReceiptNoteKind, ReceiptNoteStatus};
use leptos::prelude::*;
use leptos_router::components::A;
use platform::{dom, intl};

use crate::{
    components::{NoticeView, QuoteLines, fact, figure},
    layout::{loaded, testcloud_crumbs},
    routes::Section,
    state::{
        Remote, Task,
        portal::portal,
        session::{use_api, use_organization},
    },
    text::{self, entry, payment, subscription as words, upgrade},
    view::{clicked, live, live_view},
};

/// A receipt: the amount paid, the change, and when it takes effect. It has its own URL, so that reload and Back show
/// it again and do not pay again.
#[component]
pub fn ReceiptPage(
    /// The receipt's number.
    number: String,
) -> AnyView {
    let api = use_api();
    let organization = use_organization();
    let receipt = Remote::new(move || {
        let (api, number) = (api.clone(), number.clone());
        async move { api.receipt(organization, &number).await }
    });
    loaded(payment::receipt_title(), testcloud_crumbs(organization), receipt, move |receipt| {
        view! { <ReceiptView receipt/> }.into_any()
    })
}

#[component]
fn ReceiptView(receipt: Receipt) -> AnyView {
    let Some(currency) = Currency::parse(&receipt.currency) else { return ().into_any() };
    let api = use_api();
    let organization = receipt.organization.clone();
    let money = move |minor: i64| intl::money(Money::new(minor, currency));
    let renews = receipt.kind == ReceiptKind::Renewal;
    let after = text::plan(receipt.after);
    let (term, change, from, by) = if renews {
        (text::renewal(), after.clone(), receipt.effective_at, text::automatic_renewal().to_owned())
    } else {
        let change = text::before_to_after(&text::plan(receipt.before), &after);
        (payment::upgrade(), change, receipt.at, receipt.by.clone())
    };
    let reduction = receipt.code_terms.and_then(|code| code.reduction(currency));
    let new_period = receipt.before.cycle != receipt.after.cycle;
    let lines =
        explain(&receipt.lines, currency, Evidence { new_period, segments: &receipt.credited, reduction });
    let is_free = receipt.charged_minor == 0;
    let card = receipt.payment_method.as_ref().map(|card| text::card(&card.brand, &card.last4));
    let comparison = (!renews)
        .then(|| payment::quoted_and_charged(&money(receipt.quoted_minor), &money(receipt.charged_minor)));
    let renewal = upgrade::renews_at(&money(receipt.renewal_estimate_minor), &intl::date(receipt.period_end));
    let balance = (receipt.balance_before_minor != 0 || receipt.balance_after_minor != 0).then(|| {
        payment::balance_change(&money(receipt.balance_before_minor), &money(receipt.balance_after_minor))
    });
    let file = |format: &str| api.receipt_file(organization.id, &receipt.number, format);
    let portal = portal();
    let download = |format: &'static str, label: &'static str| {
        let name = format!("{}.{format}", receipt.number);
        match portal {
            // A link would send the cookies of the stand-alone app.
            Some(portal) => {
                let (api, number) = (api.clone(), receipt.number.clone());
                let save = Task::new(move |()| {
                    let (api, number, name) = (api.clone(), number.clone(), name.clone());
                    async move {
                        match api.receipt_text(organization.id, &number, format).await {
                            Ok(text) => {
                                portal.host().save_file(&name, &text);
                                None
                            }
                            Err(error) => Some(text::notice_for(&error)),
                        }
                    }
                });
                save_button(save, label)
            }
            None => view! { <a class="button secondary small" rel="external" download=name href=file(format)>{label}</a> }
                .into_any(),
        }
    };
    let return_link =
        portal.and_then(|portal| portal.return_url().zip(Some(portal.name()))).map(|(url, portal)| {
            view! { <a href=url target="_top" class="button small">{entry::return_to_portal(portal)}</a> }
        });

    view! {
        <article class="panel receipt" aria-labelledby="receipt-number">
            <header>
                <div>
                    <h2 id="receipt-number">{payment::receipt_number(&receipt.number)}</h2>
                    <p class="soft">{intl::date_time(receipt.at)}</p>
                </div>
                {receipt.sample_data.then(|| view! { <span class="badge">{text::sample_data()}</span> })}
            </header>
            <p class="amount-due"><output aria-label=payment::charged()>{figure(money(receipt.charged_minor))}</output></p>
            {(!receipt.notes.is_empty()).then(|| notes(&receipt.notes, money).into_any())}
            {comparison.map(|comparison| view! { <p><strong>{comparison}</strong></p> })}
            <dl class="facts">
                {fact(payment::organization(), organization.name.clone().into_any())}
                {receipt.tax_id.clone().map(|id| fact(payment::tax_id(), id.into_any()))}
                {fact(term, change.into_any())}
                {fact(payment::effective_from(), intl::date_time(from).into_any())}
                {fact(if is_free { words::by() } else { payment::paid_by() }, by.into_any())}
                {(!is_free).then(|| {
                    fact(payment::payment(), card.unwrap_or_else(|| payment::no_card_charged().to_owned()).into_any())
                })}
            </dl>
            <QuoteLines lines=Signal::stored(lines.unwrap_or_default()) charge=renews.then_some(after)/>
            <dl class="facts balance">
                {fact(upgrade::total(), figure(money(receipt.total_minor)))}
                {fact(payment::charged(), figure(money(receipt.charged_minor)))}
            </dl>
            {balance.map(|balance| view! { <p class="hint">{balance}</p> })}
            <p class="hint">{renewal}</p>
            <dl class="facts fingerprint">
                {receipt.quote_hash.clone().map(|hash| fact(payment::quote_fingerprint(), view! { <code>{hash}</code> }.into_any()))}
                {receipt.gateway_reference.clone().map(|reference| {
                    fact(payment::gateway_reference(), view! { <code>{reference}</code> }.into_any())
                })}
            </dl>
            <footer class="cluster">
                <button type="button" class="button secondary small" on:click=clicked(dom::print)>{text::print()}</button>
                {download("csv", payment::download_csv())}
                {download("json", payment::download_json())}
                <A href=Section::Subscription.path(organization.id) exact=true>{text::back_to_subscription()}</A>
                {return_link}
            </footer>
        </article>
    }
    .into_any()
}

/// What has happened to the charge since: refunds and disputes.
fn notes(notes: &[ReceiptNote], money: impl Fn(i64) -> String) -> AnyView {
    let note = |note: &ReceiptNote| {
        use ReceiptNoteKind::{Dispute, Refund};
        use ReceiptNoteStatus::{Kept, Pending, Returned};
        let (amount, date) = (money(note.amount_minor), intl::date(note.at));
        let text = match (note.kind, note.status) {
            (Refund, Returned | Pending) => payment::refunded(&date, &amount),
            (Refund, Kept) => payment::refund_failed(&amount),
            (Dispute, Pending) => payment::dispute_open(&date, &amount),
            (Dispute, Returned) => payment::dispute_lost(&amount),
            (Dispute, Kept) => payment::dispute_closed(&amount),
        };
        view! { <li>{text}</li> }
    };
    view! { <ul class="receipt-notes" aria-label=payment::receipt_notes()>{notes.iter().map(note).collect::<Vec<_>>()}</ul> }.into_any()
}

/// The button that saves a file, and the notice if that fails.
fn save_button(save: Task<()>, label: &'static str) -> AnyView {
    let problem = move || match save.notice() {
        Some(notice) => view! { <NoticeView notice/> }.into_any(),
        None => ().into_any(),
    };
    view! {
        <button
            type="button"
            class="button secondary small"
            aria-busy=live(move || save.busy())
            on:click=clicked(move || save.start(()))
        >
            {label}
        </button>
        {live_view(problem)}
    }
    .into_any()
}
