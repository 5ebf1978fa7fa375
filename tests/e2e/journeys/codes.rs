//! Promotion codes.

use e2e::{journey, pages::Shell};

use crate::sample::{BILLING, HARBOR, THREE_MORE, THREE_MORE_MINOR};

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
