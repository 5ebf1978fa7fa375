//! The start of the app.

use e2e::{
    MID_MARCH, ON_A_CABLE, Setting, Step, Trip,
    browser::Role,
    journey, journey_in,
    pages::{SignIn, Upgrading, upgrade_address},
};

use crate::sample::{BILLING, HARBOR, THREE_MORE};

#[tokio::test]
async fn first_visit_logs_nothing_to_the_console() {
    journey(async |trip| {
        if trip.left_out_but_in_chromium("no other driver returns the console") {
            return Ok(());
        }
        let browser = &trip.browser;
        browser.open_path("/").await?;
        SignIn::shown(browser).await?;
        browser.see(Role::Link, "Help").await?;
        assert_eq!(browser.console().await?, Vec::<String>::new());

        browser.open_path(&upgrade_address(HARBOR, "?add=3")).await?;
        SignIn::shown(browser).await?.as_person(BILLING).await?;
        Upgrading::shown(browser).await?.costs(THREE_MORE).await?;
        assert_eq!(browser.console().await?, Vec::<String>::new());
        Ok(())
    })
    .await;
}

async fn does_not_start(trip: &Trip) -> Step {
    let browser = &trip.browser;
    browser.open_path("/sign-in").await?;

    browser.see(Role::Alert, "This page could not be loaded.").await?;

    assert_eq!(browser.count(".app:not(.shell) *").await?, 0, "the app has started");
    Ok(())
}

#[tokio::test]
async fn altered_wasm_does_not_start() {
    let altered = Setting { altered: Some(".wasm"), ..MID_MARCH };
    journey_in(altered, async |trip| does_not_start(trip).await).await;
}

#[tokio::test]
async fn altered_script_does_not_start() {
    let altered = Setting { altered: Some(".js"), ..MID_MARCH };
    journey_in(altered, async |trip| does_not_start(trip).await).await;
}

#[tokio::test]
async fn failed_wasm_download_is_retried_when_online() {
    journey_in(ON_A_CABLE, async |trip| {
        if trip.left_out_but_in_chromium("no other driver tells the page that it is online") {
            return Ok(());
        }
        let browser = &trip.browser;
        trip.block(Some(".wasm"))?;
        browser.open_path("/sign-in").await?;
        browser.see(Role::Alert, "This page could not be loaded.").await?;

        trip.block(None)?;
        browser.notice_network(false).await?;
        browser.notice_network(true).await?;

        SignIn::shown(browser).await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn wasm_and_script_are_fetched_once() {
    journey(async |trip| {
        let browser = &trip.browser;
        browser.open_path("/sign-in").await?;
        SignIn::shown(browser).await?;

        assert_eq!(browser.fetches("testcloud-upgrading-").await?, 2, "the script and the program");
        Ok(())
    })
    .await;
}
