//! The review: its contents, the expiry of the quote, and its state while paying.

use std::time::Duration;

use e2e::{
    BEHIND_PROXY, MID_MARCH, Setting,
    browser::{Key, Role, until},
    journey, journey_in,
    pages::{Review, Shell, TestCard, Upgrading},
};

use crate::{
    sample::{BILLING, HARBOR, SAKURA, THREE_MORE},
    steps::upgrading,
};

#[tokio::test]
async fn review_lists_every_term_and_edit_keeps_the_entry() {
    journey(async |context| {
        let browser = &context.browser;
        // 8 x 1,560.00 = 12,480.00, less 15 % (1,872.00), less the credit of 780.00 x 16 / 31 = 402.58: 10,205.42.
        let page = upgrading(browser, "?add=3&cycle=annual&code=LEAP15").await?;
        for edit_in in ["What changes", "Amount due today"] {
            page.shows_amount("$10,205.42").await?.review().await?;

            for (region, texts) in [
                (
                    "What changes",
                    ["Harbor QA", "Bea Manager", "5 sessions, monthly → 8 sessions, annual"].as_slice(),
                ),
                ("What changes", &["Renews automatically at $12,480.00 on Mar 16, 2027. No refunds."]),
                ("Payment", &["Visa ending in 4242, expires"]),
                ("Amount due today", &["8 sessions x $1,560.00 for one year = $12,480.00"]),
                ("Amount due today", &["Promotion code LEAP15", "15% of $12,480.00 = -$1,872.00"]),
                (
                    "Amount due today",
                    &["Credit for unused time", "$780.00 paid x 16 of 31 days unused = -$402.58"],
                ),
            ] {
                for text in texts {
                    browser.read_in(region, text).await?;
                }
            }

            browser.follow_in(edit_in, "Edit").await?;
            Upgrading::shown(browser).await?;
            browser.read("LEAP15 is applied.").await?;
            assert_eq!(browser.value("Additional sessions").await?, "3");
            assert!(browser.see(Role::Radio, "Annual").await?.is_selected().await?);
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn link_with_an_invalid_part_names_it_before_the_review() {
    journey(async |context| {
        let browser = &context.browser;
        Shell::enter(browser, BILLING, "Harbor QA").await?;
        let review = "/organizations/101/settings/subscription-management/testcloud/upgrade/review";

        browser.open_path(&format!("{review}?add=3&code=B%21AD%20CODE")).await?;

        Upgrading::shown(browser).await?.shows_amount(THREE_MORE).await?;
        browser.read("Ignored: the promotion code").await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn tax_discount_credit_and_renewal_are_shown_before_payment() {
    journey(async |context| {
        let browser = &context.browser;
        Shell::enter(browser, BILLING, "Sakura Works").await?;

        // 4 x 198,000 = 792,000, less 15 % (118,800). The tax of 10 % on 673,200 is 67,320. The credit for 28 February
        // to 31 March is 59,400 x 15 / 31 = 28,741.9..., and for its tax 5,940 x 15 / 31 = 2,874.1... 792,000 - 118,800
        // + 67,320 - 28,742 - 2,874 = 708,904. The renewal is 792,000 plus 79,200 tax.
        let page = Upgrading::at(browser, SAKURA, "?add=1&cycle=annual&code=LEAP15").await?;
        page.shows_amount("¥708,904").await?;
        for region in ["Summary", "Amount due today"] {
            for text in [
                "4 sessions x ¥198,000 for one year = ¥792,000",
                "15% of ¥792,000 = -¥118,800",
                "10% of ¥673,200 = ¥67,320",
                "¥59,400 paid x 15 of 31 days unused = -¥28,742, and -¥2,874 of the tax paid on it",
                "¥708,904",
            ] {
                browser.read_in(region, text).await?;
            }
            browser.read("Renews automatically at ¥871,200 on Mar 16, 2027. No refunds.").await?;
            if region == "Summary" {
                page.review().await?;
            }
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn annual_acknowledgement_names_the_date_and_is_unchecked() {
    journey(async |context| {
        let browser = &context.browser;
        let page = upgrading(browser, "").await?;
        assert!(browser.find_visible(Role::Text, "Annual billing cannot be changed back").await?.is_none());

        // 12 months from 16 March 2026. 5 x 1,560.00 less 402.58.
        let page = page.annual().await?;
        browser.read("Monthly is available again from Mar 16, 2027, when the annual term ends.").await?;
        page.shows_amount("$7,397.42").await?.review().await?;

        let label = "I understand that annual billing cannot be changed back to monthly before Mar 16, 2027.";
        assert!(!browser.see(Role::Checkbox, label).await?.is_selected().await?);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn expiring_quote_shows_a_warning_and_can_be_extended() {
    journey(async |context| {
        let browser = &context.browser;
        upgrading(browser, "?add=3&code=SAVE10").await?.shows_amount("$217.39").await?.review().await?;

        // The quote was sealed at 09:30 for 15 minutes. After a reload, the countdown uses the time of the backend.
        context.set_clock("2026-03-16T09:44:10Z").await?;
        browser.reload().await?;
        Review::shown(browser).await?;
        browser.read("This price is valid for less than a minute. You can extend it.").await?;
        browser.press("Extend").await?;

        browser.see_gone(Role::Text, "This price is valid for less than a minute.").await?;
        browser.read("This price is valid for 14:").await?;
        browser.see(Role::Button, "Pay $217.39").await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn pay_is_disabled_while_the_quote_is_renewed() {
    journey(async |context| {
        if context.is_skipped_outside_chromium("no other driver delays responses") {
            return Ok(());
        }
        let browser = &context.browser;
        upgrading(browser, "?add=3").await?.shows_amount(THREE_MORE).await?.review().await?;
        browser.delay_responses(Duration::from_secs(5)).await?;

        browser.press("Extend").await?;

        let button = browser.see(Role::Button, "Updating price …").await?;
        assert_eq!(
            (button.attr("aria-disabled").await?.as_deref(), button.attr("disabled").await?),
            (Some("true"), None)
        );
        assert!(browser.is_amount_busy().await?);
        browser.see(Role::Button, &format!("Pay {THREE_MORE}")).await?;
        assert!(!browser.is_amount_busy().await?);
        assert_eq!(browser.layout_shift().await?, 0.0);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn review_fetches_a_fresh_quote_when_back_online() {
    journey_in(BEHIND_PROXY, async |context| {
        if context.is_skipped_outside_chromium("no other driver emulates the offline state") {
            return Ok(());
        }
        let browser = &context.browser;
        upgrading(&context.browser, "?add=3").await?.shows_amount(THREE_MORE).await?.review().await?;
        context.go_offline().await?;
        browser.read("You are offline").await?;
        let pay = format!("Pay {THREE_MORE}");
        let button = browser.see(Role::Button, &pay).await?;
        assert_eq!(button.attr("aria-disabled").await?.as_deref(), Some("true"));
        browser.press(&pay).await?;
        browser.read("You can pay when you are online again.").await?;
        let before = browser.requests().await?;

        context.restore_network().await?;

        until("a fresh quote", async || Ok((browser.requests().await? > before).then_some(()))).await?;
        // The focused error summary is removed, because the page is online again.
        browser.see_focus("Review your upgrade").await?;
        context.outcome(HARBOR).await?.is_unpaid().attempted(&[]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn paying_disables_the_button_and_reassures_after_ten_seconds() {
    journey_in(Setting { gateway_timeout: 16, ..MID_MARCH }, async |context| {
        let browser = &context.browser;
        let shell = Shell::enter(browser, BILLING, "Harbor QA").await?;
        shell.replace_card(HARBOR, TestCard::TimesOutCharged).await?;
        let page = Upgrading::at(browser, HARBOR, "?add=3").await?;
        page.shows_amount(THREE_MORE).await?.review().await?.pay(THREE_MORE).await?;

        let button = browser.see(Role::Button, "Paying …").await?;
        assert_eq!(
            (button.attr("aria-disabled").await?.as_deref(), button.attr("disabled").await?),
            (Some("true"), None)
        );
        browser.see_focus("Paying …").await?;
        let other_card = browser.see(Role::Button, "Use another card").await?;
        assert_eq!(other_card.attr("aria-disabled").await?.as_deref(), Some("true"));
        browser.press_key(Key::Enter).await?;
        browser.read("This is taking longer than usual. You are charged at most once").await?;

        assert_eq!(context.gateway()?.count(HARBOR, "intent_created"), 1);
        Ok(())
    })
    .await;
}
