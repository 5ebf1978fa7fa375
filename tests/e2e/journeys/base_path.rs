//! The app at a path of another origin, behind a proxy that changes nothing.

use e2e::{
    BELOW_A_PATH, Step, TestContext,
    browser::Role,
    journey_in,
    pages::{Bank, Receipt, Review, Shell, SignIn, Subscription, TestCard, Upgrading},
};

use crate::sample::{BILLING, HARBOR, THREE_MORE, THREE_MORE_MINOR};

/// Fails if the page refers to a URL outside the base path.
async fn assert_inside(context: &TestContext) -> Step {
    let outside = context.browser.urls_outside_app().await?;
    if outside.is_empty() { Ok(()) } else { Err(format!("outside the base path: {outside:?}").into()) }
}

#[tokio::test]
async fn upgrade_is_paid_below_a_base_path() {
    journey_in(BELOW_A_PATH, async |context| {
        let browser = &context.browser;
        SignIn::open(browser).await?;
        assert_inside(context).await?;
        let shell = Shell::enter(browser, BILLING, "Harbor QA").await?;
        assert_inside(context).await?;
        let upgrading = shell.subscription().await?.upgrade().await?;
        assert_inside(context).await?;
        let review = upgrading.add("3").await?.shows_amount(THREE_MORE).await?.review().await?;
        assert_inside(context).await?;
        // Another instance below another path of this origin must not find the sealed quote and its key.
        let mut stored = browser.stored_names().await?;
        stored.sort_unstable();
        assert_eq!(stored, ["tcu.held-quote.101/a/b"]);
        browser.reload().await?;
        Review::shown(browser).await?;

        review.pay_to_receipt(THREE_MORE).await?;

        assert_inside(context).await?;
        browser.reload().await?;
        Receipt::shown(browser).await?.shows_charged(THREE_MORE).await?;
        context.outcome(HARBOR).await?.is_paid_once(THREE_MORE_MINOR, "USD").grants(8, "monthly");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn bank_and_expired_sessions_return_below_the_base_path() {
    journey_in(BELOW_A_PATH, async |context| {
        let browser = &context.browser;
        let shell = Shell::enter(browser, BILLING, "Harbor QA").await?;
        shell.replace_card(HARBOR, TestCard::AsksConfirmation).await?;
        assert_inside(context).await?;
        let upgrading = Upgrading::at(browser, HARBOR, "?add=3").await?;
        let review = upgrading.shows_amount(THREE_MORE).await?.review().await?;
        review.pay(THREE_MORE).await?;
        review.continue_to_bank().await?;
        Bank::shown(browser).await?.confirm().await?;
        Receipt::shown(browser).await?.shows_charged(THREE_MORE).await?;
        Subscription::at(browser, HARBOR).await?;
        assert_inside(context).await?;

        browser.clear_session().await?;
        browser.reload().await?;

        let sign_in = SignIn::shown(browser).await?;
        browser.see_address("/sign-in?return=%2Fa%2Fb%2Forganizations%2F101").await?;
        sign_in.sign_in_as(BILLING).await?;
        browser.see(Role::Heading, "TestCloud Subscription").await?;
        browser.follow("Help").await?;
        browser.see_page("Help").await?;
        assert_inside(context).await?;
        context.outcome(HARBOR).await?.is_paid_once(THREE_MORE_MINOR, "USD").grants(8, "monthly");
        Ok(())
    })
    .await;
}
