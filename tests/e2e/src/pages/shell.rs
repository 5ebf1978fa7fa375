use crate::{
    Step,
    browser::{Browser, Role, until},
    pages::{Organizations, PaymentMethod, SignIn, Subscription, TestCard},
};

/// The accessible name of the sidebar.
const NAVIGATION: &str = "Settings";

/// The frame of every page: organization selector, settings link and sidebar.
pub struct Shell<'a>(&'a Browser);

impl<'a> Shell<'a> {
    /// Signs in and chooses an organization.
    pub async fn enter(browser: &'a Browser, email: &str, organization: &str) -> Step<Self> {
        SignIn::open(browser).await?.sign_in_as(email).await?;
        Organizations::shown(browser).await?.choose(organization).await?;
        browser.see(Role::Link, "Settings").await?;
        Ok(Self(browser))
    }

    /// Signs in a person with one organization, for whom the app skips the picker.
    pub async fn enter_single(browser: &'a Browser, email: &str) -> Step<Self> {
        SignIn::open(browser).await?.sign_in_as(email).await?;
        browser.see(Role::Link, "Settings").await?;
        Ok(Self(browser))
    }

    /// Opens the subscription through the settings link and the sidebar.
    pub async fn subscription(&self) -> Step<Subscription<'a>> {
        self.0.follow("Settings").await?;
        self.0.follow_in(NAVIGATION, "TestCloud").await?;
        Subscription::shown(self.0).await
    }

    /// Whether the sidebar contains a link to TestCloud.
    pub async fn offers_testcloud(browser: &Browser) -> Step<bool> {
        until("the sidebar", async || {
            browser.find_visible_in(NAVIGATION, Role::Text, "Subscription Management").await
        })
        .await?;
        Ok(browser.find_visible_in(NAVIGATION, Role::Link, "TestCloud").await?.is_some())
    }

    /// Replaces the card on file.
    pub async fn replace_card(&self, organization: i64, card: TestCard) -> Step {
        PaymentMethod::at(self.0, organization).await?.replace(card).await
    }

    /// Switches to another organization with the selector.
    pub async fn switch_to(&self, organization: &str) -> Step {
        self.0.press("Organization").await?;
        self.0.follow(organization).await
    }
}
