use serde_json::{Value, json};
use thirtyfour::Capabilities;

use super::appearance::Scheme;
use crate::Step;

/// A browser engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Chromium,
    Firefox,
    WebKit,
}

impl Engine {
    /// Returns the name of the engine, as used on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        }
    }

    /// Parses the engine name of `cargo xtask test e2e --browser`.
    pub fn named(word: &str) -> Step<Self> {
        match word {
            "chromium" => Ok(Self::Chromium),
            "firefox" => Ok(Self::Firefox),
            "webkit" => Ok(Self::WebKit),
            unknown => Err(format!("there is no engine `{unknown}`").into()),
        }
    }

    /// Requests American English and, if a scheme is given, that color scheme and reduced motion.
    pub(super) fn apply_settings(self, wanted: &mut Capabilities, scheme: Option<Scheme>) {
        match self {
            Self::Chromium => {
                add_switches(wanted, "goog:chromeOptions", &["--lang=en-US"]);
                // Serializing a literal does not fail.
                wanted.set("goog:loggingPrefs", json!({ "browser": "ALL" })).ok();
                match scheme {
                    None => {}
                    Some(Scheme::Light) => add_switches(wanted, "goog:chromeOptions", &[REDUCED_MOTION]),
                    Some(Scheme::Dark) => {
                        add_switches(wanted, "goog:chromeOptions", &[REDUCED_MOTION, "--force-dark-mode"]);
                    }
                }
            }
            Self::Firefox => {
                let mut preferences = json!({ "intl.accept_languages": "en-US" });
                if let Some(scheme) = scheme {
                    preferences["ui.prefersReducedMotion"] = json!(1);
                    preferences["ui.systemUsesDarkTheme"] = json!(i32::from(scheme == Scheme::Dark));
                }
                if let Some(options) = wanted.get_mut("moz:firefoxOptions") {
                    options["prefs"] = preferences;
                }
            }
            Self::WebKit => {
                if scheme == Some(Scheme::Dark) {
                    add_switches(wanted, "webkitgtk:browserOptions", &["--dark-mode"]);
                }
            }
        }
    }
}

const REDUCED_MOTION: &str = "--force-prefers-reduced-motion";

fn add_switches(wanted: &mut Capabilities, options: &str, switches: &[&str]) {
    if let Some(Value::Array(all)) = wanted.get_mut(options).map(|options| &mut options["args"]) {
        all.extend(switches.iter().map(|switch| Value::from(*switch)));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use thirtyfour::Capabilities;

    use super::Engine;
    use crate::browser::Scheme;

    fn with_settings(engine: Engine, wanted: serde_json::Value, scheme: Option<Scheme>) -> serde_json::Value {
        let mut wanted: Capabilities = serde_json::from_value(wanted).unwrap();
        engine.apply_settings(&mut wanted, scheme);
        serde_json::to_value(wanted).unwrap()
    }

    #[test]
    fn dark_scheme_is_requested_in_each_engine() {
        let dark = Some(Scheme::Dark);
        let chromium = with_settings(Engine::Chromium, json!({ "goog:chromeOptions": { "args": [] } }), dark);
        let firefox = with_settings(Engine::Firefox, json!({ "moz:firefoxOptions": {} }), dark);
        let webkit =
            with_settings(Engine::WebKit, json!({ "webkitgtk:browserOptions": { "args": [] } }), dark);

        assert!(chromium.to_string().contains("--force-dark-mode"));
        assert_eq!(firefox["moz:firefoxOptions"]["prefs"]["ui.systemUsesDarkTheme"], 1);
        assert!(webkit.to_string().contains("--dark-mode"));
    }

    #[test]
    fn no_color_scheme_keeps_the_browser_defaults() {
        let firefox = with_settings(Engine::Firefox, json!({ "moz:firefoxOptions": {} }), None);

        assert_eq!(firefox["moz:firefoxOptions"]["prefs"], json!({ "intl.accept_languages": "en-US" }));
    }
}
