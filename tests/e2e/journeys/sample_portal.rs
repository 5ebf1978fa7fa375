//! The sample portal that `cargo xtask serve` starts.

use e2e::{
    IN_SAMPLE_PORTAL, Step,
    browser::{Browser, Role},
    journey_in,
    pages::{SignIn, Upgrading},
};

use crate::sample::{BILLING, HARBOR, THREE_MORE, THREE_MORE_MINOR};

const CONSENT: &str = "Pay $241.55 for Harbor QA";

async fn pay_in_frame(browser: &Browser) -> Step {
    browser.enter_frame().await?;
    let review =
        Upgrading::shown(browser).await?.add("3").await?.shows_amount(THREE_MORE).await?.review().await?;
    review.confirm(CONSENT).await?.pay_to_receipt(THREE_MORE).await?;
    browser.leave_frame().await
}

async fn pay_after_sign_in(browser: &Browser) -> Step {
    SignIn::shown(browser).await?.sign_in_as(BILLING).await?;
    let upgrading = Upgrading::shown(browser).await?;
    let review = upgrading.add("3").await?.shows_amount(THREE_MORE).await?.review().await?;
    review.pay_to_receipt(THREE_MORE).await.map(drop)
}

#[tokio::test]
async fn sample_portal_reaches_a_paid_receipt_in_every_way() {
    journey_in(IN_SAMPLE_PORTAL, async |context| {
        let browser = &context.browser;
        let portal = context.app_url().trim_end_matches(IN_SAMPLE_PORTAL.base_path);
        browser.open_url(&format!("{portal}/")).await?;
        browser.fill("Password", "testops").await?;
        browser.press("Sign in").await?;
        browser.see(Role::Heading, "Get more sessions").await?;

        // First, because the link names the number of sessions.
        browser.open_url(&format!("{portal}/link")).await?;
        browser.follow("Add 3 sessions in TestCloud Upgrading").await?;
        pay_after_sign_in(browser).await?;
        for page in ["element", "frame"] {
            browser.open_url(&format!("{portal}/{page}")).await?;
            pay_in_frame(browser).await?;
            browser.read("tcu.pay.settled").await?;
        }
        browser.open_url(&format!("{portal}/sub-path")).await?;
        browser.follow("Open TestCloud Upgrading").await?;
        pay_after_sign_in(browser).await?;

        let outcome = context.outcome(HARBOR).await?;
        // Four upgrades on one day. Each pays for three sessions, 16 of 31 days.
        assert_eq!(
            (&outcome.cash, &outcome.receipts),
            (&vec![THREE_MORE_MINOR; 4], &vec![THREE_MORE_MINOR; 4])
        );
        assert_eq!(outcome.charges.len(), 4);
        outcome.grants(17, "monthly");
        Ok(())
    })
    .await;
}
