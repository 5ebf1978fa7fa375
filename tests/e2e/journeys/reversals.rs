//! Refunds and disputes that are made at the gateway, as the app shows them.

use e2e::{
    browser::{Role, until},
    journey,
    pages::{Receipt, Shell, Subscription, Upgrading},
};
use serde_json::json;

use crate::sample::{BILLING, HARBOR, THREE_MORE, THREE_MORE_MINOR};

#[tokio::test]
async fn refund_and_dispute_are_noted_on_the_receipt_and_in_the_history() {
    journey(async |context| {
        let browser = &context.browser;
        Shell::enter(browser, BILLING, "Harbor QA").await?;
        let review = Upgrading::at(browser, HARBOR, "?add=3").await?.review().await?;
        review.pay_to_receipt(THREE_MORE).await?;
        let intent = context.gateway()?.charged_intents(HARBOR).remove(0);

        context.control("/refunds", &json!({ "payment_intent": intent, "amount": 4_155 })).await?;

        // The gateway's webhook reports it.
        until("the refund on the receipt", async || {
            browser.reload().await?;
            Receipt::shown(browser).await?.shows_charged(THREE_MORE).await?;
            Ok(browser
                .run("return document.body.innerText.includes('Refunded on')")
                .await?
                .as_bool()
                .filter(|is| *is))
        })
        .await?;
        browser.read("Refunded on Mar 16, 2026: $41.55.").await?;
        assert_eq!(context.faults().await?, Vec::<String>::new());
        context.control("/disputes", &json!({ "charge": intent })).await?;
        until("the dispute on the receipt", async || {
            browser.reload().await?;
            Receipt::shown(browser).await?;
            Ok(browser
                .run("return document.body.innerText.includes('Disputed')")
                .await?
                .as_bool()
                .filter(|is| *is))
        })
        .await?;
        browser.read("The bank has not decided.").await?;

        Subscription::at(browser, HARBOR).await?;
        browser.see(Role::Link, "R-101-000001").await?;
        browser.read("returned").await?;
        let outcome = context.outcome(HARBOR).await?;
        outcome.grants(8, "monthly");
        assert_eq!(outcome.receipts, [THREE_MORE_MINOR]);
        Ok(())
    })
    .await;
}
