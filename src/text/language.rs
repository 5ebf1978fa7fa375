//! The language on the page. English is part of the program; another language is a table with one line for each
//! message, in the form that `crates/catalog` compiles.

use std::cell::Cell;

use crate::platform::intl::{self, Count};

include!(concat!(env!("OUT_DIR"), "/languages.rs"));

/// A language the app speaks.
#[derive(Debug, PartialEq, Eq)]
pub struct Language {
    /// Its BCP 47 tag.
    pub tag: &'static str,
    /// Its name in itself.
    pub name: &'static str,
    /// Whether it is written from right to left.
    pub rtl: bool,
    /// The file with its sentences; English needs none.
    pub table: Option<&'static str>,
}

/// Something that is put into a message.
pub enum Value<'a> {
    /// Text, or a word that selects a variant.
    Text(&'a str),
    /// A number, which selects a variant by the language's plural rules.
    Number(&'a Count),
}

/// Opens a selection; the argument follows. The form is told in `crates/catalog/src/compact.rs`.
const SELECT: char = '\u{e}';
const NEXT: char = '\u{f}';
const END: char = '\u{10}';
/// Keep what is put into a sentence of a right-to-left language from changing places with what stands beside it.
const ISOLATE: char = '\u{2068}';
const END_ISOLATE: char = '\u{2069}';

#[derive(Clone, Copy)]
struct Spoken {
    lines: &'static [&'static str],
    is_rtl: bool,
}

thread_local! {
    static SPOKEN: Cell<Spoken> = const { Cell::new(Spoken { lines: &[], is_rtl: false }) };
}

/// Speaks a language from now on; what is already on the page has to be drawn again. Its table is kept for the life of
/// the page. Answers `false`, and changes nothing, when the table is not one of this build.
pub fn speak(language: &Language, table: &str) -> bool {
    let lines: Vec<&'static str> = if language.table.is_some() {
        let lines: &'static str = Box::leak(table.into());
        lines.split('\n').collect()
    } else {
        Vec::new()
    };
    let fits = lines.len() == if language.table.is_some() { MESSAGES } else { 0 };
    if fits {
        SPOKEN.set(Spoken { lines: Box::leak(lines.into_boxed_slice()), is_rtl: language.rtl });
    }
    fits
}

/// The language among ours that somebody prefers, and the tag for numbers and dates: theirs where it is the same
/// language (British English writes its dates its own way), in the digits that can be typed here.
#[must_use]
pub fn preferred(wanted: &[String]) -> (&'static Language, String) {
    let speaks = |tag: &String| {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        let language = LANGUAGES.iter().find(|language| language.tag.eq_ignore_ascii_case(primary))?;
        Some((language, numbers_like(language, tag)))
    };
    let [english, ..] = &LANGUAGES;
    wanted.iter().find_map(speaks).unwrap_or_else(|| (english, english.tag.to_owned()))
}

fn numbers_like(language: &Language, tag: &str) -> String {
    match language.tag {
        // The fields take the digits 0 to 9, so the page shows them too.
        "ar" if !tag.contains("-u-") => format!("{tag}-u-nu-latn"),
        _ => tag.to_owned(),
    }
}

/// A message without arguments.
#[must_use]
pub fn plain(line: usize, english: &'static str) -> &'static str {
    SPOKEN.get().lines.get(line).copied().unwrap_or(english)
}

/// A message with what is put into it.
#[must_use]
pub fn filled(line: usize, english: &'static str, values: &[Value]) -> String {
    let mut out = String::new();
    fill(&mut out, plain(line, english), values, SPOKEN.get().is_rtl);
    out
}

fn fill(out: &mut String, pattern: &str, values: &[Value], isolated: bool) {
    let mut rest = pattern;
    while let Some((text, special, after)) = next_special(rest) {
        out.push_str(text);
        rest = after;
        if special != SELECT {
            put(out, value(values, special), isolated);
        } else if let Some((selection, after)) = after.split_once(END) {
            let mut inside = selection.chars();
            let on = inside.next().and_then(|argument| value(values, argument));
            fill(out, chosen(on, inside.as_str()), values, isolated);
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

fn value<'a>(values: &'a [Value<'a>], argument: char) -> Option<&'a Value<'a>> {
    let index = usize::try_from(u32::from(argument)).ok()?;
    values.get(index.checked_sub(1)?)
}

fn put(out: &mut String, value: Option<&Value>, isolated: bool) {
    let Some(value) = value else { return };
    out.extend(isolated.then_some(ISOLATE));
    out.push_str(match value {
        Value::Text(text) => text,
        Value::Number(count) => &count.written,
    });
    out.extend(isolated.then_some(END_ISOLATE));
}

/// The variant for a value: the exact one, else the one of its plural category, else the default, which is the last.
fn chosen<'a>(on: Option<&Value>, variants: &'a str) -> &'a str {
    let keyed = |wanted: &str| {
        let mut parts = variants.split(NEXT);
        while let (Some(key), Some(text)) = (parts.next(), parts.next()) {
            if key == wanted {
                return Some(text);
            }
        }
        None
    };
    let found = match on {
        Some(Value::Text(word)) => keyed(word),
        Some(Value::Number(count)) => {
            keyed(&count.value.to_string()).or_else(|| keyed(&category(count.value)))
        }
        None => None,
    };
    found.unwrap_or_else(|| variants.rsplit(NEXT).next().unwrap_or_default())
}

fn category(value: i64) -> String {
    if SPOKEN.get().lines.is_empty() {
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
    fn the_first_language_that_is_spoken_here_is_taken() {
        let (language, numbers) = preferred(&tags(&["de-CH", "ja-JP", "en"]));

        assert_eq!((language.tag, numbers.as_str()), ("ja", "ja-JP"));
    }

    #[test]
    fn whoever_speaks_none_of_them_reads_english() {
        assert_eq!(preferred(&tags(&["de", "fr-CA"])).0.tag, "en");
        assert_eq!(preferred(&[]).0.tag, "en");
    }

    #[test]
    fn british_english_keeps_its_own_dates() {
        assert_eq!(preferred(&tags(&["en-GB"])), (&LANGUAGES[0], "en-GB".to_owned()));
    }

    #[test]
    fn arabic_is_shown_in_the_digits_that_can_be_typed() {
        assert_eq!(preferred(&tags(&["ar-EG"])).1, "ar-EG-u-nu-latn");
    }

    #[test]
    fn a_table_of_another_build_is_refused() {
        let vietnamese = LANGUAGES.iter().find(|language| language.tag == "vi").unwrap();

        assert!(!speak(vietnamese, "one line\nand another"));
        assert_eq!(plain(0, "still English"), "still English");
    }

    #[test]
    fn an_exact_number_goes_before_its_category() {
        let pattern = "\u{e}\u{1}0\u{f}none\u{f}one\u{f}just one\u{f}\u{1} of them\u{10}.";
        let say = |value| filled(usize::MAX, pattern, &[Value::Number(&count(value))]);

        assert_eq!([say(0), say(1), say(7)], ["none.", "just one.", "7 of them."]);
    }

    #[test]
    fn a_word_selects_its_variant_or_the_default() {
        let pattern = "\u{e}\u{1}annual\u{f}yearly \u{2}\u{f}monthly \u{2}\u{10}";
        let say = |word| filled(usize::MAX, pattern, &[Value::Text(word), Value::Text("$1")]);

        assert_eq!([say("annual"), say("monthly")], ["yearly $1", "monthly $1"]);
    }
}
