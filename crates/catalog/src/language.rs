/// A language of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language {
    /// The primary language subtag of BCP 47, such as `de`, which is also the name of the language's folder.
    pub tag: &'static str,
    /// The name of the language in that language.
    pub name: &'static str,
    /// Whether the script is written from right to left.
    pub rtl: bool,
    /// The numbering system of numbers and dates, if it is not the locale's own. The input fields use the digits 0 to 9.
    pub digits: Option<&'static str>,
    /// The plural categories of integers, according to the plural rules of the Unicode CLDR.
    pub plurals: &'static [&'static str],
}

/// The language whose messages are compiled into the app.
pub const ENGLISH: Language =
    Language { tag: "en", name: "English", rtl: false, digits: None, plurals: &["one", "other"] };

/// Every language, English first.
pub const LANGUAGES: &[Language] = &[
    ENGLISH,
    Language { tag: "vi", name: "Ti\u{1ebf}ng Vi\u{1ec7}t", rtl: false, digits: None, plurals: &["other"] },
    Language { tag: "ja", name: "\u{65e5}\u{672c}\u{8a9e}", rtl: false, digits: None, plurals: &["other"] },
    Language {
        tag: "ar",
        name: "\u{627}\u{644}\u{639}\u{631}\u{628}\u{64a}\u{629}",
        rtl: true,
        digits: Some("latn"),
        plurals: &["zero", "one", "two", "few", "many", "other"],
    },
];

/// All plural categories of the Unicode CLDR.
pub const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];
