//! The catalogues hold what the code asks for, in every language, and nothing else.

use model::{Language, i18n};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

type Catalogue = BTreeMap<String, String>;

fn catalogue(language: Language) -> Catalogue {
    serde_json::from_str(i18n::source(language)).expect("a catalogue is a flat JSON object of texts")
}

/// The names in braces, each as often as it stands there.
fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

#[test]
fn every_language_has_every_text_with_the_same_values() {
    let english = catalogue(Language::English);
    for language in Language::ALL {
        let other = catalogue(language);
        let keys = |catalogue: &Catalogue| catalogue.keys().cloned().collect::<BTreeSet<_>>();
        let missing: Vec<_> = keys(&english).symmetric_difference(&keys(&other)).cloned().collect();
        assert_eq!(missing, Vec::<String>::new(), "{} differs in", language.tag());
        for (key, text) in &other {
            assert_eq!(placeholders(text), placeholders(&english[key]), "{}: {key}", language.tag());
            assert!(!text.trim().is_empty(), "{}: {key} is empty", language.tag());
        }
    }
}

/// String literals of the code that look like keys: `users.title`, `wizard.{}.label`.
fn keys_in_code() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for folder in ["app/src", "domain/src", "model/src", "server/src"] {
        visit(&root.join(folder), &mut |source| {
            for literal in source.split('"').skip(1).step_by(2) {
                let is_key = literal.contains('.')
                    && literal.split('.').all(|part| {
                        !part.is_empty()
                            && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_{}".contains(c))
                    });
                if is_key {
                    found.insert(literal.to_owned());
                }
            }
        });
    }
    found
}

fn visit(folder: &Path, read: &mut impl FnMut(&str)) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            visit(&entry, read);
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            read(&fs::read_to_string(entry).unwrap());
        }
    }
}

/// Whether a key is what a literal with holes can become; counted texts get `.one` or `.other`.
fn fits(pattern: &str, key: &str) -> bool {
    let parts = |text: &str| text.split('.').map(str::to_owned).collect::<Vec<_>>();
    let (pattern, key) = (parts(pattern), parts(key));
    let counted = key.len() == pattern.len() + 1 && matches!(key.last().map(String::as_str), Some("one" | "other"));
    (pattern.len() == key.len() || counted)
        && pattern.iter().zip(&key).all(|(asked, part)| match asked.split_once('{') {
            Some((before, _)) => part.starts_with(before),
            None => asked == part,
        })
}

#[test]
fn every_text_is_used() {
    let patterns = keys_in_code();
    let unused: Vec<String> = catalogue(Language::English)
        .into_keys()
        .filter(|key| !patterns.iter().any(|pattern| fits(pattern, key)))
        .collect();
    assert_eq!(unused, Vec::<String>::new());
}

#[test]
fn every_key_that_the_code_names_has_a_text() {
    let english = catalogue(Language::English);
    let first_words: BTreeSet<&str> = english.keys().filter_map(|key| key.split('.').next()).collect();
    let missing: Vec<String> = keys_in_code()
        .into_iter()
        .filter(|pattern| first_words.contains(pattern.split('.').next().unwrap_or_default()))
        .filter(|pattern| !english.keys().any(|key| fits(pattern, key)))
        .collect();
    // Audit actions and counters share first words with texts.
    let actions = actions_in_code();
    let not_texts = ["mail.html", "mail.txt", "invitations.pending"];
    let is_text = |key: &String| !not_texts.contains(&key.as_str()) && !actions.contains(key);
    let missing: Vec<String> = missing.into_iter().filter(is_text).collect();
    assert_eq!(missing, Vec::<String>::new());
}

/// What the domain records by name: `audit::Event::new("member.create")`.
fn actions_in_code() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    visit(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../domain/src"), &mut |source| {
        for opening in ["Event::new(\"", "Event::by_account(\""] {
            found.extend(source.split(opening).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned));
        }
    });
    found
}

#[test]
fn every_action_has_a_sentence() {
    let english = catalogue(Language::English);
    let actions = actions_in_code();
    assert!(actions.contains("member.create"), "{actions:?}");
    let silent: Vec<_> = actions.iter().filter(|action| !english.contains_key(&format!("audit.{action}"))).collect();
    assert_eq!(silent, Vec::<&String>::new());
}
