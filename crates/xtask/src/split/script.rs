//! wasm-bindgen's script and the loader of the modules, made into one small script.

use std::{collections::BTreeMap, fs, path::Path};

use crate::{
    failure::{Context, Outcome},
    process,
    tools::Toolbox,
};

/// The script the browser starts with: only what `init` reaches of the scripts in `folder`, in one file.
///
/// # Errors
/// When esbuild fails.
pub fn bundled(toolbox: &Toolbox, folder: &Path, script: &str, minify: bool) -> Outcome<String> {
    let entry = folder.join("entry.js");
    let text = format!("export {{ default }} from \"./{script}\";\n");
    fs::write(&entry, text).context(|| format!("cannot write {}", entry.display()))?;
    let mut esbuild = toolbox.command("esbuild");
    esbuild.arg(&entry).args(["--bundle", "--format=esm", "--target=es2022", "--log-level=error"]);
    esbuild.arg("--pure:FinalizationRegistry");
    if minify {
        esbuild.arg("--minify");
    }
    process::output(&mut esbuild)
}

/// wasm-bindgen's script without the lines that tie its classes to `using`, which nothing of ours says: they would keep
/// classes, and all of the module behind them, that nobody makes.
pub fn without_disposal(script: &str) -> String {
    let lines = script.lines().filter(|line| !line.starts_with("if (Symbol.dispose) "));
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// Whether a script speaks of an export of its module, as `wasm.name` or in a list of names.
pub fn names_export(script: &str, export: &str) -> bool {
    script.match_indices(export).any(|(at, _)| {
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
        let before = script.get(..at).and_then(|text| text.chars().next_back());
        let after = script.get(at + export.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

/// The script with every import under its short name, and without the functions of imports that are gone.
pub fn renamed(script: &str, names: &BTreeMap<String, String>) -> String {
    let mut out = String::with_capacity(script.len());
    let mut skips = false;
    for line in script.lines() {
        let import = line.strip_prefix("        ").and_then(|rest| rest.split_once(": function("));
        if let Some((name, rest)) = import.filter(|(name, _)| name.starts_with("__wb")) {
            match names.get(name) {
                Some(short) => out.push_str(&format!("        {short}: function({rest}\n")),
                None => skips = true,
            }
        } else if !skips {
            out.push_str(line);
            out.push('\n');
        }
        if line == "        }," {
            skips = false;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longer_name_is_another_export() {
        assert!(names_export("x(wasm.memory)", "memory"));
        assert!(names_export("let {memory, table} = wasm", "memory"));
        assert!(!names_export("wasm.memory2 + wasm.my_memory", "memory"));
    }

    #[test]
    fn classes_are_no_longer_tied_to_using() {
        let script =
            "class A {}\nif (Symbol.dispose) A.prototype[Symbol.dispose] = A.prototype.free;\nrest();\n";

        assert_eq!(without_disposal(script), "class A {}\nrest();\n");
    }

    #[test]
    fn imports_get_their_short_names_and_unused_ones_go() {
        let script = "    const import0 = {\n        __wbg_log_1: function(arg0) {\n            log(arg0);\n        },\n        __wbg_gone_2: function() {\n            gone();\n        },\n    };\n";
        let names = BTreeMap::from([("__wbg_log_1".to_owned(), "a".to_owned())]);

        assert_eq!(
            renamed(script, &names),
            "    const import0 = {\n        a: function(arg0) {\n            log(arg0);\n        },\n    };\n"
        );
    }
}
