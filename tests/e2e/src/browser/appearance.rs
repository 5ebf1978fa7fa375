use std::path::Path;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use reqwest::Method;
use serde_json::{Value, json};
use thirtyfour::{RequestData, SessionId, common::command::FormatRequestData};

use super::{engine::Engine, session::Browser, wait::until};
use crate::Step;

/// The colours a person has set their system to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Light,
    Dark,
}

impl Scheme {
    /// The word of the media query.
    pub fn word(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// How high a screen is whose width is looked at, in CSS pixels.
const HEIGHT: u32 = 900;

impl Browser {
    /// Looks at the page on a screen of this width.
    ///
    /// # Errors
    /// When the browser does not come to be as wide.
    pub async fn set_viewport_width(&self, width: u32) -> Step {
        match self.engine {
            Engine::Chromium => {
                // A scroll bar beside the page would spoil the picture.
                let hidden = json!({ "hidden": true });
                self.driver.cdp().send_raw("Emulation.setScrollbarsHidden", hidden).await?;
                self.set_viewport(width, HEIGHT).await?;
            }
            Engine::Firefox => self.allow_narrow_windows().await?,
            Engine::WebKit => {}
        }
        until(&format!("the page to be {width} px wide"), async || {
            if self.engine != Engine::Chromium {
                // Asked again, because a window takes a while to take that it may be narrow.
                self.driver.set_window_rect(0, 0, width, 1000).await?;
            }
            let is_as_wide = self.matches_media(&format!("(width: {width}px)")).await?;
            Ok((is_as_wide && !self.has_scroll_bar().await?).then_some(()))
        })
        .await
    }

    /// Takes a picture of the whole page, on a screen that is high enough for all of it where the engine can.
    ///
    /// # Errors
    /// When there is no picture or it cannot be stored.
    pub async fn take_screenshot(&self, file: &Path) -> Step {
        if self.engine != Engine::Chromium {
            return Ok(self.driver.screenshot(file).await?);
        }
        // The footer is always below the first screen, however high that is.
        let script = "scrollTo(0, 0); return [innerWidth, document.querySelector('.page-footer').offsetTop]";
        let [width, height]: [u32; 2] = self.driver.execute(script, vec![]).await?.convert()?;
        self.set_viewport(width, height.max(HEIGHT)).await?;
        let whole = json!({ "format": "png", "captureBeyondViewport": true });
        let answer = self.driver.cdp().send_raw("Page.captureScreenshot", whole).await?;
        self.set_viewport(width, HEIGHT).await?;
        let picture = answer["data"].as_str().ok_or("the browser sent no picture")?;
        Ok(std::fs::write(file, STANDARD.decode(picture)?)?)
    }

    /// Takes a picture of what is on the screen.
    ///
    /// # Errors
    /// As [`Browser::take_screenshot`].
    pub async fn take_viewport_screenshot(&self, file: &Path) -> Step {
        Ok(self.driver.screenshot(file).await?)
    }

    /// Whether a scroll bar takes a part of the width, where it can be hidden.
    async fn has_scroll_bar(&self) -> Step<bool> {
        let script = "return innerWidth > document.documentElement.clientWidth";
        Ok(self.engine == Engine::Chromium && self.driver.execute(script, vec![]).await?.convert()?)
    }

    /// How far the page reaches beyond the screen's right edge, in CSS pixels.
    ///
    /// # Errors
    /// When the browser does not say.
    pub async fn horizontal_overflow(&self) -> Step<i64> {
        let script = "const page = document.documentElement; return page.scrollWidth - page.clientWidth";
        Ok(self.driver.execute(script, vec![]).await?.convert()?)
    }

    /// Whether the page is shown as a media query wants it.
    ///
    /// # Errors
    /// When the browser does not say.
    pub async fn matches_media(&self, query: &str) -> Step<bool> {
        let script = "return matchMedia(arguments[0]).matches";
        Ok(self.driver.execute(script, vec![json!(query)]).await?.convert()?)
    }

    /// The entries of the browser's console since the last look, as `LEVEL message`. In Chromium only.
    ///
    /// # Errors
    /// When the driver keeps no console.
    pub async fn console(&self) -> Step<Vec<String>> {
        let entries = self.driver.cmd(ConsoleLog).await?.value_json()?;
        let text = |entry: &Value, name: &str| entry[name].as_str().unwrap_or_default().to_owned();
        let entries = entries.as_array().ok_or("the console is not a list")?;
        Ok(entries
            .iter()
            .map(|entry| format!("{} {}", text(entry, "level"), text(entry, "message")))
            .collect())
    }

    /// Firefox's window is never narrower than its own tool bars want.
    async fn allow_narrow_windows(&self) -> Step {
        self.driver.cmd(In("chrome")).await?;
        let outcome =
            self.driver.execute("document.documentElement.style.setProperty('min-width', '0')", vec![]).await;
        self.driver.cmd(In("content")).await?;
        outcome?;
        Ok(())
    }
}

/// chromedriver's command that returns and empties the console's log.
#[derive(Debug)]
struct ConsoleLog;

impl FormatRequestData for ConsoleLog {
    fn format_request(&self, session: &SessionId) -> RequestData {
        RequestData::new(Method::POST, format!("/session/{session}/se/log"))
            .add_body(json!({ "type": "browser" }))
    }
}

/// geckodriver's command that lets scripts run in the page, or in the browser's own window around it.
#[derive(Debug)]
struct In(&'static str);

impl FormatRequestData for In {
    fn format_request(&self, session: &SessionId) -> RequestData {
        RequestData::new(Method::POST, format!("/session/{session}/moz/context"))
            .add_body(json!({ "context": self.0 }))
    }
}
