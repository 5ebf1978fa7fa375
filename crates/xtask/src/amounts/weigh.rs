use std::{fs, ops::Range, process::Command};

use wasmparser::{Name, NameSectionReader, Parser, Payload};

use crate::{
    build, compress,
    console::say,
    failure::{Context, Outcome},
    process, split,
    tools::Toolbox,
    workspace,
};

/// The measured crates, and the parts of mangled names that identify their functions.
const PARTS: [(&str, [&str; 2]); 2] =
    [("billing", ["7billing", "billing.."]), ("rust_decimal", ["12rust_decimal", "rust_decimal.."])];

/// Prints the size that `billing` and `rust_decimal` add to the release build of the app: the size of their named
/// functions in the unsplit module, optimized with `-Oz`.
pub fn weigh() -> Outcome {
    build::build(true)?;
    let toolbox = Toolbox::open()?;
    let named = workspace::target().join("split/named.wasm");
    let mut wasm_opt: Command = toolbox.command("wasm-opt");
    wasm_opt.args(["-Oz", "-g", "--quiet"]).args(split::FEATURES).arg(split::whole()).arg("-o").arg(&named);
    process::run(&mut wasm_opt)?;
    let module = fs::read(&named).context(|| format!("cannot read {}", named.display()))?;
    let functions = functions(&module)?;
    for (part, marks) in PARTS {
        let of_part = functions.iter().filter(|(name, _)| marks.iter().any(|mark| name.contains(mark)));
        let bodies: Vec<&[u8]> = of_part.filter_map(|(_, range)| module.get(range.clone())).collect();
        let (count, bytes) = (bodies.len(), bodies.concat());
        let compressed = compress::brotli(&bytes)?.len();
        say(&format!(
            "{part:<13} {:>7} bytes in {count} functions, {compressed} after brotli 11",
            bytes.len()
        ));
    }
    Ok(())
}

/// Returns the name and the byte range of the body of every function.
fn functions(module: &[u8]) -> Outcome<Vec<(String, Range<usize>)>> {
    let unreadable = || "wasm-opt wrote an invalid module".to_owned();
    let (mut imported, mut bodies, mut names) = (0_u32, Vec::new(), Vec::new());
    for payload in Parser::new(0).parse_all(module) {
        match payload.context(unreadable)? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let is_function = matches!(import.context(unreadable)?.ty, wasmparser::TypeRef::Func(_));
                    imported += u32::from(is_function);
                }
            }
            Payload::CodeSectionEntry(body) => {
                let at = |offset: u64| usize::try_from(offset).unwrap_or(usize::MAX);
                bodies.push(at(body.range().start)..at(body.range().end));
            }
            Payload::CustomSection(custom) if custom.name() == "name" => {
                let reader = wasmparser::BinaryReader::new(custom.data(), custom.data_offset());
                for name in NameSectionReader::new(reader) {
                    if let Name::Function(map) = name.context(unreadable)? {
                        for naming in map {
                            let naming = naming.context(unreadable)?;
                            names.push((naming.index, naming.name.to_owned()));
                        }
                    }
                }
            }
            _ => {}
        }
    }
    let named = names.into_iter().filter_map(|(index, name)| {
        let body = index.checked_sub(imported).and_then(|index| usize::try_from(index).ok())?;
        Some((name, bodies.get(body)?.clone()))
    });
    Ok(named.collect())
}
