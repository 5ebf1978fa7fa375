use contract::{Page, ReceiptKind, ReceiptSummary};
use leptos::prelude::*;
use leptos_router::components::A;
use platform::{dom::keep_focus, intl};

use super::details;
use crate::{
    components::{NoticeView, figure, skeleton},
    routes::Section,
    state::{Remote, session::use_api},
    text::{self, subscription as words},
    view::{clicked, live, live_text, live_view},
};

/// The paginated list of upgrades and renewals with their receipts, newest first.
#[component]
pub fn History(
    /// Id of the organization.
    organization: i64,
) -> AnyView {
    let api = use_api();
    let page = RwSignal::new(0_i64);
    let receipts = Remote::new(move || {
        let (api, page) = (api.clone(), page.get());
        async move { api.receipts(organization, page).await }
    });
    let retry = Callback::new(move |()| receipts.refetch());
    let content = move || {
        keep_focus();
        match receipts.get() {
            None => view! { <p class="history-line">{skeleton(30)}</p> }.into_any(),
            Some(Err(error)) => {
                view! { <NoticeView notice=text::notice_for(&error) on_retry=retry/> }.into_any()
            }
            Some(Ok(receipts)) if receipts.content.is_empty() => {
                view! { <p class="history-line soft">{words::no_history()}</p> }.into_any()
            }
            Some(Ok(receipts)) => table(organization, &receipts),
        }
    };
    let pages = Memo::new(move |_| match receipts.get() {
        Some(Ok(receipts)) => (receipts.number, receipts.total_pages),
        _ => (0, 0),
    });
    view! {
        <section class="panel flush" aria-labelledby="history">
            <header><h2 id="history">{words::history()}</h2></header>
            {live_view(content)}
            {pagination(page, pages)}
        </section>
    }
    .into_any()
}

/// The pagination buttons. They are not rendered again with the table, so that a button keeps the focus.
fn pagination(page: RwSignal<i64>, pages: Memo<(i64, i64)>) -> AnyView {
    let turn_page = move |by: i64| {
        let (number, pages) = pages.get_untracked();
        page.set(number.saturating_add(by).clamp(0, pages.saturating_sub(1).max(0)));
    };
    let page_of = move || {
        let (number, pages) = pages.get();
        words::page_of(&intl::count(number.saturating_add(1)), &intl::count(pages))
    };
    let is_last = move || {
        let (number, pages) = pages.get();
        (number.saturating_add(1) >= pages).to_string()
    };
    view! {
        <footer class="spread history-line" hidden=live(move || pages.get().1 <= 1)>
            <button type="button" class="button secondary small" aria-disabled=live(move || (pages.get().0 == 0).to_string()) on:click=clicked(move || turn_page(-1))>
                {words::newer()}
            </button>
            <span class="soft" role="status">{live_text(page_of)}</span>
            <button type="button" class="button secondary small" aria-disabled=live(is_last) on:click=clicked(move || turn_page(1))>
                {words::older()}
            </button>
        </footer>
    }
    .into_any()
}

fn table(organization: i64, receipts: &Page<ReceiptSummary>) -> AnyView {
    let rows: Vec<_> = receipts.content.iter().map(|receipt| row(organization, receipt)).collect();
    view! {
        <table class="table" role="table">
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">{words::date()}</th>
                    <th role="columnheader" scope="col">{words::change()}</th>
                    <th role="columnheader" scope="col">{words::by()}</th>
                    <th role="columnheader" scope="col" class="amount">{words::charged()}</th>
                    <th role="columnheader" scope="col">{words::receipt()}</th>
                </tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(organization: i64, receipt: &ReceiptSummary) -> AnyView {
    let after = text::plan(receipt.after);
    let (change, by) = match receipt.kind {
        ReceiptKind::Upgrade => {
            (text::before_to_after(&text::plan(receipt.before), &after), receipt.by.clone())
        }
        ReceiptKind::Renewal => (after, text::automatic_renewal().to_owned()),
    };
    let path = Section::Receipt(receipt.number.clone()).path(organization);
    let charged = details::amount(&receipt.currency, receipt.charged_minor);
    let returned =
        (receipt.taken_back_minor != 0).then(|| details::amount(&receipt.currency, receipt.taken_back_minor));
    let (at, number) = (intl::date(receipt.at), receipt.number.clone());
    view! {
        <tr role="row">
            <td role="cell" data-label=words::date() class="nowrap">{figure(at)}</td>
            <td role="cell" data-label=words::change()>{change}</td>
            <td role="cell" data-label=words::by()><bdi>{by}</bdi></td>
            <td role="cell" data-label=words::charged() class="amount">
                {figure(charged)}
                {returned.map(|amount| view! { <br/><small class="soft">{words::returned(&amount)}</small> })}
            </td>
            <td role="cell" data-label=words::receipt() class="nowrap"><A href=path>{number}</A></td>
        </tr>
    }
    .into_any()
}
