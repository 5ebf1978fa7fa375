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
    pub async fn notice_network(&self, there: bool) -> Step {
        if self.engine != Engine::Chromium {
            return Ok(());
        }
        let conditions =
            json!({ "offline": !there, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.driver.cdp().send_raw("Network.enable", json!({})).await?;
        self.driver.cdp().send_raw("Network.emulateNetworkConditions", conditions).await?;
        Ok(())
    }
}
