use billing::{Currency, Evidence, Money, explain};
use contract::{Plan, Receipt};
use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    components::{QuoteLines, fact},
    pages::{loaded::loaded, testcloud_crumbs},
    platform::{dom, intl},
    routes,
    state::{
        Remote,
        session::{use_api, use_session},
    },
    text::{self, upgrade},
};

/// What was paid, what changed, and from when. Reached by its address, so that reload and Back show it again and
/// nothing is paid twice.
#[component]
pub fn ReceiptPage(
    /// The receipt's number.
    number: String,
) -> AnyView {
    let api = use_api();
    let organization = use_session().organization_id.get_untracked().unwrap_or_default();
    let receipt = Remote::new(move || {
        let (api, number) = (api.clone(), number.clone());
        async move { api.receipt(organization, &number).await }
    });
    loaded(upgrade::RECEIPT_TITLE, testcloud_crumbs(organization), receipt, move |receipt| {
        view! { <Paper receipt/> }.into_any()
    })
}

#[component]
fn Paper(receipt: Receipt) -> AnyView {
    let Some(currency) = Currency::parse(&receipt.currency) else { return ().into_any() };
    let api = use_api();
    let organization = receipt.organization.clone();
    let money = move |minor: i64| intl::money(Money::new(minor, currency));
    let plan = |plan: Plan| upgrade::plan(&intl::count(plan.sessions), plan.cycle);
    let change = upgrade::becomes(&plan(receipt.before), &plan(receipt.after));
    let new_period = receipt.before.cycle != receipt.after.cycle;
    let lines = explain(&receipt.lines, currency, Evidence { new_period, ..Evidence::default() });
    let card = receipt.payment_method.as_ref().map(|card| text::card(&card.brand, &card.last4));
    let comparison = upgrade::quoted_and_charged(&money(receipt.quoted_minor), &money(receipt.charged_minor));
    let renewal = upgrade::renews_at(&money(receipt.renewal_estimate_minor), &intl::date(receipt.period_end));
    let balance = (receipt.balance_before_minor != 0 || receipt.balance_after_minor != 0).then(|| {
        upgrade::balance_moved(&money(receipt.balance_before_minor), &money(receipt.balance_after_minor))
    });
    let file = |format: &str| api.receipt_file(organization.id, &receipt.number, format);
    let download = |format: &str, label: &'static str| {
        let name = format!("{}.{format}", receipt.number);
        view! { <a class="button secondary small" rel="external" download=name href=file(format)>{label}</a> }
    };

    view! {
        <article class="panel receipt" aria-labelledby="receipt-number">
            <header>
                <div>
                    <h2 id="receipt-number">{upgrade::receipt_number(&receipt.number)}</h2>
                    <p class="soft">{intl::date_time(receipt.at)}</p>
                </div>
                {receipt.sample_data.then(|| view! { <span class="badge">{text::SAMPLE_DATA}</span> })}
            </header>
            <p class="amount-due"><output><bdi>{money(receipt.charged_minor)}</bdi></output></p>
            <p><strong>{comparison}</strong></p>
            <dl class="facts">
                {fact(upgrade::ORGANIZATION, organization.name.clone().into_any())}
                {fact(upgrade::UPGRADE, change.into_any())}
                {fact(upgrade::COUNTS_FROM, intl::date_time(receipt.at).into_any())}
                {fact(upgrade::PAID_BY, receipt.by.clone().into_any())}
                {fact(upgrade::PAYMENT, card.unwrap_or_else(|| upgrade::NO_CARD_CHARGED.to_owned()).into_any())}
            </dl>
            <QuoteLines lines=Signal::stored(lines.unwrap_or_default())/>
            <dl class="facts settlement">
                {fact(upgrade::TOTAL, view! { <bdi>{money(receipt.total_minor)}</bdi> }.into_any())}
                {fact(upgrade::CHARGED, view! { <bdi>{money(receipt.charged_minor)}</bdi> }.into_any())}
            </dl>
            {balance.map(|balance| view! { <p class="hint">{balance}</p> })}
            <p class="hint">{renewal}</p>
            <dl class="facts fingerprint">
                {fact(upgrade::QUOTE_FINGERPRINT, view! { <code>{receipt.quote_hash.clone()}</code> }.into_any())}
                {receipt.gateway_reference.clone().map(|reference| {
                    fact(upgrade::GATEWAY_REFERENCE, view! { <code>{reference}</code> }.into_any())
                })}
            </dl>
            <footer class="cluster">
                <button type="button" class="button secondary small" on:click=|_| dom::print()>{upgrade::PRINT}</button>
                {download("csv", upgrade::DOWNLOAD_CSV)}
                {download("json", upgrade::DOWNLOAD_JSON)}
                <A href=routes::subscription(organization.id)>{upgrade::BACK_TO_SUBSCRIPTION}</A>
            </footer>
        </article>
    }
    .into_any()
}
