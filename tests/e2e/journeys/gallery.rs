//! Every page and state as people see it: at three widths, in light and in dark, in two languages.

use std::time::Duration;

use e2e::{
    BEHIND_PROXY, MID_MARCH, Step, TestContext,
    browser::{Role, Scheme},
    journey_in,
    pages::{PaymentMethod, Receipt, Shell, SignIn, Subscription, TestCard, Upgrading, upgrade_address},
};

use crate::{
    access_requests::request_upgrade,
    sample::{ADMIN, BILLING, DELTA, GULF, HARBOR, JUNIPER, OSPREY, SAKURA, TERN, THREE_MORE},
    steps::{next_review_with, owner_adds_one},
};

const WIDTHS: [u32; 3] = [320, 768, 1440];
/// English, and a language from right to left.
const LANGUAGES: [&str; 2] = ["en", "ar"];
const EVERY_LANGUAGE: [&str; 4] = ["en", "vi", "ja", "ar"];

/// Whether a page is the same when it is drawn again in another language.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Lasting,
    /// What happened is said once, in the language of then; the page is turned around for the other direction.
    Passing,
}

use State::{Lasting, Passing};

/// Looks at a page in each language it can be seen in.
async fn in_languages(
    context: &TestContext,
    languages: &[&str],
    state: State,
    look: impl AsyncFn(&str) -> Step,
) -> Step {
    if state == Passing {
        look("en").await?;
        context.browser.set_direction("rtl").await?;
        look("en-from-right-to-left").await?;
        return context.browser.set_direction("ltr").await;
    }
    for language in languages {
        context.browser.switch_language(language).await?;
        look(language).await?;
    }
    context.browser.switch_language("en").await
}

async fn hang(context: &TestContext, page: &str, state: State, scheme: Scheme) -> Step {
    context.browser.check_app_running().await?;
    in_languages(context, &LANGUAGES, state, async |language: &str| {
        for width in WIDTHS {
            context.browser.set_viewport_width(width).await?;
            let name = format!("{page}-{language}-{width}-{}.png", scheme.word());
            context.browser.take_screenshot(&context.evidence_folder().join(name)).await?;
            assert_eq!(
                context.browser.horizontal_overflow().await?,
                0,
                "{page} in {language} scrolls sideways at {width} px"
            );
        }
        Ok(())
    })
    .await?;
    context.browser.set_viewport_width(1280).await
}

/// Walks through the pages of somebody who pays; `see` looks at each.
async fn walk_as_buyer(context: &TestContext, see: impl AsyncFn(&TestContext, &str, State) -> Step) -> Step {
    let browser = &context.browser;
    let sign_in = SignIn::open(browser).await?;
    see(context, "01-sign-in", Lasting).await?;
    sign_in.sign_in_as(BILLING).await?;
    browser.see(Role::Link, "Harbor QA").await?;
    see(context, "02-organizations", Lasting).await?;
    browser.follow("Harbor QA").await?;
    browser.see(Role::Link, "Settings").await?;
    let page = Subscription::at(browser, HARBOR).await?;
    browser.read("Sample data").await?;
    see(context, "03-subscription", Lasting).await?;
    let upgrading = page.upgrade().await?;
    see(context, "04-upgrading-empty", Lasting).await?;
    upgrading.add("3").await?.shows_amount(THREE_MORE).await?;
    browser.see_address("add=3").await?;
    see(context, "05-upgrading", Lasting).await?;
    let review = upgrading.review().await?;
    see(context, "06-review", Lasting).await?;
    review.pay_to_receipt(THREE_MORE).await?.shows_charged(THREE_MORE).await?;
    see(context, "07-receipt", Lasting).await?;
    Subscription::at(browser, HARBOR).await?;
    see(context, "08-subscription-after", Lasting).await?;
    // 11 x 1,560.00 = 17,160.00, less 15 %, less 402.58 and 241.55 for what is left of March.
    Upgrading::at(browser, HARBOR, "?add=3&cycle=annual&code=LEAP15")
        .await?
        .shows_amount("$13,941.87")
        .await?;
    see(context, "09-upgrading-annual-with-code", Lasting).await?;
    PaymentMethod::at(browser, HARBOR).await?;
    browser.see(Role::Frame, "Card").await?;
    see(context, "10-payment-method", Lasting).await?;
    browser.open_path(&upgrade_address(DELTA, "")).await?;
    browser.see(Role::Heading, "Access denied").await?;
    see(context, "11-access-denied", Lasting).await?;
    browser.open_path("/no/such/page").await?;
    browser.see(Role::Heading, "Page not found").await?;
    see(context, "12-not-found", Lasting).await?;
    browser.open_path("/help").await?;
    browser.see(Role::Heading, "Help").await?;
    see(context, "13-help", Lasting).await
}

