use serde_json::json;

use super::session::Browser;
use crate::Step;

/// The spacing with which text must still be readable, of WCAG 2.2, 1.4.12.
const WIDEST_SPACING: &str = "
    * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-block-end: 2em !important }";
/// Twice the size that browsers come with, 1.4.4.
const DOUBLED: u32 = 32;

/// Reads a colour, whatever way it is written, as three parts of 0 to 255.
const COLOURS: &str = "
    const brush = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const parts = colour => {
        brush.clearRect(0, 0, 1, 1);
        brush.fillStyle = colour;
        brush.fillRect(0, 0, 1, 1);
        return [...brush.getImageData(0, 0, 1, 1).data];
    };
    const luminance = colour => parts(colour).slice(0, 3)
        .map(part => part / 255)
        .map(part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4)
        .reduce((sum, part, at) => sum + part * [.2126, .7152, .0722][at], 0);
    const contrast = (one, other) => {
        const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
        return (light + .05) / (dark + .05);
    };
    const behind = thing => {
        for (let around = thing; around; around = around.parentElement) {
            const { backgroundColor } = getComputedStyle(around);
            if (parts(backgroundColor)[3] === 255) return backgroundColor;
        }
        return '#fff';
    };";

impl Browser {
    /// Has the browser write twice as large as it comes. In Chromium only.
    ///
    /// # Errors
    /// When the browser cannot pretend.
    pub async fn double_text_size(&self) -> Step {
        let sizes = json!({ "fontSizes": { "standard": DOUBLED, "fixed": DOUBLED } });
        self.driver.cdp().send_raw("Page.setFontSizes", sizes).await?;
        Ok(())
    }

    /// Spaces the text of the page as a person may space theirs.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn apply_text_spacing(&self) -> Step {
        // A style sheet of the person's own is not bound by the page's policy for its styles.
        let script = "
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(arguments[0]);
            document.adoptedStyleSheets = [sheet]";
        self.driver.execute(script, vec![json!(WIDEST_SPACING)]).await?;
        Ok(())
    }

    /// Has the browser paint in the few colours that a person chose. In Chromium only.
    ///
    /// # Errors
    /// When the browser cannot pretend.
    pub async fn force_colors(&self) -> Step {
        let media = json!({ "features": [{ "name": "forced-colors", "value": "active" }] });
        self.driver.cdp().send_raw("Emulation.setEmulatedMedia", media).await?;
        Ok(())
    }

    /// The visible things of which a part cannot be read, because what does not fit is cut off.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn clipped_elements(&self) -> Step<Vec<String>> {
        let script = "
            return [...document.querySelectorAll('body *')]
                .filter(thing => thing.checkVisibility() && thing.innerText?.trim())
                .filter(thing => !thing.closest('.visually-hidden, .skip-link, svg'))
                .filter(thing => {
                    const { overflowX, overflowY } = getComputedStyle(thing);
                    const cuts = overflow => overflow === 'hidden' || overflow === 'clip';
                    return cuts(overflowX) && thing.scrollWidth > thing.clientWidth + 1
                        || cuts(overflowY) && thing.scrollHeight > thing.clientHeight + 1;
                })
                .map(thing => `${thing.className}: ${thing.innerText.slice(0, 60)}`)";
        Ok(self.driver.execute(script, vec![]).await?.convert()?)
    }

    /// The visible controls whose edge or fill does not stand out 3 to 1 from what is around them. Buttons that are
    /// words alone are known by their words.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn low_contrast_controls(&self) -> Step<Vec<String>> {
        let script = format!(
            "{COLOURS}
            return [...document.querySelectorAll('input, textarea, select, .button:not(.quiet)')]
                .filter(control => control.checkVisibility() && !control.matches('[type=radio], [type=checkbox]'))
                .map(control => {{
                    const {{ borderTopWidth, borderTopColor, backgroundColor }} = getComputedStyle(control);
                    const around = behind(control.parentElement);
                    const edge = parseFloat(borderTopWidth) > 0 ? contrast(borderTopColor, around) : 1;
                    const fill = parts(backgroundColor)[3] === 255 ? contrast(backgroundColor, around) : 1;
                    return [control, Math.max(edge, fill)];
                }})
                .filter(([, contrast]) => contrast < 3)
                .map(([control, contrast]) => `${{control.innerText || control.id}}: ${{contrast.toFixed(2)}}`)"
        );
        Ok(self.driver.execute(&script, vec![]).await?.convert()?)
    }

    /// Which kind of figures the amount is written in: the word of its style.
    ///
    /// # Errors
    /// When there is no amount.
    pub async fn amount_font_variant(&self) -> Step<String> {
        let script =
            "return getComputedStyle(document.querySelector('.amount-due output')).fontVariantNumeric";
        Ok(self.driver.execute(script, vec![]).await?.convert()?)
    }
}
