use super::{
    context::TestContext,
    proxy::{NetworkProxy, Traffic},
};
use crate::Step;

impl TestContext {
    /// Kills the backend process.
    pub fn kill_backend(&self) {
        self.backend.kill();
    }

    /// Restarts the backend on its database, with the clock at an instant.
    pub async fn restart_backend(&self, instant: &str) -> Step {
        self.backend.run(&self.environment, instant).await
    }

    /// Cuts the network. Requests in progress fail.
    pub async fn cut_network(&self) -> Step {
        self.proxy()?.set(Traffic::None);
        self.browser.emulate_online(false).await
    }

    /// Blocks new requests. Requests in progress still get their responses.
    pub async fn go_offline(&self) -> Step {
        self.proxy()?.set(Traffic::ResponsesOnly);
        self.browser.emulate_online(false).await
    }

    /// Restores the network.
    pub async fn restore_network(&self) -> Step {
        self.proxy()?.set(Traffic::All);
        self.browser.emulate_online(true).await
    }

    /// Drops requests whose URL contains this text. `None` removes the block.
    pub fn block(&self, part: Option<&'static str>) -> Step {
        self.proxy()?.block(part);
        Ok(())
    }

    /// Removes the cookies from all responses, as a browser that blocks cookies does.
    pub fn refuse_cookies(&self) -> Step {
        self.proxy()?.refuse_cookies();
        Ok(())
    }

    fn proxy(&self) -> Step<&NetworkProxy> {
        Ok(self.proxy.as_ref().ok_or("this journey does not run behind the proxy")?)
    }
}
