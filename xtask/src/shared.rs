//! What several chunks share, in a few files.
//!
//! The split makes a module of each set of chunks that share something: more than a hundred, of a few kB each. In a few
//! files they are smaller, and fewer requests; in one, a page would fetch what it does not need. So the sets that share
//! much have a file each, and the others are two: what the list of users needs, where people work most, and what not.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};

use crate::files;

/// A set of chunks has a file of its own where it shares one part in this many of all.
const MUCH: usize = 33;

/// Takes the modules' place in the script that fetches them. Answers the script.
pub(crate) fn gather(linking: String, package: &Path, modules: &[&PathBuf]) -> Result<String> {
    let mut sets = BTreeMap::<String, Vec<(&str, Vec<u8>)>>::new();
    for module in modules {
        let stem = module.file_stem().and_then(|stem| stem.to_str()).context("a file name that is not text")?;
        sets.entry(chunks_of(&linking, stem)?).or_default().push((stem, files::read(module)?));
        fs::remove_file(module)?;
    }
    let size = |parts: &[(&str, Vec<u8>)]| parts.iter().map(|(_, content)| content.len()).sum::<usize>();
    let all: usize = sets.values().map(|parts| size(parts)).sum();
    let mut groups = BTreeMap::<String, Vec<(&str, Vec<u8>)>>::new();
    for (chunks, parts) in sets {
        let group = match size(&parts) * MUCH >= all {
            true => chunks,
            false if chunks.split(", ").any(|chunk| chunk == "users") => "users".to_owned(),
            false => "others".to_owned(),
        };
        groups.entry(group).or_default().extend(parts);
    }
    let mut linking = linking;
    for parts in groups.values() {
        linking = put(linking, package, parts)?;
    }
    Ok(linking + PART)
}

/// The chunks that share a module, as the script notes them above it: `users, workspace`.
fn chunks_of(linking: &str, stem: &str) -> Result<String> {
    let place = format!("const __{stem} = ");
    let before = linking.split_once(&place).with_context(|| format!("the script does not name {stem}"))?.0;
    let note = before.trim_end().strip_suffix("*/").and_then(|before| before.rsplit_once("/*"));
    Ok(note.with_context(|| format!("the script does not say whose {stem} is"))?.1.trim().to_owned())
}

fn put(mut linking: String, package: &Path, parts: &[(&str, Vec<u8>)]) -> Result<String> {
    let whole: Vec<u8> = parts.iter().flat_map(|(_, content)| content).copied().collect();
    let named = format!("shared.{}.bin", files::hash(&whole));
    let mut start = 0;
    for (stem, content) in parts {
        let fetched = format!("fetch(new URL(\"./{stem}.wasm\", import.meta.url))");
        ensure!(linking.contains(&fetched), "the script does not fetch {stem}");
        let end = start + content.len();
        linking = linking.replace(&fetched, &format!("part(\"./{named}\", {start}, {end})"));
        start = end;
    }
    files::write(&package.join(named), &whole)?;
    Ok(linking)
}

/// A module within a file. Where that can't be fetched, whoever asks again tries again.
const PART: &str = r#"
const whole = new Map();
function part(file, start, end) {
    if (!whole.has(file)) {
        const fetched = fetch(new URL(file, import.meta.url)).then((answer) => {
            if (!answer.ok) throw new Error(answer.statusText);
            return answer.arrayBuffer();
        });
        fetched.catch(() => whole.delete(file));
        whole.set(file, fetched);
    }
    const headers = { "content-type": "application/wasm" };
    return whole.get(file).then((all) => new Response(all.slice(start, end), { headers }));
}
"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_that_share_much_have_a_file_and_the_others_are_two() {
        let folder = files::scratch("shared");
        let sets = [("users, auth", 400), ("auth, users, workspace", 3), ("account, auth", 2), ("billing, users", 4)];
        let mut linking = String::new();
        let mut modules = Vec::new();
        for (number, (chunks, size)) in sets.iter().enumerate() {
            let module = folder.join(format!("chunk_{number}.wasm"));
            files::write(&module, &vec![b'0' + u8::try_from(number).unwrap(); *size]).unwrap();
            linking.push_str(&format!(
                "/* {chunks} */\nconst __chunk_{number} = makeLoad(() => {{\n    const src = fetch(new \
                 URL(\"./chunk_{number}.wasm\", import.meta.url));\n}}, []);\n"
            ));
            modules.push(module);
        }

        let linking = gather(linking, &folder, &modules.iter().collect::<Vec<_>>()).unwrap();
        let sizes: Vec<usize> =
            files::below(&folder).unwrap().iter().map(|file| files::read(&folder.join(file)).unwrap().len()).collect();
        let mut sorted = sizes.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, [2, 7, 400]);
        assert!(!linking.contains("fetch(new URL(\"./chunk"), "{linking}");
        assert!(linking.contains(", 3, 7)"), "one stands behind another: {linking}");
        fs::remove_dir_all(folder).unwrap();
    }
}
