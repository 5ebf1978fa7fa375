//! The components of the upgrading page.

use billing::{Currency, Cycle, Evidence, Explanation, Instant, Line, Money, Reduction, explain};
use leptos::{prelude::*, task::tick};
use platform::{clock, dom, intl};
use testcloud_upgrading::components::{
    AmountDue, BillingCycleSwitch, ERROR_SUMMARY, ErrorSummary, FieldError, PartKind, PeriodBar,
    PeriodDrawing, PeriodPart, QuoteLines, SessionsStepper,
};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Page, until};

fn usd() -> Currency {
    Currency::parse("USD").expect("listed")
}

fn at(text: &str) -> Instant {
    Instant::parse(text).expect("an instant")
}

/// Mounts a stepper for five current sessions, with the entry that it reports.
fn stepper(most: i64) -> (Page, RwSignal<String>) {
    intl::set_locale("en-US".to_owned());
    let entry = RwSignal::new("0".to_owned());
    let added = Signal::derive(move || entry.get().parse().ok());
    let page = Page::mount(move || {
        view! {
            <SessionsStepper
                entry
                added
                now=5
                most
                problem=Signal::stored(None::<String>)
                on_entry=move |typed| entry.set(typed)
                on_leave=|()| ()
            />
        }
    });
    (page, entry)
}

#[wasm_bindgen_test]
async fn arrow_keys_change_the_sessions_within_the_limits() {
    let (page, entry) = stepper(20);

    let mut seen = Vec::new();
    for key in
        ["ArrowUp", "PageUp", "ArrowDown", "PageDown", "PageDown", "End", "ArrowUp", "Home", "ArrowDown"]
    {
        page.press("#additional-sessions", key);
        seen.push(entry.get_untracked());
    }

    assert_eq!(seen, ["1", "6", "5", "0", "0", "20", "20", "0", "0"]);
}

#[wasm_bindgen_test]
async fn typing_shows_the_resulting_session_count() {
    let (page, entry) = stepper(20);

    page.type_into("#additional-sessions", "3");
    tick().await;

    assert_eq!(entry.get_untracked(), "3");
    assert_eq!(page.text("#additional-sessions-result"), "5 now + 3 more = 8 sessions");
}

#[wasm_bindgen_test]
async fn button_at_the_limit_stays_in_place_and_shows_the_reason() {
    let (page, entry) = stepper(20);

    page.press("#additional-sessions", "End");
    tick().await;
    page.click("[aria-label='Add one session']");
    tick().await;

    assert_eq!(entry.get_untracked(), "20");
    assert_eq!(page.attribute("[aria-label='Add one session']", "aria-disabled").as_deref(), Some("true"));
    assert_eq!(page.attribute("[aria-label='Add one session']", "disabled"), None);
    assert_eq!(page.text("#additional-sessions-range"), "You can add at most 20 on this plan.");
}

#[wasm_bindgen_test]
async fn quote_line_shows_the_formula_and_the_amount() {
    intl::set_locale("en-US".to_owned());
    let charge = Line::Charge {
        sessions: 3,
        unit_price_minor: 15_600,
        units: 16,
        of: 31,
        from: at("2026-03-16T00:00:00Z"),
        to: at("2026-04-01T00:00:00Z"),
        amount_minor: 24_155,
    };

    let page = Page::mount(move || {
        let lines = explain(&[charge], usd(), Evidence::default()).expect("a line of this engine");
        view! { <QuoteLines lines=Signal::stored(lines)/> }
    });

    assert_eq!(page.text(".formula"), "3 sessions x $156.00 x 16 of 31 days = $241.55");
    assert_eq!(page.text(".amount"), "$241.55");
}

#[wasm_bindgen_test]
async fn per_second_plan_shows_seconds_in_its_formula() {
    intl::set_locale("en-US".to_owned());
    // 9,998 sessions for the last second of 31 days.
    let charge = Line::Charge {
        sessions: 9_998,
        unit_price_minor: 15_600,
        units: 1,
        of: 2_678_400,
        from: at("2026-03-30T23:59:59Z"),
        to: at("2026-03-31T00:00:00Z"),
        amount_minor: 58,
    };

    let page = Page::mount(move || {
        let lines = explain(&[charge], usd(), Evidence::default()).expect("a line of this engine");
        view! { <QuoteLines lines=Signal::stored(lines)/> }
    });

    assert!(page.text(".formula").contains("1 of 2,678,400 seconds = $0.58"), "{}", page.text(".formula"));
}

#[wasm_bindgen_test]
async fn fixed_discount_formula_names_the_charge_as_its_limit() {
    intl::set_locale("en-US".to_owned());
    let usd = |minor| Money::new(minor, usd());
    // 50.00 off a charge of 5.03.
    let discount = Explanation::Discount {
        code: "TAKE50".to_owned(),
        reduction: Some(Reduction::Fixed(usd(5_000))),
        base: usd(503),
        amount: usd(503),
    };

    let page = Page::mount(move || view! { <QuoteLines lines=Signal::stored(vec![discount])/> });

    assert_eq!(page.text(".formula"), "$50.00, at most the charge of $5.03 = -$5.03");
    assert_eq!(page.text(".amount"), "-$5.03");
}

