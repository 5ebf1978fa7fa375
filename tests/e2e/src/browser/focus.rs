use serde_json::{Value, json};
use thirtyfour::Key;

use super::{engine::Engine, session::Browser, wait::until};
use crate::Step;

/// Where the focus is on the page, and how it looks there.
#[derive(Clone, Debug, PartialEq)]
pub struct FocusStop {
    /// What has the focus, for people.
    pub name: String,
    /// The column of the page's content it is in, if it is in one.
    pub column: Option<u64>,
    /// The middle of it on the page, from the start edge and from the top, in CSS pixels.
    pub middle: (f64, f64),
    /// Whether some of it is on the screen with nothing on top.
    pub is_seen: bool,
    /// Whether it is outlined.
    pub is_outlined: bool,
}

const STOP: &str = "
    const thing = document.activeElement;
    if (!thing || thing === document.body) return null;
    const { left, top, width, height } = thing.getBoundingClientRect();
    const inside = [.1, .5, .9].flatMap(x => [.1, .5, .9].map(y => [left + width * x, top + height * y]));
    const is_seen = inside.some(([x, y]) => {
        const topmost = document.elementFromPoint(x, y);
        return topmost && (thing.contains(topmost) || topmost.contains(thing) && topmost.tagName === 'LABEL');
    });
    const { outlineStyle, outlineWidth } = getComputedStyle(thing);
    const columns = [...document.querySelectorAll('.upgrade-columns > *')];
    const column = columns.findIndex(column => column.contains(thing));
    return {
        name: (thing.labels?.[0]?.innerText || thing.getAttribute('aria-label') || thing.innerText || thing.id || thing.tagName).trim(),
        column: column < 0 ? null : column,
        middle: [left + scrollX + width / 2, top + scrollY + height / 2],
        is_seen,
        is_outlined: outlineStyle !== 'none' && parseFloat(outlineWidth) > 0,
    }";

