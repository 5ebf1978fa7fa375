//! Screenshots and accessibility checks of every page and state: three widths, light and dark mode, two languages.

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
    steps::{add_one_as_owner, next_review_with},
};

const WIDTHS: [u32; 3] = [320, 768, 1440];
/// English, and a right-to-left language.
const LANGUAGES: [&str; 2] = ["en", "ar"];

fn every_language() -> Vec<&'static str> {
    catalog::LANGUAGES.iter().map(|language| language.tag).collect()
}

/// Whether a page can be redrawn in another language.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Persistent,
    /// Shows a notice that a language change would remove. Only the text direction is changed.
    Transient,
}

use State::{Persistent, Transient};

/// Runs a check in each language, or in each text direction for a transient state.
async fn in_languages(
    context: &TestContext,
    languages: &[&str],
    state: State,
    check: impl AsyncFn(&str) -> Step,
) -> Step {
    if state == Transient {
        check("en").await?;
        context.browser.set_direction("rtl").await?;
        check("en-from-right-to-left").await?;
        return context.browser.set_direction("ltr").await;
    }
    for language in languages {
        context.browser.switch_language(language).await?;
        check(language).await?;
    }
    context.browser.switch_language("en").await
}

/// Saves screenshots of a page in all languages and widths, and asserts that it does not scroll horizontally.
async fn save_screenshots(context: &TestContext, page: &str, state: State, scheme: Scheme) -> Step {
    context.browser.check_app_running().await?;
    in_languages(context, &LANGUAGES, state, async |language: &str| {
        for width in WIDTHS {
            context.browser.set_viewport_width(width).await?;
            let name = format!("{page}-{language}-{width}-{}.png", scheme.word());
            context.browser.take_screenshot(&context.evidence_folder().join(name)).await?;
            assert_eq!(
                context.browser.horizontal_overflow().await?,
                0,
                "{page} in {language} scrolls horizontally at {width} px"
            );
        }
        Ok(())
    })
    .await?;
    context.browser.set_viewport_width(1280).await
}

/// Visits the pages of the upgrade flow and runs `check` on each.
async fn visit_upgrade_flow(
    context: &TestContext,
    check: impl AsyncFn(&TestContext, &str, State) -> Step,
) -> Step {
    let browser = &context.browser;
    let sign_in = SignIn::open(browser).await?;
    check(context, "01-sign-in", Persistent).await?;
    sign_in.sign_in_as(BILLING).await?;
    browser.see(Role::Link, "Harbor QA").await?;
    check(context, "02-organizations", Persistent).await?;
    browser.follow("Harbor QA").await?;
    browser.see(Role::Link, "Settings").await?;
    let page = Subscription::at(browser, HARBOR).await?;
    browser.read("Sample data").await?;
    check(context, "03-subscription", Persistent).await?;
    let upgrading = page.upgrade().await?;
    check(context, "04-upgrading-empty", Persistent).await?;
    upgrading.add("3").await?.shows_amount(THREE_MORE).await?;
    browser.see_address("add=3").await?;
    check(context, "05-upgrading", Persistent).await?;
    let review = upgrading.review().await?;
    check(context, "06-review", Persistent).await?;
    review.pay_to_receipt(THREE_MORE).await?.shows_charged(THREE_MORE).await?;
    check(context, "07-receipt", Persistent).await?;
    Subscription::at(browser, HARBOR).await?;
    check(context, "08-subscription-after", Persistent).await?;
    // 11 x 1,560.00 = 17,160.00, less 15 %, less the credits of 402.58 and 241.55 for March.
    Upgrading::at(browser, HARBOR, "?add=3&cycle=annual&code=LEAP15")
        .await?
        .shows_amount("$13,941.87")
        .await?;
    check(context, "09-upgrading-annual-with-code", Persistent).await?;
    PaymentMethod::at(browser, HARBOR).await?;
    browser.see(Role::Button, "Use another card").await?;
    check(context, "10-payment-method", Persistent).await?;
    browser.open_path(&upgrade_address(DELTA, "")).await?;
    browser.see(Role::Heading, "Access denied").await?;
    check(context, "11-access-denied", Persistent).await?;
    browser.open_path("/no/such/page").await?;
    browser.see(Role::Heading, "Page not found").await?;
    check(context, "12-not-found", Persistent).await?;
    browser.open_path("/help").await?;
    browser.see(Role::Heading, "Help").await?;
    check(context, "13-help", Persistent).await
}

