use crate::{
    Step,
    browser::{Browser, Role},
    pages::Upgrading,
};

/// TestCloud Subscription.
pub struct Subscription<'a>(&'a Browser);

impl<'a> Subscription<'a> {
    /// Waits for the page.
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn shown(browser: &'a Browser) -> Step<Self> {
        browser.see_page("TestCloud Subscription").await?;
        Ok(Self(browser))
    }

    /// Opens the page by its address.
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn at(browser: &'a Browser, organization: i64) -> Step<Self> {
        browser.open_path(&address(organization)).await?;
        Self::shown(browser).await
    }

    /// Presses Upgrade.
    ///
    /// # Errors
    /// When it is not offered.
    pub async fn upgrade(&self) -> Step<Upgrading<'a>> {
        self.0.follow("Upgrade").await?;
        Upgrading::shown(self.0).await
    }

    /// Turns the renewal on again.
    ///
    /// # Errors
    /// When it is not offered.
    pub async fn reactivate(&self) -> Step {
        self.0.press("Reactivate").await?;
        self.0.press_in("Reactivate this subscription?", "Reactivate subscription").await?;
        self.0.see_gone(Role::Text, "Reactivate this subscription?").await
    }
}

/// The page's address.
pub fn address(organization: i64) -> String {
    format!("/organizations/{organization}/settings/subscription-management/testcloud")
}
