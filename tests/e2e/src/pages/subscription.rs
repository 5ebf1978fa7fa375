use crate::{
    Step,
    browser::{Browser, Role},
    pages::Upgrading,
};

/// The TestCloud Subscription page.
pub struct Subscription<'a>(&'a Browser);

impl<'a> Subscription<'a> {
    /// Waits for the page.
    pub async fn shown(browser: &'a Browser) -> Step<Self> {
        browser.see_page("TestCloud Subscription").await?;
        Ok(Self(browser))
    }

    /// Opens the page by its URL.
    pub async fn at(browser: &'a Browser, organization: i64) -> Step<Self> {
        browser.open_path(&address(organization)).await?;
        Self::shown(browser).await
    }

    /// Follows the Upgrade link.
    pub async fn upgrade(&self) -> Step<Upgrading<'a>> {
        self.0.follow("Upgrade").await?;
        Upgrading::shown(self.0).await
    }

    /// Reactivates the subscription and confirms the dialog.
    pub async fn reactivate(&self) -> Step {
        self.0.press("Reactivate").await?;
        self.0.press_in("Reactivate this subscription?", "Reactivate subscription").await?;
        self.0.see_gone(Role::Text, "Reactivate this subscription?").await
    }
}

/// Returns the path of the page.
pub fn address(organization: i64) -> String {
    format!("/organizations/{organization}/settings/subscription-management/testcloud")
}
