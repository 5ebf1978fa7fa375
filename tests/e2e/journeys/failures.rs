//! Failures of the backend, the network and parts of the app.

use e2e::{
    BEHIND_PROXY, Setting, Step, TestContext,
    browser::{Key, Role, until},
    journey, journey_in,
    pages::{Receipt, Shell, TestCard, Upgrading},
};

use crate::{
    sample::{BILLING, HARBOR, THREE_MORE, THREE_MORE_MINOR},
    steps::review_with,
};

#[tokio::test]
async fn review_can_be_retried_after_the_backend_restarts() {
    journey(async |context| {
        let browser = &context.browser;
        let shell = Shell::enter(browser, BILLING, "Harbor QA").await?;
        let upgrading = shell.subscription().await?.upgrade().await?;
        upgrading.add("3").await?.shows_amount(THREE_MORE).await?;
        // The chunk of the review is prefetched.
        context.wait_for_all_chunks().await?;

        context.kill_backend();
        browser.press("Review upgrade").await?;
        browser.read("The billing service cannot be reached").await?;
        context.restart_backend("2026-03-16T09:31:00Z").await?;
        browser.press("Try again").await?;
        browser.see(Role::Button, &format!("Pay {THREE_MORE}")).await?;
        browser.see_focus("Review your upgrade").await?;
        browser.press(&format!("Pay {THREE_MORE}")).await?;
        browser.see(Role::Heading, "Receipt").await?;

        context.outcome(HARBOR).await?.is_paid_once(THREE_MORE_MINOR, "USD").grants(8, "monthly");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn unsent_payment_is_made_once_after_the_backend_restarts() {
    journey(async |context| {
        let browser = &context.browser;
        let shell = Shell::enter(browser, BILLING, "Harbor QA").await?;
        let upgrading = shell.subscription().await?.upgrade().await?;
        let review = upgrading.add("3").await?.shows_amount(THREE_MORE).await?.review().await?;

        context.kill_backend();
        review.pay(THREE_MORE).await?;
        browser.read("We do not know yet whether this payment succeeded").await?;
        context.restart_backend("2026-03-16T09:31:00Z").await?;
        browser.read("We have not received your payment yet").await?;
        review.pay_to_receipt(THREE_MORE).await?;

        context.outcome(HARBOR).await?.is_paid_once(THREE_MORE_MINOR, "USD").grants(8, "monthly");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn fresh_price_for_an_unsent_payment_never_pays() {
    journey(async |context| {
        let browser = &context.browser;
        let review = review_with(context, TestCard::Pays).await?;
        context.kill_backend();
        review.pay(THREE_MORE).await?;
        browser.read("We do not know yet whether this payment succeeded").await?;
        // The quote is valid until 09:45, so the first request may still arrive and be charged.
        context.restart_backend("2026-03-16T09:31:00Z").await?;
        browser.read("We have not received your payment yet").await?;
        let before = browser.requests().await?;
        browser.press("Extend").await?;
        until("the outcome", async || Ok((browser.requests().await? > before + 1).then_some(()))).await?;
        browser.read("We have not received your payment yet").await?;
        context.outcome(HARBOR).await?.is_unpaid().attempted(&[]);

        context.set_clock("2026-03-16T09:50:00Z").await?;
        browser.press("Extend").await?;
        until("a fresh price", async || {
            let text = browser.visible_text().await;
            Ok((!text.contains("We have not received your payment yet")).then_some(()))
        })
        .await?;
        context.outcome(HARBOR).await?.is_unpaid().attempted(&[]);
        review.pay_to_receipt(THREE_MORE).await?;

        context.outcome(HARBOR).await?.is_paid_once(THREE_MORE_MINOR, "USD").grants(8, "monthly");
        Ok(())
    })
    .await;
}

/// Sends a payment whose response is slow enough to cut the network before it arrives.
async fn start_slow_payment(context: &TestContext) -> Step {
    let browser = &context.browser;
    let shell = Shell::enter(browser, BILLING, "Harbor QA").await?;
    shell.replace_card(HARBOR, TestCard::TimesOutCharged).await?;
    let upgrading = shell.subscription().await?.upgrade().await?;
    upgrading.add("3").await?.shows_amount(THREE_MORE).await?.review().await?.pay(THREE_MORE).await?;
    // The click can return before the browser sends the request.
    until("the payment to reach the gateway", async || {
        let reached = context.gateway().is_ok_and(|log| log.count(HARBOR, "intent_created") > 0);
        Ok(reached.then_some(()))
    })
    .await
}

async fn assert_settled_after_reconnect(context: &TestContext) -> Step {
    context.restore_network().await?;
    Receipt::shown(&context.browser).await?.shows_charged(THREE_MORE).await?;

    let outcome = context.outcome(HARBOR).await?;
    outcome.is_paid_once(THREE_MORE_MINOR, "USD").grants(8, "monthly").attempted(&["charged"]);
    Ok(())
}

const SLOW_GATEWAY: Setting = Setting { gateway_timeout: 3, ..BEHIND_PROXY };

#[tokio::test]
async fn payment_is_made_once_when_the_network_fails_while_paying() {
    journey_in(SLOW_GATEWAY, async |context| {
        let browser = &context.browser;

        start_slow_payment(context).await?;
        context.cut_network().await?;
        browser.read("We do not know yet whether this payment succeeded").await?;
        assert!(browser.find_visible(Role::Button, "Pay ").await?.is_none(), "a second payment is offered");
        assert_settled_after_reconnect(context).await
    })
    .await;
}

#[tokio::test]
async fn payment_lost_offline_is_unknown_until_the_network_returns() {
    journey_in(SLOW_GATEWAY, async |context| {
        let browser = &context.browser;

        start_slow_payment(context).await?;
        context.go_offline().await?;
        browser.see_page("Your payment").await?;
        browser.read("We do not know yet whether this payment succeeded").await?;
        assert_settled_after_reconnect(context).await
    })
    .await;
}

#[tokio::test]
async fn page_whose_chunk_is_gone_after_a_deploy_can_be_reloaded() {
    journey_in(BEHIND_PROXY, async |context| {
        let browser = &context.browser;
        context.block(Some("split_upgrading"))?;
        Shell::enter(browser, BILLING, "Harbor QA").await?.subscription().await?;
        browser.follow("Upgrade").await?;
        browser.see(Role::Heading, "This page could not be loaded").await?;
        context.block(None)?;

        browser.press("Reload page").await?;

        Upgrading::shown(browser).await?.add("3").await?.shows_amount(THREE_MORE).await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn failed_page_chunk_can_be_loaded_again() {
    journey_in(BEHIND_PROXY, async |context| {
        let browser = &context.browser;
        context.block(Some("split_upgrading"))?;
        let shell = Shell::enter(browser, BILLING, "Harbor QA").await?;
        shell.subscription().await?;

        browser.follow("Upgrade").await?;
        browser.see(Role::Heading, "This page could not be loaded").await?;
        assert_eq!(context.faults().await?, Vec::<String>::new());
        context.block(None)?;
        browser.tab_to(Role::Button, "Try again").await?;
        browser.press_key(Key::Enter).await?;

        Upgrading::shown(browser).await?.add("3").await?.shows_amount(THREE_MORE).await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn failed_pages_reload_when_online_without_paying() {
    journey_in(BEHIND_PROXY, async |context| {
        if context.is_skipped_outside_chromium("no other driver emulates the offline state") {
            return Ok(());
        }
        let browser = &context.browser;
        let failed = "The billing service cannot be reached";
        let shell = Shell::enter(browser, BILLING, "Harbor QA").await?;
        let upgrading = shell.subscription().await?.upgrade().await?;
        upgrading.add("3").await?.shows_amount(THREE_MORE).await?;
        context.wait_for_all_chunks().await?;

        context.go_offline().await?;
        browser.press("Review upgrade").await?;
        browser.read(failed).await?;
        context.restore_network().await?;
        browser.see(Role::Button, &format!("Pay {THREE_MORE}")).await?;
        context.go_offline().await?;
        browser.follow_in("Settings", "TestCloud").await?;
        browser.read(failed).await?;
        context.restore_network().await?;
        browser.read("No payments yet.").await?;
        context.block(Some("/api/v1/session"))?;
        browser.reload().await?;
        browser.read(failed).await?;
        context.block(None)?;
        context.go_offline().await?;
        context.restore_network().await?;
        browser.read("No payments yet.").await?;

        context.outcome(HARBOR).await?.is_unpaid().grants(5, "monthly").attempted(&[]);
        assert_eq!(context.gateway()?.count(HARBOR, "intent_created"), 0);
        Ok(())
    })
    .await;
}
