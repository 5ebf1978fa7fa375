use crate::{
    Step,
    browser::{Browser, Role, until},
    pages::{Organizations, PaymentMethod, SignIn, Subscription, TestCard},
};

/// The sidebar's name.
const NAVIGATION: &str = "Settings";

/// What surrounds every page: the selector of organizations, the gear, the sidebar.
pub struct Shell<'a>(&'a Browser);

impl<'a> Shell<'a> {
    /// Signs a person in and enters an organization.
    ///
    /// # Errors
    /// When one of the steps does not come up.
    pub async fn enter(browser: &'a Browser, email: &str, organization: &str) -> Step<Self> {
        SignIn::open(browser).await?.sign_in_as(email).await?;
        Organizations::shown(browser).await?.choose(organization).await?;
        browser.see(Role::Link, "Settings").await?;
        Ok(Self(browser))
    }

    /// Signs a person in who belongs to one organization only, for whom the picker is skipped.
    ///
    /// # Errors
    /// As [`Shell::enter`].
    pub async fn enter_single(browser: &'a Browser, email: &str) -> Step<Self> {
        SignIn::open(browser).await?.sign_in_as(email).await?;
        browser.see(Role::Link, "Settings").await?;
        Ok(Self(browser))
    }

    /// Goes through the gear and the sidebar to the subscription.
    ///
    /// # Errors
    /// When one of the steps does not come up.
    pub async fn subscription(&self) -> Step<Subscription<'a>> {
        self.0.follow("Settings").await?;
        self.0.follow_in(NAVIGATION, "TestCloud").await?;
        Subscription::shown(self.0).await
    }

    /// Whether the sidebar leads to TestCloud.
    ///
    /// # Errors
    /// When there is no sidebar.
    pub async fn offers_testcloud(browser: &Browser) -> Step<bool> {
        until("the sidebar", async || {
            browser.find_visible_in(NAVIGATION, Role::Text, "Subscription Management").await
        })
        .await?;
        Ok(browser.find_visible_in(NAVIGATION, Role::Link, "TestCloud").await?.is_some())
    }

    /// Puts another card on file.
    ///
    /// # Errors
    /// When the card field does not take it.
    pub async fn replace_card(&self, organization: i64, card: TestCard) -> Step {
        PaymentMethod::at(self.0, organization).await?.replace(card).await
    }

    /// Switches to another organization by the selector at the top left.
    ///
    /// # Errors
    /// When it is not offered.
    pub async fn switch_to(&self, organization: &str) -> Step {
        self.0.press("Organization").await?;
        self.0.follow(organization).await
    }
}
