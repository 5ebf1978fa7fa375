//! The language of the page.

use leptos::{prelude::*, task::spawn_local};
use platform::{dom, intl, preferences};

use crate::api::catalog_table;
use crate::text::{
    self,
    language::{LANGUAGES, Language, preferred, speak},
};

const CHOSEN: &str = "tcu.language";

/// The active language. Cheap to copy.
#[derive(Clone, Copy)]
pub struct LanguageChoice {
    language: RwSignal<&'static Language>,
    failed: RwSignal<bool>,
    base: StoredValue<String>,
}

impl LanguageChoice {
    /// The active language, tracked.
    pub fn language(self) -> &'static Language {
        self.language.get()
    }

    /// Whether the last selected language could not be loaded.
    pub fn failed(self) -> bool {
        self.failed.get()
    }

    /// Loads the language that a portal asks for. Does not store it.
    pub fn follow(self, tag: String, then: impl FnOnce() + 'static) {
        let base = self.base.get_value();
        spawn_local(async move {
            self.language.set(begin_with(&base, &tag).await);
            then();
        });
    }

    /// Loads the language with this tag, stores the choice in this browser, and then calls `then`. Failures set
    /// [`failed`](Self::failed).
    pub fn choose(self, tag: String, then: impl FnOnce() + 'static) {
        self.failed.set(false);
        let base = self.base.get_value();
        spawn_local(async move {
            match load(&base, &variants_of(&tag)).await {
                Some(language) => {
                    preferences::remember(CHOSEN, &tag);
                    self.language.set(language);
                    then();
                }
                None => self.failed.set(true),
            }
        });
    }
}

/// Loads the initial language: the stored choice, the document's locale or the browser's preference, in this order.
/// Falls back to English when the language cannot be loaded.
pub async fn begin(base: &str, document_tag: Option<String>) -> &'static Language {
    let chosen = preferences::remembered(CHOSEN).into_iter().flat_map(|tag| variants_of(&tag));
    let wanted: Vec<String> = chosen.chain(document_tag).chain(preferences::languages()).collect();
    match load(base, &wanted).await {
        Some(language) => language,
        None => english(),
    }
}

fn english() -> &'static Language {
    let [english, ..] = &LANGUAGES;
    activate(english, english.tag.to_owned(), "");
    english
}

/// Loads the language that a portal asks for. Ignores the stored choice, which belongs to the stand-alone app.
pub async fn begin_with(base: &str, tag: &str) -> &'static Language {
    match load(base, &variants_of(tag)).await {
        Some(language) => language,
        None => english(),
    }
}

/// Provides the language to all components below.
pub fn provide_language(base: &str, language: &'static Language) -> LanguageChoice {
    let choice = LanguageChoice {
        language: RwSignal::new(language),
        failed: RwSignal::new(false),
        base: StoredValue::new(base.to_owned()),
    };
    provide_context(choice);
    choice
}

/// The language context.
///
/// # Panics
/// When no ancestor called [`provide_language`].
#[must_use]
pub fn use_language() -> LanguageChoice {
    use_context().expect("`provide_language` is called in `App`")
}

/// The browser's regional variants of a language, followed by the language itself.
fn variants_of(tag: &str) -> Vec<String> {
    let is_variant =
        |known: &String| known.strip_prefix(tag).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
    let mut tags: Vec<String> = preferences::languages().into_iter().filter(is_variant).collect();
    tags.push(tag.to_owned());
    tags
}

async fn load(base: &str, wanted: &[String]) -> Option<&'static Language> {
    let (language, numbers) = preferred(wanted);
    let table = match language.table {
        Some(file) => catalog_table(&format!("{base}/catalogs/{file}")).await.ok()?,
        None => String::new(),
    };
    activate(language, numbers, &table).then_some(language)
}

fn activate(language: &'static Language, numbers: String, table: &str) -> bool {
    let is_active = speak(language, table);
    if is_active {
        intl::set_locale(numbers);
        dom::set_language(language.tag, language.rtl, text::stopped());
    }
    is_active
}
