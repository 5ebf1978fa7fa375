//! The whole flow without a pointer.

use e2e::{
    browser::{Key, Role},
    journey,
    pages::{Organizations, Receipt, Review, SignIn, Subscription, Upgrading},
};

use crate::sample::{BILLING, HARBOR, THREE_MORE, THREE_MORE_MINOR};

#[tokio::test]
async fn whole_flow_works_with_the_keyboard_only() {
    journey(async |context| {
        let browser = &context.browser;
        SignIn::open(browser).await?;
        browser.tab_to(Role::Field, "E-mail").await?;
        browser.type_keys(BILLING).await?;
        browser.tab_to(Role::Field, "Password").await?;
        browser.type_keys("testops").await?;
        browser.press_key(Key::Enter).await?;
        Organizations::shown(browser).await?;
        browser.tab_to(Role::Link, "Harbor QA").await?;
        browser.press_key(Key::Enter).await?;
        browser.tab_to(Role::Link, "Settings").await?;
        browser.press_key(Key::Enter).await?;
        browser.tab_to_in("Settings", Role::Link, "TestCloud").await?;
        browser.press_key(Key::Enter).await?;
        Subscription::shown(browser).await?;
        browser.tab_to(Role::Link, "Upgrade").await?;
        browser.press_key(Key::Enter).await?;
        let upgrading = Upgrading::shown(browser).await?;
        browser.tab_to(Role::Field, "Additional sessions").await?;
        for _ in 0..3 {
            browser.press_key(Key::Up).await?;
        }
        upgrading.shows_amount(THREE_MORE).await?;
        browser.tab_to(Role::Button, "Review upgrade").await?;
        browser.press_key(Key::Enter).await?;
        Review::shown(browser).await?;
        browser.tab_to(Role::Button, &format!("Pay {THREE_MORE}")).await?;
        browser.press_key(Key::Enter).await?;
        Receipt::shown(browser).await?.shows_charged(THREE_MORE).await?;

        context.outcome(HARBOR).await?.is_paid_once(THREE_MORE_MINOR, "USD").grants(8, "monthly");
        Ok(())
    })
    .await;
}
