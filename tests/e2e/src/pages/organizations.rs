use crate::{
    Step,
    browser::{Browser, Role},
};

/// The picker that follows signing in when there are several organizations.
pub struct Organizations<'a>(&'a Browser);

impl<'a> Organizations<'a> {
    /// Waits for the page.
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn shown(browser: &'a Browser) -> Step<Self> {
        browser.see(Role::Heading, "Select your organization").await?;
        Ok(Self(browser))
    }

    /// Chooses an organization.
    ///
    /// # Errors
    /// When it is not listed.
    pub async fn choose(&self, name: &str) -> Step {
        self.0.follow(name).await
    }
}
