//! Pages that the browser translates by replacing their texts. They must not keep an outdated amount.

use e2e::{
    Step, TestContext,
    browser::{Browser, Role},
    journey,
    pages::{
        AccessDenied, Organizations, PaymentMethod, Review, SignIn, TestCard, Upgrading, upgrade_address,
    },
};

use crate::{
    sample::{ADMIN, BILLING, HARBOR, THREE_MORE, THREE_MORE_MINOR},
    steps::upgrading,
};

/// The id of the amount on the Pay button.
const PAY_AMOUNT: &str = "pay-amount";

#[tokio::test]
async fn translated_pages_show_and_charge_the_current_amount() {
    journey(async |context| {
        let browser = &context.browser;
        let page = upgrading(browser, "").await?;
        browser.translate().await?;
        page.add("3").await?.shows_amount(THREE_MORE).await?;
        browser.read("5 now + 3 more = 8 sessions *").await?;

        // 5 x 156.00 x 16 / 31 = 402.580...
        page.add("5").await?.shows_amount("$402.58").await?;

        browser.read("5 now + 5 more = 10 sessions *").await?;
        browser.read_in("Summary", "5 sessions x $156.00 x 16 of 31 days = $402.58").await?;
        browser.see_gone(Role::Text, THREE_MORE).await?;
        page.review().await?;
        browser.see(Role::Button, "Pay *$402.58").await?;

        // The next day, 15 days are left: 5 x 156.00 x 15 / 31 = 377.419...
        context.set_clock("2026-03-17T00:05:00Z").await?;
        browser.press("Extend").await?;
        browser.see(Role::Button, "Pay *$377.42").await?;
        browser.read_in("Amount due today *", "5 sessions x $156.00 x 15 of 31 days = $377.42").await?;
        assert!(browser.find_visible(Role::Output, "$402.58").await?.is_none());
        browser.press("Pay *$377.42").await?;

        browser.see_page("Receipt").await?;
        browser.read("Quoted $377.42, charged $377.42").await?;
        context.outcome(HARBOR).await?.is_paid_once(37_742, "USD").grants(10, "monthly");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn translated_pages_show_the_same_text_as_untranslated_ones() {
    // Each run has its own backend, because the access request of one run would appear on the pages of the other.
    let (mut plain, mut translated) = (Vec::new(), Vec::new());
    journey(async |context| {
        plain = page_texts(&context.browser, false).await?;
        Ok(())
    })
    .await;
    journey(async |context| {
        translated = page_texts(&context.browser, true).await?;
        Ok(())
    })
    .await;

    assert_eq!(plain.len(), translated.len());
    for ((step, plain), (_, translated)) in plain.iter().zip(&translated) {
        assert_eq!(plain, translated, "{step}");
    }
}

/// Returns the text of each page of the flow, before and after changes.
async fn page_texts(browser: &Browser, is_translated: bool) -> Step<Vec<(&'static str, String)>> {
    let mut texts = Vec::new();
    let translate = async || if is_translated { browser.translate().await } else { Ok(()) };
    macro_rules! note {
        ($step:literal) => {
            texts.push((
                $step,
                browser.settled_text().await.map_err(|trouble| format!("{}: {trouble}", $step))?,
            ));
        };
    }

    let sign_in = SignIn::open(browser).await?;
    translate().await?;
    note!("sign-in");
    browser.press("Sign in").await?;
    note!("sign-in with nothing entered");
    sign_in.submit(BILLING, "wrong").await?;
    note!("sign-in with a wrong password");
    sign_in.sign_in_as(BILLING).await?;
    Organizations::shown(browser).await?;
    note!("organizations");
    Organizations::shown(browser).await?.choose("Harbor QA").await?;
    browser.see_page("TestCloud Subscription").await?;
    note!("subscription");
    browser.press("Cancel subscription").await?;
    note!("subscription with its dialog");
    browser.press("Keep subscription").await?;

    browser.follow("Upgrade").await?;
    let page = Upgrading::shown(browser).await?;
    note!("upgrading");
    page.add("3").await?.shows_amount(THREE_MORE).await?;
    note!("upgrading with three sessions");
    page.add("5").await?.shows_amount("$402.58").await?;
    note!("upgrading with five sessions");
    page.add("three").await?.shows_error().await?;
    note!("upgrading with an entry that is no number");
    browser.press("Review upgrade").await?;
    note!("upgrading with what is missing");
    page.add("99999").await?.shows_error().await?;
    note!("upgrading with another problem");
    page.add("3").await?.shows_amount(THREE_MORE).await?;
    page.annual().await?;
    note!("upgrading to annual");
    page.apply("LEAP15").await?;
    browser.read("LEAP15 is applied.").await?;
    note!("upgrading with a code");
    // The label of another button starts with the same word.
    browser.press(if is_translated { "Remove *" } else { "Remove" }).await?;
    page.apply("ENDED").await?;
    note!("upgrading with a refused code");
    for tag in ["ja", "en"] {
        browser.switch_language(tag).await?;
        texts.push(("upgrading in another language", browser.settled_text().await?));
    }
    browser.choose(Role::Radio, "Monthly").await?;
    page.shows_amount(THREE_MORE).await?;

    page.review().await?;
    note!("review");
    browser.press("Extend").await?;
    note!("review with an extended price");
    browser.follow("Edit").await?;
    Upgrading::shown(browser).await?;

    browser.follow_in("Settings", "TestCloud").await?;
    browser.see_page("TestCloud Subscription").await?;
    browser.follow("Replace card").await?;
    browser.see_page("Payment method").await?;
    note!("payment method");
    PaymentMethod::shown(browser).await?.replace(TestCard::Mastercard).await?;
    translate().await?;
    note!("payment method with a new card");

    browser.press("Signed in as").await?;
    browser.press("Sign out").await?;
    SignIn::shown(browser).await?.sign_in_as(ADMIN).await?;
    browser.see(Role::Link, "Settings").await?;
    browser.open_path(&upgrade_address(HARBOR, "")).await?;
    AccessDenied::shown(browser).await?;
    translate().await?;
    note!("access denied");
    browser.press("Send request").await?;
    note!("access denied with nothing asked");
    browser.fill("Additional sessions", "3").await?;
    browser.fill("Note", "The nightly run waits for an hour.").await?;
    browser.press("Send request").await?;
    browser.read("Request sent").await?;
    note!("access denied with a request");
    Ok(texts)
}

#[tokio::test]
async fn pay_sends_nothing_while_the_button_shows_another_amount() {
    journey(async |context| {
        let browser = &context.browser;
        upgrading(browser, "?add=3").await?.shows_amount(THREE_MORE).await?.review().await?;

        assert_overwritten_amount_is_not_paid(context, "$1.00").await?;
        browser.read("Check the amount").await?;
        browser.see(Role::Button, "Pay $241.55").await?;
        assert_overwritten_amount_is_not_paid(context, "").await?;
        browser.read("Turn off translation").await?;

        Review::shown(browser).await?.pay_to_receipt(THREE_MORE).await?;
        context.outcome(HARBOR).await?.is_paid_once(THREE_MORE_MINOR, "USD").grants(8, "monthly");
        Ok(())
    })
    .await;
}

async fn assert_overwritten_amount_is_not_paid(context: &TestContext, text: &str) -> Step {
    let browser = &context.browser;
    browser.see(Role::Button, "Pay $241.55").await?;
    browser.overwrite(PAY_AMOUNT, text).await?;
    browser.press("Pay").await?;
    browser.see(Role::Button, "Pay $241.55").await?;
    context.outcome(HARBOR).await?.is_unpaid().attempted(&[]);
    Ok(())
}
