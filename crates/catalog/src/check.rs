use std::path::Path;

use fluent_syntax::ast::Message as Parsed;

use crate::{
    error::CatalogError,
    language::Language,
    message::{Kind, Selection, Shape, compacted, is_number},
    read::{self, Message, Module},
};

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
                .ok_or_else(|| "the message is missing".to_owned())
                .and_then(|found| line(found, wanted, language))
            {
                Ok(line) => lines.push(line),
                Err(what) => errors.push(catalog_error(&wanted.id, what)),
            }
        }
    }
    if errors.is_empty() { Ok(lines) } else { Err(errors) }
}

fn line(message: &Parsed<String>, english: &Message, language: &Language) -> Result<String, String> {
    let shape = Shape::of(message)?;
    for argument in &english.arguments {
        if !shape.variables.contains(&argument.name) {
            return Err(format!("the variable ${} is missing", argument.name));
        }
    }
    for selection in &shape.selections {
        let argument = english.arguments.iter().find(|argument| argument.name == selection.on);
        match argument.map(|argument| argument.kind) {
            Some(Kind::Number) => check_plural(selection, language)?,
            Some(Kind::Text) => {
                let same = |known: &Selection| {
                    known.on == selection.on
                        && known.keys == selection.keys
                        && known.default == selection.default
                };
                if !english.shape.selections.iter().any(same) {
                    return Err(format!("English does not select on ${} with these keys", selection.on));
                }
            }
            None => return Err(format!("the English message has no variable ${}", selection.on)),
        }
    }
    compacted(message, &english.arguments)
}

/// Checks that a selection has a variant for every plural category of the language, and for no other category.
fn check_plural(selection: &Selection, language: &Language) -> Result<(), String> {
    let on = &selection.on;
    if let Some(missing) = language.plurals.iter().find(|category| !selection.keys.contains(**category)) {
        return Err(format!("the selection on ${on} has no variant [{missing}]"));
    }
    let is_unknown = |key: &&String| !is_number(key) && !language.plurals.contains(&key.as_str());
    match selection.keys.iter().find(is_unknown) {
        Some(key) => Err(format!("[{key}] on ${on} is not a plural category of this language")),
        None if selection.default != "other" => {
            Err(format!("the default of the selection on ${on} is not [other]"))
        }
        None => Ok(()),
    }
}
