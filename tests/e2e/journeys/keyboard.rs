//! The whole walk without a pointer.

use e2e::{
    browser::{Key, Role},
    journey,
    pages::{Organizations, Receipt, Review, SignIn, Subscription, Upgrading},
};

use crate::sample::{BILLING, HARBOR, THREE_MORE, THREE_MORE_MINOR};

#[tokio::test]
async fn whole_flow_works_with_the_keyboard_only() {
    journey(async |trip| {
        let browser = &trip.browser;
        SignIn::open(browser).await?;
        browser.tab_to(Role::Field, "E-mail").await?;
        browser.keys(BILLING).await?;
        browser.tab_to(Role::Field, "Password").await?;
        browser.keys("testops").await?;
        browser.strike(Key::Enter).await?;
        Organizations::shown(browser).await?;
        browser.tab_to(Role::Link, "Harbor QA").await?;
        browser.strike(Key::Enter).await?;
        browser.tab_to(Role::Link, "Settings").await?;
        browser.strike(Key::Enter).await?;
        browser.tab_to_in("Settings", Role::Link, "TestCloud").await?;
        browser.strike(Key::Enter).await?;
        Subscription::shown(browser).await?;
        browser.tab_to(Role::Link, "Upgrade").await?;
        browser.strike(Key::Enter).await?;
        let upgrading = Upgrading::shown(browser).await?;
        browser.tab_to(Role::Field, "Additional sessions").await?;
        for _ in 0..3 {
            browser.strike(Key::Up).await?;
        }
        upgrading.costs(THREE_MORE).await?;
        browser.tab_to(Role::Button, "Review upgrade").await?;
        browser.strike(Key::Enter).await?;
        Review::shown(browser).await?;
        browser.tab_to(Role::Button, &format!("Pay {THREE_MORE}")).await?;
        browser.strike(Key::Enter).await?;
        Receipt::shown(browser).await?.says_charged(THREE_MORE).await?;

        trip.outcome(HARBOR).await?.is_paid_once(THREE_MORE_MINOR, "USD").grants(8, "monthly");
        Ok(())
    })
    .await;
}
