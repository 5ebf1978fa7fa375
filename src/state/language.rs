//! Which language the page is in, and changing it.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::catalog_table,
    platform::{dom, intl, preferences},
    text::{
        self,
        language::{LANGUAGES, Language, preferred, speak},
    },
};

const CHOSEN: &str = "tcu.language";

/// The language on the page. A small handle: copy it freely.
#[derive(Clone, Copy)]
pub struct LanguageChoice {
    language: RwSignal<&'static Language>,
    failed: RwSignal<bool>,
    base: StoredValue<String>,
}

impl LanguageChoice {
    /// The language; whoever reads it is drawn again when it changes.
    pub fn language(self) -> &'static Language {
        self.language.get()
    }

    /// Whether the last one chosen did not come.
    pub fn failed(self) -> bool {
        self.failed.get()
    }

    /// Changes to the language of a tag, and remembers it in this browser; `then` is called when it is on the page.
    pub fn choose(self, tag: String, then: impl FnOnce() + 'static) {
        self.failed.set(false);
        let base = self.base.get_value();
        spawn_local(async move {
            match bring(&base, &like(&tag)).await {
                Some(language) => {
                    preferences::remember(CHOSEN, Some(&tag));
                    self.language.set(language);
                    then();
                }
                None => self.failed.set(true),
            }
        });
    }
}

/// Brings the language that the reader chose earlier, the document asks for or the browser prefers, in this order;
/// English when it does not come.
pub async fn begin(base: &str, asked: Option<String>) -> &'static Language {
    let chosen = preferences::remembered(CHOSEN).into_iter().flat_map(|tag| like(&tag));
    let wanted: Vec<String> = chosen.chain(asked).chain(preferences::languages()).collect();
    match bring(base, &wanted).await {
        Some(language) => language,
        None => {
            let [english, ..] = &LANGUAGES;
            show(english, english.tag.to_owned(), "");
            english
        }
    }
}

/// Makes the language known to everything below.
pub fn provide_language(base: &str, language: &'static Language) -> LanguageChoice {
    let choice = LanguageChoice {
        language: RwSignal::new(language),
        failed: RwSignal::new(false),
        base: StoredValue::new(base.to_owned()),
    };
    provide_context(choice);
    choice
}

/// The language on the page.
///
/// # Panics
/// Outside of [`provide_language`].
#[must_use]
pub fn use_language() -> LanguageChoice {
    use_context().expect("`provide_language` is called in `App`")
}

/// The browser's own variants of a language, and the language.
fn like(tag: &str) -> Vec<String> {
    let is_variant =
        |known: &String| known.strip_prefix(tag).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
    let mut tags: Vec<String> = preferences::languages().into_iter().filter(is_variant).collect();
    tags.push(tag.to_owned());
    tags
}

async fn bring(base: &str, wanted: &[String]) -> Option<&'static Language> {
    let (language, numbers) = preferred(wanted);
    let table = match language.table {
        Some(file) => catalog_table(&format!("{base}/catalogs/{file}")).await.ok()?,
        None => String::new(),
    };
    show(language, numbers, &table).then_some(language)
}

fn show(language: &'static Language, numbers: String, table: &str) -> bool {
    let spoken = speak(language, table);
    if spoken {
        intl::set_locale(numbers);
        dom::set_language(language.tag, language.rtl, text::stopped());
    }
    spoken
}
