//! One quote is charged once, despite double clicks, several tabs and repeated requests.

use e2e::{
    journey,
    pages::{Receipt, Review, Shell},
};

use crate::{
    sample::{BILLING, HARBOR, THREE_MORE, THREE_MORE_MINOR},
    steps::{UPGRADES, sealed_upgrade},
};

#[tokio::test]
async fn double_click_on_pay_charges_once() {
    journey(async |context| {
        let shell = Shell::enter(&context.browser, BILLING, "Harbor QA").await?;
        let upgrading = shell.subscription().await?.upgrade().await?;
        upgrading.add("3").await?.shows_amount(THREE_MORE).await?.review().await?;

        context.browser.double_press(&format!("Pay {THREE_MORE}")).await?;
        Receipt::shown(&context.browser).await?.shows_charged(THREE_MORE).await?;

        let outcome = context.outcome(HARBOR).await?;
        outcome.is_paid_once(THREE_MORE_MINOR, "USD").grants(8, "monthly").attempted(&["charged"]);
        assert_eq!(context.gateway()?.count(HARBOR, "intent_created"), 1);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn two_tabs_with_the_same_quote_charge_once() {
    journey(async |context| {
        let browser = &context.browser;
        let shell = Shell::enter(browser, BILLING, "Harbor QA").await?;
        let upgrading = shell.subscription().await?.upgrade().await?;
        upgrading.add("3").await?.shows_amount(THREE_MORE).await?.review().await?;
        let first = browser.duplicate_tab().await?;
        Review::shown(browser).await?;

        let second = browser.switch_tab(first).await?;
        let number = Review::shown(browser).await?.pay_to_receipt(THREE_MORE).await?.number().await?;
        browser.switch_tab(second).await?;
        let receipt = Review::shown(browser).await?.pay_to_receipt(THREE_MORE).await?;

        assert_eq!(receipt.shows_charged(THREE_MORE).await?.number().await?, number);
        let outcome = context.outcome(HARBOR).await?;
        outcome.is_paid_once(THREE_MORE_MINOR, "USD").grants(8, "monthly").attempted(&["charged"]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn second_tab_with_its_own_quote_shows_the_first_upgrade() {
    journey(async |context| {
        let browser = &context.browser;
        let shell = Shell::enter(browser, BILLING, "Harbor QA").await?;
        let upgrading = shell.subscription().await?.upgrade().await?;
        upgrading.add("3").await?.shows_amount(THREE_MORE).await?.review().await?;
        let first = browser.fresh_tab().await?;
        Review::shown(browser).await?;

        let second = browser.switch_tab(first).await?;
        Review::shown(browser).await?.pay_to_receipt(THREE_MORE).await?;
        browser.switch_tab(second).await?;
        Review::shown(browser).await?.pay(THREE_MORE).await?;
        browser.read("changed it from 5 sessions, monthly to 8 sessions, monthly").await?;
        browser.read("You were not charged.").await?;

        let outcome = context.outcome(HARBOR).await?;
        outcome.is_paid_once(THREE_MORE_MINOR, "USD").grants(8, "monthly").attempted(&["charged"]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn one_quote_with_two_keys_is_charged_once() {
    journey(async |context| {
        let api = context.api(BILLING).await?;
        let (pay, version) = sealed_upgrade(&api, 8, THREE_MORE_MINOR).await?;
        let headers = |key: &'static str| [("Idempotency-Key", key), ("If-Match", version.as_str())];

        let (first_headers, second_headers) = (headers("tab-1"), headers("tab-2"));
        let (first, second) = tokio::join!(
            api.post(UPGRADES, &first_headers, pay.clone()),
            api.post(UPGRADES, &second_headers, pay.clone())
        );
        let mut answers = [first?.status.as_u16(), second?.status.as_u16()];
        answers.sort_unstable();
        let late = api.post(UPGRADES, &headers("tab-3"), pay).await?;

        assert_eq!(answers, [201, 409]);
        assert_eq!((late.status.as_u16(), late.code()), (409, "quote_already_paid"));
        assert_eq!(late.body["receipt"]["chargedMinor"], THREE_MORE_MINOR);
        context.outcome(HARBOR).await?.is_paid_once(THREE_MORE_MINOR, "USD").grants(8, "monthly");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn repeated_key_returns_the_same_response() {
    journey(async |context| {
        let api = context.api(BILLING).await?;
        let (pay, version) = sealed_upgrade(&api, 8, THREE_MORE_MINOR).await?;
        let key = [("Idempotency-Key", "k-1"), ("If-Match", version.as_str())];

        let first = api.post(UPGRADES, &key, pay.clone()).await?;
        let again = api.post(UPGRADES, &key, pay).await?;

        assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 200));
        assert_eq!(first.body, again.body);
        context.outcome(HARBOR).await?.is_paid_once(THREE_MORE_MINOR, "USD").attempted(&["charged"]);
        Ok(())
    })
    .await;
}
