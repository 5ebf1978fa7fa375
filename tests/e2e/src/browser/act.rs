use std::future::Future;

use thirtyfour::{Key, WebElement, error::WebDriverErrorInner, prelude::WebDriverResult};

use super::{engine::Engine, locate::Role, session::Browser, wait::until};
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
            let Some(element) = self.find_visible_in(region, Role::Link, name).await? else {
                return Ok(None);
            };
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
            let Some(element) = self.find_visible_in(region, Role::Button, name).await? else {
                return Ok(None);
            };
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
            Ok(match self.find_visible(role, name).await? {
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
            // WebKit lets nobody type into a frame of another origin that was not clicked into.
            element.click().await?;
            element.send_keys(Key::Control + "a").await?;
            element.send_keys(Key::Delete + "").await?;
            // WebKit's driver refuses to type nothing.
            if text.is_empty() { Ok(()) } else { element.send_keys(text).await }
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

    /// Presses a button twice, faster than the page can redraw.
    ///
    /// # Errors
    /// As [`Browser::press`].
    pub async fn double_press(&self, name: &str) -> Step {
        let button = self.see(Role::Button, name).await?;
        Ok(self.driver.action_chain().double_click_element(&button).perform().await?)
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
            let Some(element) = self.find_visible(role, name).await? else { return Ok(None) };
            let act = async {
                // WebKit's driver does not scroll to what is below the screen.
                if self.engine == Engine::WebKit {
                    element.scroll_into_view().await?;
                }
                act(&element).await
            };
            settled(act).await
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
