use serde_json::Value;

use super::{session::Browser, wait::until};
use crate::Step;

impl Browser {
    /// Opens a URL of any site.
    pub async fn open_url(&self, url: &str) -> Step {
        Ok(self.driver.goto(url).await?)
    }

    /// Enters the frame of a portal's page, of the element or a bare one. Later steps are inside the frame.
    pub async fn enter_frame(&self) -> Step {
        let script = "return document.querySelector('testcloud-upgrade')?.shadowRoot?.querySelector('iframe') \
            ?? document.querySelector('iframe')";
        let frame = until("the frame in the portal's page", async || {
            Ok(self.driver.execute(script, vec![]).await?.element().ok())
        });
        Ok(frame.await?.enter_frame().await?)
    }

    /// Leaves the frame. Later steps are in the page around it.
    pub async fn leave_frame(&self) -> Step {
        Ok(self.driver.enter_default_frame().await?)
    }

    /// Runs a script in the portal's page, and returns to the frame.
    pub async fn run_in_portal(&self, script: &str) -> Step<Value> {
        self.leave_frame().await?;
        let result = self.driver.execute(script, vec![]).await?.convert()?;
        self.enter_frame().await?;
        Ok(result)
    }

    /// Runs a script in the current page or frame.
    pub async fn run(&self, script: &str) -> Step<Value> {
        Ok(self.driver.execute(script, vec![]).await?.convert()?)
    }

    /// Waits until the bare portal page has received a message of this type, and returns the last one's payload.
    pub async fn received(&self, message: &str) -> Step<Value> {
        let script =
            format!("return received.findLast(message => message.type === '{message}')?.payload ?? null");
        until(&format!("{message} in the portal"), async || {
            Ok(Some(self.run_in_portal(&script).await?).filter(|payload| !payload.is_null()))
        })
        .await
    }

    /// Waits for a new tab and makes it the current one.
    pub async fn enter_new_tab(&self) -> Step {
        let current = self.driver.window().await?;
        let other = until("a new tab", async || {
            Ok(self.driver.windows().await?.into_iter().find(|window| *window != current))
        });
        Ok(self.driver.switch_to_window(other.await?).await?)
    }

    /// Closes the current tab, returns to the first one, and enters its frame.
    pub async fn return_to_frame(&self) -> Step {
        self.driver.close_window().await?;
        let first = self.driver.windows().await?.into_iter().next().ok_or("there is no other tab")?;
        self.driver.switch_to_window(first).await?;
        self.enter_frame().await
    }
}
