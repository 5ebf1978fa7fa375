//! Cards that decline, ask the bank, or leave one waiting for an answer.

use e2e::{
    journey,
    pages::{Bank, CardField, Receipt, Review, TestCard},
};

use crate::{
    sample::{HARBOR, THREE_MORE, THREE_MORE_MINOR},
    walks::review_with,
};

#[tokio::test]
async fn declined_card_is_replaced_and_the_second_card_pays() {
    journey(async |trip| {
        let review = review_with(trip, TestCard::Declined).await?;

        review.pay(THREE_MORE).await?;
        trip.browser.read("You were not charged").await?;
        trip.outcome(HARBOR).await?.is_unpaid().grants(5, "monthly").attempted(&["declined"]);
        review.another_card().await?;
        CardField::of(&trip.browser).enter(TestCard::Pays).await?;
        Review::shown(&trip.browser).await?.pay_to_receipt(THREE_MORE).await?;

        let outcome = trip.outcome(HARBOR).await?;
        outcome
            .is_paid_once(THREE_MORE_MINOR, "USD")
            .grants(8, "monthly")
            .attempted(&["declined", "charged"]);
        assert_eq!(trip.gateway()?.count(HARBOR, "declined"), 1);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn bank_confirmation_completes_the_payment() {
    journey(async |trip| {
        let review = review_with(trip, TestCard::AsksConfirmation).await?;

        review.pay(THREE_MORE).await?;
        review.to_the_bank().await?;
        trip.outcome(HARBOR).await?.is_unpaid().grants(5, "monthly").attempted(&["requires_action"]);
        Bank::shown(&trip.browser).await?.confirm().await?;
        Receipt::shown(&trip.browser).await?.says_charged(THREE_MORE).await?;

        trip.outcome(HARBOR).await?.is_paid_once(THREE_MORE_MINOR, "USD").grants(8, "monthly");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn refused_bank_confirmation_charges_nothing() {
    journey(async |trip| {
        let review = review_with(trip, TestCard::AsksConfirmation).await?;

        review.pay(THREE_MORE).await?;
        review.to_the_bank().await?;
        Bank::shown(&trip.browser).await?.refuse().await?;
        trip.browser.read("You were not charged").await?;

        trip.outcome(HARBOR).await?.is_unpaid().grants(5, "monthly");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn unknown_outcome_is_settled_as_charged_once() {
    journey(async |trip| {
        let review = review_with(trip, TestCard::TimesOutCharged).await?;

        review.pay(THREE_MORE).await?;
        Receipt::shown(&trip.browser).await?.says_charged(THREE_MORE).await?;

        let outcome = trip.outcome(HARBOR).await?;
        outcome.is_paid_once(THREE_MORE_MINOR, "USD").grants(8, "monthly").attempted(&["charged"]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn unknown_outcome_is_settled_as_not_charged() {
    journey(async |trip| {
        let review = review_with(trip, TestCard::TimesOutLost).await?;

        review.pay(THREE_MORE).await?;
        trip.browser.read("You were not charged").await?;

        trip.outcome(HARBOR).await?.is_unpaid().grants(5, "monthly").attempted(&["canceled"]);
        Ok(())
    })
    .await;
}
