//! A member without a billing role requests an upgrade, and a member with one reviews and pays it.

use e2e::{
    Step, TestContext,
    browser::{Browser, Role},
    journey,
    pages::{AccessDenied, Shell, Subscription, Upgrading, upgrade_address},
};

use crate::sample::{ADMIN, BILLING, HARBOR, OWNER, THREE_MORE, THREE_MORE_MINOR};

/// An admin request_upgrade for three more sessions, with a note.
pub async fn request_upgrade(browser: &Browser) -> Step {
    Shell::enter_single(browser, ADMIN).await?;
    browser.open_path(&upgrade_address(HARBOR, "")).await?;
    AccessDenied::shown(browser).await?;
    browser.fill("Additional sessions", "3").await?;
    browser.fill("Note", "The nightly run waits for an hour.").await?;
    browser.press("Send request").await?;
    browser.read("Request sent").await
}

/// Finds the request on the subscription page and open_request it.
async fn open_request<'a>(browser: &'a Browser, email: &str) -> Step<Upgrading<'a>> {
    Shell::enter(browser, email, "Harbor QA").await?;
    Subscription::at(browser, HARBOR).await?;
    browser.read("3 more sessions").await?;
    browser.read("The nightly run waits for an hour.").await?;
    browser.follow("Open prepared upgrade").await?;
    Upgrading::shown(browser).await
}

async fn is_requested_and_paid_by(context: &TestContext, email: &str) -> Step {
    request_upgrade(&context.browser).await?;
    let browser = context.another_browser().await?;
    let upgrading = open_request(&browser, email).await?;
    browser.read("5 now + 3 more = 8 sessions").await?;
    let review = upgrading.shows_amount(THREE_MORE).await?.review().await?;
    review.pay_to_receipt(THREE_MORE).await?.shows_charged(THREE_MORE).await?;
    browser.close().await;

    context.outcome(HARBOR).await?.is_paid_once(THREE_MORE_MINOR, "USD").grants(8, "monthly");
    Ok(())
}

#[tokio::test]
async fn billing_manager_pays_an_upgrade_requested_by_an_admin() {
    journey(async |context| is_requested_and_paid_by(context, BILLING).await).await;
}

#[tokio::test]
async fn owner_pays_an_upgrade_requested_by_an_admin() {
    journey(async |context| is_requested_and_paid_by(context, OWNER).await).await;
}

#[tokio::test]
async fn upgrade_closes_the_access_requests_made_before_it() {
    journey(async |context| {
        request_upgrade(&context.browser).await?;
        let browser = context.another_browser().await?;
        let upgrading = open_request(&browser, OWNER).await?;
        // The owner adds one session only: 1 x 156.00 x 16 / 31 = 80.516...
        upgrading
            .add("1")
            .await?
            .shows_amount("$80.52")
            .await?
            .review()
            .await?
            .pay_to_receipt("$80.52")
            .await?;

        Subscription::at(&browser, HARBOR).await?;
        browser.read("5 sessions, monthly").await?;
        assert!(browser.find_visible(Role::Link, "Open prepared upgrade").await?.is_none());
        browser.close().await;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn access_request_is_prefilled_from_the_link() {
    journey(async |context| {
        let browser = &context.browser;
        Shell::enter_single(browser, ADMIN).await?;
        browser.open_path(&upgrade_address(HARBOR, "?add=2&cycle=annual")).await?;
        AccessDenied::shown(browser).await?;
        assert_eq!(browser.value("Additional sessions").await?, "2");
        browser.press("Send request").await?;
        browser.read("Request sent").await?;

        let other = context.another_browser().await?;
        Shell::enter(&other, BILLING, "Harbor QA").await?;
        Subscription::at(&other, HARBOR).await?;
        other.read("2 more sessions, annual billing").await?;
        other.close().await;
        Ok(())
    })
    .await;
}
