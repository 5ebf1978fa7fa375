//! Promotion codes.

use e2e::{
    browser::{Browser, Key, Role},
    journey,
    pages::Shell,
};

use crate::{
    sample::{BILLING, HARBOR, THREE_MORE, THREE_MORE_MINOR},
    steps::upgrading,
};

#[tokio::test]
async fn upgrade_is_paid_without_a_refused_code() {
    journey(async |context| {
        let shell = Shell::enter(&context.browser, BILLING, "Harbor QA").await?;
        let upgrading = shell.subscription().await?.upgrade().await?;

        upgrading.add("3").await?.apply("NOSUCHCODE").await?;
        context.browser.read("Unknown promotion code. Check it, or continue without it.").await?;
        upgrading.shows_amount(THREE_MORE).await?;
        assert_eq!(context.browser.value("Promotion code").await?, "NOSUCHCODE");
        upgrading.apply("TEAM10").await?;
        context.browser.read("This code needs more sessions in total.").await?;
        // 10 % of 241.55 is 24.155, rounded up to 24.16. With the code, 217.39 is due.
        upgrading
            .apply("SAVE10")
            .await?
            .shows_amount("$217.39")
            .await?
            .remove_code()
            .await?
            .shows_amount(THREE_MORE)
            .await?;
        upgrading.review().await?.pay_to_receipt(THREE_MORE).await?;

        context.outcome(HARBOR).await?.is_paid_once(THREE_MORE_MINOR, "USD").grants(8, "monthly");
        assert_eq!(context.ledger().await?.redemptions(HARBOR).await?, [""; 0]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn percentage_code_discounts_the_prorated_charge() {
    journey(async |context| {
        let shell = Shell::enter(&context.browser, BILLING, "Harbor QA").await?;
        let upgrading = shell.subscription().await?.upgrade().await?;

        // 10 % of 241.55 is 24.155, rounded up to 24.16. Due: 217.39.
        upgrading.add("3").await?.apply(" save10 ").await?.shows_amount("$217.39").await?;
        upgrading.review().await?.pay_to_receipt("$217.39").await?.shows_charged("$217.39").await?;

        context.outcome(HARBOR).await?.is_paid_once(21_739, "USD").grants(8, "monthly");
        assert_eq!(context.ledger().await?.redemptions(HARBOR).await?, ["SAVE10 redeemed"]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn code_for_the_full_amount_needs_no_charge() {
    journey(async |context| {
        let shell = Shell::enter(&context.browser, BILLING, "Harbor QA").await?;
        let upgrading = shell.subscription().await?.upgrade().await?;

        upgrading.add("3").await?.apply("FREE100").await?.shows_amount("$0.00").await?;
        upgrading.review().await?.confirm_free_to_receipt().await?.shows_charged("$0.00").await?;

        let outcome = context.outcome(HARBOR).await?;
        assert_eq!(
            (outcome.charges.as_slice(), outcome.receipts.as_slice()),
            ([].as_slice(), [0].as_slice())
        );
        outcome.grants(8, "monthly").attempted(&["charged"]);
        assert_eq!(context.gateway()?.count(HARBOR, "intent_created"), 0);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn upgrade_with_nothing_due_does_not_mention_a_payment() {
    journey(async |context| {
        let browser = &context.browser;
        let page = upgrading(browser, "?add=3").await?;
        let review = page.apply("FREE100").await?.shows_amount("$0.00").await?.review().await?;
        browser.read("Nothing is due today, so no card is charged.").await?;
        browser.read("The upgrade takes effect as soon as you confirm.").await?;
        assert_no_mention_of_payment(browser).await;

        review.confirm_free_to_receipt().await?.shows_charged("$0.00").await?;
        assert_no_mention_of_payment(browser).await;
        Ok(())
    })
    .await;
}

async fn assert_no_mention_of_payment(browser: &Browser) {
    let words = browser.visible_text().await;
    // The button is excluded: its label is "Confirm upgrade, nothing to pay".
    for word in ["Paid by", "Paying", "payment succeeds"] {
        assert!(!words.contains(word), "{word} in {words}");
    }
}

#[tokio::test]
async fn applied_code_shows_its_effect_on_renewals() {
    journey(async |context| {
        let browser = &context.browser;
        let page = upgrading(browser, "?add=3").await?;

        // Renewal: 8 x 156.00 = 1,248.00, less 20 %: 998.40. Today: 241.55 less 48.31 is 193.24, less 24.16 is 217.39.
        page.apply("RENEW20").await?.shows_amount("$193.24").await?;
        browser.read("It also takes 20% off the next 3 renewals: $998.40 from Apr 1, 2026.").await?;
        page.remove_code().await?.apply("SAVE10").await?.shows_amount("$217.39").await?;

        browser.read("It does not change renewals: $1,248.00 from Apr 1, 2026.").await
    })
    .await;
}

#[tokio::test]
async fn code_field_is_behind_a_disclosure_and_manages_focus() {
    journey(async |context| {
        let browser = &context.browser;
        let page = upgrading(browser, "?add=3").await?;
        browser.see(Role::Button, "I have a promotion code").await?;
        assert!(browser.find_visible(Role::Field, "Promotion code").await?.is_none());

        page.apply("SAVE10").await?.shows_amount("$217.39").await?;
        browser.see_focus("Remove").await?;
        browser.press_key(Key::Enter).await?;

        page.shows_amount(THREE_MORE).await?;
        browser.see_focus("Promotion code").await
    })
    .await;
}

#[tokio::test]
async fn refused_code_shows_the_next_step_and_stays_in_the_field() {
    journey(async |context| {
        let browser = &context.browser;
        let page = upgrading(browser, "?add=3").await?;

        for (code, answer) in [
            ("ENDED", "This code has expired. Continue without it, or enter another."),
            ("SOON", "This code is not valid yet. Try it later, or continue without it."),
            ("SPENT", "This code has been used up. Continue without it, or enter another."),
            ("OFF", "Unknown promotion code. Check it, or continue without it."),
        ] {
            page.apply(code).await?;
            browser.read(answer).await?;
            assert_eq!(browser.value("Promotion code").await?, code);
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn applied_code_is_announced_once_not_on_every_keystroke() {
    journey(async |context| {
        let browser = &context.browser;
        let page = upgrading(&context.browser, "?add=3").await?;
        page.apply("SAVE10").await?;
        browser.read("SAVE10 is applied.").await?;
        browser.read("10% off the charge").await?;

        // 4 x 156.00 x 16 / 31 = 322.06, less 10 % (32.21).
        page.add("4").await?.shows_amount("$289.85").await?;

        let announcements = browser.announcements().await?;
        assert!(announcements.iter().any(|text| text == "SAVE10 is applied."), "{announcements:?}");
        assert!(!announcements.iter().any(|text| text.contains("renews at")), "{announcements:?}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn code_for_more_sessions_applies_when_they_are_entered() {
    journey(async |context| {
        let browser = &context.browser;
        let page = upgrading(browser, "?add=1&code=TEAM10").await?;
        browser.read("This code needs more sessions in total.").await?;
        page.shows_amount("$80.52").await?;

        // 6 x 156.00 x 16 / 31 = 483.096..., so 483.10, less 10 % (48.31).
        page.add("6").await?.shows_amount("$434.79").await?;
        browser.read("TEAM10 is applied.").await?;
        page.review().await?.pay_to_receipt("$434.79").await?.shows_charged("$434.79").await?;

        context.outcome(HARBOR).await?.is_paid_once(43_479, "USD").grants(11, "monthly");
        assert_eq!(context.ledger().await?.redemptions(HARBOR).await?, ["TEAM10 redeemed"]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn code_for_annual_applies_when_annual_is_chosen() {
    journey(async |context| {
        let browser = &context.browser;
        let page = upgrading(browser, "?add=1&code=LEAP15").await?;
        browser.read("This code is for another billing cycle.").await?;

        // 6 x 1,560.00 = 9,360.00, less 15 % (1,404.00), less the credit of 780.00 x 16 / 31 = 402.58.
        page.annual().await?.shows_amount("$7,553.42").await?;
        browser.read("LEAP15 is applied.").await?;
        browser.see_address("code=LEAP15").await
    })
    .await;
}

#[tokio::test]
async fn review_names_a_code_that_is_not_part_of_the_quote() {
    journey(async |context| {
        let browser = &context.browser;
        let page = upgrading(browser, "?add=1&code=LEAP15").await?;
        browser.read("This code is for another billing cycle.").await?;

        let review = page.review().await?;
        browser.read("LEAP15: This code is for another billing cycle.").await?;
        review.pay_to_receipt("$80.52").await?;

        context.outcome(HARBOR).await?.is_paid_once(8_052, "USD").grants(6, "monthly");
        assert_eq!(context.ledger().await?.redemptions(HARBOR).await?, [""; 0]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn unapplied_code_blocks_the_review() {
    journey(async |context| {
        let browser = &context.browser;
        let page = upgrading(browser, "?add=3").await?;
        browser.press("I have a promotion code").await?;
        browser.fill("Promotion code", "SAVE10").await?;
        browser.press("Review upgrade").await?;
        browser.read("Apply the promotion code, or clear the field to continue without it.").await?;

        page.apply("SAVE10").await?.shows_amount("$217.39").await?.review().await?;
        browser.see(Role::Button, "Pay $217.39").await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn code_is_added_to_the_url_only_after_it_is_found() {
    journey(async |context| {
        let browser = &context.browser;
        let page = upgrading(browser, "").await?;
        page.apply("NOSUCHCODE").await?;
        browser.read("Unknown promotion code.").await?;
        // The URL already contains the new sessions, so it would contain the code by now.
        page.add("2").await?;
        browser.see_address("add=2").await?;
        let address = browser.address().await?;
        assert!(!address.contains("code="), "{address}");
        page.apply("4111 1111 1111 1111").await?;
        browser.read("This looks like a card number. Remove it.").await?;
        page.add("3").await?;
        browser.see_address("add=3").await?;
        let address = browser.address().await?;
        assert!(!address.contains("code="), "{address}");

        page.apply("SAVE10").await?.shows_amount("$217.39").await?;
        browser.see_address("code=SAVE10").await
    })
    .await;
}
