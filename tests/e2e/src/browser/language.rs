use serde_json::json;

use super::{session::Browser, wait::until};
use crate::Step;

impl Browser {
    /// Has the page run from right to left or from left to right without another word on it, for what is said only once.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn set_direction(&self, direction: &str) -> Step {
        self.driver.execute("document.documentElement.dir = arguments[0]", vec![json!(direction)]).await?;
        Ok(())
    }

    /// Sets the browser to the languages of these tags, the most preferred first, as in the header `Accept-Language`.
    ///
    /// # Errors
    /// When the browser cannot pretend.
    pub async fn prefer_languages(&self, tags: &str) -> Step {
        let agent: String = self.driver.execute("return navigator.userAgent", vec![]).await?.convert()?;
        let identity = json!({ "userAgent": agent, "acceptLanguage": tags });
        self.driver.cdp().send_raw("Emulation.setUserAgentOverride", identity).await?;
        Ok(())
    }

    /// Chooses another language for the page, by its tag, and waits until the page is in it.
    ///
    /// # Errors
    /// When the page does not change.
    pub async fn switch_language(&self, tag: &str) -> Step {
        self.choose_language(tag).await?;
        // The page is drawn anew, and then the focus is set to the choice at its foot: its ring would be in every picture.
        until("the focus on the choice of the language", async || {
            let script = "return document.activeElement.id === 'language'";
            let focused: bool = self.driver.execute(script, vec![]).await?.convert()?;
            Ok(focused.then_some(()))
        })
        .await?;
        self.see_language(tag).await?;
        self.driver.execute("document.activeElement?.blur(); scrollTo(0, 0)", vec![]).await?;
        Ok(())
    }

    /// Chooses another language for the page, by its tag.
    ///
    /// # Errors
    /// When there is no such choice.
    pub async fn choose_language(&self, tag: &str) -> Step {
        let choose = "
            const select = document.getElementById('language');
            select.value = arguments[0];
            select.dispatchEvent(new Event('change', { bubbles: true }));
            return select.value === arguments[0]";
        let chosen: bool = self.driver.execute(choose, vec![json!(tag)]).await?.convert()?;
        if chosen { Ok(()) } else { Err(format!("there is no choice of {tag}").into()) }
    }

    /// Waits until the whole page is in a language and laid out in its direction.
    ///
    /// # Errors
    /// When it stays in another.
    pub async fn see_language(&self, tag: &str) -> Step {
        let script = "
            const root = document.documentElement;
            return root.lang === arguments[0] && root.dir === arguments[1]
                && !document.querySelector('main[aria-busy=true], main [aria-busy=true]')
                && !!document.querySelector('main h1, main .notice')";
        let direction = if tag == "ar" { "rtl" } else { "ltr" };
        until(&format!("the page in {tag}"), async || {
            let shown = self.driver.execute(script, vec![json!(tag), json!(direction)]).await?;
            Ok(shown.convert::<bool>()?.then_some(()))
        })
        .await
    }
}
