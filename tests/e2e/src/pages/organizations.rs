use crate::{
    Step,
    browser::{Browser, Role, until},
};

/// The picker that follows signing in when there are several organizations.
pub struct Organizations<'a>(&'a Browser);

impl<'a> Organizations<'a> {
    /// Waits for the page.
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn shown(browser: &'a Browser) -> Step<Self> {
        browser.see(Role::Heading, "Select an organization").await?;
        Ok(Self(browser))
    }

    /// Chooses an organization.
    ///
    /// # Errors
    /// When it is not listed.
    pub async fn choose(&self, name: &str) -> Step {
        self.0.follow(name).await
    }

    /// Chooses an organization where the picker is shown, which it is not to somebody with only one.
    ///
    /// # Errors
    /// When neither the picker nor the organization comes up.
    pub async fn choose_if_shown(browser: &'a Browser, name: &str) -> Step {
        let asked = until("the picker or an organization", async || {
            if browser.find_visible(Role::Heading, "Select an organization").await?.is_some() {
                return Ok(Some(true));
            }
            Ok(browser.find_visible(Role::Link, "Settings").await?.map(|_| false))
        })
        .await?;
        if asked { Self(browser).choose(name).await } else { Ok(()) }
    }
}
