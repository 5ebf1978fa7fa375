//! Renewals as the app shows them.

use e2e::{
    Portal, Step, TestContext,
    browser::Role,
    journey,
    pages::{Bank, PaymentMethod, Receipt, Shell, Subscription, TestCard},
    records::Charge,
};

use crate::sample::{BILLING, HARBOR};

#[tokio::test]
async fn booked_renewal_appears_with_its_receipt() {
    journey(async |context| {
        let browser = &context.browser;
        let shell = Shell::enter(browser, BILLING, "Harbor QA").await?;
        shell.subscription().await?;
        browser.read("No payments yet.").await?;

        // The renewal of 5 x 156.00 = 780.00 is due on 1 April.
        context.set_clock("2026-04-01T00:00:05Z").await?;
        browser.reload().await?;
        // The page refreshes itself once the worker has booked the renewal.
        browser.read("Automatic renewal").await?;
        browser.read("$780.00").await?;
        let renewals = context.ledger().await?.renewals(HARBOR).await?;
        let [(number, 78_000, 78_000)] = renewals.as_slice() else {
            return Err(format!("{renewals:?}").into());
        };
        browser.follow(number).await?;

        Receipt::shown(browser).await?;
        browser.see(Role::Heading, &format!("Receipt {number}")).await?;
        browser.read("5 sessions").await?;
        browser.read("$780.00").await?;
        let outcome = context.outcome(HARBOR).await?;
        assert_eq!(outcome.charges, [Charge::of(78_000, "USD")]);
        outcome.grants(5, "monthly").attempted(&[]);
        Ok(())
    })
    .await;
}

/// Saves a card whose bank asks for every payment, and waits until the renewal of 5 x 156.00 = 780.00 is due.
async fn let_the_bank_ask_for_the_renewal(context: &TestContext) -> Step {
    let browser = &context.browser;
    Shell::enter(browser, BILLING, "Harbor QA").await?;
    PaymentMethod::at(browser, HARBOR).await?.replace(TestCard::AsksForRenewals).await?;
    context.set_clock("2026-04-01T00:00:05Z").await?;
    Subscription::at(browser, HARBOR).await?;
    browser.read("Your bank asks you to confirm the payment of the renewal.").await
}

async fn assert_renewal_is_paid_once(context: &TestContext) -> Step {
    let outcome = context.outcome(HARBOR).await?;
    assert_eq!(outcome.charges, [Charge::of(78_000, "USD")]);
    outcome.grants(5, "monthly");
    assert_eq!(context.ledger().await?.renewals(HARBOR).await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn unpaid_renewal_is_confirmed_with_the_bank() {
    journey(async |context| {
        let browser = &context.browser;
        let_the_bank_ask_for_the_renewal(context).await?;

        browser.press("Confirm with your bank").await?;
        Bank::shown(browser).await?.confirm().await?;

        Subscription::shown(browser).await?;
        browser.read("Automatic renewal").await?;
        browser.see_gone(Role::Button, "Confirm with your bank").await?;
        assert_renewal_is_paid_once(context).await
    })
    .await;
}

#[tokio::test]
async fn renewal_that_the_person_refuses_stays_unpaid() {
    journey(async |context| {
        let browser = &context.browser;
        let_the_bank_ask_for_the_renewal(context).await?;

        browser.press("Confirm with your bank").await?;
        Bank::shown(browser).await?.refuse().await?;

        Subscription::shown(browser).await?;
        browser.read("The last renewal is unpaid").await?;
        assert_eq!(context.outcome(HARBOR).await?.charges, []);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn unpaid_renewal_is_confirmed_from_a_portal_in_a_new_tab() {
    journey(async |context| {
        let browser = &context.browser;
        let_the_bank_ask_for_the_renewal(context).await?;
        let portal = Portal::start(context, BILLING, HARBOR).await?;
        portal.open(browser, "bare.html", "").await?;
        browser.follow("Confirm with your bank").await?;
        PaymentMethod::shown(browser).await?;

        browser.press("Confirm with your bank").await?;
        browser.follow("Continue to your bank").await?;
        browser.enter_new_tab().await?;
        Bank::shown(browser).await?.confirm().await?;
        browser.see(Role::Heading, "Return to the portal tab").await?;
        browser.return_to_frame().await?;

        // The frame reads the subscription again.
        browser.see_gone(Role::Text, "The last renewal is unpaid").await?;
        assert_renewal_is_paid_once(context).await
    })
    .await;
}
