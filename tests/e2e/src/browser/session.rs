use std::path::Path;

use serde_json::json;
use thirtyfour::{Capabilities, WebDriver, WindowHandle};

use super::{appearance::Scheme, engine::Engine, lease::Lease, wait::until};
use crate::Step;

/// A browser session with its own profile.
pub struct Browser {
    // Declared before the lease, so that the session ends before its driver is released.
    pub(super) driver: WebDriver,
    _lease: Lease,
    pub(super) engine: Engine,
    /// The URL of the app, without its last slash.
    app_url: String,
}

impl Browser {
    /// Starts a session at a free driver. A scheme also sets reduced motion.
    pub async fn open(
        engine: Engine,
        drivers: &[String],
        capabilities: &str,
        app_url: &str,
        scheme: Option<Scheme>,
    ) -> Step<Self> {
        let mut wanted: Capabilities = serde_json::from_str(capabilities)?;
        engine.apply_settings(&mut wanted, scheme);
        let lease = Lease::take(drivers)?;
        let driver = WebDriver::new(lease.address(), wanted).await?;
        let browser = Self { driver, _lease: lease, engine, app_url: app_url.to_owned() };
        browser.driver.set_window_rect(0, 0, 1280, 1000).await?;
        browser.watch_focus().await?;
        Ok(browser)
    }

    /// Opens a path of the app.
    pub async fn open_path(&self, path: &str) -> Step {
        Ok(self.driver.goto(format!("{}{path}", self.app_url)).await?)
    }

    /// Reloads the page.
    pub async fn reload(&self) -> Step {
        Ok(self.driver.refresh().await?)
    }

    /// Goes one entry back in the history.
    pub async fn back(&self) -> Step {
        Ok(self.driver.back().await?)
    }

    /// Returns the URL without the URL of the app.
    pub async fn address(&self) -> Step<String> {
        let url = self.driver.current_url().await?;
        Ok(url.as_str().strip_prefix(&self.app_url).unwrap_or(url.as_str()).to_owned())
    }

    /// Returns the URLs that the page refers to or has fetched and that are not below the URL of the app.
    pub async fn urls_outside_app(&self) -> Step<Vec<String>> {
        let script = "const [app] = arguments; \
            const attributes = ['href', 'src', 'action']; \
            const urls = [...document.querySelectorAll('[href], [src], [action]')] \
                .flatMap(element => attributes.filter(name => element.getAttribute(name) !== null).map(name => element[name])); \
            urls.push(...performance.getEntriesByType('resource').map(entry => entry.name), location.href); \
            return [...new Set(urls)].filter(url => !url.startsWith(`${app}/`) && !url.startsWith('data:'))";
        Ok(self.driver.execute(script, vec![json!(self.app_url)]).await?.convert()?)
    }

    /// Returns the names under which the page has stored something, in both storages.
    pub async fn stored_names(&self) -> Step<Vec<String>> {
        let script = "return [...Object.keys(sessionStorage), ...Object.keys(localStorage)]";
        Ok(self.driver.execute(script, vec![]).await?.convert()?)
    }

    /// Waits until the URL contains a text.
    pub async fn see_address(&self, part: &str) -> Step {
        until(&format!("{part} in the address"), async || {
            Ok(self.address().await?.contains(part).then_some(()))
        })
        .await
    }

    /// Counts the API requests of the page since it was loaded.
    pub async fn requests(&self) -> Step<usize> {
        let script =
            "return performance.getEntriesByType('resource').filter(e => e.name.includes('/api/')).length";
        let count = self.driver.execute(script, vec![]).await?;
        Ok(count.convert()?)
    }

    /// Counts the fetches of URLs that contain a text.
    pub async fn fetches(&self, file: &str) -> Step<usize> {
        let script = "return performance.getEntriesByType('resource').filter(e => e.name.includes(arguments[0])).length";
        Ok(self.driver.execute(script, vec![json!(file)]).await?.convert()?)
    }