#[wasm_bindgen_test]
async fn quick_changes_are_announced_once_with_the_total_difference() {
    intl::set_locale("en-US".to_owned());
    let amount = RwSignal::new(Some(Money::new(8_052, usd())));
    let page = Page::mount(move || view! { <AmountDue amount reason=Signal::stored(String::new())/> });
    let announcements = page.watch_text("[role=status]");
    tick().await;

    amount.set(Some(Money::new(16_103, usd())));
    tick().await;
    amount.set(Some(Money::new(24_155, usd())));
    until(|| !page.text("[role=status]").is_empty()).await;

    assert_eq!(page.text("output"), "$241.55");
    assert_eq!(announcements.read(), ["Amount due today: $241.55, $161.03 more than before."]);
}

#[wasm_bindgen_test]
async fn amount_that_returns_before_its_announcement_is_not_announced() {
    intl::set_locale("en-US".to_owned());
    let amount = RwSignal::new(Some(Money::new(24_155, usd())));
    let page = Page::mount(move || view! { <AmountDue amount reason=Signal::stored(String::new())/> });
    let announcements = page.watch_text("[role=status]");
    tick().await;

    amount.set(Some(Money::new(241_548, usd())));
    tick().await;
    amount.set(Some(Money::new(24_155, usd())));
    tick().await;
    let start = clock::monotonic_seconds();
    until(|| clock::monotonic_seconds() > start.saturating_add(1)).await;
    amount.set(Some(Money::new(32_206, usd())));
    until(|| !page.text("[role=status]").is_empty()).await;

    assert_eq!(announcements.read(), ["Amount due today: $322.06, $80.51 more than before."]);
}

#[wasm_bindgen_test]
async fn period_bar_is_to_scale_and_has_a_text_alternative() {
    let part = |kind, from, length, name: &str| PeriodPart {
        kind,
        from,
        length,
        name: name.to_owned(),
        dates: String::new(),
    };
    // 15 and 16 of 31 days.
    let drawing = PeriodDrawing {
        present: vec![
            part(PartKind::Used, 0, 483, "Used"),
            part(PartKind::PaidNow, 483, 517, "Paid for now"),
        ],
        today: 483,
        description: "Sixteen of thirty-one days are paid for.".to_owned(),
        ..PeriodDrawing::default()
    };

    let page = Page::mount(move || view! { <PeriodBar drawing=Signal::stored(drawing)/> });

    assert_eq!(
        page.attribute("svg", "aria-label").as_deref(),
        Some("Sixteen of thirty-one days are paid for.")
    );
    assert_eq!(page.attribute("svg", "role").as_deref(), Some("img"));
    assert_eq!(page.attribute("rect[data-part=paid-now]", "x").as_deref(), Some("483"));
    assert_eq!(page.attribute("rect[data-part=paid-now]", "width").as_deref(), Some("517"));
    assert_eq!(page.attribute("ul", "aria-hidden").as_deref(), Some("true"));
}

#[wasm_bindgen_test]
async fn cycle_switch_shows_both_prices_and_the_saving() {
    intl::set_locale("en-US".to_owned());
    let cycle = RwSignal::new(Cycle::Monthly);
    let page = Page::mount(move || {
        view! {
            <BillingCycleSwitch
                value=cycle
                monthly=Money::new(15_600, usd())
                annual=Money::new(156_000, usd())
                saving=Signal::stored(Some("Saves $2,496.00".to_owned()))
                one_way=Signal::stored("Annual cannot be changed back.".to_owned())
                on_change=move |chosen| cycle.set(chosen)
            />
        }
    });
    let text = page.text("fieldset");
    assert!(text.contains("$156.00 per session, billed every month"), "{text}");
    assert!(text.contains("$1,560.00 per session, billed once a year"), "{text}");
    assert!(text.contains("Saves $2,496.00"), "{text}");

    page.click("[value=annual]");
    tick().await;

    assert_eq!(cycle.get_untracked(), Cycle::Annual);
    assert_eq!(page.attribute("fieldset > .hint", "hidden"), None);
}

#[wasm_bindgen_test]
async fn error_summary_takes_focus_and_links_to_the_field() {
    let errors = RwSignal::new(Vec::new());
    let page = Page::mount(move || {
        view! {
            <ErrorSummary errors on_focus=dom::focus/>
            <input id="the-field"/>
        }
    });

    errors.set(vec![FieldError { field: "the-field", sentence: "Enter a number.".to_owned() }]);
    dom::focus(ERROR_SUMMARY);
    until(|| page.has_focus(".error-summary")).await;
    page.click(".error-summary a");
    until(|| page.has_focus("#the-field")).await;

    // A new error while the first is being corrected must not move the focus.
    errors.set(vec![FieldError { field: "the-field", sentence: "Enter a smaller number.".to_owned() }]);
    tick().await;
    until(|| page.text(".error-summary li") == "Enter a smaller number.").await;

    assert!(page.has_focus("#the-field"));
}
