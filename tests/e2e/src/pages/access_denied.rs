use crate::{
    Step,
    browser::{Browser, Role},
};

/// What a member without the billing roles sees in place of the upgrade.
pub struct AccessDenied<'a>(&'a Browser);

impl<'a> AccessDenied<'a> {
    /// Waits for the page.
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn shown(browser: &'a Browser) -> Step<Self> {
        browser.see(Role::Heading, "Access denied").await?;
        Ok(Self(browser))
    }

    /// Waits until the page names a person who can act.
    ///
    /// # Errors
    /// When it does not.
    pub async fn names(&self, person: &str) -> Step<&Self> {
        self.0.read(person).await?;
        Ok(self)
    }
}
