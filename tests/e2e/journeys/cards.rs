//! Cards that are declined, require bank confirmation, or time out.

use e2e::{
    journey,
    pages::{Bank, Receipt, TestCard},
};

use crate::{
    sample::{HARBOR, THREE_MORE, THREE_MORE_MINOR},
    steps::review_with,
};

#[tokio::test]
async fn declined_card_is_replaced_and_the_second_card_pays() {
    journey(async |context| {
        let review = review_with(context, TestCard::Declined).await?;

        review.pay(THREE_MORE).await?;
        context.browser.read("You were not charged").await?;
        context.outcome(HARBOR).await?.is_unpaid().grants(5, "monthly").attempted(&["declined"]);
        review.replace_card(TestCard::Pays).await?;
        review.pay_to_receipt(THREE_MORE).await?;

        let outcome = context.outcome(HARBOR).await?;
        outcome
            .is_paid_once(THREE_MORE_MINOR, "USD")
            .grants(8, "monthly")
            .attempted(&["declined", "charged"]);
        assert_eq!(context.gateway()?.count(HARBOR, "declined"), 1);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn bank_confirmation_completes_the_payment() {
    journey(async |context| {
        let review = review_with(context, TestCard::AsksConfirmation).await?;

        review.pay(THREE_MORE).await?;
        review.continue_to_bank().await?;
        context.outcome(HARBOR).await?.is_unpaid().grants(5, "monthly").attempted(&["requires_action"]);
        Bank::shown(&context.browser).await?.confirm().await?;
        Receipt::shown(&context.browser).await?.shows_charged(THREE_MORE).await?;

        context.outcome(HARBOR).await?.is_paid_once(THREE_MORE_MINOR, "USD").grants(8, "monthly");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn refused_bank_confirmation_charges_nothing() {
    journey(async |context| {
        let review = review_with(context, TestCard::AsksConfirmation).await?;

        review.pay(THREE_MORE).await?;
        review.continue_to_bank().await?;
        Bank::shown(&context.browser).await?.refuse().await?;
        context.browser.read("You were not charged").await?;

        context.outcome(HARBOR).await?.is_unpaid().grants(5, "monthly");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn unknown_outcome_is_settled_as_charged_once() {
    journey(async |context| {
        let review = review_with(context, TestCard::TimesOutCharged).await?;

        review.pay(THREE_MORE).await?;
        Receipt::shown(&context.browser).await?.shows_charged(THREE_MORE).await?;

        let outcome = context.outcome(HARBOR).await?;
        outcome.is_paid_once(THREE_MORE_MINOR, "USD").grants(8, "monthly").attempted(&["charged"]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn unknown_outcome_is_settled_as_not_charged() {
    journey(async |context| {
        let review = review_with(context, TestCard::TimesOutLost).await?;

        review.pay(THREE_MORE).await?;
        context.browser.read("You were not charged").await?;

        context.outcome(HARBOR).await?.is_unpaid().grants(5, "monthly").attempted(&["canceled"]);
        Ok(())
    })
    .await;
}
