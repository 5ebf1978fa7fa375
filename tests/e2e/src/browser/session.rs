use std::path::Path;

use serde_json::Value;
use thirtyfour::{Capabilities, WebDriver, WindowHandle};

use crate::Step;

/// One browser with a profile of its own.
pub struct Browser {
    pub(super) driver: WebDriver,
    origin: String,
}

impl Browser {
    /// Starts a session.
    ///
    /// # Errors
    /// When the driver gives none.
    pub async fn open(webdriver: &str, capabilities: &str, origin: &str) -> Step<Self> {
        let mut wanted: Capabilities = serde_json::from_str(capabilities)?;
        if let Some(Value::Array(switches)) =
            wanted.get_mut("goog:chromeOptions").map(|options| &mut options["args"])
        {
            switches.extend(["--lang=en-US".into(), "--window-size=1280,1000".into()]);
        }
        let driver = WebDriver::new(webdriver, wanted).await?;
        Ok(Self { driver, origin: origin.to_owned() })
    }

    /// Opens an address inside the app.
    ///
    /// # Errors
    /// When the browser does not follow.
    pub async fn open_path(&self, path: &str) -> Step {
        Ok(self.driver.goto(format!("{}{path}", self.origin)).await?)
    }

    /// Loads the page again.
    ///
    /// # Errors
    /// When the browser does not follow.
    pub async fn reload(&self) -> Step {
        Ok(self.driver.refresh().await?)
    }

    /// Goes one entry back in the history.
    ///
    /// # Errors
    /// When the browser does not follow.
    pub async fn back(&self) -> Step {
        Ok(self.driver.back().await?)
    }

    /// The address without its origin.
    ///
    /// # Errors
    /// When the browser does not say.
    pub async fn address(&self) -> Step<String> {
        let url = self.driver.current_url().await?;
        Ok(url.as_str().strip_prefix(&self.origin).unwrap_or(url.as_str()).to_owned())
    }

    /// The page's title.
    ///
    /// # Errors
    /// When the browser does not say.
    pub async fn title(&self) -> Step<String> {
        Ok(self.driver.title().await?)
    }

    /// Opens a second tab and goes there; answers the tab left behind.
    ///
    /// # Errors
    /// When no tab opens.
    pub async fn second_tab(&self) -> Step<WindowHandle> {
        let first = self.driver.window().await?;
        let second = self.driver.new_tab().await?;
        self.driver.switch_to_window(second).await?;
        Ok(first)
    }

    /// Goes to another tab; answers the one left behind.
    ///
    /// # Errors
    /// When the tab is gone.
    pub async fn switch_tab(&self, tab: WindowHandle) -> Step<WindowHandle> {
        let left = self.driver.window().await?;
        self.driver.switch_to_window(tab).await?;
        Ok(left)
    }

    /// Ends the session.
    pub async fn close(&self) {
        let _ = self.driver.clone().quit().await;
    }

    /// Keeps what the page looks like and is made of.
    pub async fn keep(&self, screenshot: &Path, source: &Path) {
        let _ = self.driver.screenshot(screenshot).await;
        if let Ok(text) = self.driver.source().await {
            let _ = std::fs::write(source, text);
        }
    }
}
