use std::path::Path;

use serde_json::json;
use thirtyfour::{Capabilities, WebDriver, WindowHandle};

use super::{appearance::Scheme, engine::Engine, lease::Lease, wait::until};
use crate::Step;

/// One browser with a profile of its own.
pub struct Browser {
    // Ended before its driver is let go.
    pub(super) driver: WebDriver,
    _lease: Lease,
    pub(super) engine: Engine,
    origin: String,
}

impl Browser {
    /// Starts a session at one of the drivers; with a scheme, in its colours and without motion.
    ///
    /// # Errors
    /// When the driver gives none, or all are taken.
    pub async fn open(
        engine: Engine,
        drivers: &[String],
        capabilities: &str,
        origin: &str,
        scheme: Option<Scheme>,
    ) -> Step<Self> {
        let mut wanted: Capabilities = serde_json::from_str(capabilities)?;
        engine.apply_settings(&mut wanted, scheme);
        let lease = Lease::take(drivers)?;
        let driver = WebDriver::new(lease.address(), wanted).await?;
        let browser = Self { driver, _lease: lease, engine, origin: origin.to_owned() };
        browser.driver.set_window_rect(0, 0, 1280, 1000).await?;
        browser.watch_focus().await?;
        Ok(browser)
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
    pub async fn see_address(&self, part: &str) -> Step {
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

    /// How often the page has fetched files with this part in their address.
    ///
    /// # Errors
    /// When the browser does not say.
    pub async fn fetches(&self, file: &str) -> Step<usize> {
        let script = "return performance.getEntriesByType('resource').filter(e => e.name.includes(arguments[0])).length";
        Ok(self.driver.execute(script, vec![json!(file)]).await?.convert()?)
    }

    /// How many elements a selector finds.
    ///
    /// # Errors
    /// When the browser does not say.
    pub async fn count(&self, selector: &str) -> Step<usize> {
        let script = "return document.querySelectorAll(arguments[0]).length";
        Ok(self.driver.execute(script, vec![json!(selector)]).await?.convert()?)
    }

    /// Waits until the page has fetched a file, by a part of its address.
    ///
    /// # Errors
    /// When it does not.
    pub async fn wait_for_fetch(&self, file: &str) -> Step {
        let script =
            "return performance.getEntriesByType('resource').some(e => e.name.includes(arguments[0]))";
        until(&format!("{file} to be fetched"), async || {
            let fetched: bool = self.driver.execute(script, vec![json!(file)]).await?.convert()?;
            Ok(fetched.then_some(()))
        })
        .await
    }

    /// Sees that the page has not stopped; where it has, tells the place in its source.
    ///
    /// # Errors
    /// When it has.
    pub async fn check_app_running(&self) -> Step {
        let script = "return document.getElementById('tcu-stopped')?.dataset.place ?? null";
        let place: Option<String> = self.driver.execute(script, vec![]).await?.convert()?;
        place.map_or(Ok(()), |place| Err(format!("the page has stopped at {place}").into()))
    }

    /// Loses the session, as when it has run out meanwhile; the page does not know yet.
    ///
    /// # Errors
    /// When the browser keeps it.
    pub async fn clear_session(&self) -> Step {
        Ok(self.driver.delete_all_cookies().await?)
    }

    /// Signs a person in by the API, with the cookies of this browser and without the app.
    ///
    /// # Errors
    /// When the backend refuses.
    pub async fn sign_in_by_script(&self, email: &str, password: &str) -> Step {
        let script = "const [email, password, done] = arguments; \
            fetch('/api/v1/session', { method: 'POST', headers: { 'content-type': 'application/json' }, \
            body: JSON.stringify({ email, password }) }).then(answer => done(answer.status))";
        let status = self.driver.execute_async(script, vec![json!(email), json!(password)]).await?;
        let status: u16 = status.convert()?;
        if status == 204 { Ok(()) } else { Err(format!("sign-in was answered with {status}").into()) }
    }

    /// Has the page note whether it comes back from the back/forward cache.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn watch_cache(&self) -> Step {
        let script = "addEventListener('pageshow', event => window.wasCached = event.persisted)";
        self.driver.execute(script, vec![]).await?;
        Ok(())
    }

    /// Whether the page has come back from the back/forward cache since [`Browser::watch_cache`].
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn was_cached(&self) -> Step<bool> {
        Ok(self.driver.execute("return window.wasCached === true", vec![]).await?.convert()?)
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
    pub async fn save_evidence(&self, screenshot: &Path, source: &Path) {
        let _ = self.driver.screenshot(screenshot).await;
        if let Ok(text) = self.driver.source().await {
            let _ = std::fs::write(source, text);
        }
    }
}