impl Browser {
    /// Where the focus is; nothing where it is on no part of the page.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn focus_stop(&self) -> Step<Option<FocusStop>> {
        let answer = self.driver.execute(STOP, vec![]).await?;
        let stop = answer.json();
        let number = |value: &Value| value.as_f64().unwrap_or(f64::NAN);
        let is = |name: &str| stop[name].as_bool().unwrap_or(false);
        Ok(stop["name"].as_str().map(|name| FocusStop {
            name: name.to_owned(),
            column: stop["column"].as_u64(),
            middle: (number(&stop["middle"][0]), number(&stop["middle"][1])),
            is_seen: is("is_seen"),
            is_outlined: is("is_outlined"),
        }))
    }

    /// Watches from now on whether the focus is lost. In Chromium only.
    pub(super) async fn watch_focus(&self) -> Step {
        if self.engine == Engine::Chromium {
            let watch = json!({ "source": include_str!("lost_focus.js") });
            self.driver.cdp().send_raw("Page.addScriptToEvaluateOnNewDocument", watch).await?;
        }
        Ok(())
    }

    /// Sees that the focus has not been lost in this session since it was asked last: taken away with what had it, and
    /// set nowhere else.
    ///
    /// # Errors
    /// When it has; with the names of what had it.
    pub async fn check_focus_kept(&self) -> Step {
        // A page without a watch is not the app's.
        let script = "return window.lostFocus ? lostFocus() : { isFalling: false, lost: [] }";
        let lost = until("the focus to be somewhere or lost", async || {
            let answer = self.driver.execute(script, vec![]).await?;
            let answer = answer.json();
            Ok((answer["isFalling"] == false).then(|| answer["lost"].clone()))
        })
        .await?;
        if lost == json!([]) { Ok(()) } else { Err(format!("the focus was lost with {lost}").into()) }
    }

    /// Removes what has the focus from the page, as a page does that draws a part of itself anew.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn remove_focused_element(&self) -> Step {
        self.driver.execute("document.activeElement.remove()", vec![]).await?;
        Ok(())
    }

    /// Moves the focus back with Shift and Tab.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn tab_back(&self) -> Step {
        let back =
            self.driver.action_chain().key_down(Key::Shift).send_keys(char::from(Key::Tab).to_string());
        Ok(back.key_up(Key::Shift).perform().await?)
    }

    /// Looks at the page on a screen of this size. In Chromium only.
    ///
    /// # Errors
    /// When the browser cannot pretend.
    pub async fn set_viewport(&self, width: u32, height: u32) -> Step {
        let screen = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.driver.cdp().send_raw("Emulation.setDeviceMetricsOverride", screen).await?;
        Ok(())
    }

    /// The visible targets that are lower or narrower than they have to be: 24 CSS pixels, 44 for a main button.
    ///
    /// A box or radio button is as large as its label.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn small_targets(&self) -> Step<Vec<String>> {
        let script = "
            const needed = target => target.matches('.button:not(.small)') ? 44 : 24;
            return [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
                .filter(target => target.checkVisibility() && !target.matches('.skip-link'))
                .map(target => target.matches('[type=radio], [type=checkbox]') ? target.closest('label') : target)
                .map(target => [target, target.getBoundingClientRect()])
                .filter(([target, { width, height }]) => Math.min(width, height) < needed(target))
                .map(([target, { width, height }]) => `${target.innerText || target.id}: ${width} x ${height}`)";
        Ok(self.driver.execute(script, vec![]).await?.convert()?)
    }

    /// How a named region of the page is placed: the word of its style.
    ///
    /// # Errors
    /// When there is no such region.
    pub async fn position_of(&self, region: &str) -> Step<String> {
        let script = "return getComputedStyle(document.querySelector(`section[aria-label=\"${arguments[0]}\"]`)).position";
        Ok(self.driver.execute(script, vec![json!(region)]).await?.convert()?)
    }

    /// The results in a named region that assistive technology knows of, in their order.
    ///
    /// # Errors
    /// When there is no such region.
    pub async fn outputs_in(&self, region: &str) -> Step<Vec<String>> {
        let script = "
            const region = document.querySelector(`section[aria-label=\"${arguments[0]}\"]`);
            return [...region.querySelectorAll('output')]
                .filter(output => output.checkVisibility() && !output.closest('[aria-hidden=true]'))
                .map(output => output.innerText)";
        Ok(self.driver.execute(script, vec![json!(region)]).await?.convert()?)
    }

    /// Whether the amount due is on the screen with nothing on top.
    ///
    /// # Errors
    /// When there is no amount.
    pub async fn is_amount_on_screen(&self) -> Step<bool> {
        let script = "
            const amount = document.querySelector('.amount-due output');
            const { left, top, width, height, bottom } = amount.getBoundingClientRect();
            const topmost = document.elementFromPoint(left + width / 2, top + height / 2);
            return top >= 0 && bottom <= innerHeight && amount.contains(topmost)";
        Ok(self.driver.execute(script, vec![]).await?.convert()?)
    }

    /// For each visible button of this name, whether it is on the screen with nothing on top.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn buttons_on_screen(&self, name: &str) -> Step<Vec<bool>> {
        let script = "
            return [...document.querySelectorAll('button')]
                .filter(button => button.checkVisibility() && button.innerText === arguments[0])
                .map(button => {
                    const { left, top, width, height, bottom } = button.getBoundingClientRect();
                    const topmost = document.elementFromPoint(left + width / 2, top + height / 2);
                    return top >= 0 && bottom <= innerHeight && button.contains(topmost);
                })";
        Ok(self.driver.execute(script, vec![json!(name)]).await?.convert()?)
    }

    /// The height of the settings' navigation, in CSS pixels.
    ///
    /// # Errors
    /// When there is none.
    pub async fn navigation_height(&self) -> Step<f64> {
        let script = "return document.querySelector('.side-nav').getBoundingClientRect().height";
        Ok(self.driver.execute(script, vec![]).await?.convert()?)
    }

    /// Whether the amount due is marked as one that is about to change.
    ///
    /// # Errors
    /// When there is no amount.
    pub async fn is_amount_busy(&self) -> Step<bool> {
        let script =
            "return document.querySelector('.amount-due output').getAttribute('aria-busy') === 'true'";
        Ok(self.driver.execute(script, vec![]).await?.convert()?)
    }

    /// What is tied to a field as its description, by the field's id.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn description_of(&self, id: &str) -> Step<String> {
        let script = "
            const field = document.getElementById(arguments[0]);
            return field.getAttribute('aria-describedby').split(' ')
                .map(id => document.getElementById(id).innerText.trim()).filter(text => text).join(' ')";
        Ok(self.driver.execute(script, vec![json!(id)]).await?.convert()?)
    }

    /// The links below the page, in their order.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn footer_links(&self) -> Step<Vec<String>> {
        let script = "return [...document.querySelectorAll('body footer:last-of-type a')]
            .filter(link => !link.closest('main')).map(link => link.innerText)";
        Ok(self.driver.execute(script, vec![]).await?.convert()?)
    }

    /// Whether a field lets people paste into it, by its id.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn accepts_paste(&self, id: &str) -> Step<bool> {
        let script = "
            const paste = new ClipboardEvent('paste', { bubbles: true, cancelable: true });
            return document.getElementById(arguments[0]).dispatchEvent(paste)";
        Ok(self.driver.execute(script, vec![json!(id)]).await?.convert()?)
    }

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

    /// Waits until the focus is on a thing that says this, or begins with it.
    ///
    /// # Errors
    /// When the focus stays elsewhere.
    pub async fn see_focus(&self, name: &str) -> Step {
        until(&format!("the focus on \"{name}\""), async || {
            Ok(self.focused().await?.starts_with(name).then_some(()))
        })
        .await
    }

    /// Everything that assistive technology would read out by itself, region by region.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn announcements(&self) -> Step<Vec<String>> {
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
        Ok(self.driver.execute(script, vec![json!(id)]).await?.convert()?)
    }
}
