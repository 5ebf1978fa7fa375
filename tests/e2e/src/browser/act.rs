use std::future::Future;

use thirtyfour::{Key, WebElement, error::WebDriverErrorInner, prelude::WebDriverResult};

use super::{locate::Role, session::Browser, wait::until};
use crate::Step;

impl Browser {
    /// Presses a button.
    ///
    /// # Errors
    /// When it is not there or cannot be reached.
    pub async fn press(&self, name: &str) -> Step {
        self.on(Role::Button, name, async |element| element.click().await).await
    }

    /// Follows a link.
    ///
    /// # Errors
    /// As [`Browser::press`].
    pub async fn follow(&self, name: &str) -> Step {
        self.on(Role::Link, name, async |element| element.click().await).await
    }

    /// Follows a link in a named part of the page.
    ///
    /// # Errors
    /// As [`Browser::press`].
    pub async fn follow_in(&self, region: &str, name: &str) -> Step {
        until(&format!("the link \"{name}\" in \"{region}\""), async || {
            let Some(element) = self.glimpse_in(region, Role::Link, name).await? else { return Ok(None) };
            settled(element.click()).await
        })
        .await
    }

    /// Presses a button in a named part of the page, such as a dialog.
    ///
    /// # Errors
    /// As [`Browser::press`].
    pub async fn press_in(&self, region: &str, name: &str) -> Step {
        until(&format!("the button \"{name}\" in \"{region}\""), async || {
            let Some(element) = self.glimpse_in(region, Role::Button, name).await? else { return Ok(None) };
            settled(element.click()).await
        })
        .await
    }

    /// Chooses a radio button or ticks a box that is not ticked yet.
    ///
    /// # Errors
    /// As [`Browser::press`].
    pub async fn choose(&self, role: Role, name: &str) -> Step {
        self.on(
            role,
            name,
            async |element| {
                if element.is_selected().await? { Ok(()) } else { element.click().await }
            },
        )
        .await?;
        until(&format!("\"{name}\" to be chosen"), async || {
            Ok(match self.glimpse(role, name).await? {
                Some(element) => element.is_selected().await?.then_some(()),
                None => None,
            })
        })
        .await
    }

    /// Replaces what stands in a field.
    ///
    /// # Errors
    /// As [`Browser::press`].
    pub async fn fill(&self, name: &str, text: &str) -> Step {
        self.on(Role::Field, name, async |element| {
            element.send_keys(Key::Control + "a").await?;
            element.send_keys(Key::Delete + "").await?;
            element.send_keys(text).await
        })
        .await
    }

    /// What stands in a field.
    ///
    /// # Errors
    /// When the field is not there.
    pub async fn value(&self, name: &str) -> Step<String> {
        Ok(self.see(Role::Field, name).await?.prop("value").await?.unwrap_or_default())
    }

    /// Types on the keyboard, into whatever has the focus.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn keys(&self, keys: impl AsRef<str>) -> Step {
        Ok(self.driver.action_chain().send_keys(keys.as_ref()).perform().await?)
    }

    /// Strikes one key.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn strike(&self, key: Key) -> Step {
        self.keys(char::from(key).to_string()).await
    }

    /// Presses a button twice, faster than the page can redraw.
    ///
    /// # Errors
    /// As [`Browser::press`].
    pub async fn double_press(&self, name: &str) -> Step {
        let button = self.see(Role::Button, name).await?;
        Ok(self.driver.action_chain().double_click_element(&button).perform().await?)
    }

    /// Moves the focus with Tab alone until it is on the thing wanted.
    ///
    /// # Errors
    /// When going once through the page does not reach it.
    pub async fn tab_to(&self, role: Role, name: &str) -> Step {
        self.see(role, name).await?;
        self.tab_until(name, async || self.glimpse(role, name).await).await
    }

    /// The same for something in a named part of the page.
    ///
    /// # Errors
    /// As [`Browser::tab_to`].
    pub async fn tab_to_in(&self, region: &str, role: Role, name: &str) -> Step {
        until(&format!("\"{name}\" in \"{region}\""), async || self.glimpse_in(region, role, name).await)
            .await?;
        self.tab_until(name, async || self.glimpse_in(region, role, name).await).await
    }

    async fn tab_until(&self, name: &str, wanted: impl AsyncFn() -> Step<Option<WebElement>>) -> Step {
        const STOPS: usize = 80;
        for _ in 0..STOPS {
            self.strike(Key::Tab).await?;
            let focused = self.driver.active_element().await?;
            if wanted().await?.is_some_and(|wanted| wanted == focused) {
                return Ok(());
            }
        }
        Err(format!("Tab never reaches \"{name}\"; the page says: {}", self.words().await).into())
    }

    /// Does something to an element, again where the page was just redrawn under the pointer.
    async fn on(
        &self,
        role: Role,
        name: &str,
        act: impl AsyncFn(&WebElement) -> WebDriverResult<()>,
    ) -> Step {
        self.see(role, name).await?;
        until(&format!("\"{name}\" to hold still"), async || {
            let Some(element) = self.glimpse(role, name).await? else { return Ok(None) };
            settled(act(&element)).await
        })
        .await
    }
}

async fn settled(act: impl Future<Output = WebDriverResult<()>>) -> Step<Option<()>> {
    match act.await {
        Ok(()) => Ok(Some(())),
        Err(trouble) => match trouble.as_inner() {
            WebDriverErrorInner::StaleElementReference(_)
            | WebDriverErrorInner::ElementClickIntercepted(_)
            | WebDriverErrorInner::ElementNotInteractable(_) => Ok(None),
            _ => Err(trouble.into()),
        },
    }
}
