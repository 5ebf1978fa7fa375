use std::path::Path;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use reqwest::Method;
use serde_json::{Value, json};
use thirtyfour::{RequestData, SessionId, common::command::FormatRequestData};

use super::{engine::Engine, session::Browser, wait::until};
use crate::Step;

/// The color scheme set in the operating system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Light,
    Dark,
}

impl Scheme {
    /// Returns the value of the media feature `prefers-color-scheme`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// The viewport height used by [`Browser::set_viewport_width`], in CSS pixels.
const HEIGHT: u32 = 900;

impl Browser {
    /// Sets the width of the viewport, in CSS pixels, and waits until the page has it.
    pub async fn set_viewport_width(&self, width: u32) -> Step {
        match self.engine {
            Engine::Chromium => {
                // A scroll bar would reduce the width of the page.
                let hidden = json!({ "hidden": true });
                self.driver.cdp().send_raw("Emulation.setScrollbarsHidden", hidden).await?;
                self.set_viewport(width, HEIGHT).await?;
            }
            Engine::Firefox => self.allow_narrow_windows().await?,
            Engine::WebKit => {}
        }
        until(&format!("the page to be {width} px wide"), async || {
            if self.engine != Engine::Chromium {
                // Repeated, because a window needs some time to accept a smaller minimum width.
                self.driver.set_window_rect(0, 0, width, 1000).await?;
            }
            let is_as_wide = self.matches_media(&format!("(width: {width}px)")).await?;
            Ok((is_as_wide && !self.has_scroll_bar().await?).then_some(()))
        })
        .await
    }

    /// Saves a screenshot of the whole page in Chromium, of the viewport in other engines.
    pub async fn take_screenshot(&self, file: &Path) -> Step {
        if self.engine != Engine::Chromium {
            return Ok(self.driver.screenshot(file).await?);
        }
        // The footer is always below the first viewport, whatever its height.
        let script = "scrollTo(0, 0); return [innerWidth, document.querySelector('.page-footer').offsetTop]";
        let [width, height]: [u32; 2] = self.driver.execute(script, vec![]).await?.convert()?;
        self.set_viewport(width, height.max(HEIGHT)).await?;
        let whole = json!({ "format": "png", "captureBeyondViewport": true });
        let answer = self.driver.cdp().send_raw("Page.captureScreenshot", whole).await?;
        self.set_viewport(width, HEIGHT).await?;
        let picture = answer["data"].as_str().ok_or("the browser sent no screenshot")?;
        Ok(std::fs::write(file, STANDARD.decode(picture)?)?)
    }

    /// Saves a screenshot of the viewport.
    pub async fn take_viewport_screenshot(&self, file: &Path) -> Step {
        Ok(self.driver.screenshot(file).await?)
    }

    /// Whether a scroll bar reduces the width of the page. Always `false` outside Chromium, where it cannot be hidden.
    async fn has_scroll_bar(&self) -> Step<bool> {
        let script = "return innerWidth > document.documentElement.clientWidth";
        Ok(self.engine == Engine::Chromium && self.driver.execute(script, vec![]).await?.convert()?)
    }

    /// Returns how far the page overflows the viewport horizontally, in CSS pixels.
    pub async fn horizontal_overflow(&self) -> Step<i64> {
        let script = "const page = document.documentElement; return page.scrollWidth - page.clientWidth";
        Ok(self.driver.execute(script, vec![]).await?.convert()?)
    }

    /// Whether the page matches a media query.
    pub async fn matches_media(&self, query: &str) -> Step<bool> {
        let script = "return matchMedia(arguments[0]).matches";
        Ok(self.driver.execute(script, vec![json!(query)]).await?.convert()?)
    }

    /// Returns the console entries since the last call, as `LEVEL message`. In Chromium only.
    pub async fn console(&self) -> Step<Vec<String>> {
        let entries = self.driver.cmd(ConsoleLog).await?.value_json()?;
        let text = |entry: &Value, name: &str| entry[name].as_str().unwrap_or_default().to_owned();
        let entries = entries.as_array().ok_or("the console is not a list")?;
        Ok(entries
            .iter()
            .map(|entry| format!("{} {}", text(entry, "level"), text(entry, "message")))
            .collect())
    }

    /// Removes the minimum width that Firefox's toolbars impose on its window.
    async fn allow_narrow_windows(&self) -> Step {
        self.driver.cmd(SetScriptContext("chrome")).await?;
        let outcome =
            self.driver.execute("document.documentElement.style.setProperty('min-width', '0')", vec![]).await;
        self.driver.cmd(SetScriptContext("content")).await?;
        outcome?;
        Ok(())
    }
}

/// chromedriver's command that returns and clears the console log.
#[derive(Debug)]
struct ConsoleLog;

impl FormatRequestData for ConsoleLog {
    fn format_request(&self, session: &SessionId) -> RequestData {
        RequestData::new(Method::POST, format!("/session/{session}/se/log"))
            .add_body(json!({ "type": "browser" }))
    }
}

/// geckodriver's command that selects where scripts run: in the page or in the browser's own window.
#[derive(Debug)]
struct SetScriptContext(&'static str);

impl FormatRequestData for SetScriptContext {
    fn format_request(&self, session: &SessionId) -> RequestData {
        RequestData::new(Method::POST, format!("/session/{session}/moz/context"))
            .add_body(json!({ "context": self.0 }))
    }
}
