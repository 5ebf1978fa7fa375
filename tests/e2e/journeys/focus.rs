//! Focus order and visibility.

use e2e::{
    BEHIND_PROXY, Step,
    browser::{Browser, FocusStop, Key, Role, until},
    journey, journey_in,
    pages::{Receipt, Subscription, Upgrading},
};

use crate::{
    sample::{HARBOR, THREE_MORE},
    steps::upgrading,
};

/// Collects the focus stops of the page. `press` moves the focus by one.
async fn focus_stops(browser: &Browser, press: impl AsyncFn() -> Step) -> Step<Vec<FocusStop>> {
    const MAX_STOPS: usize = 60;
    let mut stops: Vec<FocusStop> = Vec::new();
    while stops.len() < MAX_STOPS {
        press().await?;
        match browser.focus_stop().await? {
            Some(stop) if stops.first().is_some_and(|first| first.name == stop.name) => break,
            Some(stop) => stops.push(stop),
            None if stops.is_empty() => {}
            None => break,
        }
    }
    Ok(stops)
}

/// The largest vertical distance between the centers of elements on one line, in CSS pixels.
const LINE_TOLERANCE: f64 = 12.0;

/// Whether `after` is below `before`, or to the right on the same line.
fn is_after(before: &FocusStop, after: &FocusStop) -> bool {
    let [down, right] = [after.center.1 - before.center.1, after.center.0 - before.center.0];
    down > LINE_TOLERANCE || (down.abs() <= LINE_TOLERANCE && right > 0.0)
}

/// Asserts that the focus order follows the layout and that each focus stop is visible, forwards and backwards, on
/// large and small screens. The stops must include the button. `wait_for_page` runs after each reload.
async fn assert_focus_order(browser: &Browser, button: &str, wait_for_page: impl AsyncFn() -> Step) -> Step {
    for (width, height) in [(1280, 700), (375, 640), (320, 256)] {
        browser.set_viewport(width, height).await?;
        browser.reload().await?;
        wait_for_page().await?;

        let forwards = focus_stops(browser, async || browser.press_key(Key::Tab).await).await?;
        let backwards = focus_stops(browser, async || browser.tab_back().await).await?;

        for stops in [&forwards, &backwards] {
            assert!(stops.iter().any(|stop| stop.name == button), "{stops:#?}");
        }
        for stop in forwards.iter().chain(&backwards) {
            assert!(stop.is_visible && stop.is_outlined, "at {width} x {height}: {stop:#?}");
        }
        for pair in forwards.windows(2) {
            let [before, after] = pair else { continue };
            assert!(
                before.column.is_none() || before.column != after.column || is_after(before, after),
                "at {width} x {height}: {pair:#?}"
            );
        }
    }
    Ok(())
}

#[tokio::test]
async fn focus_is_ordered_and_visible_on_the_upgrading_page() {
    journey(async |context| {
        if context.is_skipped_outside_chromium("no other driver sets such a small viewport height") {
            return Ok(());
        }
        let browser = &context.browser;
        upgrading(browser, "?add=3").await?.shows_amount(THREE_MORE).await?;
        assert_focus_order(browser, "Review upgrade", async || {
            Upgrading::shown(browser).await?.shows_amount(THREE_MORE).await?;
            Ok(())
        })
        .await
    })
    .await;
}

#[tokio::test]
async fn focus_is_ordered_and_visible_on_review_receipt_and_subscription() {
    journey(async |context| {
        if context.is_skipped_outside_chromium("no other driver sets such a small viewport height") {
            return Ok(());
        }
        let browser = &context.browser;
        let review = upgrading(browser, "?add=3").await?.shows_amount(THREE_MORE).await?.review().await?;
        let pay = format!("Pay {THREE_MORE}");
        assert_focus_order(browser, &pay, async || {
            browser.see(Role::Button, &pay).await?;
            Ok(())
        })
        .await?;
        review.pay_to_receipt(THREE_MORE).await?;
        assert_focus_order(browser, "Print", async || {
            Receipt::shown(browser).await?.shows_charged(THREE_MORE).await?;
            Ok(())
        })
        .await?;
        Subscription::at(browser, HARBOR).await?;
        assert_focus_order(browser, "Upgrade", async || browser.read("Sample data").await).await
    })
    .await;
}

