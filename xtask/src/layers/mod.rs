//! Checks that what stands directly in a crate's `src` imports in one direction: `cargo run -p xtask -- layers`.
//!
//! A module's folder or file is one node; `lib.rs` and `main.rs`, which name them all, are none. A name that `lib.rs`
//! re-exports counts as the module that it is from. ARCHITECTURE.md says what the layers are.

mod graph;
mod imports;

use std::path::Path;

use anyhow::{Context as _, Result, ensure};

use crate::files;
use graph::Graph;

const CRATES: [&str; 4] = ["model", "domain", "app", "server"];

/// What of `domain` every feature stands on, and what so imports none.
const KERNEL: &[&str] = &[
    "actor",
    "audit",
    "call_log",
    "clock",
    "context",
    "db",
    "egress",
    "failure",
    "idempotency",
    "identities",
    "installation",
    "keys",
    "lab",
    "lanes",
    "links",
    "mail",
    "members",
    "membership",
    "oauth",
    "passwords",
    "phone_numbers",
    "picture_store",
    "plans",
    "queue",
    "random",
    "request_counts",
    "rules",
    "secrets",
    "settings",
    "stored",
    "token_limits",
];

/// Fails on a cycle, and on a module of the kernel that imports a feature.
pub(crate) fn check() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut problems = String::new();
    for name in CRATES {
        let graph = graph_of(&root.join(name).join("src"))?;
        problems += &cycle(name, &graph);
        if name == "domain" {
            problems += &kernel(KERNEL, &graph);
        }
    }
    ensure!(problems.is_empty(), "{}", problems.trim_end());
    Ok(())
}

/// The modules of a crate and what each imports, from the folder of its sources.
fn graph_of(sources: &Path) -> Result<Graph> {
    let mut graph = Graph::default();
    let mut texts = Vec::new();
    let mut re_exports = Vec::new();
    for file in files::below(sources)? {
        let name = file.to_str().context("a file name that is not text")?.replace('\\', "/");
        let Some(path) = name.strip_suffix(".rs") else { continue };
        let text = String::from_utf8(files::read(&sources.join(&file))?)?;
        match path {
            "lib" => re_exports = imports::re_exports(&text).context(name)?,
            "main" => {}
            _ => {
                let module: Vec<String> = path.split('/').filter(|part| *part != "mod").map(str::to_owned).collect();
                graph.add(&module[0]);
                texts.push((name, module, text));
            }
        }
    }
    for (name, module, text) in texts {
        for imported in imports::of(&text, &module).context(name.clone())? {
            let re_exported = re_exports.iter().find(|(as_name, _)| *as_name == imported).map(|(_, from)| from);
            graph.import(&module[0], re_exported.unwrap_or(&imported), &name);
        }
    }
    Ok(graph)
}

/// The imports of the shortest cycle, if there is one.
fn cycle(name: &str, graph: &Graph) -> String {
    let Some(cycle) = graph.shortest_cycle() else { return String::new() };
    let steps = cycle.iter().zip(cycle.iter().cycle().skip(1));
    let imports: String = steps.map(|(from, to)| lines(graph, from, to)).collect();
    format!("{name}: these modules import each other in a circle: {}\n{imports}", cycle.join(", "))
}

/// The imports that lead out of the kernel.
fn kernel(kernel: &[&str], graph: &Graph) -> String {
    let mut problems = String::new();
    for from in kernel {
        if !graph.has(from) {
            problems += &format!("domain: the kernel's {from} is not there; xtask/src/layers/mod.rs lists it\n");
        }
        for to in graph.imported_by(from).filter(|to| !kernel.contains(to)) {
            problems += &format!("domain: {from} is of the kernel, {to} is not:\n{}", lines(graph, from, to));
        }
    }
    problems
}

fn lines(graph: &Graph, from: &str, to: &str) -> String {
    graph.files(from, to).map(|file| format!("  {file} -> {to}\n")).collect()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn sources(name: &str, files: &[(&str, &str)]) -> PathBuf {
        let folder = files::scratch(name);
        for (path, text) in files {
            files::write(&folder.join(path), text.as_bytes()).unwrap();
        }
        folder
    }

    #[test]
    fn cycle_is_reported_with_its_files() {
        let folder = sources(
            "layers-cycle",
            &[
                ("lib.rs", "mod a; mod b; mod c;"),
                ("a/mod.rs", "mod deep;"),
                ("a/deep.rs", "use crate::b::B;"),
                ("b.rs", "fn f() { super::a::g() }"),
                ("c.rs", "use crate::{a, b};"),
            ],
        );
        let found = cycle("domain", &graph_of(&folder).unwrap());
        assert_eq!(found, "domain: these modules import each other in a circle: a, b\n  a/deep.rs -> b\n  b.rs -> a\n");
    }

    #[test]
    fn one_direction_passes() {
        let folder = sources(
            "layers-passes",
            &[("lib.rs", "mod a; mod b; pub use a::A;"), ("a.rs", "use std::fmt;"), ("b.rs", "use crate::{A, Other};")],
        );
        let graph = graph_of(&folder).unwrap();
        assert_eq!(cycle("domain", &graph), "");
        assert_eq!(kernel(&["a"], &graph), "");
    }

    #[test]
    fn re_exported_name_counts_as_its_module() {
        let folder = sources(
            "layers-re-export",
            &[
                ("lib.rs", "mod context; mod pictures; pub use context::{Context, Kind as Sort};"),
                ("context.rs", "use crate::pictures::Store;"),
                ("pictures.rs", "use crate::Sort;"),
            ],
        );
        let found = cycle("domain", &graph_of(&folder).unwrap());
        assert!(found.contains("  pictures.rs -> context\n"), "{found}");
    }

    #[test]
    fn kernel_that_imports_a_feature_is_reported() {
        let folder =
            sources("layers-kernel", &[("db.rs", "use crate::users::list;"), ("users.rs", ""), ("lib.rs", "mod db;")]);
        let found = kernel(&["clock", "db"], &graph_of(&folder).unwrap());
        assert_eq!(
            found,
            "domain: the kernel's clock is not there; xtask/src/layers/mod.rs lists it\n\
             domain: db is of the kernel, users is not:\n  db.rs -> users\n"
        );
    }
}
