//! The Rust code that the app includes.

use std::fmt::Write;

use crate::{
    language::LANGUAGES,
    message::Kind,
    read::{Message, Module},
    table::Table,
};

/// Name and code of each file of the English catalog.
pub fn modules(english: &[Module]) -> Vec<(String, String)> {
    let mut line = 0;
    let mut modules = Vec::new();
    for module in english {
        let mut code = String::new();
        for message in &module.messages {
            function(&mut code, message, line);
            line += 1;
        }
        modules.push((module.name.clone(), code));
    }
    modules
}

fn function(code: &mut String, message: &Message, line: usize) {
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
    let (mut taken, mut given) = (String::new(), String::new());
    for argument in arguments {
        let name = argument.name.replace('-', "_");
        let (kind, value) = match argument.kind {
            Kind::Text => ("&str", "Text"),
            Kind::Number => ("&crate::platform::intl::Count", "Number"),
        };
        let _ = write!(taken, "{name}: {kind}, ");
        let _ = write!(given, "crate::text::language::Value::{value}({name}), ");
    }
    let _ = writeln!(
        code,
        "#[must_use]\npub fn {name}({}) -> String {{\n    crate::text::language::filled({line}, \"{text}\", &[{}])\n}}\n",
        taken.trim_end_matches(", "),
        given.trim_end_matches(", "),
    );
}

/// The list of languages, each with the file of its table.
pub fn languages(tables: &[Table], english: &[Module]) -> String {
    let messages: usize = english.iter().map(|module| module.messages.len()).sum();
    let mut code = format!(
        "/// How many messages there are.\npub const MESSAGES: usize = {messages};\n\n\
         /// Every language, English first.\npub static LANGUAGES: [Language; {}] = [\n",
        LANGUAGES.len()
    );
    for language in LANGUAGES {
        let table = tables.iter().find(|table| table.tag == language.tag).map(|table| &table.file);
        let _ = writeln!(
            code,
            "    Language {{ tag: {:?}, name: {:?}, rtl: {}, table: {table:?} }},",
            language.tag, language.name, language.rtl
        );
    }
    code.push_str("];\n");
    code
}
