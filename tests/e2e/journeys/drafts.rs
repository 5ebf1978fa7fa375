//! The form state is kept in the URL.

use e2e::{
    browser::{Role, until},
    journey,
    pages::{Receipt, Review, Shell, SignIn, Subscription, Upgrading},
};

use crate::{
    sample::{BILLING, HARBOR, THREE_MORE, THREE_MORE_MINOR},
    steps::upgrading,
};

#[tokio::test]
async fn prepared_link_opens_with_the_form_filled_in() {
    journey(async |context| {
        Shell::enter(&context.browser, BILLING, "Harbor QA").await?;

        let upgrading =
            Upgrading::at(&context.browser, HARBOR, "?add=3&from=5&cycle=annual&code=LEAP15").await?;

        upgrading.shows_amount("$10,205.42").await?;
        assert_eq!(context.browser.value("Additional sessions").await?, "3");
        context.browser.see(Role::Button, "Remove").await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn link_for_another_session_count_offers_a_choice() {
    journey(async |context| {
        Shell::enter(&context.browser, BILLING, "Harbor QA").await?;

        Upgrading::at(&context.browser, HARBOR, "?add=3&from=4").await?;
        context.browser.read("This upgrade was prepared for a subscription with 4 sessions").await?;
        context.browser.press("Upgrade to 7 in total, as prepared (add 2)").await?;

        // 2 x 156.00 x 16 / 31 = 161.032...
        Upgrading::shown(&context.browser).await?.shows_amount("$161.03").await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn invalid_draft_parameters_show_a_notice() {
    journey(async |context| {
        Shell::enter(&context.browser, BILLING, "Harbor QA").await?;

        let upgrading =
            Upgrading::at(&context.browser, HARBOR, "?add=many&from=%00&cycle=weekly&code=%3Cb%3E").await?;

        context.browser.read("Part of the link could not be read").await?;
        assert_eq!(context.browser.value("Additional sessions").await?, "many");
        context.browser.see_invalid("Additional sessions").await?;
        upgrading.add("3").await?.shows_amount(THREE_MORE).await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn invalid_entry_survives_a_reload_and_a_language_change() {
    journey(async |context| {
        let browser = &context.browser;
        upgrading(browser, "").await?.add("12.5").await?;
        browser.see_address("add=12.5").await?;

        browser.reload().await?;
        assert_eq!(browser.value("Additional sessions").await?, "12.5");
        browser.switch_language("vi").await?;

        assert_eq!(browser.value("Số phiên bổ sung").await?, "12.5");
        browser.see_invalid("Số phiên bổ sung").await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn card_number_typed_as_sessions_stays_out_of_the_url() {
    journey(async |context| {
        let browser = &context.browser;
        let page = upgrading(browser, "?add=3").await?;
        browser.see_address("add=3").await?;

        page.add("4111 1111 1111 1111").await?.shows_error().await?;

        until("the URL without the entry", async || {
            Ok((!browser.address().await?.contains("add=")).then_some(()))
        })
        .await?;
        let address = browser.address().await?;
        assert!(!address.contains("4111"), "{address}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn every_step_survives_a_reload() {
    journey(async |context| {
        let browser = &context.browser;
        let shell = Shell::enter(browser, BILLING, "Harbor QA").await?;
        shell.subscription().await?;
        browser.reload().await?;
        let upgrading = Subscription::shown(browser).await?.upgrade().await?;
        upgrading.add("3").await?.shows_amount(THREE_MORE).await?;
        browser.see_address("add=3").await?;
        browser.reload().await?;
        Upgrading::shown(browser).await?.shows_amount(THREE_MORE).await?.review().await?;
        browser.reload().await?;
        Review::shown(browser).await?.pay_to_receipt(THREE_MORE).await?;
        browser.reload().await?;

        Receipt::shown(browser).await?.shows_charged(THREE_MORE).await?;
        context.outcome(HARBOR).await?.is_paid_once(THREE_MORE_MINOR, "USD").grants(8, "monthly");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn going_back_from_the_receipt_cannot_pay_again() {
    journey(async |context| {
        let browser = &context.browser;
        let shell = Shell::enter(browser, BILLING, "Harbor QA").await?;
        let upgrading = shell.subscription().await?.upgrade().await?;
        upgrading
            .add("3")
            .await?
            .shows_amount(THREE_MORE)
            .await?
            .review()
            .await?
            .pay_to_receipt(THREE_MORE)
            .await?;

        browser.back().await?;
        browser.see_gone(Role::Heading, "Receipt").await?;

        assert!(browser.find_visible(Role::Button, &format!("Pay {THREE_MORE}")).await?.is_none());
        context.outcome(HARBOR).await?.is_paid_once(THREE_MORE_MINOR, "USD").grants(8, "monthly");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn entered_sessions_survive_an_expired_session() {
    journey(async |context| {
        let page = upgrading(&context.browser, "").await?;
        page.add("3").await?.shows_amount(THREE_MORE).await?;
        context.browser.see_address("add=3").await?;

        context.browser.clear_session().await?;
        page.apply("SAVE10").await?;
        SignIn::shown(&context.browser).await?.sign_in_as(BILLING).await?;

        Upgrading::shown(&context.browser).await?;
        context.browser.read("5 now + 3 more = 8 sessions").await
    })
    .await;
}

#[tokio::test]
async fn typed_code_survives_an_expired_session() {
    journey(async |context| {
        let browser = &context.browser;
        upgrading(browser, "?add=3").await?.shows_amount(THREE_MORE).await?;
        browser.press("I have a promotion code").await?;
        browser.fill("Promotion code", "SAVE10").await?;

        browser.clear_session().await?;
        browser.press("Apply").await?;
        SignIn::shown(browser).await?.sign_in_as(BILLING).await?;

        Upgrading::shown(browser).await?.shows_amount("$217.39").await?;
        browser.read("SAVE10 is applied.").await
    })
    .await;
}
