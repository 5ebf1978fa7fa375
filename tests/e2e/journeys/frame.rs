//! The frame of every page: title, breadcrumb, help link and touch targets.

use e2e::{
    Step,
    browser::{Browser, Role},
    journey,
    pages::{Organizations, PaymentMethod, Shell, SignIn, Subscription, Upgrading, upgrade_address},
};

use crate::{
    sample::{BILLING, DELTA, HARBOR, JUNIPER, OSPREY, THREE_MORE},
    steps::upgrading,
};

/// Asserts the title, the focus, the footer and the breadcrumb of a page.
async fn assert_frame(browser: &Browser, heading: &str, breadcrumb: &[&str]) -> Step {
    browser.see_page(heading).await?;
    browser.see_focus(heading).await?;
    assert_eq!(browser.count("main a[aria-current=page]").await?, 0, "links to other pages on {heading}");
    assert_eq!(browser.title().await?, format!("{heading} · TestOps"));
    assert_eq!(browser.footer_links().await?, ["Help"], "below {heading}");
    for step in breadcrumb {
        browser.read_in("Breadcrumb", step).await?;
    }
    Ok(())
}

#[tokio::test]
async fn every_page_has_a_title_focus_breadcrumb_and_help() {
    journey(async |context| {
        let browser = &context.browser;
        let breadcrumb = ["Settings", "Subscription Management", "TestCloud"];
        SignIn::open(browser).await?.sign_in_as(BILLING).await?;
        Organizations::shown(browser).await?;
        assert_frame(browser, "Select an organization", &[]).await?;
        browser.follow("Harbor QA").await?;
        assert_frame(browser, "TestCloud Subscription", &breadcrumb[..2]).await?;
        let page = Subscription::shown(browser).await?.upgrade().await?;
        assert_frame(browser, "TestCloud Upgrading", &breadcrumb).await?;
        let review = page.add("3").await?.shows_amount(THREE_MORE).await?.review().await?;
        assert_frame(browser, "Review your upgrade", &breadcrumb).await?;
        let receipt = review.pay_to_receipt(THREE_MORE).await?;
        assert_frame(browser, "Receipt", &breadcrumb).await?;

        let number = receipt.number().await?;
        for text in [
            number.as_str(),
            "Mar 16, 2026",
            "5 sessions, monthly → 8 sessions, monthly",
            "Effective from",
            "Bea Manager",
            "Visa ending in 4242",
            "3 sessions x $156.00 x 16 of 31 days = $241.55",
        ] {
            browser.read_in(&format!("Receipt {number}"), text).await?;
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn organization_menu_opens_below_its_button_in_right_to_left_pages() {
    journey(async |context| {
        let browser = &context.browser;
        upgrading(browser, "").await?;
        browser.switch_language("ar").await?;

        browser.press("المؤسسة").await?;

        let button = browser.see(Role::Button, "المؤسسة").await?.rect().await?;
        let choice = browser.see(Role::Link, "Delta Mobile").await?.rect().await?;
        let middle = button.x + button.width / 2.0;
        assert!(
            choice.x <= middle && middle <= choice.x + choice.width,
            "{choice:?} is not below {button:?}"
        );
        assert!(choice.y >= button.y + button.height, "{choice:?} is not below {button:?}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn stepper_buttons_are_mirrored_in_right_to_left_pages() {
    journey(async |context| {
        let browser = &context.browser;
        upgrading(browser, "?add=3").await?.shows_amount(THREE_MORE).await?;
        browser.switch_language("ar").await?;

        let [minus, plus] = [
            browser.see(Role::Button, "إزالة جلسة واحدة").await?.rect().await?,
            browser.see(Role::Button, "إضافة جلسة واحدة").await?.rect().await?,
        ];

        assert!(minus.x > plus.x && (minus.y - plus.y).abs() < 1.0, "{minus:?}, {plus:?}");
        Ok(())
    })
    .await;
}

async fn assert_target_sizes(browser: &Browser, page: &str) -> Step {
    for width in [320, 1280] {
        browser.set_viewport_width(width).await?;
        assert_eq!(browser.small_targets().await?, [""; 0], "{page} at {width} px");
    }
    Ok(())
}

#[tokio::test]
async fn touch_targets_meet_the_minimum_size() {
    journey(async |context| {
        let browser = &context.browser;
        SignIn::open(browser).await?;
        assert_target_sizes(browser, "sign-in").await?;
        Shell::enter(browser, BILLING, "Harbor QA").await?;
        Subscription::at(browser, HARBOR).await?;
        assert_target_sizes(browser, "subscription").await?;
        let page = Upgrading::at(browser, HARBOR, "?add=3&cycle=annual&code=LEAP15").await?;
        page.shows_amount("$10,205.42").await?;
        browser.read("LEAP15 is applied.").await?;
        assert_target_sizes(browser, "upgrading").await?;
        let review = page.review().await?;
        assert_target_sizes(browser, "review").await?;
        review.pay("$10,205.42").await?;
        browser.see(Role::Heading, "Before you continue").await?;
        assert_target_sizes(browser, "what is missing").await?;
        review.acknowledge().await?;
        review.pay_to_receipt("$10,205.42").await?;
        assert_target_sizes(browser, "receipt").await?;
        PaymentMethod::at(browser, HARBOR).await?;
        browser.see(Role::Button, "Use another card").await?;
        assert_target_sizes(browser, "payment method").await?;
        browser.open_path("/help").await?;
        browser.see_page("Help").await?;
        assert_target_sizes(browser, "help").await?;
        browser.open_path(&upgrade_address(DELTA, "")).await?;
        browser.see(Role::Button, "Send request").await?;
        assert_target_sizes(browser, "access denied").await?;
        for organization in [JUNIPER, OSPREY] {
            browser.open_path(&upgrade_address(organization, "?add=2")).await?;
            browser.see_page("TestCloud Upgrading").await?;
            assert_target_sizes(browser, "what cannot be upgraded").await?;
        }
        Ok(())
    })
    .await;
}