#[tokio::test]
async fn summary_is_sticky_only_on_screens_that_are_high_enough() {
    journey(async |context| {
        if context.is_skipped_outside_chromium("no other driver sets such a small viewport height") {
            return Ok(());
        }
        let browser = &context.browser;
        upgrading(browser, "?add=3").await?.shows_amount(THREE_MORE).await?;

        browser.set_viewport(1280, 1000).await?;
        assert_eq!(browser.position_of("Summary").await?, "sticky");
        browser.set_viewport(1280, 479).await?;

        assert_eq!(browser.position_of("Summary").await?, "static");
        assert_eq!(browser.outputs_in("Summary").await?, [THREE_MORE]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn amount_stays_visible_on_phones_while_the_form_is_filled_in() {
    journey_in(BEHIND_PROXY, async |context| {
        if context.is_skipped_outside_chromium("no other driver sets such a small viewport height") {
            return Ok(());
        }
        let browser = &context.browser;
        let page = upgrading(browser, "?add=3").await?;
        page.shows_amount(THREE_MORE).await?;

        browser.set_viewport(320, 256).await?;
        assert!(!browser.is_amount_on_screen().await?, "the sticky amount covers a page at 400 % zoom");
        browser.set_viewport(375, 667).await?;
        assert!(browser.is_amount_on_screen().await?);
        browser.press("Remove one session").await?;
        // 2 x 156.00 x 16 / 31 = 161.03.
        page.shows_amount("$161.03").await?;

        assert!(browser.is_amount_on_screen().await?);
        assert!(browser.top_of("additional-sessions").await? > 0.0, "the field is above the viewport");
        assert_eq!(browser.outputs_in("Summary").await?, ["$161.03"]);
        context.go_offline().await?;
        browser.read("You are offline").await?;
        assert!(!browser.is_amount_on_screen().await?, "the sticky amount covers the banner");
        context.restore_network().await
    })
    .await;
}

#[tokio::test]
async fn next_step_is_visible_on_small_screens() {
    journey(async |context| {
        if context.is_skipped_outside_chromium("no other driver sets such a small viewport") {
            return Ok(());
        }
        let browser = &context.browser;
        let page = upgrading(browser, "?add=3").await?;
        page.shows_amount(THREE_MORE).await?;

        for (width, height) in [(320, 568), (375, 667), (768, 1024), (568, 320), (667, 375)] {
            browser.set_viewport(width, height).await?;
            assert_eq!(browser.buttons_on_screen("Review upgrade").await?, [true], "{width} x {height}");
            assert!(browser.is_amount_on_screen().await?, "{width} x {height}");
        }
        browser.set_viewport(1440, 900).await?;
        assert_eq!(browser.buttons_on_screen("Review upgrade").await?.len(), 1);
        browser.fill("Additional sessions", "x").await?;
        browser.set_viewport(320, 568).await?;
        assert!(browser.navigation_height().await? < 48.0, "{}", browser.navigation_height().await?);
        assert!(!browser.visible_text().await.contains("not part of this app"));
        browser.tab_to(Role::Link, "Help").await?;
        assert_eq!(browser.buttons_on_screen("Review upgrade").await?, [true], "at the end of the page");
        browser.press("Review upgrade").await?;
        browser.see_focus("Before you continue").await?;
        browser.set_viewport(1440, 900).await?;
        page.add("3").await?;
        browser.set_viewport(320, 568).await?;
        page.review().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn incomplete_form_focuses_the_error_summary_on_every_submit() {
    journey(async |context| {
        let browser = &context.browser;
        upgrading(&context.browser, "").await?;

        browser.press("Review upgrade").await?;
        context.browser.see_focus("Before you continue").await?;
        assert!(browser.title().await?.starts_with("Error: "), "{}", browser.title().await?);
        browser.press("Review upgrade").await?;
        context.browser.see_focus("Before you continue").await?;

        // Correcting the entry passes through an empty field, which is another error. The focus must stay in the field.
        browser.follow("Add sessions or choose annual").await?;
        context.browser.see_focus("Additional sessions").await?;
        browser.press_key(Key::End).await?;
        browser.press_key(Key::Home).await?;
        browser.fill("Additional sessions", "3").await?;
        context.browser.see_focus("Additional sessions").await?;
        until("the title without its error", async || {
            Ok((!browser.title().await?.starts_with("Error: ")).then_some(()))
        })
        .await
    })
    .await;
}
