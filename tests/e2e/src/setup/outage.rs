use super::{
    context::TestContext,
    proxy::{NetworkProxy, Reach},
};
use crate::Step;

impl TestContext {
    /// Ends the backend without warning.
    pub fn kill_backend(&self) {
        self.backend.kill();
    }

    /// Starts the backend again on what it had stored, at the instant.
    ///
    /// # Errors
    /// When it does not become ready.
    pub async fn restart_backend(&self, instant: &str) -> Step {
        self.backend.run(&self.environment, instant).await
    }

    /// Pulls the network cable: what is under way breaks off, and nothing gets through any more.
    ///
    /// # Errors
    /// When the setting has no cable.
    pub async fn cut_network(&self) -> Step {
        self.proxy()?.set(Reach::Nothing);
        self.browser.emulate_online(false).await
    }

    /// Lets nothing more through; what is under way is still answered.
    ///
    /// # Errors
    /// As [`TestContext::cut_network`].
    pub async fn go_offline(&self) -> Step {
        self.proxy()?.set(Reach::Answers);
        self.browser.emulate_online(false).await
    }

    /// Puts the network cable back.
    ///
    /// # Errors
    /// As [`TestContext::cut_network`].
    pub async fn restore_network(&self) -> Step {
        self.proxy()?.set(Reach::Everything);
        self.browser.emulate_online(true).await
    }

    /// Lets no address through that has this part; with none, everything again.
    ///
    /// # Errors
    /// As [`TestContext::cut_network`].
    pub fn block(&self, part: Option<&'static str>) -> Step {
        self.proxy()?.block(part);
        Ok(())
    }

    /// Drops every cookie that the backend sets, as a browser does that blocks cookies.
    ///
    /// # Errors
    /// As [`TestContext::cut_network`].
    pub fn refuse_cookies(&self) -> Step {
        self.proxy()?.refuse_cookies();
        Ok(())
    }

    fn proxy(&self) -> Step<&NetworkProxy> {
        Ok(self.proxy.as_ref().ok_or("the setting of this journey has no cable")?)
    }
}
