//! The active language. English is compiled into the app. Every other language is a table with one line per message, in
//! the format that `crates/catalog` produces.

use std::cell::Cell;

use platform::intl::{self, Count};

include!(concat!(env!("OUT_DIR"), "/languages.rs"));

/// A supported language.
#[derive(Debug, PartialEq, Eq)]
pub struct Language {
    /// Primary language subtag of BCP 47.
    pub tag: &'static str,
    /// Name in the language itself.
    pub name: &'static str,
    /// Whether the language is written from right to left.
    pub rtl: bool,
    /// Numbering system of numbers and dates, if it is not the locale's own.
    pub digits: Option<&'static str>,
    /// File name of the message table; `None` for English.
    pub table: Option<&'static str>,
}

/// An argument of a message.
pub enum MessageArgument<'a> {
    /// Text, or a word that selects a variant.
    Text(&'a str),
    /// A number, which selects a variant by the language's plural rules.
    Number(&'a Count),
}

/// Starts a selection; the argument follows. `crates/catalog/src/compact.rs` documents the format.
const SELECT: char = '\u{e}';
const NEXT: char = '\u{f}';
const END: char = '\u{10}';
/// Directional isolates. They keep an argument in a right-to-left text from being reordered with the text around it.
const ISOLATE: char = '\u{2068}';
const END_ISOLATE: char = '\u{2069}';

#[derive(Clone, Copy)]
struct Active {
    lines: &'static [&'static str],
    is_rtl: bool,
}

thread_local! {
    static ACTIVE: Cell<Active> = const { Cell::new(Active { lines: &[], is_rtl: false }) };
}

/// Activates a language. The caller has to render the page again, and the table is kept for the lifetime of the page.
/// Returns `false` and changes nothing when the table has another number of messages than this build.
pub fn speak(language: &Language, table: &str) -> bool {
    let lines: Vec<&'static str> = if language.table.is_some() {
        let lines: &'static str = Box::leak(table.into());
        lines.split('\n').collect()
    } else {
        Vec::new()
    };
    let is_valid = lines.len() == if language.table.is_some() { MESSAGES } else { 0 };
    if is_valid {
        ACTIVE.set(Active { lines: Box::leak(lines.into_boxed_slice()), is_rtl: language.rtl });
    }
    is_valid
}

/// The first supported language in `wanted`, and the tag for numbers and dates. The tag keeps the region, because for
/// example British English has its own date format. The default is English.
#[must_use]
pub fn preferred(wanted: &[String]) -> (&'static Language, String) {
    let supported = |tag: &String| {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        let language = LANGUAGES.iter().find(|language| language.tag.eq_ignore_ascii_case(primary))?;
        Some((language, number_tag(language, tag)))
    };
    let [english, ..] = &LANGUAGES;
    wanted.iter().find_map(supported).unwrap_or_else(|| (english, english.tag.to_owned()))
}

fn number_tag(language: &Language, tag: &str) -> String {
    match language.digits {
        Some(digits) if !tag.contains("-u-") => format!("{tag}-u-nu-{digits}"),
        _ => tag.to_owned(),
    }
}

