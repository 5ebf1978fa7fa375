/// The language whose sentences are part of the program.
pub const ENGLISH: &str = "en";

/// A language the app speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language {
    /// Its BCP 47 tag, and the name of its folder.
    pub tag: &'static str,
    /// Its name in itself.
    pub name: &'static str,
    /// Whether it is written from right to left.
    pub rtl: bool,
    /// The plural categories of its whole numbers, after the Unicode CLDR's plural rules.
    pub plurals: &'static [&'static str],
}

/// Every language, English first.
pub const LANGUAGES: [Language; 4] = [
    Language { tag: ENGLISH, name: "English", rtl: false, plurals: &["one", "other"] },
    Language { tag: "vi", name: "Ti\u{1ebf}ng Vi\u{1ec7}t", rtl: false, plurals: &["other"] },
    Language { tag: "ja", name: "\u{65e5}\u{672c}\u{8a9e}", rtl: false, plurals: &["other"] },
    Language {
        tag: "ar",
        name: "\u{627}\u{644}\u{639}\u{631}\u{628}\u{64a}\u{629}",
        rtl: true,
        plurals: &["zero", "one", "two", "few", "many", "other"],
    },
];

/// Every plural category there is.
pub const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];
