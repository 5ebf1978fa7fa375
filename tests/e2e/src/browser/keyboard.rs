use thirtyfour::{Key, WebElement};

use super::{locate::Role, session::Browser, wait::until};
use crate::Step;

impl Browser {
    /// Types text into the focused element.
    pub async fn type_keys(&self, keys: impl AsRef<str>) -> Step {
        Ok(self.driver.action_chain().send_keys(keys.as_ref()).perform().await?)
    }

    /// Presses one key.
    pub async fn press_key(&self, key: Key) -> Step {
        self.type_keys(char::from(key).to_string()).await
    }

    /// Presses Tab until the named element has the focus.
    pub async fn tab_to(&self, role: Role, name: &str) -> Step {
        self.see(role, name).await?;
        self.tab_until(name, async || self.find_visible(role, name).await).await
    }

    /// Presses Tab until the named element of a region has the focus.
    pub async fn tab_to_in(&self, region: &str, role: Role, name: &str) -> Step {
        until(&format!("\"{name}\" in \"{region}\""), async || {
            self.find_visible_in(region, role, name).await
        })
        .await?;
        self.tab_until(name, async || self.find_visible_in(region, role, name).await).await
    }

    async fn tab_until(&self, name: &str, wanted: impl AsyncFn() -> Step<Option<WebElement>>) -> Step {
        const STOPS: usize = 80;
        for _ in 0..STOPS {
            self.press_key(Key::Tab).await?;
            self.return_focus_to_page().await?;
            let focused = self.driver.active_element().await?;
            if wanted().await?.is_some_and(|wanted| wanted == focused) {
                return Ok(());
            }
        }
        Err(format!("Tab never reaches \"{name}\"; the page shows: {}", self.visible_text().await).into())
    }

    /// Moves the focus back to the page if it has left the last element for the browser's toolbars.
    ///
    /// Firefox would still send keys to the page, but they do not press a button without the focus.
    async fn return_focus_to_page(&self) -> Step {
        let has_focus: bool = self.driver.execute("return document.hasFocus()", vec![]).await?.convert()?;
        if !has_focus {
            let tab = self.driver.window().await?;
            self.driver.switch_to_window(tab).await?;
        }
        Ok(())
    }
}
