use crate::{
    Step,
    browser::Browser,
    pages::{CardField, TestCard},
};

/// The card on file, and the gateway's field for another one.
pub struct PaymentMethod<'a>(&'a Browser);

impl<'a> PaymentMethod<'a> {
    /// Opens the page by its address.
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn at(browser: &'a Browser, organization: i64) -> Step<Self> {
        browser.open_path(&format!("/organizations/{organization}/settings/payment-method")).await?;
        browser.see_page("Payment method").await?;
        Ok(Self(browser))
    }

    /// Puts another card on file.
    ///
    /// # Errors
    /// When the card field does not take it.
    pub async fn replace(&self, card: TestCard) -> Step {
        CardField::of(self.0).enter(card).await
    }
}
