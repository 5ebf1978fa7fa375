//! Notices and actions after a payment that did not succeed.

use e2e::{
    BEHIND_PROXY, Setting, Step, TestContext,
    browser::Role,
    journey, journey_in,
    pages::{Bank, Review, Shell, TestCard, Upgrading},
};

use crate::{
    sample::{BILLING, HARBOR, THREE_MORE},
    steps::upgrading,
};

/// Pays for three more sessions with a code, until the bank requests confirmation.
async fn pay_until_bank_confirmation<'a>(context: &'a TestContext) -> Step<Review<'a>> {
    let shell = Shell::enter(&context.browser, BILLING, "Harbor QA").await?;
    shell.replace_card(HARBOR, TestCard::AsksConfirmation).await?;
    let page = Upgrading::at(&context.browser, HARBOR, "?add=3&code=SAVE10").await?;
    // 241.55 less 24.16.
    let review = page.shows_amount("$217.39").await?.review().await?;
    review.pay("$217.39").await?;
    context.browser.read("Your bank asks you to confirm this payment").await?;
    Ok(review)
}

#[tokio::test]
async fn refused_bank_confirmation_keeps_the_code_and_offers_another_card() {
    journey(async |context| {
        pay_until_bank_confirmation(context).await?.continue_to_bank().await?;
        Bank::shown(&context.browser).await?.refuse().await?;
        context.browser.read("You were not charged").await?;

        context.browser.see(Role::Link, "Use another card").await?;
        context.browser.follow("Choose the upgrade again").await?;

        Upgrading::shown(&context.browser).await?.shows_amount("$217.39").await?;
        context.browser.read("SAVE10 is applied.").await
    })
    .await;
}

#[tokio::test]
async fn canceling_a_payment_moves_focus_to_the_heading() {
    journey(async |context| {
        pay_until_bank_confirmation(context).await?;

        context.browser.press("Cancel payment").await?;

        context.browser.read("This payment was not made. You were not charged.").await?;
        context.browser.see_focus("Your payment").await
    })
    .await;
}

#[tokio::test]
async fn decline_notice_is_visible_on_small_screens() {
    journey(async |context| {
        let shell = Shell::enter(&context.browser, BILLING, "Harbor QA").await?;
        shell.replace_card(HARBOR, TestCard::Declined).await?;
        let page = Upgrading::at(&context.browser, HARBOR, "?add=3").await?;
        let review = page.shows_amount(THREE_MORE).await?.review().await?;
        context.browser.set_viewport_width(320).await?;

        review.pay(THREE_MORE).await?;
        context.browser.read("The payment was declined. You were not charged.").await?;

        context.browser.see_focus("The payment was declined").await?;
        assert!(context.browser.top_of("review-notice").await? >= 0.0, "the notice is above the viewport");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn decline_names_the_next_step_and_bank_confirmation_takes_focus() {
    journey(async |context| {
        let browser = &context.browser;
        let shell = Shell::enter(browser, BILLING, "Harbor QA").await?;
        shell.replace_card(HARBOR, TestCard::Declined).await?;
        let page = Upgrading::at(browser, HARBOR, "?add=3&code=SAVE10").await?;
        let review = page.shows_amount("$217.39").await?.review().await?;

        review.pay("$217.39").await?;
        browser.read("The payment was declined. You were not charged.").await?;
        browser.read("Your bank gave no reason. Contact your bank, or use another card.").await?;
        review.replace_card(TestCard::AsksConfirmation).await?;
        review.pay("$217.39").await?;

        browser.read("Your bank asks you to confirm this payment").await?;
        browser.see_focus("Your payment").await?;
        let announcements = browser.announcements().await?;
        assert!(
            announcements.iter().any(|text| text.contains("Your bank asks you to confirm this payment")),
            "{announcements:?}"
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn unknown_outcome_offers_no_actions_and_shows_the_next_check() {
    journey_in(Setting { gateway_timeout: 3, ..BEHIND_PROXY }, async |context| {
        let browser = &context.browser;
        let page = upgrading(&context.browser, "?add=3").await?;
        let review = page.shows_amount(THREE_MORE).await?.review().await?;
        context.kill_backend();

        review.pay(THREE_MORE).await?;

        browser.read("We do not know yet whether this payment succeeded").await?;
        browser.read("Checking again in").await?;
        browser.read("Reference").await?;
        for (role, name) in [(Role::Button, "Pay"), (Role::Link, "Edit"), (Role::Button, "Use another card")]
        {
            assert!(browser.find_visible(role, name).await?.is_none(), "{name} is offered");
        }
        Ok(())
    })
    .await;
}
