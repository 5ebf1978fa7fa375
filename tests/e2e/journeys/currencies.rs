//! Currencies without decimals and with three decimals.

use e2e::{
    journey,
    pages::{Shell, Subscription},
};

use crate::sample::{BILLING, GULF, SAKURA};

#[tokio::test]
async fn yen_amounts_have_no_decimals_and_include_tax() {
    journey(async |context| {
        Shell::enter(&context.browser, BILLING, "Sakura Works").await?;
        let upgrading = Subscription::at(&context.browser, SAKURA).await?.upgrade().await?;

        // The period is anchored on the 31st: 28 February to 31 March. 15 of its 31 days are left.
        // 2 x 19,800 x 15 / 31 = 19,161.29..., so 19,161. The tax of 10 % is 1,916.1, so 1,916.
        upgrading.add("2").await?.shows_amount("¥21,077").await?;
        upgrading.review().await?.pay_to_receipt("¥21,077").await?.shows_charged("¥21,077").await?;

        context.outcome(SAKURA).await?.is_paid_once(21_077, "JPY").grants(5, "monthly");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn dinar_amounts_have_three_decimals() {
    journey(async |context| {
        Shell::enter(&context.browser, BILLING, "Gulf Labs").await?;
        let upgrading = Subscription::at(&context.browser, GULF).await?.upgrade().await?;

        // The period is 3 March to 3 April. 18 of its 31 days are left: 47.950 x 18 / 31 = 27.8419...
        // The gateway charges multiples of 0.010. The rest stays on the account balance.
        upgrading.add("1").await?.shows_amount("KWD 27.840").await?;
        upgrading.review().await?.pay_to_receipt("KWD 27.840").await?.shows_charged("KWD 27.840").await?;

        context.outcome(GULF).await?.is_paid_once(27_840, "KWD").grants(3, "monthly");
        Ok(())
    })
    .await;
}
