use crate::{
    Step,
    browser::Browser,
    pages::{SetupPage, TestCard},
};

/// The page with the card on file.
pub struct PaymentMethod<'a>(&'a Browser);

impl<'a> PaymentMethod<'a> {
    /// Waits for the page.
    pub async fn shown(browser: &'a Browser) -> Step<Self> {
        browser.see_page("Payment method").await?;
        Ok(Self(browser))
    }

    /// Opens the page by its URL.
    pub async fn at(browser: &'a Browser, organization: i64) -> Step<Self> {
        Self::at_query(browser, organization, "").await
    }

    /// Opens the page with a query.
    pub async fn at_query(browser: &'a Browser, organization: i64, query: &str) -> Step<Self> {
        browser.open_path(&format!("{}{query}", address(organization))).await?;
        Self::shown(browser).await
    }

    /// Leaves for the gateway's page.
    pub async fn use_another_card(&self) -> Step<SetupPage<'a>> {
        self.0.press("Use another card").await?;
        SetupPage::shown(self.0).await
    }

    /// Replaces the card on file.
    pub async fn replace(&self, card: TestCard) -> Step {
        self.use_another_card().await?.save(card).await?;
        Self::shown(self.0).await?.shows_saved(card).await
    }

    /// Waits until the page reports the saved card and shows it.
    pub async fn shows_saved(&self, card: TestCard) -> Step {
        self.0.read("Card saved").await?;
        self.0.read(&format!("ending in {}", card.last_four())).await
    }
}

/// Returns the path of the page.
pub fn address(organization: i64) -> String {
    format!("/organizations/{organization}/settings/payment-method")
}
