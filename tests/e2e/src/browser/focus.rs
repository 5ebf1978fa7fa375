use serde_json::{Value, json};
use thirtyfour::Key;

use super::{engine::Engine, session::Browser, wait::until};
use crate::Step;

/// An element that has the focus, and how the focus is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct FocusStop {
    /// The label or text of the element.
    pub name: String,
    /// The index of the content column that contains the element.
    pub column: Option<u64>,
    /// The center of the element on the page, from the left and from the top, in CSS pixels.
    pub center: (f64, f64),
    /// Whether a part of the element is in the viewport and not covered.
    pub is_visible: bool,
    /// Whether the element has an outline.
    pub is_outlined: bool,
}

const FOCUS_STOP: &str = "
    const thing = document.activeElement;
    if (!thing || thing === document.body) return null;
    const { left, top, width, height } = thing.getBoundingClientRect();
    const inside = [.1, .5, .9].flatMap(x => [.1, .5, .9].map(y => [left + width * x, top + height * y]));
    const is_visible = inside.some(([x, y]) => {
        const topmost = document.elementFromPoint(x, y);
        return topmost && (thing.contains(topmost) || topmost.contains(thing) && topmost.tagName === 'LABEL');
    });
    const { outlineStyle, outlineWidth } = getComputedStyle(thing);
    const columns = [...document.querySelectorAll('.upgrade-columns > *')];
    const column = columns.findIndex(column => column.contains(thing));
    return {
        name: (thing.labels?.[0]?.innerText || thing.getAttribute('aria-label') || thing.innerText || thing.id || thing.tagName).trim(),
        column: column < 0 ? null : column,
        center: [left + scrollX + width / 2, top + scrollY + height / 2],
        is_visible,
        is_outlined: outlineStyle !== 'none' && parseFloat(outlineWidth) > 0,
    }";

impl Browser {
    /// Returns the focused element, or `None` if no part of the page has the focus.
    pub async fn focus_stop(&self) -> Step<Option<FocusStop>> {
        let answer = self.driver.execute(FOCUS_STOP, vec![]).await?;
        let stop = answer.json();
        let number = |value: &Value| value.as_f64().unwrap_or(f64::NAN);
        let is = |name: &str| stop[name].as_bool().unwrap_or(false);
        Ok(stop["name"].as_str().map(|name| FocusStop {
            name: name.to_owned(),
            column: stop["column"].as_u64(),
            center: (number(&stop["center"][0]), number(&stop["center"][1])),
            is_visible: is("is_visible"),
            is_outlined: is("is_outlined"),
        }))
    }

    /// Starts to record lost focus in every document opened from now on. In Chromium only.
    pub(super) async fn watch_focus(&self) -> Step {
        if self.engine == Engine::Chromium {
            let watch = json!({ "source": include_str!("lost_focus.js") });
            self.driver.cdp().send_raw("Page.addScriptToEvaluateOnNewDocument", watch).await?;
        }
        Ok(())
    }

    /// Fails if the focus was lost since the last call: its element was removed and no other element received it. The
    /// error names the elements.
    pub async fn check_focus_kept(&self) -> Step {
        // Pages of other origins have no recorder.
        let script = "return window.lostFocus ? lostFocus() : { isFalling: false, lost: [] }";
        let lost = until("the focus to settle", async || {
            let answer = self.driver.execute(script, vec![]).await?;
            let answer = answer.json();
            Ok((answer["isFalling"] == false).then(|| answer["lost"].clone()))
        })
        .await?;
        if lost == json!([]) { Ok(()) } else { Err(format!("the focus was lost with {lost}").into()) }
    }

    /// Removes the focused element, as a redraw of its part of the page does.
    pub async fn remove_focused_element(&self) -> Step {
        self.driver.execute("document.activeElement.remove()", vec![]).await?;
        Ok(())
    }

    /// Presses Shift+Tab.
    pub async fn tab_back(&self) -> Step {
        let back =
            self.driver.action_chain().key_down(Key::Shift).send_keys(char::from(Key::Tab).to_string());
        Ok(back.key_up(Key::Shift).perform().await?)
    }

    /// Sets the viewport size in CSS pixels. In Chromium only.
    pub async fn set_viewport(&self, width: u32, height: u32) -> Step {
        let screen = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.driver.cdp().send_raw("Emulation.setDeviceMetricsOverride", screen).await?;
        Ok(())
    }

    /// Returns the visible targets smaller than the minimum size: 24 CSS pixels, 44 for a main button.
    ///
    /// A checkbox or radio button counts with its label.
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

