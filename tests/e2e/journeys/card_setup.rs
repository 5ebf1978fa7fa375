//! A card is saved on the gateway's page: the way there and every way back.

use serde_json::json;

use e2e::{
    Step, TestContext,
    browser::Role,
    journey,
    pages::{
        PaymentMethod, Review, SetupPage, Shell, SignIn, Subscription, TestCard, Upgrading,
        payment_method_address,
    },
    records::Charge,
};

use crate::{
    sample::{BILLING, HARBOR, OSPREY, TERN, THREE_MORE, THREE_MORE_MINOR},
    steps::upgrading,
};

/// The last four digits of the card on file in the database.
async fn card_on_file(context: &TestContext, organization: i64) -> Step<Option<String>> {
    let path = format!("organizations/{organization}/testcloud/subscription");
    let subscription = context.api(BILLING).await?.get(&path).await?.body;
    Ok(subscription["paymentMethod"]["last4"].as_str().map(str::to_owned))
}

#[tokio::test]
async fn card_is_saved_from_the_payment_method_page() {
    journey(async |context| {
        let browser = &context.browser;
        Shell::enter(browser, BILLING, "Harbor QA").await?;
        let page = PaymentMethod::at(browser, HARBOR).await?;
        browser.read("this service never sees its number").await?;

        page.replace(TestCard::Mastercard).await?;

        browser.read("Mastercard ending in 4444 is on file and pays future charges.").await?;
        assert_eq!(browser.address().await?, payment_method_address(HARBOR));
        assert_eq!(card_on_file(context, HARBOR).await?.as_deref(), Some("4444"));
        assert_eq!(context.gateway()?.count(HARBOR, "session_completed"), 1);
        browser.reload().await?;
        PaymentMethod::shown(browser).await?;
        browser.read("Mastercard ending in 4444").await?;
        assert!(browser.find_visible(Role::Text, "Card saved").await?.is_none(), "saved again");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn card_saved_from_the_review_returns_to_the_same_quote() {
    journey(async |context| {
        let browser = &context.browser;
        let page = upgrading(browser, "?add=3&code=SAVE10").await?;
        // 241.55 less 24.16.
        let review = page.shows_amount("$217.39").await?.review().await?;
        let kept = "return sessionStorage.getItem('tcu.held-quote.101')";
        let (quote, address) = (browser.run(kept).await?, browser.address().await?);

        review.replace_card(TestCard::Mastercard).await?;

        assert_eq!(browser.run(kept).await?, quote, "another quote or another key");
        assert_eq!(browser.address().await?, address);
        review.pay_to_receipt("$217.39").await?;
        browser.read("Mastercard ending in 4444").await?;
        context.outcome(HARBOR).await?.is_paid_once(21_739, "USD").grants(8, "monthly");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn first_card_is_added_on_the_review() {
    journey(async |context| {
        let browser = &context.browser;
        Shell::enter(browser, BILLING, "Tern Devices").await?;
        // 2 x 156.00 x 25 / 31 = 251.61, and 12.50 owed from earlier.
        Upgrading::at(browser, TERN, "?add=2").await?.shows_amount("$264.11").await?.review().await?;
        browser.read("There is no card on file.").await?;

        browser.press("Add a card").await?;
        SetupPage::shown(browser).await?.save(TestCard::Pays).await?;
        let review = Review::shown(browser).await?;
        browser.read("Card saved").await?;
        review.pay_to_receipt("$264.11").await?;

        assert_eq!(context.outcome(TERN).await?.charges, [Charge::of(26_411, "USD")]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn canceled_card_page_changes_nothing() {
    journey(async |context| {
        let browser = &context.browser;
        let review = upgrading(browser, "?add=3").await?.shows_amount(THREE_MORE).await?.review().await?;
        review.use_another_card().await?.cancel().await?;

        Review::shown(browser).await?;
        browser.read("Visa ending in 4242").await?;
        assert!(browser.find_visible(Role::Text, "Card saved").await?.is_none());
        PaymentMethod::at(browser, HARBOR).await?.use_another_card().await?.cancel().await?;

        PaymentMethod::shown(browser).await?;
        browser.read("Visa ending in 4242").await?;
        assert_eq!(browser.address().await?, payment_method_address(HARBOR));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn back_from_the_card_page_frees_the_button() {
    journey(async |context| {
        let browser = &context.browser;
        Shell::enter(browser, BILLING, "Harbor QA").await?;
        PaymentMethod::at(browser, HARBOR).await?.use_another_card().await?;

        browser.back().await?;

        let page = PaymentMethod::shown(browser).await?;
        let button = browser.see(Role::Button, "Use another card").await?;
        assert_eq!(button.attr("aria-disabled").await?.as_deref(), Some("false"));
        page.replace(TestCard::Mastercard).await?;
        assert_eq!(context.gateway()?.count(HARBOR, "session_created"), 2);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn card_declined_on_the_card_page_can_be_replaced_there() {
    journey(async |context| {
        let browser = &context.browser;
        Shell::enter(browser, BILLING, "Harbor QA").await?;
        let setup = PaymentMethod::at(browser, HARBOR).await?.use_another_card().await?;
        setup.enter(TestCard::NotSaved).await?;
        browser.read("Your bank declined this card. It was not saved.").await?;
        assert_eq!(card_on_file(context, HARBOR).await?.as_deref(), Some("4242"));

        setup.save(TestCard::Mastercard).await?;

        PaymentMethod::shown(browser).await?.shows_saved(TestCard::Mastercard).await
    })
    .await;
}

#[tokio::test]
async fn forged_return_saves_nothing() {
    journey(async |context| {
        let browser = &context.browser;
        Shell::enter(browser, BILLING, "Harbor QA").await?;
        let path = format!("organizations/{TERN}/payment-method/setup-sessions");
        let form = json!({ "return": payment_method_address(TERN) });
        let other = context.api(BILLING).await?.post(&path, &[], form).await?;
        assert_eq!(other.status.as_u16(), 201, "{}", other.body);
        let other = other.body["id"].as_str().unwrap_or_default().to_owned();

        for id in ["cs_test_unknown", "..", "%3Cscript%3E", &other] {
            PaymentMethod::at_query(browser, HARBOR, &format!("?setup={id}")).await?;
            browser.read("No card was saved").await?;
            browser.read("Visa ending in 4242").await?;
        }

        assert_eq!(card_on_file(context, HARBOR).await?.as_deref(), Some("4242"));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn return_without_a_card_is_reported_when_the_page_has_expired() {
    journey(async |context| {
        let browser = &context.browser;
        Shell::enter(browser, BILLING, "Harbor QA").await?;
        let path = format!("organizations/{HARBOR}/payment-method/setup-sessions");
        let form = json!({ "return": payment_method_address(HARBOR) });
        let session = context.api(BILLING).await?.post(&path, &[], form).await?.body;
        let id = session["id"].as_str().unwrap_or_default();

        PaymentMethod::at_query(browser, HARBOR, &format!("?setup={id}")).await?;
        browser.read("Checking whether the card was saved").await?;
        // Every page of the gateway has expired a day later.
        context.set_clock("2026-03-17T10:30:00Z").await?;

        browser.read("No card was saved").await?;
        browser.see(Role::Button, "Use another card").await?;
        assert_eq!(browser.address().await?, payment_method_address(HARBOR));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn card_is_saved_after_signing_in_again() {
    journey(async |context| {
        let browser = &context.browser;
        let review = upgrading(browser, "?add=3").await?.shows_amount(THREE_MORE).await?.review().await?;
        let setup = review.use_another_card().await?;
        browser.clear_session().await?;
        setup.save(TestCard::Mastercard).await?;

        SignIn::shown(browser).await?.sign_in_as(BILLING).await?;

        let review = Review::shown(browser).await?;
        browser.read("Card saved").await?;
        review.pay_to_receipt(THREE_MORE).await?;
        context.outcome(HARBOR).await?.is_paid_once(THREE_MORE_MINOR, "USD").grants(8, "monthly");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn new_card_pays_the_unpaid_renewal() {
    journey(async |context| {
        let browser = &context.browser;
        Shell::enter(browser, BILLING, "Osprey Games").await?;
        PaymentMethod::at(browser, OSPREY).await?.replace(TestCard::Mastercard).await?;

        browser.read("The renewal that was due has been paid. The subscription is active.").await?;

        Subscription::at(browser, OSPREY).await?;
        browser.read("Active").await?;
        assert_eq!(context.outcome(OSPREY).await?.charges.len(), 1);
        Ok(())
    })
    .await;
}
