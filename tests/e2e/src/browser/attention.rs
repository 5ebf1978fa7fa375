use super::session::Browser;
use crate::Step;

impl Browser {
    /// What the thing that has the focus says: its text, or its name.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn focused(&self) -> Step<String> {
        let script = "
            const thing = document.activeElement;
            const label = thing.labels?.[0]?.innerText ?? thing.getAttribute('aria-label');
            return (label || thing.innerText || thing.tagName).trim().split('\\n')[0]";
        Ok(self.driver.execute(script, vec![]).await?.convert()?)
    }

    /// Everything that assistive technology would read out by itself, region by region.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn spoken(&self) -> Step<Vec<String>> {
        let script = "
            return [...document.querySelectorAll('[role=status], [role=alert], [aria-live=polite]')]
                .map(region => region.textContent.trim()).filter(text => text)";
        Ok(self.driver.execute(script, vec![]).await?.convert()?)
    }

    /// How far the top of a thing is from the top of the screen, by its id, in CSS pixels; negative above it.
    ///
    /// # Errors
    /// When there is no such thing.
    pub async fn top_of(&self, id: &str) -> Step<f64> {
        let script = "return document.getElementById(arguments[0]).getBoundingClientRect().top";
        Ok(self.driver.execute(script, vec![serde_json::json!(id)]).await?.convert()?)
    }
}