/// Visits the states that block an upgrade and runs `check` on each.
async fn visit_blocked_upgrades(
    context: &TestContext,
    check: impl AsyncFn(&TestContext, &str, State) -> Step,
) -> Step {
    let browser = &context.browser;
    Shell::enter(browser, BILLING, "Harbor QA").await?;
    for (organization, state) in [(JUNIPER, "canceled"), (TERN, "no-card"), (OSPREY, "past-due")] {
        Subscription::at(browser, organization).await?;
        browser.read("Sample data").await?;
        check(context, &format!("20-subscription-{state}"), Persistent).await?;
        browser.open_path(&upgrade_address(organization, "?add=2")).await?;
        browser.see_page("TestCloud Upgrading").await?;
        check(context, &format!("21-upgrading-{state}"), Persistent).await?;
    }
    for (organization, money) in [(SAKURA, "yen"), (GULF, "dinars")] {
        browser.open_path(&upgrade_address(organization, "?add=1&cycle=annual")).await?;
        browser.see_page("TestCloud Upgrading").await?;
        check(context, &format!("22-upgrading-{money}"), Persistent).await?;
    }
    browser.open_path(&upgrade_address(HARBOR, "?add=-3&from=x&cycle=weekly")).await?;
    browser.see(Role::Button, "Review upgrade").await?;
    check(context, "23-nonsense", Persistent).await?;
    browser.press("Review upgrade").await?;
    browser.see(Role::Heading, "Before you continue").await?;
    check(context, "24-missing", Transient).await?;
    browser.open_path(&upgrade_address(HARBOR, "?add=3&from=4")).await?;
    browser.read("This upgrade was prepared for a subscription with 4 sessions").await?;
    check(context, "25-prepared-for-other", Persistent).await
}

/// Visits the outcomes of a payment and runs `check` on each.
async fn visit_payment_outcomes(
    context: &TestContext,
    check: impl AsyncFn(&TestContext, &str, State) -> Step,
) -> Step {
    let browser = &context.browser;
    let shell = Shell::enter(browser, BILLING, "Harbor QA").await?;
    let review = next_review_with(context, &shell, TestCard::Declined).await?;
    review.pay(THREE_MORE).await?;
    browser.read("The payment was declined").await?;
    check(context, "30-declined", Transient).await?;

    let review = next_review_with(context, &shell, TestCard::AsksConfirmation).await?;
    review.pay(THREE_MORE).await?;
    browser.read("Your bank asks you").await?;
    check(context, "31-bank-asks", Persistent).await?;
    browser.press("Cancel payment").await?;
    browser.read("This payment was not made").await?;
    check(context, "32-given-up", Persistent).await?;

    let review = next_review_with(context, &shell, TestCard::Pays).await?;
    if !context.is_skipped_outside_chromium("offline: no other driver emulates the offline state") {
        context.go_offline().await?;
        browser.read("You are offline").await?;
        check(context, "33-offline", Transient).await?;
        context.restore_network().await?;
    }

    add_one_as_owner(context).await?;
    review.pay(THREE_MORE).await?;
    browser.read("changed it from 5 sessions").await?;
    check(context, "34-changed-meanwhile", Transient).await?;

    let review =
        Upgrading::at(browser, HARBOR, "?add=1").await?.shows_amount("$80.52").await?.review().await?;
    context.kill_backend();
    review.pay("$80.52").await?;
    browser.read("We do not know yet whether this payment succeeded").await?;
    check(context, "35-unknown", Transient).await
}

/// Long enough to check a page that is loading.
const RESPONSE_DELAY: Duration = Duration::from_secs(8);

