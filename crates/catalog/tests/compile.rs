//! Compilation of catalogs, and the errors it reports.

use std::{fs, path::Path};

use catalog::{CatalogError, Compiled, LANGUAGES, compile};
use tempfile::TempDir;

const ENGLISH: &str = "\
# Sessions with their noun.
sessions =
    { $count ->
        [one] { $count } session
       *[other] { $count } sessions
    }

# A button.
pay = Pay { $amount }

# The price on a cycle.
price =
    { $cycle ->
        [annual] { $price } a year
       *[monthly] { $price } a month
    }
";

/// Messages without selections, valid in every language.
const PLAIN: &str = "\
sessions = { $count }

pay = { $amount }

price = { $price } ({ $cycle })
";

fn folder(english: &str, translations: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let write = |tag: &str, text: &str| {
        fs::create_dir_all(folder.path().join(tag)).expect("a folder for the language");
        fs::write(folder.path().join(tag).join("page.ftl"), text).expect("a file");
    };
    for language in &LANGUAGES[1..] {
        let found = translations.iter().find(|(tag, _)| *tag == language.tag);
        write(language.tag, found.map_or(PLAIN, |(_, text)| text));
    }
    write("en", english);
    folder
}

fn compiled(translations: &[(&str, &str)]) -> Compiled {
    let folder = folder(ENGLISH, translations);
    match compile(folder.path()) {
        Ok(compiled) => compiled,
        Err(errors) => panic!("{errors:?}"),
    }
}

fn errors(translations: &[(&str, &str)]) -> Vec<String> {
    let folder = folder(ENGLISH, translations);
    let errors = compile(folder.path()).err().unwrap_or_default();
    errors.iter().map(CatalogError::to_string).collect()
}

