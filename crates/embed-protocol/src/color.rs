/// An opaque sRGB color, as `0xRRGGBB`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color(pub u32);

impl Color {
    /// Parses `#rgb` or `#rrggbb`. Transparent colors have no contrast of their own, so they are refused.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let value = u32::from_str_radix(digits, 16).ok()?;
        match digits.len() {
            // Each digit is written twice: `#1af` is `#11aaff`.
            3 => Some(Self(((value & 0xf00) << 8 | (value & 0x0f0) << 4 | (value & 0x00f)) * 0x11)),
            6 => Some(Self(value)),
            _ => None,
        }
    }

    /// The relative luminance of WCAG 2.2, from 0 to 1.
    fn luminance(self) -> f64 {
        let linear = |shift: u32| {
            let channel = f64::from(self.0 >> shift & 0xff) / 255.0;
            if channel <= 0.040_45 { channel / 12.92 } else { power_2_4((channel + 0.055) / 1.055) }
        };
        0.2126 * linear(16) + 0.7152 * linear(8) + 0.0722 * linear(0)
    }
}

/// `base` to the power of 2.4, for a base from 0.09 to 1. `f64::powf` would add 2 KiB to the app.
fn power_2_4(base: f64) -> f64 {
    let square = base * base;
    // Newton's method for the fifth root of the square.
    let mut root = 1.0;
    for _ in 0..20 {
        root -= (root - square / (root * root * root * root)) / 5.0;
    }
    square * root
}

/// The contrast ratio of WCAG 2.2 times 1,000, rounded down: from 1,000 to 21,000.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the ratio is at most 21")]
pub fn contrast_milli(one: Color, other: Color) -> u32 {
    let (one, other) = (one.luminance(), other.luminance());
    ((one.max(other) + 0.05) / (one.min(other) + 0.05) * 1_000.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_matches_the_examples_of_wcag() {
        let contrast = |one, other| contrast_milli(Color::parse(one).unwrap(), Color::parse(other).unwrap());
        assert!((20_999..=21_000).contains(&contrast("#000", "#ffffff")));
        assert_eq!(contrast("#fff", "#fff"), 1_000);
        // The darkest gray that fails on white and the lightest that passes.
        assert_eq!(contrast("#777777", "#fff"), 4_478);
        assert_eq!(contrast("#767676", "#fff"), 4_542);
        assert_eq!(contrast("#fff", "#767676"), 4_542);
    }

    #[test]
    fn power_matches_the_standard_library() {
        for thousandth in 90..=1_000 {
            let base = f64::from(thousandth) / 1_000.0;
            assert!((power_2_4(base) - base.powf(2.4)).abs() < 1e-12, "{base}");
        }
    }

    #[test]
    fn short_colors_repeat_every_digit() {
        assert_eq!(Color::parse("#1aF"), Some(Color(0x11_aa_ff)));
    }
}
