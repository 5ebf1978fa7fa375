use crate::{
    Step,
    browser::{Browser, Role},
};

/// The password of every person in the sample data.
const PASSWORD: &str = "testops";

/// The sign-in page.
pub struct SignIn<'a>(&'a Browser);

impl<'a> SignIn<'a> {
    /// Opens the app as a new visitor.
    pub async fn open(browser: &'a Browser) -> Step<Self> {
        browser.open_path("/").await?;
        Self::shown(browser).await
    }

    /// Waits for the page.
    pub async fn shown(browser: &'a Browser) -> Step<Self> {
        browser.see(Role::Button, "Sign in").await?;
        Ok(Self(browser))
    }

    /// Signs in as a person of the sample data.
    pub async fn sign_in_as(&self, email: &str) -> Step {
        self.submit(email, PASSWORD).await
    }

    /// Fills in and submits the form.
    pub async fn submit(&self, email: &str, password: &str) -> Step {
        self.0.fill("E-mail", email).await?;
        self.0.fill("Password", password).await?;
        self.0.press("Sign in").await
    }
}
