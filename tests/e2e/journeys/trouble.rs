//! What a buyer reads while the backend, the network or a part of the app is away.

use e2e::{
    ON_A_CABLE, Setting, Step, Trip,
    browser::{Key, Role, until},
    journey, journey_in,
    pages::{Receipt, Shell, TestCard, Upgrading},
};

use crate::sample::{BILLING, HARBOR, THREE_MORE, THREE_MORE_MINOR};

#[tokio::test]
async fn review_can_be_retried_after_the_backend_restarts() {
    journey(async |trip| {
        let browser = &trip.browser;
        let shell = Shell::enter(browser, BILLING, "Harbor QA").await?;
        let upgrading = shell.subscription().await?.upgrade().await?;
        upgrading.add("3").await?.costs(THREE_MORE).await?;
        // The code of the review is fetched ahead.
        trip.all_code_is_fetched().await?;

        trip.kill_backend();
        browser.press("Review upgrade").await?;
        browser.read("The billing service cannot be reached").await?;
        trip.restart_backend("2026-03-16T09:31:00Z").await?;
        browser.press("Try again").await?;
        browser.see(Role::Button, &format!("Pay {THREE_MORE}")).await?;
        browser.see_focus("Review your upgrade").await?;
        browser.press(&format!("Pay {THREE_MORE}")).await?;
        browser.see(Role::Heading, "Receipt").await?;

        trip.outcome(HARBOR).await?.is_paid_once(THREE_MORE_MINOR, "USD").grants(8, "monthly");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn unsent_payment_is_made_once_after_the_backend_restarts() {
    journey(async |trip| {
        let browser = &trip.browser;
        let shell = Shell::enter(browser, BILLING, "Harbor QA").await?;
        let upgrading = shell.subscription().await?.upgrade().await?;
        let review = upgrading.add("3").await?.costs(THREE_MORE).await?.review().await?;

        trip.kill_backend();
        review.pay(THREE_MORE).await?;
        browser.read("We do not know yet whether this payment succeeded").await?;
        trip.restart_backend("2026-03-16T09:31:00Z").await?;
        browser.read("We have not received your payment").await?;
        review.pay_to_receipt(THREE_MORE).await?;

        trip.outcome(HARBOR).await?.is_paid_once(THREE_MORE_MINOR, "USD").grants(8, "monthly");
        Ok(())
    })
    .await;
}

/// Sends a payment whose answer takes so long that there is time to lose the network before it.
async fn paying(trip: &Trip) -> Step {
    let browser = &trip.browser;
    let shell = Shell::enter(browser, BILLING, "Harbor QA").await?;
    shell.replace_card(HARBOR, TestCard::TimesOutCharged).await?;
    let upgrading = shell.subscription().await?.upgrade().await?;
    upgrading.add("3").await?.costs(THREE_MORE).await?.review().await?.pay(THREE_MORE).await?;
    // A click can be answered before the request it leads to is sent.
    until("the payment to reach the gateway", async || {
        let reached = trip.gateway().is_ok_and(|log| log.count(HARBOR, "intent_created") > 0);
        Ok(reached.then_some(()))
    })
    .await
}

async fn is_found_when_the_network_is_back(trip: &Trip) -> Step {
    trip.plug_in().await?;
    Receipt::shown(&trip.browser).await?.says_charged(THREE_MORE).await?;

    let outcome = trip.outcome(HARBOR).await?;
    outcome.is_paid_once(THREE_MORE_MINOR, "USD").grants(8, "monthly").attempted(&["charged"]);
    Ok(())
}

const SLOW_GATEWAY: Setting = Setting { gateway_timeout: 3, ..ON_A_CABLE };

#[tokio::test]
async fn payment_is_made_once_when_the_network_fails_while_paying() {
    journey_in(SLOW_GATEWAY, async |trip| {
        let browser = &trip.browser;

        paying(trip).await?;
        trip.pull_the_cable().await?;
        browser.read("We do not know yet whether this payment succeeded").await?;
        assert!(browser.glimpse(Role::Button, "Pay ").await?.is_none(), "nothing may be paid again");
        is_found_when_the_network_is_back(trip).await
    })
    .await;
}

#[tokio::test]
async fn payment_lost_offline_is_unknown_until_the_network_returns() {
    journey_in(SLOW_GATEWAY, async |trip| {
        let browser = &trip.browser;

        paying(trip).await?;
        trip.go_offline().await?;
        browser.see_page("Your payment").await?;
        browser.read("We do not know yet whether this payment succeeded").await?;
        is_found_when_the_network_is_back(trip).await
    })
    .await;
}

#[tokio::test]
async fn page_whose_chunk_is_gone_after_a_deploy_can_be_reloaded() {
    journey_in(ON_A_CABLE, async |trip| {
        let browser = &trip.browser;
        trip.block(Some("split_upgrading"))?;
        Shell::enter(browser, BILLING, "Harbor QA").await?.subscription().await?;
        browser.follow("Upgrade").await?;
        browser.see(Role::Heading, "This page could not be loaded").await?;
        trip.block(None)?;

        browser.press("Reload page").await?;

        Upgrading::shown(browser).await?.add("3").await?.costs(THREE_MORE).await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn failed_page_chunk_can_be_loaded_again() {
    journey_in(ON_A_CABLE, async |trip| {
        let browser = &trip.browser;
        trip.block(Some("split_upgrading"))?;
        let shell = Shell::enter(browser, BILLING, "Harbor QA").await?;
        shell.subscription().await?;

        browser.follow("Upgrade").await?;
        browser.see(Role::Heading, "This page could not be loaded").await?;
        assert_eq!(trip.faults().await?, Vec::<String>::new());
        trip.block(None)?;
        browser.tab_to(Role::Button, "Try again").await?;
        browser.strike(Key::Enter).await?;

        Upgrading::shown(browser).await?.add("3").await?.costs(THREE_MORE).await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn failed_pages_reload_when_online_without_paying() {
    journey_in(ON_A_CABLE, async |trip| {
        if trip.left_out_but_in_chromium("no other driver tells the page that it is online") {
            return Ok(());
        }
        let browser = &trip.browser;
        let failed = "The billing service cannot be reached";
        let shell = Shell::enter(browser, BILLING, "Harbor QA").await?;
        let upgrading = shell.subscription().await?.upgrade().await?;
        upgrading.add("3").await?.costs(THREE_MORE).await?;
        trip.all_code_is_fetched().await?;

        trip.go_offline().await?;
        browser.press("Review upgrade").await?;
        browser.read(failed).await?;
        trip.plug_in().await?;
        browser.see(Role::Button, &format!("Pay {THREE_MORE}")).await?;
        trip.go_offline().await?;
        browser.follow_in("Settings", "TestCloud").await?;
        browser.read(failed).await?;
        trip.plug_in().await?;
        browser.read("No payments yet.").await?;
        trip.block(Some("/api/v1/session"))?;
        browser.reload().await?;
        browser.read(failed).await?;
        trip.block(None)?;
        trip.go_offline().await?;
        trip.plug_in().await?;
        browser.read("No payments yet.").await?;

        trip.outcome(HARBOR).await?.is_unpaid().grants(5, "monthly").attempted(&[]);
        assert_eq!(trip.gateway()?.count(HARBOR, "intent_created"), 0);
        Ok(())
    })
    .await;
}
