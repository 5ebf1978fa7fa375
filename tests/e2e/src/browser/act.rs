use std::future::Future;

use thirtyfour::{Key, WebElement, error::WebDriverErrorInner, prelude::WebDriverResult};

use super::{engine::Engine, locate::Role, session::Browser, wait::until};
use crate::Step;

impl Browser {
    /// Clicks a button.
    pub async fn press(&self, name: &str) -> Step {
        self.act_on(Role::Button, name, async |element| element.click().await).await
    }

    /// Clicks a link.
    pub async fn follow(&self, name: &str) -> Step {
        self.act_on(Role::Link, name, async |element| element.click().await).await
    }

    /// Clicks a link in a named region of the page.
    pub async fn follow_in(&self, region: &str, name: &str) -> Step {
        until(&format!("the link \"{name}\" in \"{region}\""), async || {
            let Some(element) = self.find_visible_in(region, Role::Link, name).await? else {
                return Ok(None);
            };
            retry_if_unstable(element.click()).await
        })
        .await
    }

    /// Clicks a button in a named region of the page, such as a dialog.
    pub async fn press_in(&self, region: &str, name: &str) -> Step {
        until(&format!("the button \"{name}\" in \"{region}\""), async || {
            let Some(element) = self.find_visible_in(region, Role::Button, name).await? else {
                return Ok(None);
            };
            retry_if_unstable(element.click()).await
        })
        .await
    }

    /// Selects a radio button, or checks a checkbox that is not checked yet.
    pub async fn choose(&self, role: Role, name: &str) -> Step {
        self.act_on(
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

    /// Replaces the value of a field by typing.
    pub async fn fill(&self, name: &str, text: &str) -> Step {
        self.act_on(Role::Field, name, async |element| {
            // WebKit accepts keys in a cross-origin frame only after a click in it.
            element.click().await?;
            element.send_keys(Key::Control + "a").await?;
            element.send_keys(Key::Delete + "").await?;
            // WebKit's driver refuses an empty text.
            if text.is_empty() { Ok(()) } else { element.send_keys(text).await }
        })
        .await
    }

    /// Returns the value of a field.
    pub async fn value(&self, name: &str) -> Step<String> {
        Ok(self.see(Role::Field, name).await?.prop("value").await?.unwrap_or_default())
    }

    /// Double-clicks a button, faster than the page can redraw.
    pub async fn double_press(&self, name: &str) -> Step {
        let button = self.see(Role::Button, name).await?;
        Ok(self.driver.action_chain().double_click_element(&button).perform().await?)
    }

    /// Acts on an element and retries if the page redraws it during the action.
    async fn act_on(
        &self,
        role: Role,
        name: &str,
        act: impl AsyncFn(&WebElement) -> WebDriverResult<()>,
    ) -> Step {
        self.see(role, name).await?;
        until(&format!("\"{name}\" to hold still"), async || {
            let Some(element) = self.find_visible(role, name).await? else { return Ok(None) };
            let act = async {
                // WebKit's driver does not scroll elements into the viewport.
                if self.engine == Engine::WebKit {
                    element.scroll_into_view().await?;
                }
                act(&element).await
            };
            retry_if_unstable(act).await
        })
        .await
    }
}

/// Returns `None` for a failed action that may succeed once the page stops changing.
async fn retry_if_unstable(act: impl Future<Output = WebDriverResult<()>>) -> Step<Option<()>> {
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
