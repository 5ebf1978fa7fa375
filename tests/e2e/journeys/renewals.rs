//! Renewals as the app shows them.

use e2e::{
    browser::Role,
    journey,
    pages::{Receipt, Shell},
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