#[test]
fn english_messages_become_functions_of_their_variables() {
    let modules = compiled(&[]).modules;

    let [(name, code)] = modules.as_slice() else { panic!("{modules:?}") };
    assert_eq!(name, "page");
    assert!(code.contains("/// Sessions with their noun.\n"), "{code}");
    assert!(code.contains("pub fn sessions(count: &platform::intl::Count) -> String {"), "{code}");
    assert!(code.contains("pub fn price(cycle: &str, price: &str) -> String {"), "{code}");
    assert!(
        code.contains(r#"filled(1, "Pay \u{1}", &[crate::text::language::MessageArgument::Text(amount)])"#),
        "{code}"
    );
}

#[test]
fn selections_contain_all_variants_with_the_default_last() {
    let vietnamese = PLAIN.replace(
        "price = { $price } ({ $cycle })",
        "price =\n    { $cycle ->\n        [annual] { $price } mỗi năm\n       *[monthly] { $price } mỗi tháng\n    }",
    );
    let compiled = compiled(&[("vi", &vietnamese)]);

    let table = compiled.tables.iter().find(|table| table.tag == "vi").unwrap();
    assert_eq!(table.text, "\u{1}\n\u{1}\n\u{e}\u{1}annual\u{f}\u{2} mỗi năm\u{f}\u{2} mỗi tháng\u{10}");
}

#[test]
fn table_file_name_depends_on_the_content() {
    let file = |compiled: &Compiled| compiled.tables[0].file.clone();

    let (first, same) = (compiled(&[]), compiled(&[]));
    let other = compiled(&[("vi", &PLAIN.replace("pay = ", "pay = Trả "))]);

    assert_eq!(file(&first), file(&same));
    assert_ne!(file(&first), file(&other));
    let hash = file(&first).trim_start_matches("vi-").trim_end_matches(".txt").to_owned();
    assert!(hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{hash}");
}

#[test]
fn missing_messages_are_reported() {
    let incomplete = PLAIN.replace("pay = { $amount }\n", "");

    assert_eq!(errors(&[("ja", &incomplete)]), ["ja/page.ftl, `pay`: the message is missing"]);
}

#[test]
fn messages_missing_in_english_are_reported() {
    let extra = format!("{PLAIN}\nrefund = 返金\n");

    assert_eq!(errors(&[("ja", &extra)]), ["ja/page.ftl, `refund`: the English file has no such message"]);
}

#[test]
fn errors_of_all_languages_are_reported_together() {
    let incomplete = PLAIN.replace("pay = { $amount }\n", "");

    assert_eq!(
        errors(&[("vi", &incomplete), ("ar", &incomplete)]),
        ["vi/page.ftl, `pay`: the message is missing", "ar/page.ftl, `pay`: the message is missing"]
    );
}

#[test]
fn missing_variables_are_reported() {
    let without_variable = PLAIN.replace("{ $amount }", "支払う");

    assert_eq!(errors(&[("ja", &without_variable)]), ["ja/page.ftl, `pay`: the variable $amount is missing"]);
}

#[test]
fn variables_missing_in_english_are_reported() {
    let additional_variable = PLAIN.replace("{ $amount }", "{ $amount } { $tax }");

    assert_eq!(
        errors(&[("ja", &additional_variable)]),
        ["ja/page.ftl, `pay`: the English message has no variable $tax"]
    );
}

#[test]
fn all_errors_of_a_message_are_reported() {
    let two_errors = PLAIN.replace("{ $price } ({ $cycle })", "{ $tax }");

    assert_eq!(
        errors(&[("ja", &two_errors)]),
        [
            "ja/page.ftl, `price`: the variable $cycle is missing",
            "ja/page.ftl, `price`: the variable $price is missing",
            "ja/page.ftl, `price`: the English message has no variable $tax",
        ]
    );
}

#[test]
fn english_requires_its_own_plural_forms() {
    let exact = ENGLISH.replace("[one]", "[1]");
    let folder = folder(&exact, &[]);

    let errors = compile(folder.path()).err().unwrap();

    let messages: Vec<_> = errors.iter().map(CatalogError::to_string).collect();
    assert_eq!(messages, ["en/page.ftl, `sessions`: the selection on $count has no variant [one]"]);
}

#[test]
fn folder_without_a_language_is_reported() {
    let folder = folder(ENGLISH, &[]);
    fs::create_dir(folder.path().join("tlh")).expect("a folder");

    let errors = compile(folder.path()).err().unwrap();

    let messages: Vec<_> = errors.iter().map(CatalogError::to_string).collect();
    assert_eq!(messages, ["tlh/: crates/catalog/src/language.rs has no language with this tag"]);
}

#[test]
fn arabic_requires_all_plural_forms() {
    let two_forms = PLAIN.replace(
        "sessions = { $count }",
        "sessions =\n    { $count ->\n        [one] جلسة { $count }\n       *[other] جلسات { $count }\n    }",
    );

    assert_eq!(
        errors(&[("ar", &two_forms)]),
        ["ar/page.ftl, `sessions`: the selection on $count has no variant [zero], [two], [few], [many]"]
    );
}

#[test]
fn japanese_has_no_singular() {
    let singular = PLAIN.replace(
        "sessions = { $count }",
        "sessions =\n    { $count ->\n        [one] { $count } 件\n       *[other] { $count } 件\n    }",
    );

    assert_eq!(
        errors(&[("ja", &singular)]),
        ["ja/page.ftl, `sessions`: the selection on $count has [one], which this language does not use"]
    );
}

#[test]
fn text_selections_must_use_the_keys_of_english() {
    let other_keys = PLAIN.replace(
        "price = { $price } ({ $cycle })",
        "price =\n    { $cycle ->\n        [yearly] { $price } 年\n       *[monthly] { $price } 月\n    }",
    );

    assert_eq!(
        errors(&[("ja", &other_keys)]),
        ["ja/page.ftl, `price`: English does not select on $cycle with these keys"]
    );
}

#[test]
fn syntax_errors_are_reported_with_the_file() {
    let broken = PLAIN.replace("pay = { $amount }", "pay = { $amount");

    let errors = errors(&[("vi", &broken)]);

    assert!(errors.iter().any(|error| error.starts_with("vi/page.ftl")), "{errors:?}");
}

#[test]
fn nested_selections_are_rejected() {
    let nested = "pay =\n    { $a ->\n        [one] x\n       *[other] { $b ->\n            [one] y\n           *[other] z\n        }\n    }\n";
    let folder = folder(nested, &[]);

    let errors = compile(folder.path()).err().unwrap();

    assert_eq!(errors[0].to_string(), "en/page.ftl, `pay`: a selection inside a selection is not supported");
}

#[test]
fn catalogs_of_the_app_compile() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../src/text/catalogs");

    let compiled = match compile(&folder) {
        Ok(compiled) => compiled,
        Err(errors) => panic!("{errors:?}"),
    };

    let lines: Vec<_> = compiled.tables.iter().map(|table| table.text.lines().count()).collect();
    assert!(lines.iter().all(|count| *count == lines[0] && *count > 300), "{lines:?}");
}
