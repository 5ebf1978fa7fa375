use std::time::Duration;

use serde_json::json;

use super::{engine::Engine, session::Browser};
use crate::Step;

impl Browser {
    /// Sets whether the browser reports that it is online.
    ///
    /// Works in Chromium only. Other engines keep reporting that they are online, as behind a router without uplink.
    pub async fn emulate_online(&self, online: bool) -> Step {
        if self.engine != Engine::Chromium {
            return Ok(());
        }
        self.emulate_network(!online, Duration::ZERO).await
    }

    /// Delays every response. In Chromium only.
    pub async fn delay_responses(&self, latency: Duration) -> Step {
        self.emulate_network(false, latency).await
    }

    async fn emulate_network(&self, offline: bool, latency: Duration) -> Step {
        let latency = u64::try_from(latency.as_millis())?;
        let conditions = json!({
            "offline": offline, "latency": latency, "downloadThroughput": -1, "uploadThroughput": -1,
        });
        self.driver.cdp().send_raw("Network.enable", json!({})).await?;
        self.driver.cdp().send_raw("Network.emulateNetworkConditions", conditions).await?;
        Ok(())
    }
}
