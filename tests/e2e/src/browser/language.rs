use serde_json::json;

use super::{session::Browser, wait::until};
use crate::Step;

impl Browser {
    /// Sets the text direction, `ltr` or `rtl`, and leaves the texts unchanged. Used for notices that a language change
    /// would remove.
    pub async fn set_direction(&self, direction: &str) -> Step {
        self.driver.execute("document.documentElement.dir = arguments[0]", vec![json!(direction)]).await?;
        Ok(())
    }

    /// Sets the preferred languages of the browser, as in the header `Accept-Language`. In Chromium only.
    pub async fn prefer_languages(&self, tags: &str) -> Step {
        let agent: String = self.driver.execute("return navigator.userAgent", vec![]).await?.convert()?;
        let identity = json!({ "userAgent": agent, "acceptLanguage": tags });
        self.driver.cdp().send_raw("Emulation.setUserAgentOverride", identity).await?;
        Ok(())
    }

    /// Selects a language by its tag and waits until the page uses it.
    pub async fn switch_language(&self, tag: &str) -> Step {
        self.choose_language(tag).await?;
        // The page is redrawn and then focuses the language selector. Its focus ring would be in every screenshot.
        until("the focus on the language selector", async || {
            let script = "return document.activeElement.id === 'language'";
            let focused: bool = self.driver.execute(script, vec![]).await?.convert()?;
            Ok(focused.then_some(()))
        })
        .await?;
        self.see_language(tag).await?;
        self.driver.execute("document.activeElement?.blur(); scrollTo(0, 0)", vec![]).await?;
        Ok(())
    }

    /// Selects a language by its tag.
    pub async fn choose_language(&self, tag: &str) -> Step {
        let choose = "
            const select = document.getElementById('language');
            select.value = arguments[0];
            select.dispatchEvent(new Event('change', { bubbles: true }));
            return select.value === arguments[0]";
        let chosen: bool = self.driver.execute(choose, vec![json!(tag)]).await?.convert()?;
        if chosen { Ok(()) } else { Err(format!("the language {tag} is not offered").into()) }
    }

    /// Waits until the page uses a language and its direction.
    pub async fn see_language(&self, tag: &str) -> Step {
        let script = "
            const root = document.documentElement;
            return root.lang === arguments[0] && root.dir === arguments[1]
                && !document.querySelector('main[aria-busy=true], main [aria-busy=true]')
                && !!document.querySelector('main h1, main .notice')";
        let is_rtl = catalog::LANGUAGES.iter().any(|language| language.tag == tag && language.rtl);
        let direction = if is_rtl { "rtl" } else { "ltr" };
        until(&format!("the page in {tag}"), async || {
            let shown = self.driver.execute(script, vec![json!(tag), json!(direction)]).await?;
            Ok(shown.convert::<bool>()?.then_some(()))
        })
        .await
    }
}