/// Walks through what comes in the way of an upgrade; `see` looks at each.
async fn walk_in_the_way(
    context: &TestContext,
    see: impl AsyncFn(&TestContext, &str, State) -> Step,
) -> Step {
    let browser = &context.browser;
    Shell::enter(browser, BILLING, "Harbor QA").await?;
    for (organization, state) in [(JUNIPER, "canceled"), (TERN, "no-card"), (OSPREY, "past-due")] {
        Subscription::at(browser, organization).await?;
        browser.read("Sample data").await?;
        see(context, &format!("20-subscription-{state}"), Lasting).await?;
        browser.open_path(&upgrade_address(organization, "?add=2")).await?;
        browser.see_page("TestCloud Upgrading").await?;
        see(context, &format!("21-upgrading-{state}"), Lasting).await?;
    }
    for (organization, money) in [(SAKURA, "yen"), (GULF, "dinars")] {
        browser.open_path(&upgrade_address(organization, "?add=1&cycle=annual")).await?;
        browser.see_page("TestCloud Upgrading").await?;
        see(context, &format!("22-upgrading-{money}"), Lasting).await?;
    }
    browser.open_path(&upgrade_address(HARBOR, "?add=-3&from=x&cycle=weekly")).await?;
    browser.see(Role::Button, "Review upgrade").await?;
    see(context, "23-nonsense", Lasting).await?;
    browser.press("Review upgrade").await?;
    browser.see(Role::Heading, "Before you continue").await?;
    see(context, "24-missing", Passing).await?;
    browser.open_path(&upgrade_address(HARBOR, "?add=3&from=4")).await?;
    browser.read("This upgrade was prepared for a subscription with 4 sessions").await?;
    see(context, "25-prepared-for-other", Lasting).await
}

/// Walks through what becomes of a payment; `see` looks at each.
async fn walk_of_payments(
    context: &TestContext,
    see: impl AsyncFn(&TestContext, &str, State) -> Step,
) -> Step {
    let browser = &context.browser;
    let shell = Shell::enter(browser, BILLING, "Harbor QA").await?;
    let review = next_review_with(context, &shell, TestCard::Declined).await?;
    review.pay(THREE_MORE).await?;
    browser.read("The payment was declined").await?;
    see(context, "30-declined", Passing).await?;

    let review = next_review_with(context, &shell, TestCard::AsksConfirmation).await?;
    review.pay(THREE_MORE).await?;
    browser.read("Your bank asks you").await?;
    see(context, "31-bank-asks", Lasting).await?;
    browser.press("Cancel payment").await?;
    browser.read("This payment was not made").await?;
    see(context, "32-given-up", Lasting).await?;

    let review = next_review_with(context, &shell, TestCard::Pays).await?;
    if !context
        .is_skipped_outside_chromium("offline: no other driver tells the page that the network is gone")
    {
        context.go_offline().await?;
        browser.read("You are offline").await?;
        see(context, "33-offline", Passing).await?;
        context.restore_network().await?;
    }

    owner_adds_one(context).await?;
    review.pay(THREE_MORE).await?;
    browser.read("changed it from 5 sessions").await?;
    see(context, "34-changed-meanwhile", Passing).await?;

    let review =
        Upgrading::at(browser, HARBOR, "?add=1").await?.shows_amount("$80.52").await?.review().await?;
    context.kill_backend();
    review.pay("$80.52").await?;
    browser.read("We do not know yet whether this payment succeeded").await?;
    see(context, "35-unknown", Passing).await
}

