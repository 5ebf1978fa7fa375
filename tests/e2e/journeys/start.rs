//! App startup.

use e2e::{
    BEHIND_PROXY, MID_MARCH, Setting, Step, TestContext,
    browser::Role,
    journey, journey_in,
    pages::{SignIn, Upgrading, upgrade_address},
};

use crate::sample::{BILLING, HARBOR, THREE_MORE};

#[tokio::test]
async fn first_visit_logs_nothing_to_the_console() {
    journey(async |context| {
        if context.is_skipped_outside_chromium("no other driver returns the console") {
            return Ok(());
        }
        let browser = &context.browser;
        browser.open_path("/").await?;
        SignIn::shown(browser).await?;
        browser.see(Role::Link, "Help").await?;
        assert_eq!(browser.console().await?, Vec::<String>::new());

        browser.open_path(&upgrade_address(HARBOR, "?add=3")).await?;
        SignIn::shown(browser).await?.sign_in_as(BILLING).await?;
        Upgrading::shown(browser).await?.shows_amount(THREE_MORE).await?;
        assert_eq!(browser.console().await?, Vec::<String>::new());
        Ok(())
    })
    .await;
}

async fn assert_does_not_start(context: &TestContext) -> Step {
    let browser = &context.browser;
    browser.open_path("/sign-in").await?;

    browser.see(Role::Alert, "This page could not be loaded.").await?;

    assert_eq!(browser.count(".app:not(.shell) *").await?, 0, "the app has started");
    Ok(())
}

#[tokio::test]
async fn altered_wasm_does_not_start() {
    let altered = Setting { altered: Some(".wasm"), ..MID_MARCH };
    journey_in(altered, async |context| assert_does_not_start(context).await).await;
}

#[tokio::test]
async fn altered_script_does_not_start() {
    let altered = Setting { altered: Some(".js"), ..MID_MARCH };
    journey_in(altered, async |context| assert_does_not_start(context).await).await;
}

#[tokio::test]
async fn failed_wasm_download_is_retried_when_online() {
    journey_in(BEHIND_PROXY, async |context| {
        if context.is_skipped_outside_chromium("no other driver emulates the offline state") {
            return Ok(());
        }
        let browser = &context.browser;
        context.block(Some(".wasm"))?;
        browser.open_path("/sign-in").await?;
        browser.see(Role::Alert, "This page could not be loaded.").await?;

        context.block(None)?;
        browser.emulate_online(false).await?;
        browser.emulate_online(true).await?;

        SignIn::shown(browser).await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn wasm_and_script_are_fetched_once() {
    journey(async |context| {
        let browser = &context.browser;
        browser.open_path("/sign-in").await?;
        SignIn::shown(browser).await?;

        assert_eq!(browser.fetches("testcloud-upgrading-").await?, 2, "the script and the WebAssembly file");
        Ok(())
    })
    .await;
}
