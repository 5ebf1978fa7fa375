use crate::{
    Step,
    browser::{Browser, Role, until},
};

/// The organization picker, shown after sign-in to members of several organizations.
pub struct Organizations<'a>(&'a Browser);

impl<'a> Organizations<'a> {
    /// Waits for the page.
    pub async fn shown(browser: &'a Browser) -> Step<Self> {
        browser.see(Role::Heading, "Select an organization").await?;
        Ok(Self(browser))
    }

    /// Chooses an organization.
    pub async fn choose(&self, name: &str) -> Step {
        self.0.follow(name).await
    }

    /// Chooses an organization if the picker is shown. Members of one organization do not see it.
    pub async fn choose_if_shown(browser: &'a Browser, name: &str) -> Step {
        let is_shown = until("the picker or an organization", async || {
            if browser.find_visible(Role::Heading, "Select an organization").await?.is_some() {
                return Ok(Some(true));
            }
            Ok(browser.find_visible(Role::Link, "Settings").await?.map(|_| false))
        })
        .await?;
        if is_shown { Self(browser).choose(name).await } else { Ok(()) }
    }
}
