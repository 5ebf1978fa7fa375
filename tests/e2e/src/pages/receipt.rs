use crate::{Step, browser::Browser};

/// The receipt of a paid upgrade.
pub struct Receipt<'a>(&'a Browser);

impl<'a> Receipt<'a> {
    /// Waits for the page.
    pub async fn shown(browser: &'a Browser) -> Step<Self> {
        browser.see_page("Receipt").await?;
        Ok(Self(browser))
    }

    /// Waits until the receipt shows this amount as quoted and charged.
    pub async fn shows_charged(&self, amount: &str) -> Step<&Self> {
        self.0.read(&format!("Quoted {amount}, charged {amount}")).await?;
        Ok(self)
    }

    /// Returns the receipt number from the URL.
    pub async fn number(&self) -> Step<String> {
        let address = self.0.address().await?;
        Ok(address.rsplit('/').next().unwrap_or_default().to_owned())
    }
}
