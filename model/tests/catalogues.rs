//! The catalogues hold what the code asks for, in every language, and nothing else.

use model::audit::Action;
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

/// What the browser runs of the code.
const LIVE: [&str; 12] = [
    "account/picture/card.rs",
    "account/picture/frame.rs",
    "downloads/progress.rs",
    "list_keys/help.rs",
    "palette/commands.rs",
    "palette/dialog.rs",
    "palette/opener.rs",
    "passwords/typing.rs",
    "shell/theme_preference.rs",
    "ui/field.rs",
    "users/bulk/chosen.rs",
    "workspaces/slug.rs",
];

#[test]
fn browsers_are_handed_what_is_said_there_and_little_more() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/src");
    let english = catalogue(Language::English);
    let handed: Catalogue = serde_json::from_str(i18n::for_browsers(Language::English)).unwrap();
    let mut said = 0;
    for file in LIVE {
        for key in keys_of(&fs::read_to_string(root.join(file)).unwrap()) {
            for known in english.keys().filter(|known| fits(&key, known)) {
                assert!(handed.contains_key(known), "{file} says {known}, which browsers are not handed");
                said += 1;
            }
        }
    }
    assert!(said > 60, "{said} keys were found");
    for language in Language::ALL {
        let handed_there = i18n::for_browsers(language);
        let count = serde_json::from_str::<Catalogue>(handed_there).unwrap().len();
        assert_eq!(count, handed.len(), "{}", language.tag());
        assert!(handed_there.len() < i18n::source(language).len() / 10, "{}", language.tag());
    }
}

/// String literals of a source that look like keys.
fn keys_of(source: &str) -> BTreeSet<String> {
    let is_key = |literal: &&str| {
        let is_part = |part: &str| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_{}".contains(c))
        };
        literal.contains('.') && literal.split('.').all(is_part)
    };
    source.split('"').skip(1).step_by(2).filter(is_key).map(str::to_owned).collect()
}

