//! Where the focus is, and that it is seen.

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

/// Goes once through the page, a step with each stroke.
async fn stops(browser: &Browser, stroke: impl AsyncFn() -> Step) -> Step<Vec<FocusStop>> {
    const MOST: usize = 60;
    let mut stops: Vec<FocusStop> = Vec::new();
    while stops.len() < MOST {
        stroke().await?;
        match browser.focus_stop().await? {
            Some(stop) if stops.first().is_some_and(|first| first.name == stop.name) => break,
            Some(stop) => stops.push(stop),
            None if stops.is_empty() => {}
            None => break,
        }
    }
    Ok(stops)
}

/// On one line are things whose middles are no further apart than this.
const LINE: f64 = 12.0;

fn goes_down(before: &FocusStop, after: &FocusStop) -> bool {
    let [down, on] = [after.middle.1 - before.middle.1, after.middle.0 - before.middle.0];
    down > LINE || (down.abs() <= LINE && on > 0.0)
}

/// Goes there and back through a page, loaded anew on large and small screens; somewhere on the way is a certain button.
async fn the_focus_goes_down_and_is_seen(
    browser: &Browser,
    button: &str,
    shown: impl AsyncFn() -> Step,
) -> Step {
    for (width, height) in [(1280, 700), (375, 640), (320, 256)] {
        browser.set_viewport(width, height).await?;
        browser.reload().await?;
        shown().await?;

        let down = stops(browser, async || browser.press_key(Key::Tab).await).await?;
        let up = stops(browser, async || browser.tab_back().await).await?;

        for stops in [&down, &up] {
            assert!(stops.iter().any(|stop| stop.name == button), "{stops:#?}");
        }
        for stop in down.iter().chain(&up) {
            assert!(stop.is_seen && stop.is_outlined, "at {width} x {height}: {stop:#?}");
        }
        for two in down.windows(2) {
            let [before, after] = two else { continue };
            assert!(
                before.column.is_none() || before.column != after.column || goes_down(before, after),
                "at {width} x {height}: {two:#?}"
            );
        }
    }
    Ok(())
}

#[tokio::test]
async fn focus_is_ordered_and_visible_on_the_upgrading_page() {
    journey(async |context| {
        if context.is_skipped_outside_chromium("no other driver makes the screen as low") {
            return Ok(());
        }
        let browser = &context.browser;
        upgrading(browser, "?add=3").await?.shows_amount(THREE_MORE).await?;
        the_focus_goes_down_and_is_seen(browser, "Review upgrade", async || {
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
        if context.is_skipped_outside_chromium("no other driver makes the screen as low") {
            return Ok(());
        }
        let browser = &context.browser;
        let review = upgrading(browser, "?add=3").await?.shows_amount(THREE_MORE).await?.review().await?;
        let pay = format!("Pay {THREE_MORE}");
        the_focus_goes_down_and_is_seen(browser, &pay, async || {
            browser.see(Role::Button, &pay).await?;
            Ok(())
        })
        .await?;
        review.pay_to_receipt(THREE_MORE).await?;
        the_focus_goes_down_and_is_seen(browser, "Print", async || {
            Receipt::shown(browser).await?.shows_charged(THREE_MORE).await?;
            Ok(())
        })
        .await?;
        Subscription::at(browser, HARBOR).await?;
        the_focus_goes_down_and_is_seen(browser, "Upgrade", async || browser.read("Sample data").await).await
    })
    .await;
}

#[tokio::test]
async fn summary_is_sticky_only_on_screens_that_are_high_enough() {
    journey(async |context| {
        if context.is_skipped_outside_chromium("no other driver makes the screen as low") {
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
        if context.is_skipped_outside_chromium("no other driver makes the screen as low") {
            return Ok(());
        }
        let browser = &context.browser;
        let page = upgrading(browser, "?add=3").await?;
        page.shows_amount(THREE_MORE).await?;

        browser.set_viewport(320, 256).await?;
        assert!(!browser.is_amount_on_screen().await?, "it takes the room of a screen magnified four times");
        browser.set_viewport(375, 667).await?;
        assert!(browser.is_amount_on_screen().await?);
        browser.press("Remove one session").await?;
        // 2 x 156.00 x 16 / 31 = 161.03.
        page.shows_amount("$161.03").await?;

        assert!(browser.is_amount_on_screen().await?);
        assert!(browser.top_of("additional-sessions").await? > 0.0, "the field is out of sight");
        assert_eq!(browser.outputs_in("Summary").await?, ["$161.03"]);
        context.go_offline().await?;
        browser.read("You are offline").await?;
        assert!(!browser.is_amount_on_screen().await?, "it stands behind the banner");
        context.restore_network().await
    })
    .await;
}

#[tokio::test]
async fn next_step_is_visible_on_small_screens() {
    journey(async |context| {
        if context.is_skipped_outside_chromium("no other driver makes the screen as small") {
            return Ok(());
        }
        let browser = &context.browser;
        let page = upgrading(browser, "?add=3").await?;
        page.shows_amount(THREE_MORE).await?;

        for (width, height) in [(320, 568), (375, 667), (768, 1024)] {
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

        // Mending begins with an empty field, which is another mistake: the hand stays where it types.
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