    /// Returns the computed `position` of a named region.
    pub async fn position_of(&self, region: &str) -> Step<String> {
        let script = "return getComputedStyle(document.querySelector(`section[aria-label=\"${arguments[0]}\"]`)).position";
        Ok(self.driver.execute(script, vec![json!(region)]).await?.convert()?)
    }

    /// Returns the outputs in a named region that are exposed to assistive technology, in document order.
    pub async fn outputs_in(&self, region: &str) -> Step<Vec<String>> {
        let script = "
            const region = document.querySelector(`section[aria-label=\"${arguments[0]}\"]`);
            return [...region.querySelectorAll('output')]
                .filter(output => output.checkVisibility() && !output.closest('[aria-hidden=true]'))
                .map(output => output.innerText)";
        Ok(self.driver.execute(script, vec![json!(region)]).await?.convert()?)
    }

    /// Whether the amount due is in the viewport and not covered.
    pub async fn is_amount_on_screen(&self) -> Step<bool> {
        let script = "
            const amount = document.querySelector('.amount-due output');
            const { left, top, width, height, bottom } = amount.getBoundingClientRect();
            const topmost = document.elementFromPoint(left + width / 2, top + height / 2);
            return top >= 0 && bottom <= innerHeight && amount.contains(topmost)";
        Ok(self.driver.execute(script, vec![]).await?.convert()?)
    }

    /// Returns for each visible button of this name whether it is in the viewport and not covered.
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

    /// Returns the height of the settings navigation, in CSS pixels.
    pub async fn navigation_height(&self) -> Step<f64> {
        let script = "return document.querySelector('.side-nav').getBoundingClientRect().height";
        Ok(self.driver.execute(script, vec![]).await?.convert()?)
    }

    /// Whether the amount due is marked with `aria-busy`.
    pub async fn is_amount_busy(&self) -> Step<bool> {
        let script =
            "return document.querySelector('.amount-due output').getAttribute('aria-busy') === 'true'";
        Ok(self.driver.execute(script, vec![]).await?.convert()?)
    }

    /// Returns the text of the elements that describe a field, by the field's id.
    pub async fn description_of(&self, id: &str) -> Step<String> {
        let script = "
            const field = document.getElementById(arguments[0]);
            return field.getAttribute('aria-describedby').split(' ')
                .map(id => document.getElementById(id).innerText.trim()).filter(text => text).join(' ')";
        Ok(self.driver.execute(script, vec![json!(id)]).await?.convert()?)
    }

    /// Returns the links of the page footer, in document order.
    pub async fn footer_links(&self) -> Step<Vec<String>> {
        let script = "return [...document.querySelectorAll('body footer:last-of-type a')]
            .filter(link => !link.closest('main')).map(link => link.innerText)";
        Ok(self.driver.execute(script, vec![]).await?.convert()?)
    }

    /// Whether a field accepts pasted text, by its id.
    pub async fn accepts_paste(&self, id: &str) -> Step<bool> {
        let script = "
            const paste = new ClipboardEvent('paste', { bubbles: true, cancelable: true });
            return document.getElementById(arguments[0]).dispatchEvent(paste)";
        Ok(self.driver.execute(script, vec![json!(id)]).await?.convert()?)
    }

    /// Returns the label or the first line of text of the focused element.
    pub async fn focused(&self) -> Step<String> {
        let script = "
            const thing = document.activeElement;
            const label = thing.labels?.[0]?.innerText ?? thing.getAttribute('aria-label');
            return (label || thing.innerText || thing.tagName).trim().split('\\n')[0]";
        Ok(self.driver.execute(script, vec![]).await?.convert()?)
    }

    /// Waits until the focused element has a label or text that starts with `name`.
    pub async fn see_focus(&self, name: &str) -> Step {
        until(&format!("the focus on \"{name}\""), async || {
            Ok(self.focused().await?.starts_with(name).then_some(()))
        })
        .await
    }

    /// Returns the texts of all live regions.
    pub async fn announcements(&self) -> Step<Vec<String>> {
        let script = "
            return [...document.querySelectorAll('[role=status], [role=alert], [aria-live=polite]')]
                .map(region => region.textContent.trim()).filter(text => text)";
        Ok(self.driver.execute(script, vec![]).await?.convert()?)
    }

    /// Returns the distance from the top of the viewport to the top of an element, by its id, in CSS pixels.
    pub async fn top_of(&self, id: &str) -> Step<f64> {
        let script = "return document.getElementById(arguments[0]).getBoundingClientRect().top";
        Ok(self.driver.execute(script, vec![json!(id)]).await?.convert()?)
    }
}