/// String literals of the code that look like keys: `users.title`, `wizard.{}.label`.
fn keys_in_code() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for folder in ["app/src", "domain/src", "model/src", "server/src"] {
        visit(&root.join(folder), &mut |source| {
            found.extend(keys_of(source));
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

/// Whether a key is what a literal with holes can become; counted texts get `.one` or `.other`, and those that promise
/// a mail have another one under `.no_mail`.
fn fits(pattern: &str, key: &str) -> bool {
    let key = key.strip_suffix(".no_mail").filter(|_| !pattern.ends_with(".no_mail")).unwrap_or(key);
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
    let is_action = |key: &str| Action::named(key).is_some();
    let not_texts = ["mail.html", "mail.txt", "invitations.pending"];
    let is_text = |key: &String| !not_texts.contains(&key.as_str()) && !is_action(key);
    let missing: Vec<String> = missing.into_iter().filter(is_text).collect();
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn every_action_has_a_sentence() {
    let english = catalogue(Language::English);
    let silent: Vec<_> =
        Action::ALL.iter().filter(|action| !english.contains_key(&format!("audit.{}", action.name()))).collect();
    assert_eq!(silent, Vec::<&Action>::new());
}

/// What the code names and the reader sees by a word of ours: the keys of those words.
fn words_for_names() -> BTreeSet<String> {
    use model::audit::Channel;
    use model::jobs::JobState::{self, Cancelled, Collecting, Done, Failed, Running};
    use model::permissions::{Access, Resource};
    let mut keys = BTreeSet::new();
    let mut all = |under: &str, names: &[&str]| keys.extend(names.iter().map(|name| format!("{under}.{name}")));
    let actions: Vec<&str> = Action::ALL.iter().map(|action| action.name()).collect();
    all("audit.noun", &actions.iter().filter_map(|action| Some(action.split_once('.')?.0)).collect::<Vec<_>>());
    all("audit", &actions);
    all("audit.channel", &Channel::ALL.map(Channel::key));
    all("resource", &Resource::ALL.map(Resource::name));
    all("access", &Access::ALL.map(Access::name));
    all("status", &model::users::Status::ALL.map(model::users::Status::name));
    all("source", &model::users::Source::ALL.map(model::users::Source::name));
    all("notices", &model::notices::Notice::ALL.map(model::notices::Notice::name));
    all("security.outcome", &model::security::Outcome::ALL.map(model::security::Outcome::name));
    all("import.kind", &model::imports::RowKind::ALL.map(model::imports::RowKind::name));
    all("job", &[Collecting, Running, Done, Cancelled, Failed].map(JobState::name));
    let of_imports: Vec<&str> =
        JobState::ALL.into_iter().filter(|state| *state != Collecting).map(JobState::name).collect();
    all("import.state", &of_imports);
    keys.extend(model::users::MemberField::ALL.map(|field| field.label().to_owned()));
    keys
}

/// The fields of states that are written where an event is recorded: `.after(&json!({ "rows": … }))`.
fn fields_in_events() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    visit(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../domain/src"), &mut |source| {
        for opening in [".before(&serde_json::json!({", ".after(&serde_json::json!({"] {
            let written = source.split(opening).skip(1).filter_map(|rest| rest.split("})").next());
            found.extend(written.flat_map(|fields| fields.split('"').skip(1).step_by(2).map(str::to_owned)));
        }
    });
    found
}

#[test]
fn every_field_of_an_event_has_a_word() {
    let (english, fields) = (catalogue(Language::English), fields_in_events());
    assert!(fields.contains("existing_account"), "{fields:?}");
    let known = |field: &&String| {
        ["audit.field", "field"].iter().any(|under| english.contains_key(&format!("{under}.{field}")))
    };
    let nameless: Vec<&String> = fields.iter().filter(|field| !known(field)).collect();
    assert_eq!(nameless, Vec::<&String>::new());
}

#[test]
fn nothing_is_shown_by_the_name_that_the_code_has_for_it() {
    for language in Language::ALL {
        let catalogue = catalogue(language);
        let missing: Vec<String> = words_for_names().into_iter().filter(|key| !catalogue.contains_key(key)).collect();
        assert_eq!(missing, Vec::<String>::new(), "{}", language.tag());
    }
}

/// How English says that a mail goes out, and the keys that say so truly without a mail server too.
const PROMISES: [&str; 8] = [
    "e-mail with",
    "e-mail tells",
    "by e-mail",
    "get an e-mail",
    "gets an e-mail",
    "on its way",
    "we send",
    "was sent a",
];
const NO_PROMISES: [&str; 8] = [
    // What has been done with a link from a mail, and what has not been done by one.
    "audit.account.recover",
    "delivery.unsent",
    // The page is another one without a mail server.
    "recover.text",
    "recover.done.sent",
    "invitations.on_its_way",
    "security.email.hint",
    "workspace.factors.hint",
    "source.joined",
];

#[test]
fn what_promises_a_mail_has_other_words_without_a_mail_server() {
    let english = catalogue(Language::English);
    let of_pages = english.iter().filter(|(key, _)| !key.starts_with("mail.") && !key.ends_with(".no_mail"));
    let promising = of_pages.filter(|(_, text)| PROMISES.iter().any(|promise| text.to_lowercase().contains(promise)));
    let silent: Vec<&String> = promising
        .map(|(key, _)| key)
        .filter(|key| !english.contains_key(&format!("{key}.no_mail")) && !NO_PROMISES.contains(&key.as_str()))
        .collect();
    assert_eq!(silent, Vec::<&String>::new());
    let without =
        english.keys().filter_map(|key| key.strip_suffix(".no_mail")).filter(|key| english.contains_key(*key));
    assert!(without.clone().count() > 20);
    for key in without {
        assert_eq!(
            placeholders(&english[key]),
            placeholders(&english[&format!("{key}.no_mail")]),
            "{key} is filled in alike with and without a mail server"
        );
    }
}

/// A row of `docs/translations.md`: words that a catalogue may not use, but in these keys and phrases.
struct Term {
    language: Language,
    not: Vec<String>,
    except: Vec<String>,
    phrases: Vec<String>,
}

fn terms() -> Vec<Term> {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/translations.md")).unwrap();
    let list = |cell: &str| -> Vec<String> {
        cell.split(',').map(|word| word.trim().to_lowercase()).filter(|word| !word.is_empty()).collect()
    };
    let mut terms = Vec::new();
    for section in page.split("\n## ").skip(1) {
        let language = match section.split_whitespace().next() {
            Some("English") => Language::English,
            Some("Portuguese") => Language::Portuguese,
            Some("Spanish") => Language::Spanish,
            other => panic!("a section of another language: {other:?}"),
        };
        for row in section.lines().filter(|line| line.starts_with('|')).skip(2) {
            let cells: Vec<&str> = row.trim_matches('|').split('|').collect();
            let [_, _, not, except] = cells[..] else { panic!("four cells: {row}") };
            let (phrases, except) = list(except).into_iter().partition(|exception| exception.starts_with('“'));
            let phrases: Vec<String> = phrases;
            let phrases = phrases.iter().map(|phrase| phrase.trim_matches(['“', '”']).to_owned()).collect();
            terms.push(Term { language, not: list(not), except, phrases });
        }
    }
    terms
}

/// The words of a text, without its values, in a form to look for words in: each between two spaces.
fn spaced(text: &str) -> String {
    let plain: String = model::i18n::pieces(text)
        .into_iter()
        .map(|piece| if let model::i18n::Piece::Words(words) = piece { words } else { " " })
        .collect();
    // A hyphen belongs to its word: "mail" is not in "e-mail".
    let word = |c: char| if c.is_alphanumeric() || c == '-' { c } else { ' ' };
    format!(" {} ", plain.to_lowercase().chars().map(word).collect::<String>())
}

fn has_word(text: &str, word: &str) -> bool {
    match word.strip_suffix('*') {
        Some(start) => text.contains(&format!(" {start}")),
        None => text.contains(&format!(" {word} ")),
    }
}

#[test]
fn each_thing_is_called_by_one_word() {
    let terms = terms();
    assert!(terms.len() > 40, "{} terms", terms.len());
    let mut wrong = Vec::new();
    for term in &terms {
        let catalogue = catalogue(term.language);
        let uses = |key: &String, word: &String| {
            let text = term.phrases.iter().fold(catalogue[key].to_lowercase(), |text, phrase| text.replace(phrase, ""));
            has_word(&spaced(&text), word)
        };
        for (key, word) in catalogue.keys().flat_map(|key| term.not.iter().map(move |word| (key, word))) {
            if uses(key, word) && !term.except.contains(key) {
                wrong.push(format!("{} {key}: “{word}” in “{}”", term.language.tag(), catalogue[key]));
            }
        }
        for key in &term.except {
            if !(catalogue.contains_key(key) && term.not.iter().any(|word| uses(key, word))) {
                wrong.push(format!("{} {key} is no exception to {:?} any more", term.language.tag(), term.not));
            }
        }
    }
    assert!(wrong.is_empty(), "docs/translations.md says otherwise:\n{}", wrong.join("\n"));
}

#[test]
fn whole_words_are_looked_for() {
    let text = spaced("Send e-mail to {mail}, or telephones.");
    assert!(has_word(&text, "e-mail") && has_word(&text, "telephone*") && has_word(&text, "send e-mail"));
    assert!(!has_word(&text, "mail") && !has_word(&text, "telephone"));
}
