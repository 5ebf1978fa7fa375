//! Steps that several journeys share.

use e2e::{
    Step, TestContext,
    browser::Browser,
    pages::{Review, Shell, TestCard, Upgrading},
    setup::Api,
};
use serde_json::{Value, json};

use crate::sample::{BILLING, HARBOR, OWNER, THREE_MORE};

/// The upgrades endpoint of Harbor QA, below `/api/v1/`.
pub const UPGRADES: &str = "organizations/101/testcloud/upgrades";

/// Signs in as the billing manager and opens TestCloud Upgrading with a draft as the query.
pub async fn upgrading<'a>(browser: &'a Browser, draft: &str) -> Step<Upgrading<'a>> {
    Shell::enter(browser, BILLING, "Harbor QA").await?;
    Upgrading::at(browser, HARBOR, draft).await
}

/// Signs in as the billing manager, replaces the card and opens the review of three more sessions.
pub async fn review_with(context: &TestContext, card: TestCard) -> Step<Review<'_>> {
    let shell = Shell::enter(&context.browser, BILLING, "Harbor QA").await?;
    next_review_with(context, &shell, card).await
}

/// Replaces the card and opens the review of three more sessions.
pub async fn next_review_with<'a>(
    context: &'a TestContext,
    shell: &Shell<'_>,
    card: TestCard,
) -> Step<Review<'a>> {
    shell.replace_card(HARBOR, card).await?;
    Upgrading::at(&context.browser, HARBOR, "?add=3").await?.shows_amount(THREE_MORE).await?.review().await
}

/// Adds one session as the owner in another browser: 156.00 x 16 / 31 = 80.516..., so 80.52.
pub async fn add_one_as_owner(context: &TestContext) -> Step {
    let browser = context.another_browser().await?;
    Shell::enter(&browser, OWNER, "Harbor QA").await?;
    let upgrading = Upgrading::at(&browser, HARBOR, "?add=1").await?;
    upgrading.shows_amount("$80.52").await?.review().await?.pay_to_receipt("$80.52").await?;
    browser.close().await;
    Ok(())
}

/// Quotes an upgrade of Harbor QA to `sessions` sessions. Returns the body of its payment and the `If-Match` value.
pub async fn sealed_upgrade(api: &Api, sessions: i64, due_minor: i64) -> Step<(Value, String)> {
    let target = json!({ "target": { "sessions": sessions, "cycle": "monthly" } });
    let quote = api.post("organizations/101/testcloud/quotes", &[], target).await?.body;
    let card = api.get("organizations/101/testcloud/subscription").await?.body["paymentMethod"]["id"].clone();
    let pay = json!({
        "quoteId": quote["id"],
        "quoteHash": quote["quoteHash"],
        "seal": quote["seal"],
        "expectedDueMinor": due_minor,
        "paymentMethodId": card,
    });
    Ok((pay, format!("\"{}\"", quote["version"])))
}

/// Adds one session to Harbor QA's five, `times` times, each as a separate payment of 80.52.
pub async fn add_one_by_one(api: &Api, times: i64) -> Step {
    for sessions in 6..6 + times {
        let (pay, version) = sealed_upgrade(api, sessions, 8_052).await?;
        let key = format!("one-{sessions}");
        let paid = api.post(UPGRADES, &[("Idempotency-Key", &key), ("If-Match", &version)], pay).await?;
        assert_eq!(paid.status.as_u16(), 201, "{}", paid.body);
    }
    Ok(())
}
