//! Statements of docs/ux.md that no walk shows by the way: what has the focus, what is said, what is kept.

use e2e::{
    MID_MARCH, Setting, Step, Trip,
    browser::{Key, Role, until},
    journey, journey_in,
    pages::{Bank, Review, Shell, SignIn, TestCard, Upgrading},
};

use crate::sample::{BILLING, HARBOR, THREE_MORE};

const ON_A_CABLE: Setting = Setting { cable: true, ..MID_MARCH };

async fn has_focus(trip: &Trip, name: &str) -> Step {
    until(&format!("the focus on \"{name}\""), async || {
        Ok(trip.browser.focused().await?.starts_with(name).then_some(()))
    })
    .await
}

async fn upgrading<'a>(trip: &'a Trip, draft: &str) -> Step<Upgrading<'a>> {
    Shell::enter(&trip.browser, BILLING, "Harbor QA").await?;
    Upgrading::at(&trip.browser, HARBOR, draft).await
}

#[tokio::test]
async fn a_lost_session_comes_back_to_what_was_entered_since() {
    journey(async |trip| {
        let page = upgrading(trip, "").await?;
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
async fn pressing_too_early_leads_to_what_is_missing_each_time_and_typing_keeps_its_place() {
    journey(async |trip| {
        let browser = &trip.browser;
        upgrading(trip, "").await?;

        browser.press("Review upgrade").await?;
        has_focus(trip, "Before you go on").await?;
        assert!(browser.title().await?.starts_with("Error: "), "{}", browser.title().await?);
        browser.press("Review upgrade").await?;
        has_focus(trip, "Before you go on").await?;

        // Mending begins with an empty field, which is another mistake: the hand stays where it types.
        browser.follow("Add sessions or choose annual").await?;
        has_focus(trip, "Additional sessions").await?;
        browser.strike(Key::End).await?;
        browser.strike(Key::Home).await?;
        browser.fill("Additional sessions", "3").await?;
        has_focus(trip, "Additional sessions").await?;
        until("the title without its error", async || {
            Ok((!browser.title().await?.starts_with("Error: ")).then_some(()))
        })
        .await
    })
    .await;
}

#[tokio::test]
async fn a_code_is_said_once_and_not_at_every_key() {
    journey(async |trip| {
        let browser = &trip.browser;
        let page = upgrading(trip, "?add=3").await?;
        page.apply("SAVE10").await?;
        browser.read("SAVE10 is applied.").await?;
        browser.read("10% off the charge").await?;

        // 4 x 156.00 x 16 / 31 = 322.06, less 10 %: 32.21
        page.add("4").await?.costs("$289.85").await?;

        let spoken = browser.spoken().await?;
        assert!(spoken.iter().any(|text| text == "SAVE10 is applied."), "{spoken:?}");
        assert!(!spoken.iter().any(|text| text.contains("renews at")), "{spoken:?}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn back_online_the_review_takes_a_fresh_price_by_itself() {
    journey_in(ON_A_CABLE, async |trip| {
        if trip.left_out_but_in_chromium("no other driver tells the page that the network is gone") {
            return Ok(());
        }
        let browser = &trip.browser;
        upgrading(trip, "?add=3").await?.costs(THREE_MORE).await?.review().await?;
        trip.go_offline().await?;
        browser.read("You are offline").await?;
        browser.press(&format!("Pay {THREE_MORE}")).await?;
        browser.read("Paying is possible again when you are back.").await?;
        let before = browser.requests().await?;

        trip.plug_in().await?;

        until("a fresh price", async || Ok((browser.requests().await? > before).then_some(()))).await?;
        trip.outcome(HARBOR).await?.is_unpaid().attempted(&[]);
        Ok(())
    })
    .await;
}

/// Reaches the bank's question for three more sessions with a code.
async fn at_the_bank<'a>(trip: &'a Trip) -> Step<Review<'a>> {
    let shell = Shell::enter(&trip.browser, BILLING, "Harbor QA").await?;
    shell.replace_card(HARBOR, TestCard::AsksConfirmation).await?;
    let page = Upgrading::at(&trip.browser, HARBOR, "?add=3&code=SAVE10").await?;
    // 241.55 less 24.16
    let review = page.costs("$217.39").await?.review().await?;
    review.pay("$217.39").await?;
    trip.browser.read("Your bank asks you to confirm this payment").await?;
    Ok(review)
}

#[tokio::test]
async fn a_refusal_at_the_bank_keeps_the_code_and_offers_another_card() {
    journey(async |trip| {
        at_the_bank(trip).await?.to_the_bank().await?;
        Bank::shown(&trip.browser).await?.refuse().await?;
        trip.browser.read("You were not charged").await?;

        trip.browser.see(Role::Link, "Use another card").await?;
        trip.browser.follow("Look at the upgrade again").await?;

        Upgrading::shown(&trip.browser).await?.costs("$217.39").await?;
        trip.browser.read("SAVE10 is applied.").await
    })
    .await;
}

#[tokio::test]
async fn giving_a_payment_up_leaves_the_focus_on_the_heading() {
    journey(async |trip| {
        at_the_bank(trip).await?;

        trip.browser.press("Do not pay").await?;

        trip.browser.read("This payment was not made. You were not charged.").await?;
        has_focus(trip, "Your payment").await
    })
    .await;
}

#[tokio::test]
async fn a_decline_is_where_the_eyes_are_on_a_small_screen() {
    journey(async |trip| {
        let shell = Shell::enter(&trip.browser, BILLING, "Harbor QA").await?;
        shell.replace_card(HARBOR, TestCard::Declined).await?;
        let page = Upgrading::at(&trip.browser, HARBOR, "?add=3").await?;
        let review = page.costs(THREE_MORE).await?.review().await?;
        trip.browser.widen_to(320).await?;

        review.pay(THREE_MORE).await?;
        trip.browser.read("The payment was declined. You were not charged.").await?;

        has_focus(trip, "The payment was declined").await?;
        assert!(trip.browser.top_of("review-notice").await? >= 0.0, "the notice is above the screen");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_unknown_outcome_offers_nothing_but_to_wait_and_says_when_it_asks_again() {
    journey_in(Setting { gateway_timeout: 3, ..ON_A_CABLE }, async |trip| {
        let browser = &trip.browser;
        let page = upgrading(trip, "?add=3").await?;
        let review = page.costs(THREE_MORE).await?.review().await?;
        trip.kill_backend();

        review.pay(THREE_MORE).await?;

        browser.read("We do not know yet whether this payment went through").await?;
        browser.read("Asked again in").await?;
        browser.read("Reference").await?;
        for (role, name) in [(Role::Button, "Pay"), (Role::Link, "Edit"), (Role::Button, "Use another card")]
        {
            assert!(browser.glimpse(role, name).await?.is_none(), "{name} is offered");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn at_nothing_to_add_the_reason_is_there_to_read() {
    journey(async |trip| {
        upgrading(trip, "").await?;

        trip.browser.read("Sessions cannot go down here.").await
    })
    .await;
}
