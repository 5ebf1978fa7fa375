use std::time::Duration;

use serde_json::json;

use super::{engine::Engine, session::Browser};
use crate::Step;

impl Browser {
    /// Lets the browser notice whether there is a network at all.
    ///
    /// Only Chromium can be told: in the others only the way to the backend is cut, as behind a router without a line.
    ///
    /// # Errors
    /// When the browser cannot pretend.
    pub async fn emulate_online(&self, there: bool) -> Step {
        if self.engine != Engine::Chromium {
            return Ok(());
        }
        self.network(!there, Duration::ZERO).await
    }

    /// Has every answer come this much later. In Chromium only.
    ///
    /// # Errors
    /// When the browser cannot pretend.
    pub async fn delay_responses(&self, by: Duration) -> Step {
        self.network(false, by).await
    }

    /// Has no address through that matches this pattern, in which a star stands for anything; with none, all again. In
    /// Chromium only.
    ///
    /// # Errors
    /// When the browser cannot pretend.
    pub async fn block_urls(&self, pattern: Option<&str>) -> Step {
        let patterns: Vec<&str> = pattern.into_iter().collect();
        self.driver.cdp().send_raw("Network.enable", json!({})).await?;
        self.driver.cdp().send_raw("Network.setBlockedURLs", json!({ "urls": patterns })).await?;
        Ok(())
    }

    async fn network(&self, offline: bool, latency: Duration) -> Step {
        let latency = u64::try_from(latency.as_millis())?;
        let conditions = json!({
            "offline": offline, "latency": latency, "downloadThroughput": -1, "uploadThroughput": -1,
        });
        self.driver.cdp().send_raw("Network.enable", json!({})).await?;
        self.driver.cdp().send_raw("Network.emulateNetworkConditions", conditions).await?;
        Ok(())
    }
}
