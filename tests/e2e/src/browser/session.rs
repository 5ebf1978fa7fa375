use std::path::Path;

use serde_json::Value;
use thirtyfour::{Capabilities, WebDriver, WindowHandle};

use super::wait::until;
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

    /// Waits until the address carries a part.
    ///
    /// # Errors
    /// When it does not come to carry it.
    pub async fn at_address(&self, part: &str) -> Step {
        until(&format!("{part} in the address"), async || {
            Ok(self.address().await?.contains(part).then_some(()))
        })
        .await
    }

    /// How many requests to the API the page has made since it was loaded.
    ///
    /// # Errors
    /// When the browser does not say.
    pub async fn requests(&self) -> Step<usize> {
        let script =
            "return performance.getEntriesByType('resource').filter(e => e.name.includes('/api/')).length";
        let count = self.driver.execute(script, vec![]).await?;
        Ok(count.convert()?)
    }

    /// The page's title.
    ///
    /// # Errors
    /// When the browser does not say.
    pub async fn title(&self) -> Step<String> {
        Ok(self.driver.title().await?)
    }

    /// Duplicates the tab with all its page has stored, and goes there; answers the tab left behind.
    ///
    /// # Errors
    /// When no tab opens.
    pub async fn duplicate_tab(&self) -> Step<WindowHandle> {
        // A window that a page opens gets a copy of its session storage, as a duplicated tab does.
        self.open_tab("window.open(location.href, '_blank')").await
    }

    /// Opens the same address in a tab that has nothing stored, and goes there; answers the tab left behind.
    ///
    /// # Errors
    /// When no tab opens.
    pub async fn fresh_tab(&self) -> Step<WindowHandle> {
        self.open_tab("window.open(location.href, '_blank', 'noopener')").await
    }

    async fn open_tab(&self, script: &str) -> Step<WindowHandle> {
        let first = self.driver.window().await?;
        let known = self.driver.windows().await?;
        self.driver.execute(script, vec![]).await?;
        let second = until("a second tab", async || {
            Ok(self.driver.windows().await?.into_iter().find(|tab| !known.contains(tab)))
        })
        .await?;
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
