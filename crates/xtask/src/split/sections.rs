//! Removes unused exports of a module and shortens the names of its imports.

use std::{collections::BTreeMap, ops::Range};

use anyhow::{Context, Result};
use wasm_encoder::{
    ExportSection, ImportSection, Module, RawSection,
    reencode::{Reencode, RoundtripReencoder},
};
use wasmparser::{Parser, Payload};

const INVALID: &str = "wasm-bindgen wrote an invalid module";

/// Removes the unwanted exports of a module. Later steps then remove the code that only these exports used.
pub fn exporting(module: &[u8], wanted: impl Fn(&str) -> bool) -> Result<Vec<u8>> {
    let mut out = Module::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload.context(INVALID)? {
            Payload::ExportSection(exports) => {
                let mut section = ExportSection::new();
                for export in exports {
                    let export = export.context(INVALID)?;
                    if wanted(export.name) {
                        RoundtripReencoder.parse_export(&mut section, export).context(INVALID)?;
                    }
                }
                out.section(&section);
            }
            other => copy(module, &other, &mut out)?,
        }
    }
    Ok(out.finish())
}

/// Removes the function names of a module. `wasm-opt` would print warnings for unknown kinds of names.
pub fn without_names(module: &[u8]) -> Result<Vec<u8>> {
    let mut out = Module::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload.context(INVALID)? {
            Payload::CustomSection(custom) if custom.name() == "name" => {}
            other => copy(module, &other, &mut out)?,
        }
    }
    Ok(out.finish())
}

/// Shortens the names of the imports of a module. Returns the module and the new name of each old name.
pub fn importing_briefly(module: &[u8]) -> Result<(Vec<u8>, BTreeMap<String, String>)> {
    let mut out = Module::new();
    let mut names = BTreeMap::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload.context(INVALID)? {
            Payload::ImportSection(imports) => {
                let mut section = ImportSection::new();
                for import in imports.into_imports() {
                    let import = import.context(INVALID)?;
                    let next = short_name(names.len());
                    let name = names.entry(import.name.to_owned()).or_insert(next);
                    let kind = RoundtripReencoder.entity_type(import.ty).context(INVALID)?;
                    section.import(import.module, name, kind);
                }
                out.section(&section);
            }
            other => copy(module, &other, &mut out)?,
        }
    }
    Ok((out.finish(), names))
}

/// Returns a short name, unique for each number.
fn short_name(mut number: usize) -> String {
    let mut name = String::new();
    loop {
        name.push(char::from(b"abcdefghijklmnopqrstuvwxyz"[number % 26]));
        match (number / 26).checked_sub(1) {
            Some(rest) => number = rest,
            None => return name,
        }
    }
}

fn copy(module: &[u8], payload: &Payload<'_>, out: &mut Module) -> Result<()> {
    if let Some((id, Range { start, end })) = payload.as_section() {
        let at = |offset: u64| usize::try_from(offset).unwrap_or(usize::MAX);
        let data = module.get(at(start)..at(end));
        let data = data.context("a section exceeds its module")?;
        out.section(&RawSection { id, data });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use wasm_encoder::{EntityType, ExportKind, MemorySection, MemoryType};

    use super::*;

    const MEMORY: MemoryType =
        MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None };

    fn module() -> Vec<u8> {
        let (mut imports, mut memories, mut exports) =
            (ImportSection::new(), MemorySection::new(), ExportSection::new());
        imports.import("./glue.js", "__wbg_log_1", EntityType::Memory(MEMORY));
        memories.memory(MEMORY);
        exports.export("memory", ExportKind::Memory, 0).export("again", ExportKind::Memory, 1);
        let mut module = Module::new();
        module.section(&imports).section(&memories).section(&exports);
        module.finish()
    }

    /// Returns the names of the imports and exports, and the number of defined memories.
    fn seen(module: &[u8]) -> (Vec<String>, Vec<String>, u32) {
        let mut seen = (Vec::new(), Vec::new(), 0);
        for payload in Parser::new(0).parse_all(module) {
            match payload.unwrap() {
                Payload::ImportSection(imports) => {
                    seen.0.extend(imports.into_imports().map(|import| import.unwrap().name.to_owned()));
                }
                Payload::ExportSection(exports) => {
                    seen.1.extend(exports.into_iter().map(|export| export.unwrap().name.to_owned()));
                }
                Payload::MemorySection(section) => seen.2 = section.count(),
                _ => {}
            }
        }
        seen
    }

    #[test]
    fn only_unwanted_exports_are_removed() {
        let left = exporting(&module(), |name| name == "memory").unwrap();

        assert_eq!(seen(&left), (vec!["__wbg_log_1".into()], vec!["memory".into()], 1));
        assert!(exporting(b"<html>", |_| true).is_err());
    }

    #[test]
    fn only_imports_are_renamed() {
        let (shortened, names) = importing_briefly(&module()).unwrap();

        assert_eq!(seen(&shortened), (vec!["a".into()], vec!["memory".into(), "again".into()], 1));
        assert_eq!(names, BTreeMap::from([("__wbg_log_1".into(), "a".into())]));
    }

    #[test]
    fn short_names_are_unique() {
        let names: BTreeSet<_> = (0..1_000).map(short_name).collect();

        assert_eq!(names.len(), 1_000);
    }
}
