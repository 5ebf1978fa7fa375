use super::{
    cable::{Cable, Reach},
    trip::Trip,
};
use crate::Step;

impl Trip {
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
    pub async fn pull_the_cable(&self) -> Step {
        self.cable()?.set(Reach::Nothing);
        self.browser.notice_network(false).await
    }

    /// Lets nothing more through; what is under way is still answered.
    ///
    /// # Errors
    /// As [`Trip::pull_the_cable`].
    pub async fn go_offline(&self) -> Step {
        self.cable()?.set(Reach::Answers);
        self.browser.notice_network(false).await
    }

    /// Puts the network cable back.
    ///
    /// # Errors
    /// As [`Trip::pull_the_cable`].
    pub async fn plug_in(&self) -> Step {
        self.cable()?.set(Reach::Everything);
        self.browser.notice_network(true).await
    }

    /// Lets no address through that has this part; with none, everything again.
    ///
    /// # Errors
    /// As [`Trip::pull_the_cable`].
    pub fn block(&self, part: Option<&'static str>) -> Step {
        self.cable()?.block(part);
        Ok(())
    }

    /// Drops every cookie that the backend sets, as a browser does that blocks cookies.
    ///
    /// # Errors
    /// As [`Trip::pull_the_cable`].
    pub fn refuse_cookies(&self) -> Step {
        self.cable()?.refuse_cookies();
        Ok(())
    }

    fn cable(&self) -> Step<&Cable> {
        Ok(self.cable.as_ref().ok_or("the setting of this journey has no cable")?)
    }
}
