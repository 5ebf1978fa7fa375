use serde_json::json;

use super::session::Browser;
use crate::Step;

impl Browser {
    /// Lets the browser notice whether there is a network at all.
    ///
    /// # Errors
    /// When the browser cannot pretend.
    pub async fn notice_network(&self, there: bool) -> Step {
        let conditions =
            json!({ "offline": !there, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.driver.cdp().send_raw("Network.enable", json!({})).await?;
        self.driver.cdp().send_raw("Network.emulateNetworkConditions", conditions).await?;
        Ok(())
    }
}
