use crate::{
    Step,
    browser::{Browser, Role},
};

/// The page that members without a billing role see instead of the upgrade.
pub struct AccessDenied<'a>(&'a Browser);

impl<'a> AccessDenied<'a> {
    /// Waits for the page.
    pub async fn shown(browser: &'a Browser) -> Step<Self> {
        browser.see(Role::Heading, "Access denied").await?;
        Ok(Self(browser))
    }

    /// Waits until the page names a person who can upgrade.
    pub async fn names(&self, person: &str) -> Step<&Self> {
        self.0.read(person).await?;
        Ok(self)
    }
}
