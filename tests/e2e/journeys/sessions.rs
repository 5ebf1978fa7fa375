//! More sessions in the current billing cycle.

use e2e::{journey, pages::Shell};

use crate::sample::{BILLING, HARBOR, THREE_MORE, THREE_MORE_MINOR};

#[tokio::test]
async fn three_more_sessions_are_paid_for_sixteen_of_thirty_one_days() {
    journey(async |context| {
        let shell = Shell::enter(&context.browser, BILLING, "Harbor QA").await?;
        let upgrading = shell.subscription().await?.upgrade().await?;

        upgrading.add("3").await?.shows_amount(THREE_MORE).await?;
        context.browser.read("5 now + 3 more = 8 sessions").await?;
        let review = upgrading.review().await?;
        let receipt = review.pay_to_receipt(THREE_MORE).await?;

        receipt.shows_charged(THREE_MORE).await?;
        context
            .outcome(HARBOR)
            .await?
            .is_paid_once(THREE_MORE_MINOR, "USD")
            .grants(8, "monthly")
            .attempted(&["charged"]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn amount_updates_on_every_keystroke_without_a_request() {
    journey(async |context| {
        let shell = Shell::enter(&context.browser, BILLING, "Harbor QA").await?;
        let upgrading = shell.subscription().await?.upgrade().await?;
        let before = context.browser.requests().await?;

        // 1 x 156.00 x 16 / 31 = 80.516... and 12 x 156.00 x 16 / 31 = 966.193...
        upgrading.add("1").await?.shows_amount("$80.52").await?;
        upgrading.add("12").await?.shows_amount("$966.19").await?;

        assert_eq!(context.browser.requests().await?, before);
        context.outcome(HARBOR).await?.is_unpaid().grants(5, "monthly").attempted(&[]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn invalid_session_counts_show_an_inline_error() {
    journey(async |context| {
        let shell = Shell::enter(&context.browser, BILLING, "Harbor QA").await?;
        let upgrading = shell.subscription().await?.upgrade().await?;

        for entry in ["12.5", "-3", "1e3", "10001"] {
            upgrading.add(entry).await?.shows_error().await?;
        }
        // 1,000 x 156.00 x 16 / 31 = 80,516.129...
        upgrading.add("1 000").await?.shows_amount("$80,516.13").await?;

        Ok(())
    })
    .await;
}
