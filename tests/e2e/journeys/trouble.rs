//! What a buyer reads while the backend is away.

use e2e::{browser::Role, journey, pages::Shell};

use crate::sample::{BILLING, HARBOR, THREE_MORE, THREE_MORE_MINOR};

#[tokio::test]
async fn a_review_waits_for_the_backend_to_come_back() {
    journey(async |trip| {
        let browser = &trip.browser;
        let shell = Shell::enter(browser, BILLING, "Harbor QA").await?;
        let upgrading = shell.subscription().await?.upgrade().await?;
        upgrading.add("3").await?.costs(THREE_MORE).await?;

        trip.kill_backend();
        browser.press("Review upgrade").await?;
        browser.read("The billing service cannot be reached").await?;
        trip.restart_backend("2026-03-16T09:31:00Z").await?;
        browser.press("Try again").await?;
        browser.press(&format!("Pay {THREE_MORE}")).await?;
        browser.see(Role::Heading, "Receipt").await?;

        trip.outcome(HARBOR).await?.is_paid_once(THREE_MORE_MINOR, "USD").grants(8, "monthly");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_payment_that_never_arrived_is_made_once_when_the_backend_is_back() {
    journey(async |trip| {
        let browser = &trip.browser;
        let shell = Shell::enter(browser, BILLING, "Harbor QA").await?;
        let upgrading = shell.subscription().await?.upgrade().await?;
        let review = upgrading.add("3").await?.costs(THREE_MORE).await?.review().await?;

        trip.kill_backend();
        review.pay(THREE_MORE).await?;
        browser.read("We do not know yet whether this payment went through").await?;
        trip.restart_backend("2026-03-16T09:31:00Z").await?;
        browser.read("Your payment did not reach us").await?;
        review.pay_to_receipt(THREE_MORE).await?;

        trip.outcome(HARBOR).await?.is_paid_once(THREE_MORE_MINOR, "USD").grants(8, "monthly");
        Ok(())
    })
    .await;
}
