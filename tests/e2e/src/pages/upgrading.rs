use super::subscription;
use crate::{
    Step,
    browser::{Browser, Role},
    pages::Review,
};

/// The TestCloud Upgrading page.
pub struct Upgrading<'a>(&'a Browser);

impl<'a> Upgrading<'a> {
    /// Waits for the page.
    pub async fn shown(browser: &'a Browser) -> Step<Self> {
        browser.see_page("TestCloud Upgrading").await?;
        browser.see(Role::Field, "Additional sessions").await?;
        Ok(Self(browser))
    }

    /// Opens the page by its URL, with a draft as the query.
    pub async fn at(browser: &'a Browser, organization: i64, draft: &str) -> Step<Self> {
        browser.open_path(&address(organization, draft)).await?;
        Self::shown(browser).await
    }

    /// Types the number of additional sessions.
    pub async fn add(&self, sessions: &str) -> Step<&Self> {
        self.0.fill("Additional sessions", sessions).await?;
        Ok(self)
    }

    /// Chooses the annual billing cycle.
    pub async fn annual(&self) -> Step<&Self> {
        self.0.choose(Role::Radio, "Annual").await?;
        Ok(self)
    }

    /// Opens the disclosure and applies a promotion code.
    pub async fn apply(&self, code: &str) -> Step<&Self> {
        if self.0.find_visible(Role::Field, "Promotion code").await?.is_none() {
            self.0.press("I have a promotion code").await?;
        }
        self.0.fill("Promotion code", code).await?;
        self.0.press("Apply").await?;
        Ok(self)
    }

    /// Removes the promotion code.
    pub async fn remove_code(&self) -> Step<&Self> {
        self.0.press("Remove").await?;
        Ok(self)
    }

    /// Waits until the page shows the amount due today.
    pub async fn shows_amount(&self, amount: &str) -> Step<&Self> {
        self.0.read_output(amount).await?;
        Ok(self)
    }

    /// Waits until the sessions field is marked as invalid.
    pub async fn shows_error(&self) -> Step<&Self> {
        self.0.see_invalid("Additional sessions").await?;
        Ok(self)
    }

    /// Opens the review.
    pub async fn review(&self) -> Step<Review<'a>> {
        self.0.press("Review upgrade").await?;
        Review::shown(self.0).await
    }
}

/// Returns the path of the page with a draft as the query.
pub fn address(organization: i64, draft: &str) -> String {
    format!("{}/upgrade{draft}", subscription::address(organization))
}
