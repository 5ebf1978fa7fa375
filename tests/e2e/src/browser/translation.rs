use serde_json::json;

use super::{session::Browser, wait::until};
use crate::Step;

impl Browser {
    /// Translates the page and all later changes, until another document is opened.
    pub async fn translate(&self) -> Step {
        self.driver.execute(include_str!("translate.js"), vec![]).await?;
        Ok(())
    }

    /// Waits until the visible text no longer changes and returns it without white space, countdowns and translation
    /// marks.
    pub async fn settled_text(&self) -> Step<String> {
        let mut before = String::new();
        until("the page to stop changing", async || {
            // Longer than any debounce interval of the page.
            tokio::time::sleep(std::time::Duration::from_millis(700)).await;
            let words = self.visible_text().await;
            let words = words.split_whitespace().filter(|word| !is_countdown(word)).collect::<String>();
            let words = words.replace('*', "");
            let is_settled = words == before;
            before.clone_from(&words);
            Ok(is_settled.then_some(words))
        })
        .await
    }

    /// Overwrites the text of an element without notifying the app.
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
