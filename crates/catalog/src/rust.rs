//! Generates the Rust code that the app includes.

use std::fmt::Write;

use crate::{
    language::LANGUAGES,
    message::Kind,
    read::{Message, Module},
    table::Table,
};

/// Returns the name and code of each file of the English catalog.
pub fn modules(english: &[Module]) -> Vec<(String, String)> {
    let mut line = 0;
    let mut modules = Vec::new();
    for module in english {
        let mut code = String::new();
        for message in &module.messages {
            write_function(&mut code, message, line);
            line += 1;
        }
        modules.push((module.name.clone(), code));
    }
    modules
}

fn write_function(code: &mut String, message: &Message, line: usize) {
    let Message { id, comment, arguments, compact, .. } = message;
    for sentence in comment {
        let _ = writeln!(code, "/// {sentence}");
    }
    if comment.is_empty() {
        let _ = writeln!(code, "/// The message `{id}`.");
    }
    let name = id.replace('-', "_");
    let text = compact.escape_debug();
    if arguments.is_empty() {
        let _ = writeln!(
            code,
            "#[must_use]\npub fn {name}() -> &'static str {{\n    crate::text::language::plain({line}, \"{text}\")\n}}\n"
        );
        return;
    }
    let (mut parameters, mut values) = (String::new(), String::new());
    for argument in arguments {
        let name = argument.name.replace('-', "_");
        let (kind, value) = match argument.kind {
            Kind::Text => ("&str", "Text"),
            Kind::Number => ("&platform::intl::Count", "Number"),
        };
        let _ = write!(parameters, "{name}: {kind}, ");
        let _ = write!(values, "crate::text::language::MessageArgument::{value}({name}), ");
    }
    let _ = writeln!(
        code,
        "#[must_use]\npub fn {name}({}) -> String {{\n    crate::text::language::filled({line}, \"{text}\", &[{}])\n}}\n",
        parameters.trim_end_matches(", "),
        values.trim_end_matches(", "),
    );
}

/// Returns the code of the list of languages, with the file of each table.
pub fn languages(tables: &[Table], english: &[Module]) -> String {
    let messages: usize = english.iter().map(|module| module.messages.len()).sum();
    let mut code = format!(
        "/// Number of messages.\npub const MESSAGES: usize = {messages};\n\n\
         /// Every language, English first.\npub static LANGUAGES: [Language; {}] = [\n",
        LANGUAGES.len()
    );
    for language in LANGUAGES {
        let table = tables.iter().find(|table| table.tag == language.tag).map(|table| &table.file);
        let _ = writeln!(
            code,
            "    Language {{ tag: {:?}, name: {:?}, rtl: {}, digits: {:?}, table: {table:?} }},",
            language.tag, language.name, language.rtl, language.digits
        );
    }
    code.push_str("];\n");
    code
}