/// Visits access requests and pages that are loading or failed to load, and runs `check` on each.
async fn visit_loading_and_failed_pages(
    context: &TestContext,
    check: impl AsyncFn(&TestContext, &str, State) -> Step,
) -> Step {
    let browser = &context.browser;
    request_upgrade(browser).await?;
    check(context, "40-request-sent", Transient).await?;
    browser.clear_session().await?;
    Shell::enter(browser, BILLING, "Harbor QA").await?;
    Subscription::at(browser, HARBOR).await?;
    browser.read("3 more sessions").await?;
    check(context, "41-subscription-asked", Persistent).await?;
    if !context.is_skipped_outside_chromium("loading: no other driver delays responses") {
        browser.delay_responses(RESPONSE_DELAY).await?;
        browser.follow("Upgrade").await?;
        browser.see_loading_page("TestCloud Upgrading").await?;
        check(context, "42-upgrading-loading", Transient).await?;
        browser.see_loading_page("TestCloud Upgrading").await?;
        browser.delay_responses(Duration::ZERO).await?;
        let review =
            Upgrading::shown(browser).await?.add("3").await?.shows_amount(THREE_MORE).await?.review().await?;
        browser.see(Role::Button, &format!("Pay {THREE_MORE}")).await?;
        browser.delay_responses(RESPONSE_DELAY).await?;
        review.pay(THREE_MORE).await?;
        browser.see(Role::Button, "Paying …").await?;
        check(context, "43-paying", Transient).await?;
        browser.see(Role::Button, "Paying …").await?;
        browser.delay_responses(Duration::ZERO).await?;
        Receipt::shown(browser).await?;
    }
    Subscription::at(browser, HARBOR).await?.upgrade().await?;
    context.block(Some("/testcloud/subscription"))?;
    browser.follow_in("Breadcrumb", "TestCloud").await?;
    browser.read("The billing service cannot be reached").await?;
    check(context, "44-not-loaded", Transient).await?;
    context.block(None)
}

/// Visits the states of a card and of a renewal that the bank wants confirmed, and runs `check` on each.
async fn visit_card_states(
    context: &TestContext,
    check: impl AsyncFn(&TestContext, &str, State) -> Step,
) -> Step {
    let browser = &context.browser;
    Shell::enter(browser, BILLING, "Harbor QA").await?;
    PaymentMethod::at_query(browser, HARBOR, "?setup=cs_unknown").await?;
    browser.read("No card was saved").await?;
    check(context, "45-card-page-unknown", Transient).await?;
    PaymentMethod::at(browser, HARBOR).await?.replace(TestCard::AsksForRenewals).await?;
    check(context, "46-card-saved", Transient).await?;
    context.set_clock("2026-04-01T00:00:05Z").await?;
    Subscription::at(browser, HARBOR).await?;
    browser.see(Role::Button, "Confirm with your bank").await?;
    check(context, "47-subscription-unconfirmed-renewal", Persistent).await?;
    browser.open_path(&upgrade_address(HARBOR, "")).await?;
    browser.see(Role::Link, "Confirm with your bank").await?;
    check(context, "48-upgrading-unconfirmed-renewal", Persistent).await?;
    PaymentMethod::at(browser, HARBOR).await?;
    browser.see(Role::Button, "Confirm with your bank").await?;
    check(context, "49-payment-method-unconfirmed-renewal", Persistent).await
}

/// Saves screenshots of the first viewport of the upgrading page on a phone and a tablet.
async fn save_first_viewports(context: &TestContext, scheme: Scheme) -> Step {
    let browser = &context.browser;
    Shell::enter(browser, BILLING, "Harbor QA").await?;
    Upgrading::at(browser, HARBOR, "?add=3").await?.shows_amount(THREE_MORE).await?;
    for language in every_language() {
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
        journey_in(MID_MARCH.with_scheme(scheme), async |context| {
            save_first_viewports(context, scheme).await
        })
        .await;
        let check = async |context: &TestContext, page: &str, state: State| {
            save_screenshots(context, page, state, scheme).await
        };
        journey_in(MID_MARCH.with_scheme(scheme), async |context| visit_upgrade_flow(context, check).await)
            .await;
        journey_in(MID_MARCH.with_scheme(scheme), async |context| {
            visit_blocked_upgrades(context, check).await
        })
        .await;
        journey_in(MID_MARCH.with_scheme(scheme), async |context| visit_card_states(context, check).await)
            .await;
        journey_in(BEHIND_PROXY.with_scheme(scheme), async |context| {
            visit_payment_outcomes(context, check).await
        })
        .await;
        journey_in(BEHIND_PROXY.with_scheme(scheme), async |context| {
            visit_loading_and_failed_pages(context, check).await
        })
        .await;
    }
}

