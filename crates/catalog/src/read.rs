use std::{fs, path::Path};

use fluent_syntax::{
    ast::{Entry, Message as Parsed},
    parser,
};

use crate::{
    check::plural_errors,
    compact::MOST_ARGUMENTS,
    error::CatalogError,
    language::Language,
    message::{Argument, Kind, Shape, compacted},
};

/// A file of the English catalog.
pub struct Module {
    pub name: String,
    pub messages: Vec<Message>,
}

/// An English message.
pub struct Message {
    pub id: String,
    /// The lines of the comment above the message.
    pub comment: Vec<String>,
    /// The arguments of the generated function: the variables in the order of their first use.
    pub arguments: Vec<Argument>,
    pub shape: Shape,
    pub compact: String,
}

/// Returns the messages of a file, in order.
///
/// # Errors
/// Returns an error if the file cannot be read or parsed, or contains a duplicate message or a term.
pub fn file(path: &Path, name: &str) -> Result<Vec<Parsed<String>>, Vec<CatalogError>> {
    let catalog_error = |message: Option<&str>, what: String| CatalogError {
        file: name.to_owned(),
        message: message.map(str::to_owned),
        what,
    };
    let source = fs::read_to_string(path).map_err(|error| vec![catalog_error(None, error.to_string())])?;
    let resource = parser::parse(source).map_err(|(_, errors)| {
        errors
            .iter()
            .map(|error| catalog_error(None, format!("{error} at byte {}", error.pos.start)))
            .collect::<Vec<_>>()
    })?;
    let mut messages: Vec<Parsed<String>> = Vec::new();
    for entry in resource.body {
        match entry {
            Entry::Message(message) => {
                if messages.iter().any(|known| known.id.name == message.id.name) {
                    return Err(vec![catalog_error(Some(&message.id.name), "duplicate message".to_owned())]);
                }
                messages.push(message);
            }
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
            Entry::Term(term) => {
                return Err(vec![catalog_error(Some(&term.id.name), "terms are not supported".to_owned())]);
            }
            Entry::Junk { content } => {
                return Err(vec![catalog_error(None, format!("syntax error: {content}"))]);
            }
        }
    }
    Ok(messages)
}

/// Returns the name and path of every catalog file in a folder, sorted by name.
pub fn files(folder: &Path, language: &str) -> Result<Vec<(String, std::path::PathBuf)>, Vec<CatalogError>> {
    let catalog_error = |error: std::io::Error| {
        vec![CatalogError { file: format!("{language}/"), message: None, what: error.to_string() }]
    };
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(catalog_error)? {
        let path = entry.map_err(catalog_error)?.path();
        if path.extension().is_some_and(|extension| extension == "ftl")
            && let Some(name) = path.file_stem().and_then(|name| name.to_str())
        {
            found.push((name.to_owned(), path.clone()));
        }
    }
    found.sort();
    Ok(found)
}

/// Reads the English catalog, which defines the messages of all languages.
///
/// # Errors
/// Returns all errors in the English catalog.
pub fn english(folder: &Path, english: &Language) -> Result<Vec<Module>, Vec<CatalogError>> {
    let mut errors = Vec::new();
    let mut modules = Vec::new();
    for (name, path) in files(folder, english.tag)? {
        let file_name = format!("{}/{name}.ftl", english.tag);
        match file(&path, &file_name) {
            Err(found) => errors.extend(found),
            Ok(parsed) => {
                let mut messages = Vec::new();
                for message in &parsed {
                    match parse_message(message, english) {
                        Ok(message) => messages.push(message),
                        Err(found) => errors.extend(found.into_iter().map(|what| CatalogError {
                            file: file_name.clone(),
                            message: Some(message.id.name.clone()),
                            what,
                        })),
                    }
                }
                modules.push(Module { name, messages });
            }
        }
    }
    if errors.is_empty() { Ok(modules) } else { Err(errors) }
}

fn parse_message(message: &Parsed<String>, english: &Language) -> Result<Message, Vec<String>> {
    let shape = Shape::of(message).map_err(|what| vec![what])?;
    let comment: Vec<String> =
        message.comment.as_ref().map(|comment| comment.content.clone()).unwrap_or_default();
    let described_variable =
        |line: &String| Some(line.strip_prefix('$')?.split_whitespace().next()?.to_owned());
    let is_number = |name: &String| {
        comment.iter().any(|line| line.starts_with(&format!("${name} (Number)")))
            || shape.selections.iter().any(|selection| selection.on == *name && selection.is_plural())
    };
    if let Some(name) =
        comment.iter().filter_map(described_variable).find(|name| !shape.variables.contains(name))
    {
        return Err(vec![format!("the comment describes ${name}, which the message does not use")]);
    }
    if shape.variables.len() > MOST_ARGUMENTS {
        return Err(vec![format!("the message has more than {MOST_ARGUMENTS} variables")]);
    }
    let plurals = shape.selections.iter().filter(|selection| is_number(&selection.on));
    let errors: Vec<_> = plurals.flat_map(|selection| plural_errors(selection, english)).collect();
    if !errors.is_empty() {
        return Err(errors);
    }
    let kind = |name: &String| if is_number(name) { Kind::Number } else { Kind::Text };
    let arguments: Vec<Argument> =
        shape.variables.iter().map(|name| Argument { name: name.clone(), kind: kind(name) }).collect();
    let compact = compacted(message, &arguments).map_err(|what| vec![what])?;
    let comment = comment.into_iter().filter(|line| !line.starts_with('$')).collect();
    Ok(Message { id: message.id.name.clone(), comment, arguments, shape, compact })
}
