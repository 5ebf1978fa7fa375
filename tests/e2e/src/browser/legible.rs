use serde_json::json;

use super::session::Browser;
use crate::Step;

/// The text spacing of WCAG 2.2, success criterion 1.4.12.
const TEXT_SPACING: &str = "
    * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-block-end: 2em !important }";
/// Twice the default font size in CSS pixels, for WCAG 2.2, success criterion 1.4.4.
const DOUBLE_FONT_SIZE: u32 = 32;

/// JavaScript that computes contrast ratios. `parts` converts any CSS color to four channels from 0 to 255.
const CONTRAST: &str = "
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
    /// Doubles the default font size. In Chromium only.
    pub async fn double_text_size(&self) -> Step {
        let sizes = json!({ "fontSizes": { "standard": DOUBLE_FONT_SIZE, "fixed": DOUBLE_FONT_SIZE } });
        self.driver.cdp().send_raw("Page.setFontSizes", sizes).await?;
        Ok(())
    }

    /// Applies the text spacing of WCAG to the page.
    pub async fn apply_text_spacing(&self) -> Step {
        // An adopted style sheet is not subject to the page's content security policy, like a user style sheet.
        let script = "
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(arguments[0]);
            document.adoptedStyleSheets = [sheet]";
        self.driver.execute(script, vec![json!(TEXT_SPACING)]).await?;
        Ok(())
    }

    /// Emulates forced colors. In Chromium only.
    pub async fn force_colors(&self) -> Step {
        let media = json!({ "features": [{ "name": "forced-colors", "value": "active" }] });
        self.driver.cdp().send_raw("Emulation.setEmulatedMedia", media).await?;
        Ok(())
    }

    /// Returns the visible elements whose text is clipped.
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

    /// Returns the visible controls whose border and fill have a contrast below 3:1 with their surroundings. Text-only
    /// buttons are excluded.
    pub async fn low_contrast_controls(&self) -> Step<Vec<String>> {
        let script = format!(
            "{CONTRAST}
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

    /// Returns the computed `font-variant-numeric` of the amount due.
    pub async fn amount_font_variant(&self) -> Step<String> {
        let script =
            "return getComputedStyle(document.querySelector('.amount-due output')).fontVariantNumeric";
        Ok(self.driver.execute(script, vec![]).await?.convert()?)
    }
}
