use crate::{
    Step,
    browser::{Browser, Role, until},
    pages::Receipt,
};

/// The review of a sealed quote, where it is paid.
pub struct Review<'a>(&'a Browser);

impl<'a> Review<'a> {
    /// Waits for the page.
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn shown(browser: &'a Browser) -> Step<Self> {
        browser.see_page("Review your upgrade").await?;
        Ok(Self(browser))
    }

    /// Ticks the box that says there is no way back to monthly.
    ///
    /// # Errors
    /// When there is no such box.
    pub async fn acknowledge(&self) -> Step<&Self> {
        self.0.choose(Role::Checkbox, "I understand").await?;
        Ok(self)
    }

    /// Presses the pay button, which names the amount.
    ///
    /// # Errors
    /// When no button names this amount.
    pub async fn pay(&self, amount: &str) -> Step {
        self.0.press(&format!("Pay {amount}")).await
    }

    /// Pays and waits for the receipt.
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn pay_to_receipt(&self, amount: &str) -> Step<Receipt<'a>> {
        self.pay(amount).await?;
        Receipt::shown(self.0).await
    }

    /// Confirms an upgrade for which nothing is due and waits for the receipt.
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn confirm_free_to_receipt(&self) -> Step<Receipt<'a>> {
        self.0.press("Confirm upgrade, nothing to pay").await?;
        Receipt::shown(self.0).await
    }

    /// Asks for another card after a decline.
    ///
    /// # Errors
    /// When it is not offered.
    pub async fn use_another_card(&self) -> Step {
        self.0.press("Use another card").await
    }

    /// Goes on to the bank's page.
    ///
    /// # Errors
    /// When it is not offered.
    pub async fn continue_to_bank(&self) -> Step {
        self.0.follow("Continue to your bank").await
    }

    /// Lets some of the price's time pass, then takes a new one with everything else as it was.
    ///
    /// # Errors
    /// When it is not offered or the countdown does not begin anew.
    pub async fn renew_price(&self) -> Step {
        const WHOLE: u64 = 15 * 60;
        const PASSED: u64 = 6;
        self.counts_down_to("some time to pass", |left| left < WHOLE - PASSED).await?;
        self.0.press("Extend").await?;
        self.counts_down_to("the price to hold anew", |left| left >= WHOLE - PASSED).await
    }

    async fn counts_down_to(&self, what: &str, reached: impl Fn(u64) -> bool) -> Step {
        until(what, async || {
            let Some(countdown) = self.0.find_visible(Role::Text, "This price is valid for").await? else {
                return Ok(None);
            };
            Ok(seconds(&countdown.text().await?).filter(|left| reached(*left)).map(drop))
        })
        .await
    }
}

/// The seconds in "This price is valid for 14:59".
fn seconds(countdown: &str) -> Option<u64> {
    let (minutes, seconds) = countdown.split_whitespace().last()?.split_once(':')?;
    Some(minutes.parse::<u64>().ok()? * 60 + seconds.parse::<u64>().ok()?)
}
