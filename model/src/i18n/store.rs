//! On the server: all three catalogues, as shipped.

use super::Catalogue;
use crate::Language;
use std::collections::BTreeMap;
use std::sync::LazyLock;

const SOURCES: [&str; 3] = [
    include_str!("../../locales/en.json"),
    include_str!("../../locales/pt-BR.json"),
    include_str!("../../locales/es.json"),
];

static CATALOGUES: LazyLock<[Catalogue; 3]> = LazyLock::new(|| {
    SOURCES.map(|source| serde_json::from_str(source).expect("the shipped catalogues are valid JSON"))
});

static FOR_BROWSERS: LazyLock<[String; 3]> = LazyLock::new(|| {
    CATALOGUES.each_ref().map(|catalogue| {
        let said: BTreeMap<_, _> =
            catalogue.iter().filter(|(key, _)| LIVE.iter().any(|part| key.starts_with(part))).collect();
        serde_json::to_string(&said).expect("texts are JSON")
    })
});

/// With what the keys begin of all that is said by a script: whatever else a page says, the server has written.
const LIVE: [&str; 45] = [
    "action.cancel",
    "action.close",
    "bulk.all",
    "bulk.chosen",
    "bulk.clear",
    "bulk.elsewhere",
    "bulk.everyone_selected",
    "bulk.full",
    "bulk.select_page",
    "bulk.selected",
    "bulk.some",
    "bulk.unselect",
    "date.day",
    "download.",
    "duration.seconds.",
    "error.busy.text",
    "list_keys.",
    "month.",
    "nav.",
    "palette.",
    "password.strength.",
    "problem.broken_picture",
    "problem.no_picture",
    "problem.not_a_picture",
    "problem.picture_is_svg",
    "problem.picture_too_large",
    "problem.too_many_pixels",
    "settings.dev",
    "settings.picture",
    "setup.slug_hint",
    "shell.all_workspaces",
    "shell.sign_out",
    "shell.theme",
    "shell.user_settings",
    "theme.",
    "users.add",
    "users.import",
    "webhooks.title",
    "workspace.access",
    "workspace.domains",
    "workspace.general",
    "workspace.ownership",
    "workspace.security",
    "workspace.settings",
    "workspace.tokens",
];

pub(super) fn lookup(language: Language, key: &str) -> Option<&'static str> {
    CATALOGUES[language as usize].get(key).map(String::as_str)
}

/// The catalogue, as it stands in `model/locales`.
pub fn source(language: Language) -> &'static str {
    SOURCES[language as usize]
}

/// The catalogue as the browser is handed it: what islands say.
pub fn for_browsers(language: Language) -> &'static str {
    &FOR_BROWSERS[language as usize]
}
