use crate::{
    Step,
    browser::{Browser, Role},
};

/// The bank's confirmation page, on the gateway's origin.
pub struct Bank<'a>(&'a Browser);

impl<'a> Bank<'a> {
    /// Waits for the page.
    pub async fn shown(browser: &'a Browser) -> Step<Self> {
        browser.see(Role::Heading, "Confirm your payment").await?;
        Ok(Self(browser))
    }

    /// Waits for the page about a card to save.
    pub async fn shown_for_card(browser: &'a Browser) -> Step<Self> {
        browser.see(Role::Heading, "Confirm your card").await?;
        Ok(Self(browser))
    }

    /// Confirms.
    pub async fn confirm(&self) -> Step {
        self.0.press("Confirm").await
    }

    /// Refuses.
    pub async fn refuse(&self) -> Step {
        self.0.press("Refuse").await
    }
}
