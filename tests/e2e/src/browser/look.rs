use std::path::Path;

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::json;

use super::session::Browser;
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
    /// Looks at the page on a screen of this width, in these colours.
    ///
    /// # Errors
    /// When the browser cannot pretend.
    pub async fn look(&self, width: u32, scheme: Scheme) -> Step {
        let screen = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false });
        let cdp = self.driver.cdp();
        cdp.send_raw("Emulation.setDeviceMetricsOverride", screen).await?;
        // Colours that fade and a scroll bar beside the page would spoil the picture.
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme.word() },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        cdp.send_raw("Emulation.setScrollbarsHidden", json!({ "hidden": true })).await?;
        let media = json!({ "features": features });
        cdp.send_raw("Emulation.setEmulatedMedia", media).await?;
        Ok(())
    }

    /// Takes a picture of the whole page, beyond the screen's lower edge.
    ///
    /// # Errors
    /// When there is no picture or it cannot be stored.
    pub async fn picture(&self, file: &Path) -> Step {
        let whole = json!({ "format": "png", "captureBeyondViewport": true });
        let answer = self.driver.cdp().send_raw("Page.captureScreenshot", whole).await?;
        let picture = answer["data"].as_str().ok_or("the browser sent no picture")?;
        Ok(std::fs::write(file, STANDARD.decode(picture)?)?)
    }

    /// How far the page reaches beyond the screen's right edge, in CSS pixels.
    ///
    /// # Errors
    /// When the browser does not say.
    pub async fn overhang(&self) -> Step<i64> {
        let script = "const page = document.documentElement; return page.scrollWidth - page.clientWidth";
        Ok(self.driver.execute(script, vec![]).await?.convert()?)
    }
}
