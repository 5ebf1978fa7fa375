//! Sign-in and sign-out: return addresses, other tabs, the back/forward cache, blocked cookies.

use e2e::{
    BEHIND_PROXY, Step,
    browser::{Browser, Role},
    journey, journey_in,
    pages::{Organizations, Shell, SignIn, Subscription, Upgrading, upgrade_address},
};

use crate::{
    sample::{ADMIN, BILLING, HARBOR, THREE_MORE},
    steps::upgrading,
};

#[tokio::test]
async fn crafted_return_address_opens_the_default_page_after_sign_in() {
    journey(async |context| {
        let browser = &context.browser;
        for address in [
            "%2F.%2F%2Fevil.example",
            "%2F..%2F%2Fevil.example",
            "%2Fx%2F..%2F%2Fevil.example",
            "%2F%252e%252e%2F%2Fevil.example",
            "%2F%5Cevil.example",
            "%2F%09%2Fevil.example",
            "https%3A%2F%2Fevil.example",
            "javascript%3Aalert(1)",
            "%FF",
        ] {
            browser.open_path(&format!("/sign-in?return={address}")).await?;
            SignIn::shown(browser).await?.sign_in_as(BILLING).await?;

            Organizations::shown(browser).await?;
            assert_eq!(browser.address().await?, "/organizations", "{address}");
            browser.check_app_running().await?;
            browser.reload().await?;
            Organizations::shown(browser).await?;
            browser.clear_session().await?;
        }
        Ok(())
    })
    .await;
}

/// Waits for the sign-in page and asserts that it shows nothing of the subscription.
async fn assert_cleared(browser: &Browser) -> Step {
    SignIn::shown(browser).await?;
    let words = browser.visible_text().await;
    assert!(!words.contains('$') && !words.contains("Harbor QA"), "{words}");
    browser.see_address("/sign-in?return=").await
}

#[tokio::test]
async fn sign_out_in_one_tab_clears_every_tab() {
    journey(async |context| {
        let browser = &context.browser;
        upgrading(browser, "?add=3").await?.shows_amount(THREE_MORE).await?;
        let first = browser.fresh_tab().await?;
        Upgrading::shown(browser).await?.shows_amount(THREE_MORE).await?;
        browser.press("Signed in as").await?;
        browser.press("Sign out").await?;
        assert_cleared(browser).await?;

        browser.switch_tab(first).await?;
        assert_cleared(browser).await?;
        SignIn::shown(browser).await?.sign_in_as(BILLING).await?;
        Upgrading::shown(browser).await?.shows_amount(THREE_MORE).await?;

        Ok(())
    })
    .await;
}

#[tokio::test]
async fn sign_out_clears_every_tab_while_storage_is_full() {
    journey(async |context| {
        let browser = &context.browser;
        browser.open_path("/sign-in").await?;
        browser.fill_local_storage().await?;
        upgrading(browser, "?add=3").await?.shows_amount(THREE_MORE).await?;
        let first = browser.fresh_tab().await?;
        Upgrading::shown(browser).await?.shows_amount(THREE_MORE).await?;
        browser.press("Signed in as").await?;
        browser.press("Sign out").await?;

        browser.switch_tab(first).await?;

        assert_cleared(browser).await
    })
    .await;
}

#[tokio::test]
async fn another_person_signing_in_clears_the_tabs_of_the_first() {
    journey(async |context| {
        let browser = &context.browser;
        upgrading(browser, "?add=3").await?.shows_amount(THREE_MORE).await?;
        let first = browser.fresh_tab().await?;
        Upgrading::shown(browser).await?;

        // A session of another person in the same browser, without a sign-out before it.
        browser.sign_in_by_script(ADMIN, "testops").await?;
        browser.reload().await?;
        browser.see(Role::Heading, "Access denied").await?;
        let second = browser.switch_tab(first).await?;
        assert_cleared(browser).await?;

        browser.switch_tab(second).await?;
        browser.see(Role::Heading, "Access denied").await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn page_from_the_back_forward_cache_checks_the_session() {
    journey(async |context| {
        if context.is_skipped_outside_chromium("other drivers do not keep pages in the cache") {
            return Ok(());
        }
        let browser = &context.browser;
        upgrading(browser, "?add=3").await?.shows_amount(THREE_MORE).await?;
        browser.watch_cache().await?;
        browser.open_path("/api/v1/openapi.json").await?;
        // Ends the session without an event for the page in the cache.
        browser.clear_session().await?;

        browser.back().await?;

        assert!(browser.was_cached().await?, "the page did not come from the cache");
        assert_cleared(browser).await
    })
    .await;
}

#[tokio::test]
async fn expired_session_is_detected_in_every_tab() {
    journey(async |context| {
        let browser = &context.browser;
        let shell = Shell::enter(browser, BILLING, "Harbor QA").await?;
        shell.subscription().await?;
        let first = browser.fresh_tab().await?;
        Subscription::shown(browser).await?;
        browser.clear_session().await?;

        browser.follow("Upgrade").await?;
        SignIn::shown(browser).await?;
        browser.switch_tab(first).await?;

        assert_cleared(browser).await
    })
    .await;
}

#[tokio::test]
async fn blocked_session_cookie_shows_a_notice_at_sign_in() {
    journey_in(BEHIND_PROXY, async |context| {
        let browser = &context.browser;
        context.refuse_cookies()?;
        browser.open_path(&upgrade_address(HARBOR, "?add=3")).await?;
        SignIn::shown(browser).await?.sign_in_as(BILLING).await?;

        browser.read("Cookies are blocked").await?;
        browser.read("Allow cookies for this site, then sign in again.").await?;
        browser.see(Role::Button, "Sign in").await?;
        assert_eq!(context.faults().await?, Vec::<String>::new());
        Ok(())
    })
    .await;
}
