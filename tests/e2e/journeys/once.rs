//! One quote is charged once, whatever the hands and the tabs do.

use e2e::{
    journey,
    pages::{Receipt, Review, Shell},
};

use crate::sample::{BILLING, HARBOR, THREE_MORE, THREE_MORE_MINOR};

#[tokio::test]
async fn a_double_click_on_pay_is_one_charge() {
    journey(async |trip| {
        let shell = Shell::enter(&trip.browser, BILLING, "Harbor QA").await?;
        let upgrading = shell.subscription().await?.upgrade().await?;
        upgrading.add("3").await?.costs(THREE_MORE).await?.review().await?;

        trip.browser.double_press(&format!("Pay {THREE_MORE}")).await?;
        Receipt::shown(&trip.browser).await?.says_charged(THREE_MORE).await?;

        let outcome = trip.outcome(HARBOR).await?;
        outcome.is_paid_once(THREE_MORE_MINOR, "USD").grants(8, "monthly").attempted(&["charged"]);
        assert_eq!(trip.gateway()?.count(HARBOR, "intent_created"), 1);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn two_tabs_with_the_same_quote_are_one_charge() {
    journey(async |trip| {
        let browser = &trip.browser;
        let shell = Shell::enter(browser, BILLING, "Harbor QA").await?;
        let upgrading = shell.subscription().await?.upgrade().await?;
        upgrading.add("3").await?.costs(THREE_MORE).await?.review().await?;
        let first = browser.same_in_second_tab().await?;
        Review::shown(browser).await?;

        let second = browser.switch_tab(first).await?;
        Review::shown(browser).await?.pay_to_receipt(THREE_MORE).await?;
        browser.switch_tab(second).await?;
        Review::shown(browser).await?.pay_to_receipt(THREE_MORE).await?.says_charged(THREE_MORE).await?;

        let outcome = trip.outcome(HARBOR).await?;
        outcome.is_paid_once(THREE_MORE_MINOR, "USD").grants(8, "monthly").attempted(&["charged"]);
        Ok(())
    })
    .await;
}
