//! The form lives in the address.

use e2e::{
    browser::{Role, until},
    journey,
    pages::{Receipt, Review, Shell, SignIn, Subscription, Upgrading},
};

use crate::{
    sample::{BILLING, HARBOR, THREE_MORE, THREE_MORE_MINOR},
    walks::upgrading,
};

#[tokio::test]
async fn prepared_link_opens_with_the_form_filled_in() {
    journey(async |trip| {
        Shell::enter(&trip.browser, BILLING, "Harbor QA").await?;

        let upgrading =
            Upgrading::at(&trip.browser, HARBOR, "?add=3&from=5&cycle=annual&code=LEAP15").await?;

        upgrading.costs("$10,205.42").await?;
        assert_eq!(trip.browser.value("Additional sessions").await?, "3");
        trip.browser.see(Role::Button, "Remove").await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn link_for_another_session_count_offers_a_choice() {
    journey(async |trip| {
        Shell::enter(&trip.browser, BILLING, "Harbor QA").await?;

        Upgrading::at(&trip.browser, HARBOR, "?add=3&from=4").await?;
        trip.browser.read("This upgrade was prepared for a subscription with 4 sessions").await?;
        trip.browser.press("Reach the 7 in total as prepared (add 2)").await?;

        // 2 x 156.00 x 16 / 31 = 161.032...
        Upgrading::shown(&trip.browser).await?.costs("$161.03").await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn invalid_draft_parameters_show_a_notice() {
    journey(async |trip| {
        Shell::enter(&trip.browser, BILLING, "Harbor QA").await?;

        let upgrading =
            Upgrading::at(&trip.browser, HARBOR, "?add=many&from=%00&cycle=weekly&code=%3Cb%3E").await?;

        trip.browser.read("Part of the link could not be read").await?;
        assert_eq!(trip.browser.value("Additional sessions").await?, "many");
        trip.browser.see_invalid("Additional sessions").await?;
        upgrading.add("3").await?.costs(THREE_MORE).await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn invalid_entry_survives_a_reload_and_a_language_change() {
    journey(async |trip| {
        let browser = &trip.browser;
        upgrading(browser, "").await?.add("12.5").await?;
        browser.at_address("add=12.5").await?;

        browser.reload().await?;
        assert_eq!(browser.value("Additional sessions").await?, "12.5");
        browser.speak("vi").await?;

        assert_eq!(browser.value("Số phiên bổ sung").await?, "12.5");
        browser.see_invalid("Số phiên bổ sung").await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn card_number_typed_as_sessions_stays_out_of_the_url() {
    journey(async |trip| {
        let browser = &trip.browser;
        let page = upgrading(browser, "?add=3").await?;
        browser.at_address("add=3").await?;

        page.add("4111 1111 1111 1111").await?.complains().await?;

        until("the address without the entry", async || {
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
    journey(async |trip| {
        let browser = &trip.browser;
        let shell = Shell::enter(browser, BILLING, "Harbor QA").await?;
        shell.subscription().await?;
        browser.reload().await?;
        let upgrading = Subscription::shown(browser).await?.upgrade().await?;
        upgrading.add("3").await?.costs(THREE_MORE).await?;
        browser.at_address("add=3").await?;
        browser.reload().await?;
        Upgrading::shown(browser).await?.costs(THREE_MORE).await?.review().await?;
        browser.reload().await?;
        Review::shown(browser).await?.pay_to_receipt(THREE_MORE).await?;
        browser.reload().await?;

        Receipt::shown(browser).await?.says_charged(THREE_MORE).await?;
        trip.outcome(HARBOR).await?.is_paid_once(THREE_MORE_MINOR, "USD").grants(8, "monthly");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn going_back_from_the_receipt_cannot_pay_again() {
    journey(async |trip| {
        let browser = &trip.browser;
        let shell = Shell::enter(browser, BILLING, "Harbor QA").await?;
        let upgrading = shell.subscription().await?.upgrade().await?;
        upgrading.add("3").await?.costs(THREE_MORE).await?.review().await?.pay_to_receipt(THREE_MORE).await?;

        browser.back().await?;
        browser.see_gone(Role::Heading, "Receipt").await?;

        assert!(browser.glimpse(Role::Button, &format!("Pay {THREE_MORE}")).await?.is_none());
        trip.outcome(HARBOR).await?.is_paid_once(THREE_MORE_MINOR, "USD").grants(8, "monthly");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn entered_sessions_survive_an_expired_session() {
    journey(async |trip| {
        let page = upgrading(&trip.browser, "").await?;
        page.add("3").await?.costs(THREE_MORE).await?;
        trip.browser.at_address("add=3").await?;

        trip.browser.lose_session().await?;
        page.apply("SAVE10").await?;
        SignIn::shown(&trip.browser).await?.as_person(BILLING).await?;

        Upgrading::shown(&trip.browser).await?;
        trip.browser.read("5 now + 3 more = 8 sessions").await
    })
    .await;
}

#[tokio::test]
async fn typed_code_survives_an_expired_session() {
    journey(async |trip| {
        let browser = &trip.browser;
        upgrading(browser, "?add=3").await?.costs(THREE_MORE).await?;
        browser.press("I have a promotion code").await?;
        browser.fill("Promotion code", "SAVE10").await?;

        browser.lose_session().await?;
        browser.press("Apply").await?;
        SignIn::shown(browser).await?.as_person(BILLING).await?;

        Upgrading::shown(browser).await?.costs("$217.39").await?;
        browser.read("SAVE10 is applied.").await
    })
    .await;
}