    /// Counts the elements that match a selector.
    pub async fn count(&self, selector: &str) -> Step<usize> {
        let script = "return document.querySelectorAll(arguments[0]).length";
        Ok(self.driver.execute(script, vec![json!(selector)]).await?.convert()?)
    }

    /// Waits until the page has fetched a URL that contains a text.
    pub async fn wait_for_fetch(&self, file: &str) -> Step {
        let script =
            "return performance.getEntriesByType('resource').some(e => e.name.includes(arguments[0]))";
        until(&format!("{file} to be fetched"), async || {
            let fetched: bool = self.driver.execute(script, vec![json!(file)]).await?.convert()?;
            Ok(fetched.then_some(()))
        })
        .await
    }

    /// Fails if the app has panicked. The error contains the source location.
    pub async fn check_app_running(&self) -> Step {
        let script = "return document.getElementById('tcu-stopped')?.dataset.place ?? null";
        let place: Option<String> = self.driver.execute(script, vec![]).await?.convert()?;
        place.map_or(Ok(()), |place| Err(format!("the app panicked at {place}").into()))
    }

    /// Deletes the session cookie without notifying the page, as an expired session does.
    pub async fn clear_session(&self) -> Step {
        Ok(self.driver.delete_all_cookies().await?)
    }

    /// Signs in with a script that calls the API, so that the app is not notified.
    pub async fn sign_in_by_script(&self, email: &str, password: &str) -> Step {
        let script = "const [email, password, done] = arguments; \
            fetch('/api/v1/session', { method: 'POST', headers: { 'content-type': 'application/json' }, \
            body: JSON.stringify({ email, password }) }).then(answer => done(answer.status))";
        let status = self.driver.execute_async(script, vec![json!(email), json!(password)]).await?;
        let status: u16 = status.convert()?;
        if status == 204 { Ok(()) } else { Err(format!("sign-in was answered with {status}").into()) }
    }

    /// Fills the local storage of the app's origin, so that nothing more can be stored.
    pub async fn fill_local_storage(&self) -> Step {
        let script = "let size = 4_000_000; \
            for (let key = 0; size >= 1; key++) { \
                try { localStorage.setItem(`filled${key}`, 'x'.repeat(size)) } catch { size = Math.floor(size / 2) } \
            }";
        self.driver.execute(script, vec![]).await?;
        Ok(())
    }

    /// Starts to record whether the page is restored from the back/forward cache.
    pub async fn watch_cache(&self) -> Step {
        let script = "addEventListener('pageshow', event => window.wasCached = event.persisted)";
        self.driver.execute(script, vec![]).await?;
        Ok(())
    }

    /// Whether the page was restored from the back/forward cache since [`Browser::watch_cache`].
    pub async fn was_cached(&self) -> Step<bool> {
        Ok(self.driver.execute("return window.wasCached === true", vec![]).await?.convert()?)
    }

    /// Returns the title of the page.
    pub async fn title(&self) -> Step<String> {
        Ok(self.driver.title().await?)
    }

    /// Duplicates the tab with its session storage, switches to the copy and returns the previous tab.
    pub async fn duplicate_tab(&self) -> Step<WindowHandle> {
        // A window that a page opens gets a copy of its session storage, as a duplicated tab does.
        self.open_tab("window.open(location.href, '_blank')").await
    }

    /// Opens the URL in a new tab with empty session storage, switches to it and returns the previous tab.
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

    /// Switches to another tab and returns the previous one.
    pub async fn switch_tab(&self, tab: WindowHandle) -> Step<WindowHandle> {
        let left = self.driver.window().await?;
        self.driver.switch_to_window(tab).await?;
        Ok(left)
    }

    /// Ends the session.
    pub async fn close(&self) {
        let _ = self.driver.clone().quit().await;
    }

    /// Saves a screenshot and the source of the page. Ignores failures.
    pub async fn save_evidence(&self, screenshot: &Path, source: &Path) {
        let _ = self.driver.screenshot(screenshot).await;
        if let Ok(text) = self.driver.source().await {
            let _ = std::fs::write(source, text);
        }
    }
}
