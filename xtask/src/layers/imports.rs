//! What a source file names of its own crate, read from its tokens: comments and strings are none of them.

use anyhow::{Result, anyhow};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A path as it is written, and the name that it is imported by.
struct Written {
    segments: Vec<String>,
    name: String,
}

/// What a file of this module names directly below the crate's root: the first part of each `crate::…` path, and of
/// each `super::…` path that leads out of the module.
pub(super) fn of(text: &str, module: &[String]) -> Result<Vec<String>> {
    let mut paths = Vec::new();
    walk(tokens(text)?, &mut module.to_vec(), &mut paths);
    Ok(paths)
}

/// What the crate's root imports: each name, and the first part of the path that it is from.
pub(super) fn re_exports(text: &str) -> Result<Vec<(String, String)>> {
    let tokens: Vec<TokenTree> = tokens(text)?.into_iter().collect();
    let mut written = Vec::new();
    for at in 0..tokens.len() {
        if is_ident(&tokens, at, "use") {
            path(&tokens, at + 1, Vec::new(), &mut written);
        }
    }
    let from =
        |path: &Written| path.segments.iter().find(|segment| !matches!(segment.as_str(), "crate" | "self")).cloned();
    Ok(written.into_iter().filter_map(|path| Some((path.name.clone(), from(&path)?))).collect())
}

fn tokens(text: &str) -> Result<TokenStream> {
    text.parse().map_err(|error| anyhow!("can't be read as Rust: {error}"))
}

fn walk(stream: TokenStream, module: &mut Vec<String>, found: &mut Vec<String>) {
    let tokens: Vec<TokenTree> = stream.into_iter().collect();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at = match token {
            TokenTree::Ident(ident) if (ident == "crate" || ident == "super") && is_path(&tokens, at + 1) => {
                let mut written = Vec::new();
                let end = path(&tokens, at, Vec::new(), &mut written);
                found.extend(written.iter().filter_map(|path| below_root(module, &path.segments)));
                end
            }
            TokenTree::Ident(ident) if ident == "mod" => match (tokens.get(at + 1), tokens.get(at + 2)) {
                (Some(TokenTree::Ident(name)), Some(TokenTree::Group(body))) => {
                    module.push(name.to_string());
                    walk(body.stream(), module, found);
                    module.pop();
                    at + 3
                }
                _ => at + 1,
            },
            TokenTree::Group(group) => {
                walk(group.stream(), module, found);
                at + 1
            }
            _ => at + 1,
        };
    }
}

/// The first part of a path below the crate's root, as seen from a module; none where it stays below the module's own
/// folder.
fn below_root(module: &[String], segments: &[String]) -> Option<String> {
    let ups = segments.iter().take_while(|segment| *segment == "super").count();
    match segments.first() {
        Some(first) if first == "crate" => segments.get(1).cloned(),
        _ if ups == module.len() => segments.get(ups).cloned(),
        _ => None,
    }
}

/// Reads a path, or a tree of them in braces; answers where it ends.
fn path(tokens: &[TokenTree], mut at: usize, mut segments: Vec<String>, written: &mut Vec<Written>) -> usize {
    loop {
        match tokens.get(at) {
            Some(TokenTree::Ident(ident)) => {
                segments.push(ident.to_string());
                at += 1;
            }
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                for one in inner.split(|token| is_punct(Some(token), ',')).filter(|one| !one.is_empty()) {
                    path(one, 0, segments.clone(), written);
                }
                return at + 1;
            }
            _ => break,
        }
        if !is_path(tokens, at) {
            break;
        }
        at += 2;
    }
    let name = match tokens.get(at + 1) {
        Some(TokenTree::Ident(alias)) if is_ident(tokens, at, "as") => alias.to_string(),
        _ => segments.iter().rfind(|segment| *segment != "self").cloned().unwrap_or_default(),
    };
    written.push(Written { segments, name });
    at
}

/// Whether `::` stands here.
fn is_path(tokens: &[TokenTree], at: usize) -> bool {
    is_punct(tokens.get(at), ':') && is_punct(tokens.get(at + 1), ':')
}

fn is_punct(token: Option<&TokenTree>, punct: char) -> bool {
    matches!(token, Some(TokenTree::Punct(found)) if found.as_char() == punct)
}

fn is_ident(tokens: &[TokenTree], at: usize, name: &str) -> bool {
    matches!(tokens.get(at), Some(TokenTree::Ident(ident)) if ident == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(module: &[&str], text: &str) -> Vec<String> {
        of(text, &module.iter().map(|part| (*part).to_owned()).collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn trees_are_read_to_their_leaves() {
        let text = "use crate::{Error, a::{self, b::C}, d::*};\n pub(crate) use crate::e as f; use std::{fmt, io};";
        assert_eq!(found(&["users"], text), ["Error", "a", "a", "d", "e"]);
    }

    #[test]
    fn paths_in_code_and_macros_are_read() {
        let text = "fn f() -> Vec<crate::a::A> { view! { <p>{crate::b::c::<crate::d::D>()}</p> } }";
        assert_eq!(found(&["users"], text), ["a", "b", "d"]);
    }

    #[test]
    fn comments_and_strings_are_left_out() {
        let text = "/// [`crate::a`]\n/* crate::b */ const C: &str = \"crate::c\"; const D: &str = r#\"crate::d\"#;\n// crate::e\n";
        assert_eq!(found(&["users"], text), Vec::<String>::new());
    }

    #[test]
    fn super_counts_where_it_leads_out_of_the_folder() {
        let text = "use super::page; use super::super::roles::Role; fn f() { super::super::audit::record() }";
        assert_eq!(found(&["users", "list"], text), ["roles", "audit"]);
        assert_eq!(found(&["users"], "use super::{roles::Role, audit};"), ["roles", "audit"]);
        assert_eq!(
            found(&["users", "list"], "mod tests { use super::super::super::roles; use super::super::page; }"),
            ["roles"]
        );
    }

    #[test]
    fn re_exports_go_by_their_names() {
        let text = "mod a; pub use a::{B, C as D}; pub use crate::e::F; pub use model::Error;";
        let pair = |name: &str, from: &str| (name.to_owned(), from.to_owned());
        assert_eq!(re_exports(text).unwrap(), [pair("B", "a"), pair("D", "a"), pair("F", "e"), pair("Error", "model")]);
    }
}
