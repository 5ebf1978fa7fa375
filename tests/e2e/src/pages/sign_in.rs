use crate::{
    Step,
    browser::{Browser, Role},
};

/// Everybody's password in the sample data.
const PASSWORD: &str = "testops";

/// The page a visitor without a session lands on.
pub struct SignIn<'a>(&'a Browser);

impl<'a> SignIn<'a> {
    /// Opens the app as a new visitor.
    ///
    /// # Errors
    /// When the page does not come up.
    pub async fn open(browser: &'a Browser) -> Step<Self> {
        browser.open_path("/").await?;
        Self::shown(browser).await
    }

    /// Waits for the page, wherever it was asked for.
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn shown(browser: &'a Browser) -> Step<Self> {
        browser.see(Role::Button, "Sign in").await?;
        Ok(Self(browser))
    }

    /// Signs in as one of the sample people.
    ///
    /// # Errors
    /// When the form cannot be used.
    pub async fn sign_in_as(&self, email: &str) -> Step {
        self.submit(email, PASSWORD).await
    }

    /// Sends the form with any password.
    ///
    /// # Errors
    /// When the form cannot be used.
    pub async fn submit(&self, email: &str, password: &str) -> Step {
        self.0.fill("E-mail", email).await?;
        self.0.fill("Password", password).await?;
        self.0.press("Sign in").await
    }
}
