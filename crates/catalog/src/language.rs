/// The language whose messages are compiled into the app.
pub const ENGLISH: &str = "en";

/// A language of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language {
    /// The BCP 47 tag, which is also the name of the language's folder.
    pub tag: &'static str,
    /// The name of the language in that language.
    pub name: &'static str,
    /// Whether the script is written from right to left.
    pub rtl: bool,
    /// The plural categories of integers, according to the plural rules of the Unicode CLDR.
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

/// All plural categories of the Unicode CLDR.
pub const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];