/// Long enough to look at a page that waits.
const HELD_BACK: Duration = Duration::from_secs(8);

/// Walks through what people ask each other, and what a page shows while an answer is on its way or does not come;
/// `see` looks at each.
async fn walk_of_waiting(
    context: &TestContext,
    see: impl AsyncFn(&TestContext, &str, State) -> Step,
) -> Step {
    let browser = &context.browser;
    request_upgrade(browser).await?;
    see(context, "40-request-sent", Passing).await?;
    browser.clear_session().await?;
    Shell::enter(browser, BILLING, "Harbor QA").await?;
    Subscription::at(browser, HARBOR).await?;
    browser.read("3 more sessions").await?;
    see(context, "41-subscription-asked", Lasting).await?;
    if !context.is_skipped_outside_chromium("waiting: no other driver delays answers") {
        browser.delay_responses(HELD_BACK).await?;
        browser.follow("Upgrade").await?;
        browser.see_loading_page("TestCloud Upgrading").await?;
        see(context, "42-upgrading-loading", Passing).await?;
        browser.see_loading_page("TestCloud Upgrading").await?;
        browser.delay_responses(Duration::ZERO).await?;
        let review =
            Upgrading::shown(browser).await?.add("3").await?.shows_amount(THREE_MORE).await?.review().await?;
        browser.see(Role::Button, &format!("Pay {THREE_MORE}")).await?;
        browser.delay_responses(HELD_BACK).await?;
        review.pay(THREE_MORE).await?;
        browser.see(Role::Button, "Paying …").await?;
        see(context, "43-paying", Passing).await?;
        browser.see(Role::Button, "Paying …").await?;
        browser.delay_responses(Duration::ZERO).await?;
        Receipt::shown(browser).await?;
        browser.block_urls(Some("*/card-field*")).await?;
        PaymentMethod::at(browser, HARBOR).await?;
        browser.read("The card form could not be loaded").await?;
        see(context, "45-card-field-missing", Passing).await?;
        browser.block_urls(None).await?;
    }
    Subscription::at(browser, HARBOR).await?.upgrade().await?;
    context.block(Some("/testcloud/subscription"))?;
    browser.follow_in("Breadcrumb", "TestCloud").await?;
    browser.read("The billing service cannot be reached").await?;
    see(context, "44-not-loaded", Passing).await?;
    context.block(None)
}

/// Takes pictures of the upgrading page as a phone and a tablet show it first.
async fn first_screens(context: &TestContext, scheme: Scheme) -> Step {
    let browser = &context.browser;
    Shell::enter(browser, BILLING, "Harbor QA").await?;
    Upgrading::at(browser, HARBOR, "?add=3").await?.shows_amount(THREE_MORE).await?;
    for language in EVERY_LANGUAGE {
        browser.switch_language(language).await?;
        for (width, height) in [(320, 640), (768, 1024)] {
            browser.set_viewport_width(width).await?;
            browser.set_viewport(width, height).await?;
            let name = format!("50-upgrading-first-screen-{language}-{width}-{}.png", scheme.word());
            browser.take_viewport_screenshot(&context.evidence_folder().join(name)).await?;
        }
    }
    Ok(())
}

#[tokio::test]
#[ignore = "run by `cargo xtask screenshots`"]
async fn every_page_is_captured_in_a_screenshot() {
    for scheme in [Scheme::Light, Scheme::Dark] {
        journey_in(MID_MARCH.with_scheme(scheme), async |context| first_screens(context, scheme).await).await;
        let picture =
            async |context: &TestContext, page: &str, state: State| hang(context, page, state, scheme).await;
        journey_in(MID_MARCH.with_scheme(scheme), async |context| walk_as_buyer(context, picture).await)
            .await;
        journey_in(MID_MARCH.with_scheme(scheme), async |context| walk_in_the_way(context, picture).await)
            .await;
        journey_in(BEHIND_PROXY.with_scheme(scheme), async |context| {
            walk_of_payments(context, picture).await
        })
        .await;
        journey_in(BEHIND_PROXY.with_scheme(scheme), async |context| walk_of_waiting(context, picture).await)
            .await;
    }
}

