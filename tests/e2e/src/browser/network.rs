use serde_json::json;

use super::session::Browser;
use crate::Step;

impl Browser {
    /// Pulls the network cable: what is under way breaks off, and nothing gets through any more.
    ///
    /// # Errors
    /// When the browser cannot pretend.
    pub async fn pull_the_cable(&self) -> Step {
        self.network(true).await?;
        // What was already sent would still be answered.
        self.driver.cdp().send_raw("Page.stopLoading", json!({})).await?;
        Ok(())
    }

    /// Puts the network cable back.
    ///
    /// # Errors
    /// When the browser cannot pretend.
    pub async fn plug_in(&self) -> Step {
        self.network(false).await
    }

    /// Lets nothing more through; what is under way is still answered.
    ///
    /// # Errors
    /// When the browser cannot pretend.
    pub async fn go_offline(&self) -> Step {
        self.network(true).await
    }

    /// Lets no address that fits a pattern through; an empty list lets everything through again.
    ///
    /// # Errors
    /// When the browser cannot pretend.
    pub async fn block(&self, patterns: &[&str]) -> Step {
        self.driver.cdp().send_raw("Network.enable", json!({})).await?;
        self.driver.cdp().send_raw("Network.setBlockedURLs", json!({ "urls": patterns })).await?;
        Ok(())
    }

    async fn network(&self, offline: bool) -> Step {
        let conditions =
            json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.driver.cdp().send_raw("Network.enable", json!({})).await?;
        self.driver.cdp().send_raw("Network.emulateNetworkConditions", conditions).await?;
        Ok(())
    }
}
