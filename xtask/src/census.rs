//! Whose code the WASM is made of: the bytes of its functions by the crate that their names begin with, before wasm-opt.

use std::collections::HashMap;

use anyhow::Result;
use rustc_demangle::demangle;
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

use crate::progress::{kilobytes, say};

/// The crates that are named.
const NAMED: usize = 8;

pub(crate) fn print(module: &[u8]) -> Result<()> {
    let mut crates: Vec<(String, usize)> = by_crate(module)?.into_iter().collect();
    crates.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    let all = crates.iter().map(|(_, bytes)| bytes).sum();
    let most: Vec<String> =
        crates.iter().take(NAMED).map(|(name, bytes)| format!("{name} {}", kilobytes(*bytes))).collect();
    say(&format!("{} of code before wasm-opt, by crate: {}", kilobytes(all), most.join(", ")));
    Ok(())
}

fn by_crate(module: &[u8]) -> Result<HashMap<String, usize>> {
    let (mut imported, mut sizes, mut names) = (0_u32, Vec::new(), HashMap::new());
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => sizes.push(body.as_bytes().len()),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(section) = section.as_known() {
                    // What it holds beside the names of functions may be newer than the parser.
                    for name in section {
                        if let Ok(Name::Function(functions)) = name {
                            for function in functions {
                                let function = function?;
                                names.insert(function.index, function.name);
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }
    let mut crates = HashMap::new();
    for (index, size) in (imported..).zip(sizes) {
        *crates.entry(crate_of(names.get(&index).copied().unwrap_or_default())).or_default() += size;
    }
    Ok(crates)
}

/// The crate of a function; of a trait's, that of the type which implements it.
fn crate_of(symbol: &str) -> String {
    let name = format!("{:#}", demangle(symbol));
    let name = name.trim_start_matches(|sign: char| !sign.is_alphanumeric() && sign != '_');
    let name = ["mut ", "dyn ", "const "].iter().find_map(|word| name.strip_prefix(word)).unwrap_or(name);
    let found: String = name.chars().take_while(|sign| sign.is_alphanumeric() || *sign == '_').collect();
    // A type parameter that the name leaves open.
    if found.len() < 3 { "generic".to_owned() } else { found }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_counts_to_the_crate_that_its_name_begins_with() {
        for (symbol, named) in [
            ("_ZN4core3ptr13drop_in_place17h0123456789abcdefE", "core"),
            ("<&mut serde_json::de::Deserializer<R> as serde::Deserializer>::deserialize_seq", "serde_json"),
            ("<dyn app::resource::Packable as app::resource::Packable>::pack", "app"),
            ("<T as tachys::view::any_view::IntoAny>::into_any", "generic"),
        ] {
            assert_eq!(crate_of(symbol), named);
        }
    }
}
