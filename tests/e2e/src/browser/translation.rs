use serde_json::json;

use super::{session::Browser, wait::until};
use crate::Step;

impl Browser {
    /// Translates the page, and everything it shows later, until another document is opened.
    ///
    /// # Errors
    /// When the browser does not run the script.
    pub async fn translate(&self) -> Step {
        self.driver.execute(include_str!("translate.js"), vec![]).await?;
        Ok(())
    }

    /// Everything a person can read on the page once it no longer changes, without white space, countdowns and the mark
    /// of a translation.
    ///
    /// # Errors
    /// When the page does not come to rest.
    pub async fn settled_text(&self) -> Step<String> {
        let mut before = String::new();
        until("the page to come to rest", async || {
            // Longer than any delay of the page.
            tokio::time::sleep(std::time::Duration::from_millis(700)).await;
            let words = self.visible_text().await;
            let words = words.split_whitespace().filter(|word| !is_countdown(word)).collect::<String>();
            let words = words.replace('*', "");
            let is_at_rest = words == before;
            before.clone_from(&words);
            Ok(is_at_rest.then_some(words))
        })
        .await
    }

    /// Overwrites the text of an element behind the app's back.
    ///
    /// # Errors
    /// When there is no such element.
    pub async fn overwrite(&self, id: &str, text: &str) -> Step {
        let script = "document.getElementById(arguments[0]).textContent = arguments[1]";
        self.driver.execute(script, vec![json!(id), json!(text)]).await?;
        Ok(())
    }
}

fn is_countdown(word: &str) -> bool {
    word.split_once(':').is_some_and(|(minutes, seconds)| {
        let is_number = |text: &str| text.trim_end_matches('*').bytes().all(|byte| byte.is_ascii_digit());
        is_number(minutes) && is_number(seconds)
    })
}
