use serde_json::json;
use thirtyfour::WebElement;

use super::{session::Browser, wait::until};
use crate::Step;

/// The kind of an element.
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
            Self::Output => "output",
            Self::Text => "text",
        }
    }
}

impl Browser {
    /// Returns the visible element with this role and name, if there is one.
    ///
    /// A name matches if it is equal or starts with the given words. A text or an output matches if it contains them.
    pub async fn find_visible(&self, role: Role, name: &str) -> Step<Option<WebElement>> {
        self.locate(role, name, None).await
    }

    /// Returns the visible element inside a named region, such as a navigation, a section or a dialog.
    pub async fn find_visible_in(&self, region: &str, role: Role, name: &str) -> Step<Option<WebElement>> {
        self.locate(role, name, Some(region)).await
    }

    async fn locate(&self, role: Role, name: &str, region: Option<&str>) -> Step<Option<WebElement>> {
        let wanted = vec![json!(role.word()), json!(name), json!(region)];
        Ok(self.driver.execute(include_str!("locate.js"), wanted).await?.element().ok())
    }

    /// Waits until the element is visible. The error contains the text of the page.
    pub async fn see(&self, role: Role, name: &str) -> Step<WebElement> {
        let what = format!("the {} \"{name}\"", role.word());
        let seen = until(&what, async || self.find_visible(role, name).await).await;
        match seen {
            Ok(element) => Ok(element),
            Err(trouble) => Err(format!("{trouble}; the page shows: {}", self.visible_text().await).into()),
        }
    }

    /// Waits for the heading of a page and for its content, which may load later.
    pub async fn see_page(&self, heading: &str) -> Step {
        self.see(Role::Heading, heading).await?;
        until(&format!("the content of \"{heading}\""), async || {
            Ok((!self.is_content_loading().await?).then_some(()))
        })
        .await
    }

    /// Waits for the heading of a page. Fails if its content is already loaded.
    pub async fn see_loading_page(&self, heading: &str) -> Step {
        self.see(Role::Heading, heading).await?;
        let is_loading = self.is_content_loading().await?;
        if is_loading {
            Ok(())
        } else {
            Err(format!("the content of \"{heading}\" is already loaded").into())
        }
    }

    async fn is_content_loading(&self) -> Step<bool> {
        let script = "return !!document.querySelector('main[aria-busy=true], main [aria-busy=true]')";
        Ok(self.driver.execute(script, vec![]).await?.convert()?)
    }

    /// Waits until the element is no longer visible.
    pub async fn see_gone(&self, role: Role, name: &str) -> Step {
        let what = format!("the {} \"{name}\" to disappear", role.word());
        until(&what, async || Ok(self.find_visible(role, name).await?.is_none().then_some(()))).await
    }

    /// Waits until a text is visible on the page.
    pub async fn read(&self, text: &str) -> Step {
        self.see(Role::Text, text).await.map(drop)
    }

    /// Waits until a text is visible in a named region.
    pub async fn read_in(&self, region: &str, text: &str) -> Step {
        until(&format!("\"{text}\" in \"{region}\""), async || {
            Ok(self.find_visible_in(region, Role::Text, text).await?.map(drop))
        })
        .await
    }

    /// Waits until a field is marked as invalid and has a description.
    pub async fn see_invalid(&self, field: &str) -> Step {
        until(&format!("\"{field}\" to be marked as invalid"), async || {
            let Some(element) = self.find_visible(Role::Field, field).await? else { return Ok(None) };
            let invalid = element.attr("aria-invalid").await?.is_some_and(|word| word == "true");
            let described = element.attr("aria-describedby").await?.is_some();
            Ok((invalid && described).then_some(()))
        })
        .await
    }

    /// Waits until an `<output>` shows an amount.
    pub async fn read_output(&self, amount: &str) -> Step {
        self.see(Role::Output, amount).await.map(drop)
    }

    /// Returns the visible text of the page.
    pub async fn visible_text(&self) -> String {
        let words = self.driver.execute("return document.body ? document.body.innerText : ''", vec![]).await;
        let words = words.ok().and_then(|value| value.json().as_str().map(str::to_owned)).unwrap_or_default();
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
