use serde_json::json;
use thirtyfour::WebElement;

use super::{session::Browser, wait::until};
use crate::Step;

/// What kind of thing is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Button,
    Link,
    Field,
    Radio,
    Checkbox,
    Heading,
    Alert,
    Table,
    Frame,
    Output,
    Text,
}

impl Role {
    fn word(self) -> &'static str {
        match self {
            Self::Button => "button",
            Self::Link => "link",
            Self::Field => "field",
            Self::Radio => "radio",
            Self::Checkbox => "checkbox",
            Self::Heading => "heading",
            Self::Alert => "alert",
            Self::Table => "table",
            Self::Frame => "frame",
            Self::Output => "output",
            Self::Text => "text",
        }
    }
}

impl Browser {
    /// What is visible now under that role and name, if anything.
    ///
    /// A name matches whole or as its first words; of a text any part matches.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn find_visible(&self, role: Role, name: &str) -> Step<Option<WebElement>> {
        self.locate(role, name, None).await
    }

    /// What is visible now inside a named part of the page: its navigation, a section, a dialog.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn find_visible_in(&self, region: &str, role: Role, name: &str) -> Step<Option<WebElement>> {
        self.locate(role, name, Some(region)).await
    }

    async fn locate(&self, role: Role, name: &str, region: Option<&str>) -> Step<Option<WebElement>> {
        let wanted = vec![json!(role.word()), json!(name), json!(region)];
        Ok(self.driver.execute(include_str!("locate.js"), wanted).await?.element().ok())
    }

    /// Waits until it is visible.
    ///
    /// # Errors
    /// When it does not appear; the sentence carries what the page says instead.
    pub async fn see(&self, role: Role, name: &str) -> Step<WebElement> {
        let what = format!("the {} \"{name}\"", role.word());
        let seen = until(&what, async || self.find_visible(role, name).await).await;
        match seen {
            Ok(element) => Ok(element),
            Err(trouble) => Err(format!("{trouble}; the page says: {}", self.visible_text().await).into()),
        }
    }

    /// Waits for a page's heading and for its content, which may come after it.
    ///
    /// # Errors
    /// As [`Browser::see`].
    pub async fn see_page(&self, heading: &str) -> Step {
        self.see(Role::Heading, heading).await?;
        until(&format!("the content of \"{heading}\""), async || {
            Ok((!self.content_is_awaited().await?).then_some(()))
        })
        .await
    }

    /// Waits for a page's heading with its content still to come.
    ///
    /// # Errors
    /// As [`Browser::see`], and when the content is there.
    pub async fn see_loading_page(&self, heading: &str) -> Step {
        self.see(Role::Heading, heading).await?;
        let awaited = self.content_is_awaited().await?;
        if awaited { Ok(()) } else { Err(format!("the content of \"{heading}\" is there").into()) }
    }

    async fn content_is_awaited(&self) -> Step<bool> {
        let script = "return !!document.querySelector('main[aria-busy=true], main [aria-busy=true]')";
        Ok(self.driver.execute(script, vec![]).await?.convert()?)
    }

    /// Waits until it is no longer visible.
    ///
    /// # Errors
    /// When it stays.
    pub async fn see_gone(&self, role: Role, name: &str) -> Step {
        let what = format!("the {} \"{name}\" to go", role.word());
        until(&what, async || Ok(self.find_visible(role, name).await?.is_none().then_some(()))).await
    }

    /// Waits until a text is visible somewhere.
    ///
    /// # Errors
    /// As [`Browser::see`].
    pub async fn read(&self, text: &str) -> Step {
        self.see(Role::Text, text).await.map(drop)
    }

    /// Waits until a text is visible in a named part of the page.
    ///
    /// # Errors
    /// When it does not appear there.
    pub async fn read_in(&self, region: &str, text: &str) -> Step {
        until(&format!("\"{text}\" in \"{region}\""), async || {
            Ok(self.find_visible_in(region, Role::Text, text).await?.map(drop))
        })
        .await
    }

    /// Waits until a field is marked as wrong and a message is tied to it.
    ///
    /// # Errors
    /// When it stays unmarked.
    pub async fn see_invalid(&self, field: &str) -> Step {
        until(&format!("\"{field}\" to be marked as wrong"), async || {
            let Some(element) = self.find_visible(Role::Field, field).await? else { return Ok(None) };
            let invalid = element.attr("aria-invalid").await?.is_some_and(|word| word == "true");
            let described = element.attr("aria-describedby").await?.is_some();
            Ok((invalid && described).then_some(()))
        })
        .await
    }

    /// Waits until a result that the page computes shows an amount.
    ///
    /// # Errors
    /// As [`Browser::see`].
    pub async fn read_output(&self, amount: &str) -> Step {
        self.see(Role::Output, amount).await.map(drop)
    }

    /// Acts inside a frame and comes back to the page, whatever became of it.
    ///
    /// # Errors
    /// When the frame does not appear, or as the act.
    pub async fn in_frame(&self, title: &str, act: impl AsyncFnOnce(&Self) -> Step) -> Step {
        self.see(Role::Frame, title).await?.enter_frame().await?;
        let outcome = act(self).await;
        self.driver.enter_default_frame().await?;
        outcome
    }

    /// Everything a person can read on the page.
    pub async fn visible_text(&self) -> String {
        let words = self.driver.execute("return document.body ? document.body.innerText : ''", vec![]).await;
        let words = words.ok().and_then(|value| value.json().as_str().map(str::to_owned)).unwrap_or_default();
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
