use thirtyfour::{Key, WebElement};

use super::{locate::Role, session::Browser, wait::until};
use crate::Step;

impl Browser {
    /// Types on the keyboard, into whatever has the focus.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn type_keys(&self, keys: impl AsRef<str>) -> Step {
        Ok(self.driver.action_chain().send_keys(keys.as_ref()).perform().await?)
    }

    /// Strikes one key.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn press_key(&self, key: Key) -> Step {
        self.type_keys(char::from(key).to_string()).await
    }

    /// Moves the focus with Tab alone until it is on the thing wanted.
    ///
    /// # Errors
    /// When going once through the page does not reach it.
    pub async fn tab_to(&self, role: Role, name: &str) -> Step {
        self.see(role, name).await?;
        self.tab_until(name, async || self.find_visible(role, name).await).await
    }

    /// The same for something in a named part of the page.
    ///
    /// # Errors
    /// As [`Browser::tab_to`].
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
            self.come_back_to_the_page().await?;
            let focused = self.driver.active_element().await?;
            if wanted().await?.is_some_and(|wanted| wanted == focused) {
                return Ok(());
            }
        }
        Err(format!("Tab never reaches \"{name}\"; the page says: {}", self.visible_text().await).into())
    }

    /// Comes back where the focus went past the last stop into the browser's own bars.
    ///
    /// In Firefox the keys would still reach the page, but a button without the focus is not pressed by them.
    async fn come_back_to_the_page(&self) -> Step {
        let here: bool = self.driver.execute("return document.hasFocus()", vec![]).await?.convert()?;
        if !here {
            let tab = self.driver.window().await?;
            self.driver.switch_to_window(tab).await?;
        }
        Ok(())
    }
}