#[tokio::test]
async fn no_page_scrolls_horizontally_on_a_narrow_phone() {
    journey_in(MID_MARCH.with_scheme(Scheme::Light), async |context| {
        context.browser.set_viewport_width(320).await?;
        visit_upgrade_flow(context, async |context: &TestContext, page: &str, state: State| {
            in_languages(context, &every_language(), state, async |language: &str| {
                assert_eq!(
                    context.browser.horizontal_overflow().await?,
                    0,
                    "{page} in {language} scrolls horizontally at 320 px"
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

/// Asserts that the page has no accessibility violations and no endless animations.
async fn assert_accessible(context: &TestContext, page: &str, state: State) -> Step {
    in_languages(context, &LANGUAGES, state, async |language: &str| {
        assert_eq!(context.faults().await?, Vec::<String>::new(), "{page} in {language}");
        assert_eq!(
            context.browser.endless_animations().await?,
            0,
            "{page} in {language} ignores reduced motion"
        );
        Ok(())
    })
    .await
}

#[tokio::test]
async fn axe_finds_no_violations_in_the_upgrade_flow_in_light_mode() {
    journey_in(MID_MARCH.with_scheme(Scheme::Light), async |context| {
        visit_upgrade_flow(context, assert_accessible).await
    })
    .await;
}

#[tokio::test]
async fn axe_finds_no_violations_in_the_upgrade_flow_in_dark_mode() {
    journey_in(MID_MARCH.with_scheme(Scheme::Dark), async |context| {
        visit_upgrade_flow(context, assert_accessible).await
    })
    .await;
}

#[tokio::test]
async fn axe_finds_no_violations_on_blocked_upgrades_in_light_mode() {
    journey_in(MID_MARCH.with_scheme(Scheme::Light), async |context| {
        visit_blocked_upgrades(context, assert_accessible).await
    })
    .await;
}

#[tokio::test]
async fn axe_finds_no_violations_on_blocked_upgrades_in_dark_mode() {
    journey_in(MID_MARCH.with_scheme(Scheme::Dark), async |context| {
        visit_blocked_upgrades(context, assert_accessible).await
    })
    .await;
}

#[tokio::test]
async fn axe_finds_no_violations_on_loading_and_failed_pages_in_light_mode() {
    journey_in(BEHIND_PROXY.with_scheme(Scheme::Light), async |context| {
        visit_loading_and_failed_pages(context, assert_accessible).await
    })
    .await;
}

#[tokio::test]
async fn axe_finds_no_violations_on_loading_and_failed_pages_in_dark_mode() {
    journey_in(BEHIND_PROXY.with_scheme(Scheme::Dark), async |context| {
        visit_loading_and_failed_pages(context, assert_accessible).await
    })
    .await;
}

#[tokio::test]
async fn axe_finds_no_violations_in_payment_outcomes_in_light_mode() {
    journey_in(BEHIND_PROXY.with_scheme(Scheme::Light), async |context| {
        visit_payment_outcomes(context, assert_accessible).await
    })
    .await;
}

#[tokio::test]
async fn axe_finds_no_violations_in_payment_outcomes_in_dark_mode() {
    journey_in(BEHIND_PROXY.with_scheme(Scheme::Dark), async |context| {
        visit_payment_outcomes(context, assert_accessible).await
    })
    .await;
}

#[tokio::test]
async fn axe_finds_no_violations_in_card_states_in_light_mode() {
    journey_in(MID_MARCH.with_scheme(Scheme::Light), async |context| {
        visit_card_states(context, assert_accessible).await
    })
    .await;
}

#[tokio::test]
async fn axe_finds_no_violations_in_card_states_in_dark_mode() {
    journey_in(MID_MARCH.with_scheme(Scheme::Dark), async |context| {
        visit_card_states(context, assert_accessible).await
    })
    .await;
}
