//! The sandbox gateway's own pages: the card page and the bank's page.

use e2e::{
    MID_MARCH, Step, TestContext,
    browser::{Browser, Role, Scheme},
    journey, journey_in,
    pages::{Bank, PaymentMethod, Shell, TestCard},
};

use crate::sample::{BILLING, HARBOR};

/// Asserts that a page of the gateway has no accessibility faults and does not scroll horizontally at 320 px.
async fn assert_accessible(context: &TestContext, page: &str) -> Step {
    let browser = &context.browser;
    browser.set_viewport_width(320).await?;
    assert_eq!(browser.horizontal_overflow().await?, 0, "{page} scrolls horizontally");
    assert_eq!(context.faults().await?, Vec::<String>::new(), "{page}");
    browser.take_viewport_screenshot(&context.evidence_folder().join(format!("{page}.png"))).await
}

async fn visit_gateway_pages(context: &TestContext, scheme: Scheme) -> Step {
    let (browser, scheme) = (&context.browser, scheme.word());
    Shell::enter(browser, BILLING, "Harbor QA").await?;
    let setup = PaymentMethod::at(browser, HARBOR).await?.use_another_card().await?;
    assert_accessible(context, &format!("60-card-page-{scheme}")).await?;
    browser.press("Test cards").await?;
    assert_accessible(context, &format!("61-card-page-test-cards-{scheme}")).await?;
    browser.press("Save card").await?;
    browser.see(Role::Heading, "There is a problem").await?;
    assert_accessible(context, &format!("62-card-page-errors-{scheme}")).await?;
    setup.enter(TestCard::AsksConfirmation).await?;
    Bank::shown_for_card(browser).await?;
    assert_accessible(context, &format!("63-bank-page-{scheme}")).await
}

#[tokio::test]
async fn gateway_pages_are_accessible_on_narrow_screens_in_light_mode() {
    journey_in(MID_MARCH.with_scheme(Scheme::Light), async |context| {
        visit_gateway_pages(context, Scheme::Light).await
    })
    .await;
}

#[tokio::test]
async fn gateway_pages_are_accessible_on_narrow_screens_in_dark_mode() {
    journey_in(MID_MARCH.with_scheme(Scheme::Dark), async |context| {
        visit_gateway_pages(context, Scheme::Dark).await
    })
    .await;
}

async fn language_and_direction(browser: &Browser) -> Step<String> {
    let read = "return [document.documentElement.lang, document.documentElement.dir].join()";
    Ok(browser.run(read).await?.as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn gateway_pages_are_accessible_in_arabic() {
    journey(async |context| {
        if context.is_skipped_outside_chromium("no other driver changes the languages of a running browser") {
            return Ok(());
        }
        let browser = &context.browser;
        Shell::enter(browser, BILLING, "Harbor QA").await?;
        PaymentMethod::at(browser, HARBOR).await?;
        browser.switch_language("ar").await?;
        // Stripe's page has no Arabic, so the client leaves the language to the browser.
        browser.prefer_languages("ar").await?;
        browser.press("استخدام بطاقة أخرى").await?;
        browser.see(Role::Heading, "حفظ بطاقة").await?;
        assert_eq!(language_and_direction(browser).await?, "ar,rtl");
        assert_accessible(context, "64-card-page-ar").await?;

        browser
            .run("document.querySelector('[value=pm_card_authenticationRequiredOnSetup]').click()")
            .await?;
        browser.see(Role::Heading, "تأكيد البطاقة").await?;

        assert_eq!(language_and_direction(browser).await?, "ar,rtl");
        assert_accessible(context, "65-bank-page-ar").await
    })
    .await;
}
