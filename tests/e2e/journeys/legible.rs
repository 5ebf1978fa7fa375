//! What people see who set their system to their eyes, and that nothing moves under them.

use e2e::{
    MID_MARCH, Setting, Step, Trip,
    browser::{Role, Scheme},
    journey, journey_in,
    pages::{Receipt, Shell, SignIn, Subscription, Upgrading},
};

use crate::{
    sample::{BILLING, HARBOR, THREE_MORE},
    walks::upgrading,
};

/// Walks from sign-in to the receipt and looks at each page.
async fn on_every_page(trip: &Trip, look: impl AsyncFn(&Trip, &str) -> Step) -> Step {
    let browser = &trip.browser;
    SignIn::open(browser).await?;
    look(trip, "sign-in").await?;
    Shell::enter(browser, BILLING, "Harbor QA").await?;
    Subscription::at(browser, HARBOR).await?;
    browser.read("Sample data").await?;
    look(trip, "subscription").await?;
    let page = Upgrading::at(browser, HARBOR, "?add=3&cycle=annual&code=LEAP15").await?;
    page.costs("$10,205.42").await?;
    browser.read("LEAP15 is applied.").await?;
    browser.read("Next 12 months").await?;
    look(trip, "upgrading").await?;
    let review = page.review().await?;
    browser.see(Role::Button, "Pay $10,205.42").await?;
    look(trip, "review").await?;
    review.acknowledge().await?;
    review.pay_to_receipt("$10,205.42").await?;
    look(trip, "receipt").await?;
    browser.open_path("/help").await?;
    browser.see_page("Help").await?;
    look(trip, "help").await
}

async fn nothing_is_cut_off(trip: &Trip, page: &str) -> Step {
    for width in [320, 1280] {
        trip.browser.widen_to(width).await?;
        assert_eq!(trip.browser.cut_off().await?, [""; 0], "{page} at {width} px");
        assert_eq!(trip.browser.overhang().await?, 0, "{page} at {width} px scrolls sideways");
    }
    Ok(())
}

#[tokio::test]
async fn nothing_is_clipped_with_wcag_text_spacing() {
    journey(async |trip| {
        on_every_page(trip, async |trip: &Trip, page: &str| {
            trip.browser.space_text().await?;
            nothing_is_cut_off(trip, page).await
        })
        .await
    })
    .await;
}

#[tokio::test]
async fn nothing_is_clipped_at_200_percent_text_size() {
    journey(async |trip| {
        if trip.left_out_but_in_chromium("no other driver changes the size of text") {
            return Ok(());
        }
        trip.browser.double_text().await?;
        on_every_page(trip, nothing_is_cut_off).await
    })
    .await;
}

async fn controls_stand_out(setting: Setting) {
    journey_in(setting, async |trip| {
        on_every_page(trip, async |trip: &Trip, page: &str| {
            assert_eq!(trip.browser.faint_controls().await?, [""; 0], "{page}");
            Ok(())
        })
        .await
    })
    .await;
}

#[tokio::test]
async fn controls_have_enough_contrast_in_light_mode() {
    controls_stand_out(MID_MARCH.seen_in(Scheme::Light)).await;
}

#[tokio::test]
async fn controls_have_enough_contrast_in_dark_mode() {
    controls_stand_out(MID_MARCH.seen_in(Scheme::Dark)).await;
}

#[tokio::test]
async fn controls_have_enough_contrast_in_forced_colors() {
    journey(async |trip| {
        if trip.left_out_but_in_chromium("no other driver forces colours") {
            return Ok(());
        }
        trip.browser.force_colours().await?;
        on_every_page(trip, async |trip: &Trip, page: &str| {
            assert!(trip.browser.fits("(forced-colors: active)").await?);
            assert_eq!(trip.browser.faint_controls().await?, [""; 0], "{page}");
            Ok(())
        })
        .await
    })
    .await;
}

#[tokio::test]
async fn pages_on_a_phone_have_no_layout_shift() {
    journey(async |trip| {
        if trip.left_out_but_in_chromium("no other engine counts how a page shifts") {
            return Ok(());
        }
        let browser = &trip.browser;
        browser.widen_to(360).await?;
        let still = async |page: &str| -> Step {
            let shift = browser.shift().await?;
            assert!(shift < 0.1, "{page} shifts by {shift}");
            Ok(())
        };
        // Opened by its address, each is loaded from nothing.
        SignIn::open(browser).await?;
        still("sign-in").await?;
        let page = upgrading(browser, "?add=3").await?;
        page.costs(THREE_MORE).await?;
        browser.read("Next 12 months").await?;
        still("upgrading").await?;
        let review = page.review().await?;
        browser.reload().await?;
        browser.see(Role::Button, &format!("Pay {THREE_MORE}")).await?;
        still("review").await?;
        review.pay_to_receipt(THREE_MORE).await?;
        browser.reload().await?;
        Receipt::shown(browser).await?.says_charged(THREE_MORE).await?;
        still("receipt").await?;
        Subscription::at(browser, HARBOR).await?;
        browser.read("R-101-000001").await?;
        still("subscription").await
    })
    .await;
}

#[tokio::test]
async fn dates_follow_the_language_and_amounts_use_tabular_figures() {
    journey(async |trip| {
        let browser = &trip.browser;
        upgrading(browser, "?add=3").await?.costs(THREE_MORE).await?;
        browser.read("Apr 1, 2026").await?;
        assert_eq!(browser.figures_of_the_amount().await?, "tabular-nums");
        // 1 April 2026, as the Unicode CLDR has it for each of them.
        for (language, date) in [("ja", "2026/04/01"), ("vi", "1 thg 4, 2026")] {
            browser.speak(language).await?;
            browser.read(date).await?;
        }
        Ok(())
    })
    .await;
}
