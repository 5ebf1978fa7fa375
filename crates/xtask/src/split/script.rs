//! Bundles wasm-bindgen's script and the module loader into one script.

use std::{collections::BTreeMap, path::Path};

use anyhow::Result;
use fs_err as fs;
use xshell::cmd;

use crate::tools::Tools;

/// Bundles the script `name` and what it imports from `folder` into one file, with only the code that `init` reaches.
pub fn bundled(tools: &Tools, folder: &Path, name: &str, minify: bool) -> Result<String> {
    let (sh, entry, minify) = (&tools.sh, folder.join("entry.js"), minify.then_some("--minify"));
    fs::write(&entry, format!("export {{ default }} from \"./{name}.js\";\n"))?;
    let options =
        ["--bundle", "--format=esm", "--target=es2022", "--log-level=error", "--pure:FinalizationRegistry"];
    Ok(cmd!(sh, "esbuild {entry} {options...} {minify...}").read()?)
}

/// Removes the lines of wasm-bindgen's script that support `using` for its classes. The app does not use them, and they
/// would keep unused classes and their code in the module.
pub fn without_disposal(script: &str) -> String {
    let lines = script.lines().filter(|line| !line.starts_with("if (Symbol.dispose) "));
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// Returns whether a script contains the name of an export, as `wasm.name` or in a list of names.
pub fn names_export(script: &str, export: &str) -> bool {
    script.match_indices(export).any(|(at, _)| {
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
        let before = script.get(..at).and_then(|text| text.chars().next_back());
        let after = script.get(at + export.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

/// Renames every import to its short name and removes the functions of unused imports.
pub fn renamed(script: &str, names: &BTreeMap<String, String>) -> String {
    let mut out = String::with_capacity(script.len());
    let mut is_skipping = false;
    for line in script.lines() {
        let import = line.strip_prefix("        ").and_then(|rest| rest.split_once(": function("));
        if let Some((name, rest)) = import.filter(|(name, _)| name.starts_with("__wb")) {
            match names.get(name) {
                Some(short) => out.push_str(&format!("        {short}: function({rest}\n")),
                None => is_skipping = true,
            }
        } else if !is_skipping {
            out.push_str(line);
            out.push('\n');
        }
        if line == "        }," {
            is_skipping = false;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longer_names_are_other_exports() {
        assert!(names_export("x(wasm.memory)", "memory"));
        assert!(names_export("let {memory, table} = wasm", "memory"));
        assert!(!names_export("wasm.memory2 + wasm.my_memory", "memory"));
    }

    #[test]
    fn support_for_using_is_removed() {
        let script =
            "class A {}\nif (Symbol.dispose) A.prototype[Symbol.dispose] = A.prototype.free;\nrest();\n";

        assert_eq!(without_disposal(script), "class A {}\nrest();\n");
    }

    #[test]
    fn imports_are_renamed_and_unused_ones_removed() {
        let script = "    const import0 = {\n        __wbg_log_1: function(arg0) {\n            log(arg0);\n        },\n        __wbg_gone_2: function() {\n            gone();\n        },\n    };\n";
        let names = BTreeMap::from([("__wbg_log_1".to_owned(), "a".to_owned())]);

        assert_eq!(
            renamed(script, &names),
            "    const import0 = {\n        a: function(arg0) {\n            log(arg0);\n        },\n    };\n"
        );
    }
}
