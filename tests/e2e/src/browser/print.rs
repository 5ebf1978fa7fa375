use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::json;

use super::session::Browser;
use crate::Step;

/// A paper size in portrait orientation, in inches.
#[derive(Clone, Copy, Debug)]
pub struct Paper {
    pub width: f64,
    pub height: f64,
}

/// 210 x 297 mm.
pub const A4: Paper = Paper { width: 8.27, height: 11.69 };
pub const LETTER: Paper = Paper { width: 8.5, height: 11.0 };

impl Browser {
    /// Switches the emulated media between `print` and the default. In Chromium only.
    pub async fn emulate_print(&self, is_print: bool) -> Step {
        let media = json!({ "media": if is_print { "print" } else { "" } });
        self.driver.cdp().send_raw("Emulation.setEmulatedMedia", media).await?;
        Ok(())
    }

    /// Returns the number of sheets that the page prints on. In Chromium only.
    pub async fn printed_sheets(&self, paper: Paper) -> Step<usize> {
        let paper =
            json!({ "paperWidth": paper.width, "paperHeight": paper.height, "preferCSSPageSize": false });
        let answer = self.driver.cdp().send_raw("Page.printToPDF", paper).await?;
        let document = STANDARD.decode(answer["data"].as_str().ok_or("the browser sent no document")?)?;
        // In a PDF each sheet is one `/Page` object. The `/Pages` object lists them.
        let document = String::from_utf8_lossy(&document);
        Ok(document
            .match_indices("/Type /Page")
            .filter(|(at, kind)| !document[at + kind.len()..].starts_with('s'))
            .count())
    }

    /// Returns the background color and the text color of the page, as `#rrggbb`.
    pub async fn print_colours(&self) -> Step<(String, String)> {
        let script = "
            const brush = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
            const hex = colour => {
                brush.fillStyle = colour;
                brush.fillRect(0, 0, 1, 1);
                const [red, green, blue] = brush.getImageData(0, 0, 1, 1).data;
                return '#' + [red, green, blue].map(part => part.toString(16).padStart(2, '0')).join('');
            };
            const style = getComputedStyle(document.querySelector('main'));
            let paper = document.querySelector('main');
            while (paper && getComputedStyle(paper).backgroundColor === 'rgba(0, 0, 0, 0)') paper = paper.parentElement;
            return [paper ? hex(getComputedStyle(paper).backgroundColor) : '#ffffff', hex(style.color)]";
        Ok(self.driver.execute(script, vec![]).await?.convert()?)
    }
}
