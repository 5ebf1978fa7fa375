use std::path::Path;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use reqwest::Method;
use serde_json::json;
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

impl Browser {
    /// Looks at the page on a screen of this width.
    ///
    /// # Errors
    /// When the browser does not come to be as wide.
    pub async fn widen_to(&self, width: u32) -> Step {
        match self.engine {
            Engine::Chromium => {
                let screen =
                    json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false });
                let cdp = self.driver.cdp();
                // A scroll bar beside the page would spoil the picture.
                cdp.send_raw("Emulation.setScrollbarsHidden", json!({ "hidden": true })).await?;
                cdp.send_raw("Emulation.setDeviceMetricsOverride", screen).await?;
            }
            Engine::Firefox => self.allow_narrow_windows().await?,
            Engine::WebKit => {}
        }
        until(&format!("the page to be {width} px wide"), async || {
            if self.engine != Engine::Chromium {
                // Asked again, because a window takes a while to take that it may be narrow.
                self.driver.set_window_rect(0, 0, width, 1000).await?;
            }
            let is_as_wide = self.fits(&format!("(width: {width}px)")).await?;
            Ok((is_as_wide && !self.has_scroll_bar().await?).then_some(()))
        })
        .await
    }

    /// Takes a picture of the whole page, beyond the screen's lower edge where the engine can.
    ///
    /// # Errors
    /// When there is no picture or it cannot be stored.
    pub async fn picture(&self, file: &Path) -> Step {
        if self.engine != Engine::Chromium {
            return Ok(self.driver.screenshot(file).await?);
        }
        // What sticks to the screen's upper edge belongs at the page's.
        self.driver.execute("scrollTo(0, 0)", vec![]).await?;
        let whole = json!({ "format": "png", "captureBeyondViewport": true });
        let answer = self.driver.cdp().send_raw("Page.captureScreenshot", whole).await?;
        let picture = answer["data"].as_str().ok_or("the browser sent no picture")?;
        Ok(std::fs::write(file, STANDARD.decode(picture)?)?)
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
    pub async fn overhang(&self) -> Step<i64> {
        let script = "const page = document.documentElement; return page.scrollWidth - page.clientWidth";
        Ok(self.driver.execute(script, vec![]).await?.convert()?)
    }

    /// Whether the page is shown as a media query wants it.
    ///
    /// # Errors
    /// When the browser does not say.
    pub async fn fits(&self, query: &str) -> Step<bool> {
        let script = "return matchMedia(arguments[0]).matches";
        Ok(self.driver.execute(script, vec![json!(query)]).await?.convert()?)
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

/// geckodriver's command that lets scripts run in the page, or in the browser's own window around it.
#[derive(Debug)]
struct In(&'static str);

impl FormatRequestData for In {
    fn format_request(&self, session: &SessionId) -> RequestData {
        RequestData::new(Method::POST, format!("/session/{session}/moz/context"))
            .add_body(json!({ "context": self.0 }))
    }
}
