//! Where the focus is, and that it is seen.

use e2e::{
    ON_A_CABLE, Step,
    browser::{Browser, Key, Role, Stop, until},
    journey, journey_in,
    pages::{Receipt, Subscription, Upgrading},
};

use crate::{
    sample::{HARBOR, THREE_MORE},
    walks::upgrading,
};

/// Goes once through the page, a step with each stroke.
async fn stops(browser: &Browser, stroke: impl AsyncFn() -> Step) -> Step<Vec<Stop>> {
    const MOST: usize = 60;
    let mut stops: Vec<Stop> = Vec::new();
    while stops.len() < MOST {
        stroke().await?;
        match browser.stop().await? {
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

fn goes_down(before: &Stop, after: &Stop) -> bool {
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
        browser.fit_screen(width, height).await?;
        browser.reload().await?;
        shown().await?;

        let down = stops(browser, async || browser.strike(Key::Tab).await).await?;
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
    journey(async |trip| {
        if trip.left_out_but_in_chromium("no other driver makes the screen as low") {
            return Ok(());
        }
        let browser = &trip.browser;
        upgrading(browser, "?add=3").await?.costs(THREE_MORE).await?;
        the_focus_goes_down_and_is_seen(browser, "Review upgrade", async || {
            Upgrading::shown(browser).await?.costs(THREE_MORE).await?;
            Ok(())
        })
        .await
    })
    .await;
}

#[tokio::test]
async fn focus_is_ordered_and_visible_on_review_receipt_and_subscription() {
    journey(async |trip| {
        if trip.left_out_but_in_chromium("no other driver makes the screen as low") {
            return Ok(());
        }
        let browser = &trip.browser;
        let review = upgrading(browser, "?add=3").await?.costs(THREE_MORE).await?.review().await?;
        let pay = format!("Pay {THREE_MORE}");
        the_focus_goes_down_and_is_seen(browser, &pay, async || {
            browser.see(Role::Button, &pay).await?;
            Ok(())
        })
        .await?;
        review.pay_to_receipt(THREE_MORE).await?;
        the_focus_goes_down_and_is_seen(browser, "Print", async || {
            Receipt::shown(browser).await?.says_charged(THREE_MORE).await?;
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
    journey(async |trip| {
        if trip.left_out_but_in_chromium("no other driver makes the screen as low") {
            return Ok(());
        }
        let browser = &trip.browser;
        upgrading(browser, "?add=3").await?.costs(THREE_MORE).await?;

        browser.fit_screen(1280, 1000).await?;
        assert_eq!(browser.position_of("Summary").await?, "sticky");
        browser.fit_screen(1280, 479).await?;

        assert_eq!(browser.position_of("Summary").await?, "static");
        assert_eq!(browser.outputs_in("Summary").await?, [THREE_MORE]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn amount_stays_visible_on_phones_while_the_form_is_filled_in() {
    journey_in(ON_A_CABLE, async |trip| {
        if trip.left_out_but_in_chromium("no other driver makes the screen as low") {
            return Ok(());
        }
        let browser = &trip.browser;
        let page = upgrading(browser, "?add=3").await?;
        page.costs(THREE_MORE).await?;

        browser.fit_screen(320, 256).await?;
        assert!(!browser.amount_is_in_sight().await?, "it takes the room of a screen magnified four times");
        browser.fit_screen(375, 667).await?;
        assert!(browser.amount_is_in_sight().await?);
        browser.press("Remove one session").await?;
        // 2 x 156.00 x 16 / 31 = 161.03.
        page.costs("$161.03").await?;

        assert!(browser.amount_is_in_sight().await?);
        assert!(browser.top_of("additional-sessions").await? > 0.0, "the field is out of sight");
        assert_eq!(browser.outputs_in("Summary").await?, ["$161.03"]);
        trip.go_offline().await?;
        browser.read("You are offline").await?;
        assert!(!browser.amount_is_in_sight().await?, "it stands behind the banner");
        trip.plug_in().await
    })
    .await;
}

#[tokio::test]
async fn next_step_is_visible_on_small_screens() {
    journey(async |trip| {
        if trip.left_out_but_in_chromium("no other driver makes the screen as small") {
            return Ok(());
        }
        let browser = &trip.browser;
        let page = upgrading(browser, "?add=3").await?;
        page.costs(THREE_MORE).await?;

        for (width, height) in [(320, 568), (375, 667), (768, 1024)] {
            browser.fit_screen(width, height).await?;
            assert_eq!(browser.buttons_in_reach("Review upgrade").await?, [true], "{width} x {height}");
            assert!(browser.amount_is_in_sight().await?, "{width} x {height}");
        }
        browser.fit_screen(1440, 900).await?;
        assert_eq!(browser.buttons_in_reach("Review upgrade").await?.len(), 1);
        browser.fill("Additional sessions", "x").await?;
        browser.fit_screen(320, 568).await?;
        assert!(browser.navigation_height().await? < 48.0, "{}", browser.navigation_height().await?);
        assert!(!browser.words().await.contains("not part of this app"));
        browser.tab_to(Role::Link, "Help").await?;
        assert_eq!(browser.buttons_in_reach("Review upgrade").await?, [true], "at the end of the page");
        browser.press("Review upgrade").await?;
        browser.see_focus("Before you continue").await?;
        browser.fit_screen(1440, 900).await?;
        page.add("3").await?;
        browser.fit_screen(320, 568).await?;
        page.review().await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn incomplete_form_focuses_the_error_summary_on_every_submit() {
    journey(async |trip| {
        let browser = &trip.browser;
        upgrading(&trip.browser, "").await?;

        browser.press("Review upgrade").await?;
        trip.browser.see_focus("Before you continue").await?;
        assert!(browser.title().await?.starts_with("Error: "), "{}", browser.title().await?);
        browser.press("Review upgrade").await?;
        trip.browser.see_focus("Before you continue").await?;

        // Mending begins with an empty field, which is another mistake: the hand stays where it types.
        browser.follow("Add sessions or choose annual").await?;
        trip.browser.see_focus("Additional sessions").await?;
        browser.strike(Key::End).await?;
        browser.strike(Key::Home).await?;
        browser.fill("Additional sessions", "3").await?;
        trip.browser.see_focus("Additional sessions").await?;
        until("the title without its error", async || {
            Ok((!browser.title().await?.starts_with("Error: ")).then_some(()))
        })
        .await
    })
    .await;
}