#[tokio::test]
async fn no_page_scrolls_horizontally_on_a_narrow_phone() {
    journey_in(MID_MARCH.with_scheme(Scheme::Light), async |context| {
        context.browser.set_viewport_width(320).await?;
        walk_as_buyer(context, async |context: &TestContext, page: &str, state: State| {
            in_languages(context, &EVERY_LANGUAGE, state, async |language: &str| {
                assert_eq!(
                    context.browser.horizontal_overflow().await?,
                    0,
                    "{page} in {language} scrolls sideways at 320 px"
                );
                Ok(())
            })
            .await
        })
        .await
    })
    .await;
}

#[tokio::test]
async fn admin_can_request_an_upgrade_on_a_narrow_phone() {
    journey_in(MID_MARCH.with_scheme(Scheme::Dark), async |context| {
        context.browser.set_viewport_width(320).await?;
        Shell::enter_single(&context.browser, ADMIN).await?;
        context.browser.open_path(&upgrade_address(HARBOR, "")).await?;

        context.browser.see(Role::Button, "Send request").await?;

        assert_eq!(context.browser.horizontal_overflow().await?, 0);
        Ok(())
    })
    .await;
}

/// Holds the page against axe-core's rules, in each language it can be seen in.
async fn is_accessible(context: &TestContext, page: &str, state: State) -> Step {
    in_languages(context, &LANGUAGES, state, async |language: &str| {
        assert_eq!(context.faults().await?, Vec::<String>::new(), "{page} in {language}");
        assert_eq!(
            context.browser.endless_animations().await?,
            0,
            "{page} in {language} moves for those who want it still"
        );
        Ok(())
    })
    .await
}

#[tokio::test]
async fn axe_finds_no_violations_in_the_upgrade_flow_in_light_mode() {
    journey_in(MID_MARCH.with_scheme(Scheme::Light), async |context| {
        walk_as_buyer(context, is_accessible).await
    })
    .await;
}

#[tokio::test]
async fn axe_finds_no_violations_in_the_upgrade_flow_in_dark_mode() {
    journey_in(MID_MARCH.with_scheme(Scheme::Dark), async |context| {
        walk_as_buyer(context, is_accessible).await
    })
    .await;
}

#[tokio::test]
async fn axe_finds_no_violations_on_blocked_upgrades_in_light_mode() {
    journey_in(MID_MARCH.with_scheme(Scheme::Light), async |context| {
        walk_in_the_way(context, is_accessible).await
    })
    .await;
}

#[tokio::test]
async fn axe_finds_no_violations_on_blocked_upgrades_in_dark_mode() {
    journey_in(MID_MARCH.with_scheme(Scheme::Dark), async |context| {
        walk_in_the_way(context, is_accessible).await
    })
    .await;
}

#[tokio::test]
async fn axe_finds_no_violations_on_loading_and_failed_pages_in_light_mode() {
    journey_in(BEHIND_PROXY.with_scheme(Scheme::Light), async |context| {
        walk_of_waiting(context, is_accessible).await
    })
    .await;
}

#[tokio::test]
async fn axe_finds_no_violations_on_loading_and_failed_pages_in_dark_mode() {
    journey_in(BEHIND_PROXY.with_scheme(Scheme::Dark), async |context| {
        walk_of_waiting(context, is_accessible).await
    })
    .await;
}

#[tokio::test]
async fn axe_finds_no_violations_in_payment_outcomes_in_light_mode() {
    journey_in(BEHIND_PROXY.with_scheme(Scheme::Light), async |context| {
        walk_of_payments(context, is_accessible).await
    })
    .await;
}

#[tokio::test]
async fn axe_finds_no_violations_in_payment_outcomes_in_dark_mode() {
    journey_in(BEHIND_PROXY.with_scheme(Scheme::Dark), async |context| {
        walk_of_payments(context, is_accessible).await
    })
    .await;
}
