use crate::{
    Step,
    browser::Browser,
    pages::{CardField, TestCard},
};

/// The page with the card on file and the gateway's card field.
pub struct PaymentMethod<'a>(&'a Browser);

impl<'a> PaymentMethod<'a> {
    /// Opens the page by its URL.
    pub async fn at(browser: &'a Browser, organization: i64) -> Step<Self> {
        browser.open_path(&format!("/organizations/{organization}/settings/payment-method")).await?;
        browser.see_page("Payment method").await?;
        Ok(Self(browser))
    }

    /// Replaces the card on file.
    pub async fn replace(&self, card: TestCard) -> Step {
        CardField::of(self.0).enter(card).await
    }
}
