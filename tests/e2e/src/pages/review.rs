use crate::{
    Step,
    browser::{Browser, Role},
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
    pub async fn another_card(&self) -> Step {
        self.0.press("Use another card").await
    }

    /// Goes on to the bank's page.
    ///
    /// # Errors
    /// When it is not offered.
    pub async fn to_the_bank(&self) -> Step {
        self.0.follow("Continue to your bank").await
    }

    /// Takes a new price with everything else as it was.
    ///
    /// # Errors
    /// When it is not offered.
    pub async fn renew_price(&self) -> Step {
        self.0.press("Extend").await
    }
}
