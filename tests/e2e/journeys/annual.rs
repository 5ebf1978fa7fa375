//! Upgrades from monthly to annual, which cannot be changed back.

use e2e::{
    browser::Role,
    journey,
    pages::{Shell, Subscription, Upgrading},
};

use crate::sample::{BILLING, DELTA, HARBOR, OWNER};

// A year for 5 sessions costs 5 x 1,560.00 = 7,800.00. The credit for the unused days of March is
// 780.00 x 16 / 31 = 402.580..., so 402.58. Due: 7,397.42.
const FIVE_ANNUAL: &str = "$7,397.42";

#[tokio::test]
async fn annual_upgrade_is_paid_after_the_acknowledgement() {
    journey(async |context| {
        let shell = Shell::enter(&context.browser, BILLING, "Harbor QA").await?;
        let upgrading = shell.subscription().await?.upgrade().await?;

        upgrading.annual().await?.shows_amount(FIVE_ANNUAL).await?;
        let review = upgrading.review().await?;
        review.pay(FIVE_ANNUAL).await?;
        context.browser.read("Confirm the annual commitment.").await?;
        context.outcome(HARBOR).await?.is_unpaid().attempted(&[]);
        review.acknowledge().await?;
        let receipt = review.pay_to_receipt(FIVE_ANNUAL).await?;

        receipt.shows_charged(FIVE_ANNUAL).await?;
        context
            .outcome(HARBOR)
            .await?
            .is_paid_once(739_742, "USD")
            .grants(5, "annual")
            .attempted(&["charged"]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn sessions_cycle_and_code_are_paid_together() {
    journey(async |context| {
        let shell = Shell::enter(&context.browser, BILLING, "Harbor QA").await?;
        let upgrading = shell.subscription().await?.upgrade().await?;

        // 8 x 1,560.00 = 12,480.00, less 15 % (1,872.00), less the credit of 402.58 for March: 10,205.42.
        upgrading.add("3").await?.annual().await?.apply("leap15").await?.shows_amount("$10,205.42").await?;
        let review = upgrading.review().await?;
        review.acknowledge().await?;
        review.pay_to_receipt("$10,205.42").await?.shows_charged("$10,205.42").await?;

        context.outcome(HARBOR).await?.is_paid_once(1_020_542, "USD").grants(8, "annual");
        assert_eq!(context.ledger().await?.redemptions(HARBOR).await?, ["LEAP15 redeemed"]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn annual_subscription_shows_when_monthly_is_available_again() {
    journey(async |context| {
        Shell::enter(&context.browser, OWNER, "Delta Mobile").await?;
        Subscription::at(&context.browser, DELTA).await?;
        Upgrading::at(&context.browser, DELTA, "").await?;

        context.browser.read("Monthly is available again from Oct 16, 2026.").await?;

        assert!(context.browser.find_visible(Role::Radio, "Monthly").await?.is_none());
        Ok(())
    })
    .await;
}
