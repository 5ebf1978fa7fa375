//! Changes that happen while a buyer reviews a quote.

use e2e::{
    browser::Role,
    journey,
    pages::{Review, Shell, Subscription},
};

use crate::{
    sample::{BILLING, HARBOR, JUNIPER, THREE_MORE, THREE_MORE_MINOR},
    steps::{add_one_as_owner, upgrading},
};

#[tokio::test]
async fn expired_quote_is_renewed_before_payment() {
    journey(async |context| {
        let shell = Shell::enter(&context.browser, BILLING, "Harbor QA").await?;
        let upgrading = shell.subscription().await?.upgrade().await?;
        let review = upgrading.add("3").await?.shows_amount(THREE_MORE).await?.review().await?;

        // The quote was sealed at 09:30 for 15 minutes.
        context.set_clock("2026-03-16T09:50:00Z").await?;
        review.pay(THREE_MORE).await?;
        context.browser.read("This quote has expired").await?;
        context.outcome(HARBOR).await?.is_unpaid().attempted(&[]);
        review.pay_to_receipt(THREE_MORE).await?;

        context.outcome(HARBOR).await?.is_paid_once(THREE_MORE_MINOR, "USD").grants(8, "monthly");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn colleagues_upgrade_is_shown_with_the_new_amount() {
    journey(async |context| {
        let shell = Shell::enter(&context.browser, BILLING, "Harbor QA").await?;
        let upgrading = shell.subscription().await?.upgrade().await?;
        let review = upgrading.add("3").await?.shows_amount(THREE_MORE).await?.review().await?;

        add_one_as_owner(context).await?;
        review.pay(THREE_MORE).await?;
        context.browser.read("changed it from 5 sessions, monthly to 6 sessions, monthly").await?;
        // The total of 8 sessions now requires 2 more: 2 x 156.00 x 16 / 31 = 161.032...
        context.browser.read("The amount was $241.55; for the same total it is now $161.03.").await?;

        context.outcome(HARBOR).await?.is_paid_once(8_052, "USD").grants(6, "monthly");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn canceled_subscription_is_reactivated_before_an_upgrade() {
    journey(async |context| {
        Shell::enter(&context.browser, BILLING, "Juniper Apps").await?;
        let page = Subscription::at(&context.browser, JUNIPER).await?;
        assert_eq!(context.ledger().await?.entitlement(JUNIPER).await?.status, "canceled");
        context.browser.see(Role::Button, "Reactivate").await?;
        assert!(context.browser.find_visible(Role::Link, "Upgrade").await?.is_none());

        page.reactivate().await?;
        page.upgrade().await?;

        assert_eq!(context.ledger().await?.entitlement(JUNIPER).await?.status, "active");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn quote_can_be_extended_without_losing_the_entry() {
    journey(async |context| {
        let shell = Shell::enter(&context.browser, BILLING, "Harbor QA").await?;
        let upgrading = shell.subscription().await?.upgrade().await?;
        let review = upgrading.add("3").await?.shows_amount(THREE_MORE).await?.review().await?;

        review.renew_price().await?;
        Review::shown(&context.browser).await?.pay_to_receipt(THREE_MORE).await?;

        context.outcome(HARBOR).await?.is_paid_once(THREE_MORE_MINOR, "USD").grants(8, "monthly");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn concurrent_change_names_its_author_and_offers_a_choice() {
    journey(async |context| {
        let browser = &context.browser;
        let review = upgrading(browser, "?add=3").await?.shows_amount(THREE_MORE).await?.review().await?;
        add_one_as_owner(context).await?;

        review.pay(THREE_MORE).await?;
        browser.read("Olga Owner changed it from 5 sessions, monthly to 6 sessions, monthly").await?;
        browser.follow("Choose the upgrade again").await?;

        browser
            .read("This upgrade was prepared for a subscription with 5 sessions and adds 3. The subscription now has 6.")
            .await?;
        browser.see(Role::Button, "Add 3 to the current sessions (9 in total)").await?;
        browser.see(Role::Button, "Upgrade to 8 in total, as prepared (add 2)").await?;
        Ok(())
    })
    .await;
}
