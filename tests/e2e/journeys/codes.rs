//! Promotion codes.

use e2e::{
    browser::{Key, Role},
    journey,
    pages::Shell,
};

use crate::{
    sample::{BILLING, HARBOR, THREE_MORE, THREE_MORE_MINOR},
    walks::upgrading,
};

#[tokio::test]
async fn a_refused_code_is_removed_and_the_upgrade_paid_without_it() {
    journey(async |trip| {
        let shell = Shell::enter(&trip.browser, BILLING, "Harbor QA").await?;
        let upgrading = shell.subscription().await?.upgrade().await?;

        upgrading.add("3").await?.apply("NOSUCHCODE").await?;
        trip.browser.read("We do not know this code. Check the code or continue without it.").await?;
        upgrading.costs(THREE_MORE).await?;
        assert_eq!(trip.browser.value("Promotion code").await?, "NOSUCHCODE");
        upgrading.apply("TEAM10").await?;
        trip.browser.read("This code needs more sessions in total.").await?;
        // 10 % of 241.55 is 24.155, rounded up to 24.16: 217.39 would be due with the code.
        upgrading
            .apply("SAVE10")
            .await?
            .costs("$217.39")
            .await?
            .remove_code()
            .await?
            .costs(THREE_MORE)
            .await?;
        upgrading.review().await?.pay_to_receipt(THREE_MORE).await?;

        trip.outcome(HARBOR).await?.is_paid_once(THREE_MORE_MINOR, "USD").grants(8, "monthly");
        assert_eq!(trip.ledger().await?.redemptions(HARBOR).await?, [""; 0]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_code_takes_its_share_off_the_prorated_charge() {
    journey(async |trip| {
        let shell = Shell::enter(&trip.browser, BILLING, "Harbor QA").await?;
        let upgrading = shell.subscription().await?.upgrade().await?;

        // 10 % of 241.55 is 24.155, rounded up to 24.16: 217.39 are due.
        upgrading.add("3").await?.apply(" save10 ").await?.costs("$217.39").await?;
        upgrading.review().await?.pay_to_receipt("$217.39").await?.says_charged("$217.39").await?;

        trip.outcome(HARBOR).await?.is_paid_once(21_739, "USD").grants(8, "monthly");
        assert_eq!(trip.ledger().await?.redemptions(HARBOR).await?, ["SAVE10 redeemed"]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_code_for_everything_needs_no_charge() {
    journey(async |trip| {
        let shell = Shell::enter(&trip.browser, BILLING, "Harbor QA").await?;
        let upgrading = shell.subscription().await?.upgrade().await?;

        upgrading.add("3").await?.apply("FREE100").await?.costs("$0.00").await?;
        upgrading.review().await?.confirm_free_to_receipt().await?.says_charged("$0.00").await?;

        let outcome = trip.outcome(HARBOR).await?;
        assert_eq!(
            (outcome.charges.as_slice(), outcome.receipts.as_slice()),
            ([].as_slice(), [0].as_slice())
        );
        outcome.grants(8, "monthly").attempted(&["charged"]);
        assert_eq!(trip.gateway()?.count(HARBOR, "intent_created"), 0);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_code_says_what_it_does_at_the_renewal() {
    journey(async |trip| {
        let browser = &trip.browser;
        let page = upgrading(browser, "?add=3").await?;

        // 8 x 156.00 = 1,248.00, less 20 % 998.40; now 241.55 less 48.31 are 193.24, and less 24.16 are 217.39.
        page.apply("RENEW20").await?.costs("$193.24").await?;
        browser
            .read("It also takes 20% off the next 3 renewals: renews at $998.40 from Apr 1, 2026.")
            .await?;
        page.remove_code().await?.apply("SAVE10").await?.costs("$217.39").await?;

        browser.read("It does not change renewals: renews at $1,248.00 from Apr 1, 2026.").await
    })
    .await;
}

#[tokio::test]
async fn a_code_waits_behind_its_disclosure_and_leads_the_focus_on() {
    journey(async |trip| {
        let browser = &trip.browser;
        let page = upgrading(browser, "?add=3").await?;
        browser.see(Role::Button, "I have a promotion code").await?;
        assert!(browser.glimpse(Role::Field, "Promotion code").await?.is_none());

        page.apply("SAVE10").await?.costs("$217.39").await?;
        browser.see_focus("Remove").await?;
        browser.strike(Key::Enter).await?;

        page.costs(THREE_MORE).await?;
        browser.see_focus("Promotion code").await
    })
    .await;
}

#[tokio::test]
async fn a_refused_code_says_what_to_do_and_stays_typed() {
    journey(async |trip| {
        let browser = &trip.browser;
        let page = upgrading(browser, "?add=3").await?;

        for (code, answer) in [
            ("ENDED", "This code has expired. Continue without it, or enter another."),
            ("SOON", "This code is not valid yet. Try it later, or continue without it."),
            ("SPENT", "This code has been used up. Continue without it, or enter another."),
            ("OFF", "We do not know this code. Check the code or continue without it."),
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
async fn a_code_is_said_once_and_not_at_every_key() {
    journey(async |trip| {
        let browser = &trip.browser;
        let page = upgrading(&trip.browser, "?add=3").await?;
        page.apply("SAVE10").await?;
        browser.read("SAVE10 is applied.").await?;
        browser.read("10% off the charge").await?;

        // 4 x 156.00 x 16 / 31 = 322.06, less 10 %: 32.21
        page.add("4").await?.costs("$289.85").await?;

        let spoken = browser.spoken().await?;
        assert!(spoken.iter().any(|text| text == "SAVE10 is applied."), "{spoken:?}");
        assert!(!spoken.iter().any(|text| text.contains("renews at")), "{spoken:?}");
        Ok(())
    })
    .await;
}
