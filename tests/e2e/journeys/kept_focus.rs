//! Focus after the focused part of a page is redrawn. Every journey fails if the focus is lost; these journeys cover
//! the pages that no other journey visits.

use e2e::{
    BEHIND_PROXY,
    browser::{Key, Role},
    journey, journey_in,
    pages::{PaymentMethod, Shell, Subscription, TestCard, Upgrading, upgrade_address},
};

use crate::{
    sample::{BILLING, HARBOR, JUNIPER, THREE_MORE},
    steps::{add_one_by_one, upgrading},
};

#[tokio::test]
async fn older_button_keeps_the_focus_across_receipt_pages() {
    journey(async |context| {
        let browser = &context.browser;
        add_one_by_one(&context.api(BILLING).await?, 11).await?;
        Shell::enter(browser, BILLING, "Harbor QA").await?;
        Subscription::at(browser, HARBOR).await?;
        browser.read("Page 1 of 2").await?;
        browser.see(Role::Link, "R-101-000011").await?;
        assert!(browser.find_visible(Role::Link, "R-101-000001").await?.is_none());

        browser.tab_to(Role::Button, "Older").await?;
        browser.press_key(Key::Enter).await?;
        browser.see(Role::Link, "R-101-000001").await?;
        browser.read("Page 2 of 2").await?;
        browser.see_focus("Older").await?;
        // The last page: the button is disabled with `aria-disabled` and does nothing.
        let older = browser.see(Role::Button, "Older").await?;
        assert_eq!(older.attr("aria-disabled").await?.as_deref(), Some("true"));
        browser.press_key(Key::Enter).await?;
        browser.read("Page 2 of 2").await?;

        browser.press("Newer").await?;
        browser.see(Role::Link, "R-101-000011").await?;
        browser.see_focus("Newer").await
    })
    .await;
}

#[tokio::test]
async fn receipts_can_be_reloaded_after_a_failure() {
    journey_in(BEHIND_PROXY, async |context| {
        let browser = &context.browser;
        Shell::enter(browser, BILLING, "Harbor QA").await?;
        context.block(Some("/receipts"))?;
        Subscription::at(browser, HARBOR).await?;
        browser.read("The billing service cannot be reached").await?;

        context.block(None)?;
        browser.press("Try again").await?;
        browser.read("No payments yet.").await?;

        browser.see_focus("TestCloud Subscription").await
    })
    .await;
}

#[tokio::test]
async fn repeated_session_check_moves_focus_to_the_page() {
    journey_in(BEHIND_PROXY, async |context| {
        let browser = &context.browser;
        Shell::enter(browser, BILLING, "Harbor QA").await?;
        context.block(Some("/api/v1/session"))?;
        browser.open_path(&upgrade_address(HARBOR, "?add=3")).await?;
        browser.read("The billing service cannot be reached").await?;

        context.block(None)?;
        browser.press("Try again").await?;
        Upgrading::shown(browser).await?.shows_amount(THREE_MORE).await?;

        browser.see_focus("TestCloud Upgrading").await
    })
    .await;
}

#[tokio::test]
async fn reactivation_on_the_upgrading_page_opens_its_form() {
    journey(async |context| {
        let browser = &context.browser;
        Shell::enter(browser, BILLING, "Juniper Apps").await?;
        browser.open_path(&upgrade_address(JUNIPER, "?add=1")).await?;
        browser.press("Reactivate subscription").await?;

        // The period of Juniper Apps is 6 March to 6 April: 1 x 156.00 x 21 / 31 = 105.677..., so 105.68.
        Upgrading::shown(browser).await?.shows_amount("$105.68").await?;

        browser.see_focus("TestCloud Upgrading").await?;
        assert_eq!(context.ledger().await?.entitlement(JUNIPER).await?.status, "active");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn repeated_card_check_keeps_the_focus() {
    journey_in(BEHIND_PROXY, async |context| {
        let browser = &context.browser;
        Shell::enter(browser, BILLING, "Harbor QA").await?;
        context.block(Some("/setup-sessions/"))?;
        PaymentMethod::at_query(browser, HARBOR, "?setup=cs_unknown").await?;
        browser.read("The billing service cannot be reached").await?;
        browser.see_focus("The billing service cannot be reached").await?;

        context.block(None)?;
        browser.press("Try again").await?;

        browser.see_focus("No card was saved").await
    })
    .await;
}

#[tokio::test]
async fn saved_card_notice_takes_the_focus() {
    journey(async |context| {
        let browser = &context.browser;
        let review = upgrading(browser, "?add=3").await?.shows_amount(THREE_MORE).await?.review().await?;
        review.replace_card(TestCard::AsksConfirmation).await?;
        browser.see_focus("Card saved").await?;

        PaymentMethod::at(browser, HARBOR).await?.replace(TestCard::Pays).await?;
        browser.see_focus("Card saved").await
    })
    .await;
}