/// A message without arguments.
#[must_use]
pub fn plain(line: usize, english: &'static str) -> &'static str {
    ACTIVE.get().lines.get(line).copied().unwrap_or(english)
}

/// A message with its arguments.
#[must_use]
pub fn filled(line: usize, english: &'static str, arguments: &[MessageArgument]) -> String {
    let mut out = String::new();
    fill(&mut out, plain(line, english), arguments, ACTIVE.get().is_rtl);
    out
}

fn fill(out: &mut String, pattern: &str, arguments: &[MessageArgument], isolate: bool) {
    let mut rest = pattern;
    while let Some((text, special, after)) = next_special(rest) {
        out.push_str(text);
        rest = after;
        if special != SELECT {
            push_argument(out, argument(arguments, special), isolate);
        } else if let Some((selection, after)) = after.split_once(END) {
            let mut inside = selection.chars();
            let selector = inside.next().and_then(|placeholder| argument(arguments, placeholder));
            fill(out, select_variant(selector, inside.as_str()), arguments, isolate);
            rest = after;
        }
    }
    out.push_str(rest);
}

fn next_special(text: &str) -> Option<(&str, char, &str)> {
    let at = text.find(|letter| letter <= END)?;
    let (before, after) = text.split_at_checked(at)?;
    let mut after = after.chars();
    let special = after.next()?;
    Some((before, special, after.as_str()))
}

fn argument<'a>(arguments: &'a [MessageArgument<'a>], placeholder: char) -> Option<&'a MessageArgument<'a>> {
    let index = usize::try_from(u32::from(placeholder)).ok()?;
    arguments.get(index.checked_sub(1)?)
}

fn push_argument(out: &mut String, argument: Option<&MessageArgument>, isolate: bool) {
    let Some(argument) = argument else { return };
    out.extend(isolate.then_some(ISOLATE));
    out.push_str(match argument {
        MessageArgument::Text(text) => text,
        MessageArgument::Number(count) => &count.written,
    });
    out.extend(isolate.then_some(END_ISOLATE));
}

/// The variant for an argument: the exact one, else the one of its plural category, else the default, which comes last.
fn select_variant<'a>(selector: Option<&MessageArgument>, variants: &'a str) -> &'a str {
    let keyed = |wanted: &str| {
        let mut parts = variants.split(NEXT);
        while let (Some(key), Some(text)) = (parts.next(), parts.next()) {
            if key == wanted {
                return Some(text);
            }
        }
        None
    };
    let found = match selector {
        Some(MessageArgument::Text(word)) => keyed(word),
        Some(MessageArgument::Number(count)) => {
            keyed(&count.value.to_string()).or_else(|| keyed(&category(count.value)))
        }
        None => None,
    };
    found.unwrap_or_else(|| variants.rsplit(NEXT).next().unwrap_or_default())
}

fn category(value: i64) -> String {
    if ACTIVE.get().lines.is_empty() {
        (if value == 1 { "one" } else { "other" }).to_owned()
    } else {
        intl::plural_category(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(tags: &[&str]) -> Vec<String> {
        tags.iter().map(|tag| (*tag).to_owned()).collect()
    }

    fn count(value: i64) -> Count {
        Count { value, written: value.to_string() }
    }

    #[test]
    fn first_supported_language_is_selected() {
        let (language, numbers) = preferred(&tags(&["tlh", "ja-JP", "en"]));

        assert_eq!((language.tag, numbers.as_str()), ("ja", "ja-JP"));
    }

    #[test]
    fn unsupported_languages_fall_back_to_english() {
        assert_eq!(preferred(&tags(&["tlh", "tlh-Latn"])).0.tag, "en");
        assert_eq!(preferred(&[]).0.tag, "en");
    }

    #[test]
    fn british_english_keeps_its_date_format() {
        assert_eq!(preferred(&tags(&["en-GB"])), (&LANGUAGES[0], "en-GB".to_owned()));
    }

    #[test]
    fn arabic_uses_latin_digits() {
        assert_eq!(preferred(&tags(&["ar-EG"])).1, "ar-EG-u-nu-latn");
    }

    #[test]
    fn table_of_another_build_is_rejected() {
        let vietnamese = LANGUAGES.iter().find(|language| language.tag == "vi").unwrap();

        assert!(!speak(vietnamese, "one line\nand another"));
        assert_eq!(plain(0, "still English"), "still English");
    }

    #[test]
    fn exact_number_takes_precedence_over_its_plural_category() {
        let pattern = "\u{e}\u{1}0\u{f}none\u{f}one\u{f}just one\u{f}\u{1} of them\u{10}.";
        let render = |value| filled(usize::MAX, pattern, &[MessageArgument::Number(&count(value))]);

        assert_eq!([render(0), render(1), render(7)], ["none.", "just one.", "7 of them."]);
    }

    #[test]
    fn word_selects_its_variant_or_the_default() {
        let pattern = "\u{e}\u{1}annual\u{f}yearly \u{2}\u{f}monthly \u{2}\u{10}";
        let render =
            |word| filled(usize::MAX, pattern, &[MessageArgument::Text(word), MessageArgument::Text("$1")]);

        assert_eq!([render("annual"), render("monthly")], ["yearly $1", "monthly $1"]);
    }
}
