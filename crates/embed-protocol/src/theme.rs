use serde::{Deserialize, Serialize};

use crate::{
    color::{Color, contrast_milli},
    payload::{ColorScheme, ThemePayload},
};

/// The least contrast of text, times 1,000 (WCAG 2.2, 1.4.3).
const TEXT: u32 = 4_500;
/// The least contrast of the edges of controls, times 1,000 (WCAG 2.2, 1.4.11).
const EDGE: u32 = 3_000;

/// Defines the tokens, each with the CSS custom properties that it sets.
macro_rules! tokens {
    ($($(#[doc = $doc:literal])* $field:ident, $name:literal => $properties:expr;)+) => {
        /// The colors and lengths of a theme. Unknown names are ignored.
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "camelCase")]
        pub struct Tokens {
            $($(#[doc = $doc])* #[serde(default, skip_serializing_if = "Option::is_none")] pub $field: Option<String>,)+
        }

        impl Tokens {
            /// The tokens that are set, as name, properties and value.
            fn entries(&self) -> impl Iterator<Item = (&'static str, &'static [&'static str], &str)> {
                let all: [(&'static str, &'static [&'static str], Option<&str>); _] =
                    [$(($name, &$properties, self.$field.as_deref()),)+];
                all.into_iter().filter_map(|(name, properties, value)| Some((name, properties, value?)))
            }
        }
    };
}

tokens! {
    /// Background of the page, as `#rgb` or `#rrggbb`.
    color_background, "colorBackground" => ["--canvas", "--sunken", "--hover"];
    /// Background of panels and fields, as `#rgb` or `#rrggbb`.
    color_surface, "colorSurface" => ["--surface", "--raised"];
    /// Text, as `#rgb` or `#rrggbb`.
    color_text, "colorText" => ["--ink"];
    /// Secondary text, as `#rgb` or `#rrggbb`.
    color_text_secondary, "colorTextSecondary" => ["--ink-soft"];
    /// Edges of controls, as `#rgb` or `#rrggbb`.
    color_border, "colorBorder" => ["--edge"];
    /// Links and selected parts, as `#rgb` or `#rrggbb`.
    color_link, "colorLink" => ["--accent"];
    /// Background of primary buttons, as `#rgb` or `#rrggbb`.
    color_primary, "colorPrimary" => ["--accent-fill", "--accent-fill-hover"];
    /// Text on primary buttons, as `#rgb` or `#rrggbb`.
    color_primary_text, "colorPrimaryText" => ["--on-accent"];
    /// Size of normal text: 14 to 20 px, as `px` or `rem`.
    font_size_base, "fontSizeBase" => ["--text"];
    /// Radius of the corners: 0 to 24 px, as `px` or `rem`.
    border_radius, "borderRadius" => ["--radius-small", "--radius", "--radius-large"];
}

/// The default colors of the app (`style/10-tokens.css`), light and dark.
const DEFAULTS: [(&str, Color, Color); 19] = [
    ("--canvas", Color(0xf6_f7_f9), Color(0x0e_10_14)),
    ("--surface", Color(0xff_ff_ff), Color(0x16_19_1f)),
    ("--raised", Color(0xff_ff_ff), Color(0x1c_20_28)),
    ("--sunken", Color(0xf1_f3_f6), Color(0x12_15_1a)),
    ("--hover", Color(0xf1_f2_f6), Color(0x20_25_2e)),
    ("--ink", Color(0x18_1b_22), Color(0xec_ee_f2)),
    ("--ink-soft", Color(0x55_5d_6d), Color(0xa6_ad_ba)),
    ("--edge", Color(0x7f_87_96), Color(0x6b_74_84)),
    ("--accent", Color(0x43_38_ca), Color(0xa9_a6_ff)),
    ("--accent-fill", Color(0x43_38_ca), Color(0x5d_55_e0)),
    ("--accent-fill-hover", Color(0x37_30_a3), Color(0x6c_64_ea)),
    ("--accent-soft", Color(0xee_f0_ff), Color(0x23_24_4a)),
    ("--good", Color(0x11_64_3f), Color(0x5f_d3_9b)),
    ("--good-soft", Color(0xe8_f6_ee), Color(0x10_29_1e)),
    ("--warn", Color(0x7a_4a_00), Color(0xf0_b9_5b)),
    ("--warn-soft", Color(0xff_f6_e3), Color(0x2c_22_0f)),
    ("--danger", Color(0xb4_23_18), Color(0xff_9a_8f)),
    ("--danger-soft", Color(0xfe_f0_ee), Color(0x32_17_15)),
    ("--on-accent", Color(0xff_ff_ff), Color(0xff_ff_ff)),
];

/// The pairs that need contrast: foregrounds, backgrounds, and the least contrast.
const PAIRS: [(&[&str], &[&str], u32); 5] = [
    (
        &["--ink", "--ink-soft", "--accent"],
        &["--canvas", "--surface", "--raised", "--sunken", "--hover", "--accent-soft"],
        TEXT,
    ),
    (&["--ink"], &["--good-soft", "--warn-soft", "--danger-soft"], TEXT),
    (&["--good", "--warn", "--danger"], &["--canvas", "--surface", "--raised"], TEXT),
    (&["--on-accent"], &["--accent-fill", "--accent-fill-hover"], TEXT),
    (&["--edge", "--accent-fill"], &["--surface"], EDGE),
];

/// The checked appearance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// The color scheme.
    pub scheme: ColorScheme,
    /// CSS custom properties with their values: a color in hexadecimal, or a length in `px` or `rem`.
    pub properties: Vec<(&'static str, String)>,
    /// Names of the tokens that are replaced with the default, because they are malformed, out of range or lack
    /// contrast.
    pub rejected: Vec<&'static str>,
}

impl Theme {
    /// Checks the tokens of a message.
    ///
    /// A pair of colors without enough contrast is replaced with the default, in every scheme that can be drawn.
    #[must_use]
    pub fn new(payload: &ThemePayload) -> Self {
        let mut rejected = Vec::new();
        let mut colors: Vec<HostColor> = Vec::new();
        let mut properties = Vec::new();
        for (name, names, value) in payload.tokens.entries() {
            if let Some(color) = Color::parse(value).filter(|_| name.starts_with("color")) {
                colors.push(HostColor { token: name, properties: names, color, value });
            } else if is_length(name, value) {
                properties.extend(names.iter().map(|property| (*property, value.to_owned())));
            } else {
                rejected.push(name);
            }
        }
        // Every round removes a token, and the defaults have enough contrast, so this ends.
        while let Some((foreground, background)) = first_fault(payload.scheme, &colors) {
            let is_in_fault = |color: &HostColor| color.sets(foreground) || color.sets(background);
            rejected.extend(colors.iter().filter(|color| is_in_fault(color)).map(|color| color.token));
            colors.retain(|color| !is_in_fault(color));
        }
        for color in colors {
            properties.extend(color.properties.iter().map(|property| (*property, color.value.to_owned())));
        }
        Self { scheme: payload.scheme, properties, rejected }
    }
}

/// A color of the host.
struct HostColor<'a> {
    token: &'static str,
    properties: &'static [&'static str],
    color: Color,
    value: &'a str,
}

impl HostColor<'_> {
    fn sets(&self, property: &str) -> bool {
        self.properties.contains(&property)
    }
}

/// The first pair with a color of the host and too little contrast.
fn first_fault(scheme: ColorScheme, colors: &[HostColor<'_>]) -> Option<(&'static str, &'static str)> {
    let host = |property: &str| colors.iter().find(|color| color.sets(property)).map(|color| color.color);
    for (foregrounds, backgrounds, least) in PAIRS {
        for (foreground, background) in foregrounds
            .iter()
            .flat_map(|foreground| backgrounds.iter().map(move |background| (*foreground, *background)))
        {
            let (own, behind) = (host(foreground), host(background));
            let lacks_contrast = |default: fn(&str) -> Color| {
                let own = own.unwrap_or_else(|| default(foreground));
                contrast_milli(own, behind.unwrap_or_else(|| default(background))) < least
            };
            let is_light = scheme != ColorScheme::Dark;
            let is_dark = scheme != ColorScheme::Light;
            if (own.is_some() || behind.is_some())
                && ((is_light && lacks_contrast(light)) || (is_dark && lacks_contrast(dark)))
            {
                return Some((foreground, background));
            }
        }
    }
    None
}

fn light(property: &str) -> Color {
    DEFAULTS.iter().find(|(name, ..)| *name == property).map_or(Color(0), |(_, light, _)| *light)
}

fn dark(property: &str) -> Color {
    DEFAULTS.iter().find(|(name, ..)| *name == property).map_or(Color(0), |(_, _, dark)| *dark)
}

/// Returns whether the value is a length in the range of the token.
fn is_length(token: &str, value: &str) -> bool {
    let range = match token {
        "fontSizeBase" => 14_000..=20_000,
        "borderRadius" => 0..=24_000,
        _ => return false,
    };
    milli_pixels(value).is_some_and(|length| range.contains(&length))
}

/// Parses a length with at most two digits before and four after the point, in thousandths of a pixel.
fn milli_pixels(value: &str) -> Option<u32> {
    let (number, unit) = match value.strip_suffix("px") {
        Some(number) => (number, 1),
        None => (value.strip_suffix("rem")?, 16),
    };
    let (whole, fraction) = number.split_once('.').map_or((number, "0"), |parts| parts);
    let is_number = |digits: &str, most| {
        (1..=most).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !is_number(whole, 2) || !is_number(fraction, 4) {
        return None;
    }
    let ten_thousandths = format!("{whole}{fraction:0<4}").parse::<u32>().ok()?;
    Some(ten_thousandths * unit / 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn theme(scheme: ColorScheme, json: &str) -> Theme {
        Theme::new(&ThemePayload { scheme, tokens: serde_json::from_str(json).unwrap() })
    }

    #[test]
    fn default_colors_have_enough_contrast() {
        for (foregrounds, backgrounds, least) in PAIRS {
            for foreground in foregrounds {
                for background in backgrounds {
                    for default in [light, dark] {
                        let contrast = contrast_milli(default(foreground), default(background));
                        assert!(contrast >= least, "{foreground} on {background}: {contrast}");
                    }
                }
            }
        }
    }

    #[test]
    fn default_colors_match_the_style_sheet() {
        let css = std::fs::read_to_string("../../style/10-tokens.css").unwrap();
        for (property, light, dark) in DEFAULTS {
            let (light, dark) = (format!("#{:06x}", light.0), format!("#{:06x}", dark.0));
            let value = if light == dark { light } else { format!("light-dark({light}, {dark})") };
            assert!(css.contains(&format!("{property}: {value};")), "{property}: {value}");
        }
    }

    #[test]
    fn colors_with_enough_contrast_are_applied() {
        let json = r##"{"colorPrimary":"#0a5","colorPrimaryText":"#000000","borderRadius":"0px","fontSizeBase":"1rem"}"##;
        let theme = theme(ColorScheme::Light, json);
        assert_eq!(theme.rejected, Vec::<&str>::new());
        assert_eq!(
            theme.properties,
            [
                ("--text", "1rem".to_owned()),
                ("--radius-small", "0px".to_owned()),
                ("--radius", "0px".to_owned()),
                ("--radius-large", "0px".to_owned()),
                ("--accent-fill", "#0a5".to_owned()),
                ("--accent-fill-hover", "#0a5".to_owned()),
                ("--on-accent", "#000000".to_owned()),
            ]
        );
    }

    #[test]
    fn pair_without_contrast_falls_back_to_the_default() {
        // White on yellow: 1.07:1.
        let pair = theme(ColorScheme::Light, r##"{"colorPrimary":"#ffff00","colorPrimaryText":"#ffffff"}"##);
        assert_eq!(pair.properties, []);
        assert_eq!(pair.rejected, ["colorPrimary", "colorPrimaryText"]);

        // Near black on the default dark surface.
        let text = r##"{"colorText":"#111111","colorLink":"#1a0dab"}"##;
        assert_eq!(theme(ColorScheme::Light, text).rejected, Vec::<&str>::new());
        assert_eq!(theme(ColorScheme::Dark, text).rejected, ["colorText", "colorLink"]);
        assert_eq!(theme(ColorScheme::Auto, text).rejected, ["colorText", "colorLink"]);
    }

    #[test]
    fn values_that_are_not_colors_or_lengths_are_rejected() {
        for value in [
            "",
            "red",
            "#12",
            "#1234",
            "#ggg",
            "#ffffff;",
            "#fff url(x)",
            "url(https://evil.example/x)",
            "rgb(0 0 0)",
            "var(--ink)",
            "12px",
            "é12345",
            "#\u{e9}12",
        ] {
            let tokens = Tokens { color_text: Some(value.to_owned()), ..Tokens::default() };
            let theme = Theme::new(&ThemePayload { scheme: ColorScheme::Light, tokens });
            assert_eq!((theme.properties, theme.rejected), (vec![], vec!["colorText"]), "{value}");
        }
        for value in [
            "",
            "px",
            "-1px",
            "+1px",
            ".5rem",
            "1.px",
            "1e1px",
            "25px",
            "100px",
            "1.6rem",
            "1.55555rem",
            "1em",
            "1 px",
            "#fff",
            "calc(1px)",
            "1px;",
        ] {
            let tokens = Tokens { border_radius: Some(value.to_owned()), ..Tokens::default() };
            let theme = Theme::new(&ThemePayload { scheme: ColorScheme::Light, tokens });
            assert_eq!((theme.properties, theme.rejected), (vec![], vec!["borderRadius"]), "{value}");
        }
    }

    #[test]
    fn lengths_are_read_in_thousandths_of_a_pixel() {
        assert_eq!(milli_pixels("15px"), Some(15_000));
        // 0.9375 x 16
        assert_eq!(milli_pixels(".9375rem"), None);
        assert_eq!(milli_pixels("0.9375rem"), Some(15_000));
        assert_eq!(milli_pixels("1.5px"), Some(1_500));
    }
}
