//! Readability with user settings: text size, spacing, contrast and layout stability.

use e2e::{
    MID_MARCH, Setting, Step, TestContext,
    browser::{Role, Scheme},
    journey, journey_in,
    pages::{Receipt, Shell, SignIn, Subscription, Upgrading},
};

use crate::{
    sample::{BILLING, HARBOR, THREE_MORE},
    steps::upgrading,
};

/// Visits the pages from sign-in to the receipt and runs `check` on each.
async fn on_every_page(context: &TestContext, check: impl AsyncFn(&TestContext, &str) -> Step) -> Step {
    let browser = &context.browser;
    SignIn::open(browser).await?;
    check(context, "sign-in").await?;
    Shell::enter(browser, BILLING, "Harbor QA").await?;
    Subscription::at(browser, HARBOR).await?;
    browser.read("Sample data").await?;
    check(context, "subscription").await?;
    let page = Upgrading::at(browser, HARBOR, "?add=3&cycle=annual&code=LEAP15").await?;
    page.shows_amount("$10,205.42").await?;
    browser.read("LEAP15 is applied.").await?;
    browser.read("Next 12 months").await?;
    check(context, "upgrading").await?;
    let review = page.review().await?;
    browser.see(Role::Button, "Pay $10,205.42").await?;
    check(context, "review").await?;
    review.acknowledge().await?;
    review.pay_to_receipt("$10,205.42").await?;
    check(context, "receipt").await?;
    browser.open_path("/help").await?;
    browser.see_page("Help").await?;
    check(context, "help").await
}

async fn assert_nothing_clipped(context: &TestContext, page: &str) -> Step {
    for width in [320, 1280] {
        context.browser.set_viewport_width(width).await?;
        assert_eq!(context.browser.clipped_elements().await?, [""; 0], "{page} at {width} px");
        assert_eq!(
            context.browser.horizontal_overflow().await?,
            0,
            "{page} at {width} px scrolls horizontally"
        );
    }
    Ok(())
}

#[tokio::test]
async fn nothing_is_clipped_with_wcag_text_spacing() {
    journey(async |context| {
        on_every_page(context, async |context: &TestContext, page: &str| {
            context.browser.apply_text_spacing().await?;
            assert_nothing_clipped(context, page).await
        })
        .await
    })
    .await;
}

#[tokio::test]
async fn nothing_is_clipped_at_200_percent_text_size() {
    journey(async |context| {
        if context.is_skipped_outside_chromium("no other driver changes the text size") {
            return Ok(());
        }
        context.browser.double_text_size().await?;
        on_every_page(context, assert_nothing_clipped).await
    })
    .await;
}

async fn assert_control_contrast(setting: Setting) {
    journey_in(setting, async |context| {
        on_every_page(context, async |context: &TestContext, page: &str| {
            assert_eq!(context.browser.low_contrast_controls().await?, [""; 0], "{page}");
            Ok(())
        })
        .await
    })
    .await;
}

#[tokio::test]
async fn controls_have_enough_contrast_in_light_mode() {
    assert_control_contrast(MID_MARCH.with_scheme(Scheme::Light)).await;
}

#[tokio::test]
async fn controls_have_enough_contrast_in_dark_mode() {
    assert_control_contrast(MID_MARCH.with_scheme(Scheme::Dark)).await;
}

#[tokio::test]
async fn controls_have_enough_contrast_in_forced_colors() {
    journey(async |context| {
        if context.is_skipped_outside_chromium("no other driver emulates forced colors") {
            return Ok(());
        }
        context.browser.force_colors().await?;
        on_every_page(context, async |context: &TestContext, page: &str| {
            assert!(context.browser.matches_media("(forced-colors: active)").await?);
            assert_eq!(context.browser.low_contrast_controls().await?, [""; 0], "{page}");
            Ok(())
        })
        .await
    })
    .await;
}

#[tokio::test]
async fn pages_on_a_phone_have_no_layout_shift() {
    journey(async |context| {
        if context.is_skipped_outside_chromium("no other engine reports layout shifts") {
            return Ok(());
        }
        let browser = &context.browser;
        browser.set_viewport_width(360).await?;
        let assert_stable = async |page: &str| -> Step {
            let shift = browser.layout_shift().await?;
            assert!(shift < 0.1, "{page} shifts by {shift}");
            Ok(())
        };
        // Each page is opened by its URL, so it loads from scratch.
        SignIn::open(browser).await?;
        assert_stable("sign-in").await?;
        let page = upgrading(browser, "?add=3").await?;
        page.shows_amount(THREE_MORE).await?;
        browser.read("Next 12 months").await?;
        assert_stable("upgrading").await?;
        let review = page.review().await?;
        browser.reload().await?;
        browser.see(Role::Button, &format!("Pay {THREE_MORE}")).await?;
        assert_stable("review").await?;
        review.pay_to_receipt(THREE_MORE).await?;
        browser.reload().await?;
        Receipt::shown(browser).await?.shows_charged(THREE_MORE).await?;
        assert_stable("receipt").await?;
        Subscription::at(browser, HARBOR).await?;
        browser.read("R-101-000001").await?;
        assert_stable("subscription").await
    })
    .await;
}

#[tokio::test]
async fn dates_follow_the_language_and_amounts_use_tabular_figures() {
    journey(async |context| {
        let browser = &context.browser;
        upgrading(browser, "?add=3").await?.shows_amount(THREE_MORE).await?;
        browser.read("Apr 1, 2026").await?;
        assert_eq!(browser.amount_font_variant().await?, "tabular-nums");
        // 1 April 2026 in the format of the Unicode CLDR.
        for (language, date) in [("ja", "2026/04/01"), ("vi", "1 thg 4, 2026")] {
            browser.switch_language(language).await?;
            browser.read(date).await?;
        }
        Ok(())
    })
    .await;
}
