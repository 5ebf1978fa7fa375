use std::{fs, path::Path};

use fluent_syntax::ast::Message as Parsed;

use crate::{
    error::CatalogError,
    language::Language,
    message::{Kind, Selection, Shape, compacted, is_number},
    read::{self, Message, Module},
};

/// Returns the languages whose tag is not a primary language subtag, and the folders of catalogs that belong to no
/// language.
pub fn languages(folder: &Path, languages: &[Language]) -> Vec<CatalogError> {
    let catalog_error =
        |name: &str, what: String| CatalogError { file: format!("{name}/"), message: None, what };
    let is_subtag =
        |tag: &str| (2..=3).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_lowercase());
    let mut errors: Vec<_> = languages
        .iter()
        .filter(|language| !is_subtag(language.tag))
        .map(|language| {
            catalog_error(language.tag, "the tag is not a primary language subtag such as de".to_owned())
        })
        .collect();
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            errors.push(catalog_error("", error.to_string()));
            return errors;
        }
    };
    let mut folders: Vec<String> = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| languages.iter().all(|language| language.tag != name))
        .collect();
    folders.sort();
    let without_language = |name: &String| {
        catalog_error(name, "crates/catalog/src/language.rs has no language with this tag".to_owned())
    };
    errors.extend(folders.iter().map(without_language));
    errors
}

/// Returns the lines of a language's table, in the order of the English messages.
///
/// # Errors
/// Returns all missing and additional files and messages, and all variables, plural forms and variant keys that differ
/// from what English and the language require.
pub fn translated(
    folder: &Path,
    language: &Language,
    english: &[Module],
) -> Result<Vec<String>, Vec<CatalogError>> {
    let mut errors = Vec::new();
    let mut lines = Vec::new();
    for (name, _) in read::files(folder, language.tag)? {
        if !english.iter().any(|module| module.name == name) {
            errors.push(CatalogError {
                file: format!("{}/{name}.ftl", language.tag),
                message: None,
                what: "the English catalog has no such file".to_owned(),
            });
        }
    }
    for module in english {
        let file = format!("{}/{}.ftl", language.tag, module.name);
        let catalog_error = |message: &str, what: String| CatalogError {
            file: file.clone(),
            message: Some(message.to_owned()),
            what,
        };
        let parsed = match read::file(&folder.join(format!("{}.ftl", module.name)), &file) {
            Ok(parsed) => parsed,
            Err(found) => {
                errors.extend(found);
                continue;
            }
        };
        for message in &parsed {
            if !module.messages.iter().any(|known| known.id == message.id.name) {
                errors
                    .push(catalog_error(&message.id.name, "the English file has no such message".to_owned()));
            }
        }
        for wanted in &module.messages {
            let found = parsed.iter().find(|message| message.id.name == wanted.id);
            match found
                .ok_or_else(|| vec!["the message is missing".to_owned()])
                .and_then(|found| line(found, wanted, language))
            {
                Ok(line) => lines.push(line),
                Err(found) => errors.extend(found.into_iter().map(|what| catalog_error(&wanted.id, what))),
            }
        }
    }
    if errors.is_empty() { Ok(lines) } else { Err(errors) }
}

fn line(message: &Parsed<String>, english: &Message, language: &Language) -> Result<String, Vec<String>> {
    let shape = Shape::of(message).map_err(|what| vec![what])?;
    let missing = english.arguments.iter().filter(|argument| !shape.variables.contains(&argument.name));
    let mut errors: Vec<_> =
        missing.map(|argument| format!("the variable ${} is missing", argument.name)).collect();
    for selection in &shape.selections {
        let argument = english.arguments.iter().find(|argument| argument.name == selection.on);
        match argument.map(|argument| argument.kind) {
            Some(Kind::Number) => errors.extend(plural_errors(selection, language)),
            Some(Kind::Text) => {
                let same = |known: &Selection| {
                    known.on == selection.on
                        && known.keys == selection.keys
                        && known.default == selection.default
                };
                if !english.shape.selections.iter().any(same) {
                    errors.push(format!("English does not select on ${} with these keys", selection.on));
                }
            }
            // `compacted` reports the variable.
            None => {}
        }
    }
    match compacted(message, &english.arguments) {
        Ok(line) if errors.is_empty() => Ok(line),
        Ok(_) => Err(errors),
        Err(what) => {
            errors.push(what);
            Err(errors)
        }
    }
}

/// Returns the plural categories of the language without a variant, the variants of other categories, and a default
/// that is not `[other]`.
pub fn plural_errors(selection: &Selection, language: &Language) -> Vec<String> {
    let Selection { on, keys, default } = selection;
    let list = |keys: Vec<&str>| keys.iter().map(|key| format!("[{key}]")).collect::<Vec<_>>().join(", ");
    let missing: Vec<_> =
        language.plurals.iter().copied().filter(|category| !keys.contains(*category)).collect();
    let is_unknown = |key: &&str| !is_number(key) && !language.plurals.contains(key);
    let unknown: Vec<_> = keys.iter().map(String::as_str).filter(is_unknown).collect();
    let mut errors = Vec::new();
    if !missing.is_empty() {
        errors.push(format!("the selection on ${on} has no variant {}", list(missing)));
    }
    if !unknown.is_empty() {
        errors
            .push(format!("the selection on ${on} has {}, which this language does not use", list(unknown)));
    } else if default != "other" {
        errors.push(format!("the default of the selection on ${on} is not [other]"));
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{ENGLISH, LANGUAGES};

    #[test]
    fn copy_of_english_is_a_translation_into_a_language_with_the_same_plurals() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../src/text/catalogs/en");
        let Ok(english) = read::english(&folder, &ENGLISH) else { panic!("English has errors") };

        let lines = translated(&folder, &ENGLISH, &english);

        assert!(lines.as_ref().is_ok_and(|lines| lines.len() > 300), "{lines:?}");
    }

    #[test]
    fn only_primary_language_subtags_are_accepted() {
        let folder = tempfile::tempdir().expect("a folder");
        let refused =
            |tag: &'static str| !languages(folder.path(), &[Language { tag, ..LANGUAGES[0] }]).is_empty();

        for tag in ["pt-BR", "zh-Hant", "DE", "d", "deutsch", ""] {
            assert!(refused(tag), "{tag}");
        }
        assert!(!refused("de") && !refused("fil"));
    }
}
