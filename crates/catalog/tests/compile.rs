//! What compiles, and what a language has to be told.

use std::{fs, path::Path};

use catalog::{Compiled, Fault, LANGUAGES, compile};
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

/// Plain sentences, valid in every language.
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
        Err(faults) => panic!("{faults:?}"),
    }
}

fn faults(translations: &[(&str, &str)]) -> Vec<String> {
    let folder = folder(ENGLISH, translations);
    let faults = compile(folder.path()).err().unwrap_or_default();
    faults.iter().map(Fault::to_string).collect()
}

#[test]
fn an_english_message_is_a_function_of_its_variables_in_their_order() {
    let modules = compiled(&[]).modules;

    let [(name, code)] = modules.as_slice() else { panic!("{modules:?}") };
    assert_eq!(name, "page");
    assert!(code.contains("/// Sessions with their noun.\n"), "{code}");
    assert!(code.contains("pub fn sessions(count: &crate::platform::intl::Count) -> String {"), "{code}");
    assert!(code.contains("pub fn price(cycle: &str, price: &str) -> String {"), "{code}");
    assert!(
        code.contains(r#"filled(1, "Pay \u{1}", &[crate::text::language::Value::Text(amount)])"#),
        "{code}"
    );
}

#[test]
fn a_selection_carries_its_variants_and_the_default_last() {
    let vietnamese = PLAIN.replace(
        "price = { $price } ({ $cycle })",
        "price =\n    { $cycle ->\n        [annual] { $price } mỗi năm\n       *[monthly] { $price } mỗi tháng\n    }",
    );
    let compiled = compiled(&[("vi", &vietnamese)]);

    let table = compiled.tables.iter().find(|table| table.tag == "vi").unwrap();
    assert_eq!(table.text, "\u{1}\n\u{1}\n\u{e}\u{1}annual\u{f}\u{2} mỗi năm\u{f}\u{2} mỗi tháng\u{10}");
}

#[test]
fn a_table_is_named_by_what_is_in_it() {
    let file = |compiled: &Compiled| compiled.tables[0].file.clone();

    let (first, same) = (compiled(&[]), compiled(&[]));
    let other = compiled(&[("vi", &PLAIN.replace("pay = ", "pay = Trả "))]);

    assert_eq!(file(&first), file(&same));
    assert_ne!(file(&first), file(&other));
    let hash = file(&first).trim_start_matches("vi-").trim_end_matches(".txt").to_owned();
    assert!(hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{hash}");
}

#[test]
fn a_message_that_one_language_lacks_does_not_compile() {
    let lacking = PLAIN.replace("pay = { $amount }\n", "");

    assert_eq!(faults(&[("ja", &lacking)]), ["ja/page.ftl, `pay`: it is missing"]);
}

#[test]
fn a_message_that_english_lacks_does_not_compile() {
    let extra = format!("{PLAIN}\nrefund = 返金\n");

    assert_eq!(faults(&[("ja", &extra)]), ["ja/page.ftl, `refund`: English has no such message"]);
}

#[test]
fn every_fault_of_every_language_is_told_at_once() {
    let lacking = PLAIN.replace("pay = { $amount }\n", "");

    assert_eq!(
        faults(&[("vi", &lacking), ("ar", &lacking)]),
        ["vi/page.ftl, `pay`: it is missing", "ar/page.ftl, `pay`: it is missing"]
    );
}

#[test]
fn a_variable_left_out_does_not_compile() {
    let silent = PLAIN.replace("{ $amount }", "支払う");

    assert_eq!(faults(&[("ja", &silent)]), ["ja/page.ftl, `pay`: it leaves out $amount"]);
}

#[test]
fn a_variable_that_english_lacks_does_not_compile() {
    let more = PLAIN.replace("{ $amount }", "{ $amount } { $tax }");

    assert_eq!(faults(&[("ja", &more)]), ["ja/page.ftl, `pay`: English puts no $tax in here"]);
}

#[test]
fn arabic_needs_all_of_its_plural_forms() {
    let two_forms = PLAIN.replace(
        "sessions = { $count }",
        "sessions =\n    { $count ->\n        [one] جلسة { $count }\n       *[other] جلسات { $count }\n    }",
    );

    assert_eq!(
        faults(&[("ar", &two_forms)]),
        ["ar/page.ftl, `sessions`: the selection on $count has no variant [zero]"]
    );
}

#[test]
fn japanese_has_no_singular() {
    let singular = PLAIN.replace(
        "sessions = { $count }",
        "sessions =\n    { $count ->\n        [one] { $count } 件\n       *[other] { $count } 件\n    }",
    );

    assert_eq!(
        faults(&[("ja", &singular)]),
        ["ja/page.ftl, `sessions`: [one] on $count is no plural category of this language"]
    );
}

#[test]
fn a_word_selects_with_the_keys_of_english_only() {
    let other_keys = PLAIN.replace(
        "price = { $price } ({ $cycle })",
        "price =\n    { $cycle ->\n        [yearly] { $price } 年\n       *[monthly] { $price } 月\n    }",
    );

    assert_eq!(
        faults(&[("ja", &other_keys)]),
        ["ja/page.ftl, `price`: English does not select on $cycle with these keys"]
    );
}

#[test]
fn what_cannot_be_read_is_named_with_its_file() {
    let broken = PLAIN.replace("pay = { $amount }", "pay = { $amount");

    let faults = faults(&[("vi", &broken)]);

    assert!(faults.iter().any(|fault| fault.starts_with("vi/page.ftl")), "{faults:?}");
}

#[test]
fn a_selection_inside_a_selection_is_refused() {
    let nested = "pay =\n    { $a ->\n        [one] x\n       *[other] { $b ->\n            [one] y\n           *[other] z\n        }\n    }\n";
    let folder = folder(nested, &[]);

    let faults = compile(folder.path()).err().unwrap();

    assert_eq!(faults[0].to_string(), "en/page.ftl, `pay`: a selection inside a selection is not supported");
}

#[test]
fn the_catalogs_of_the_app_compile() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../src/text/catalogs");

    let compiled = match compile(&folder) {
        Ok(compiled) => compiled,
        Err(faults) => panic!("{faults:?}"),
    };

    let lines: Vec<_> = compiled.tables.iter().map(|table| table.text.lines().count()).collect();
    assert!(lines.iter().all(|count| *count == lines[0] && *count > 300), "{lines:?}");
}
