//! What there is to go to and to do, for this reader here.

use crate::state::Known;
use model::Texts;
use model::permissions::Permission;
use model::urls::Url;
use model::workspaces::Here;

/// What choosing something does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// To a page.
    Page(String),
    /// The button of a form that stands on every page: what it posts to.
    Post(String),
}

/// Something to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Command {
    pub icon: &'static str,
    pub label: String,
    /// What kind of thing it is, or where it is.
    pub hint: String,
    pub target: Target,
}

/// Commands that are shown at once.
const SHOWN: usize = 12;

pub(super) fn commands(known: &Known, t: Texts) -> Vec<Command> {
    let mut commands = Vec::new();
    if let Some(here) = &known.here {
        commands.extend(pages(here, t));
    }
    let settings: [(&str, Url); 4] = [
        ("nav.profile", Url::Profile),
        ("nav.security", Url::Security),
        ("settings.dev", Url::Tokens),
        ("shell.all_workspaces", Url::Workspaces),
    ];
    commands.extend(settings.map(|(key, url)| Command {
        icon: "user",
        label: t.get(key).to_owned(),
        hint: t.get("shell.user_settings").to_owned(),
        target: Target::Page(url.path()),
    }));
    let current = known.here.as_ref().map(|here| here.slug.as_str());
    let others = known.workspaces.iter().filter(|one| Some(one.slug.as_str()) != current);
    commands.extend(others.map(|one| Command {
        icon: "building",
        label: one.name.clone(),
        hint: t.get("palette.workspace").to_owned(),
        target: Target::Page(Url::Workspace { slug: one.slug.clone() }.path()),
    }));
    let forms = [("system", "shell.theme", Url::ThemePreference), ("sign-out", "shell.sign_out", Url::SignOut)];
    commands.extend(forms.map(|(icon, key, url)| Command {
        icon,
        label: t.get(key).to_owned(),
        hint: t.get("palette.action").to_owned(),
        target: Target::Post(url.path()),
    }));
    commands
}

/// The workspace's pages, its settings, and adding someone: what the reader may see.
fn pages(here: &Here, t: Texts) -> Vec<Command> {
    let slug = || here.slug.clone();
    let page = |icon, key, url: Url, hint: &str| Command {
        icon,
        label: t.get(key).to_owned(),
        hint: hint.to_owned(),
        target: Target::Page(url.path()),
    };
    let may = |permission| here.permissions.has(permission);
    let mut pages = vec![page("home", "nav.home", Url::Workspace { slug: slug() }, &here.name)];
    if may(Permission::USERS_READ) {
        pages.push(page("users", "nav.users", Url::Users { slug: slug() }, &here.name));
        pages.push(page("groups", "nav.groups", Url::Groups { slug: slug() }, &here.name));
    }
    if may(Permission::USERS_WRITE) || may(Permission::INVITATIONS_WRITE) {
        pages.push(page("user-plus", "users.add", Url::NewUser { slug: slug() }, t.get("palette.action")));
    }
    if may(Permission::USERS_WRITE) {
        pages.push(page("upload", "users.import", Url::Imports { slug: slug() }, t.get("palette.action")));
    }
    if may(Permission::ROLES_READ) {
        pages.push(page("roles", "nav.roles", Url::Roles { slug: slug() }, &here.name));
    }
    if may(Permission::INVITATIONS_READ) {
        pages.push(page("mail", "nav.invitations", Url::Invitations { slug: slug() }, &here.name));
    }
    if may(Permission::AUDIT_READ) {
        pages.push(page("audit", "nav.audit", Url::Audit { slug: slug() }, &here.name));
    }
    if may(Permission::SETTINGS_READ) {
        let tabs: [(&str, Url); 7] = [
            ("workspace.general", Url::WorkspaceSettings { slug: slug() }),
            ("workspace.access", Url::AccessSettings { slug: slug() }),
            ("workspace.security", Url::SecuritySettings { slug: slug() }),
            ("workspace.domains", Url::DomainSettings { slug: slug() }),
            ("webhooks.title", Url::Webhooks { slug: slug() }),
            ("workspace.tokens", Url::WorkspaceTokens { slug: slug() }),
            ("workspace.ownership", Url::OwnershipSettings { slug: slug() }),
        ];
        pages.extend(tabs.map(|(key, url)| page("settings", key, url, t.get("workspace.settings"))));
    }
    pages
}

/// Those with all of the words in what they are called or where they are; what begins with the text comes first.
pub(super) fn matching(commands: &[Command], text: &str) -> Vec<Command> {
    let text = text.trim().to_lowercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    let has_all = |command: &&Command| {
        let searched = format!("{} {}", command.label, command.hint).to_lowercase();
        words.iter().all(|word| searched.contains(word))
    };
    let mut found: Vec<Command> = commands.iter().filter(has_all).cloned().collect();
    found.sort_by_key(|command| !command.label.to_lowercase().starts_with(&text));
    found.truncate(SHOWN);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Language;
    use model::permissions::Permissions;
    use model::workspaces::WorkspaceLink;

    fn known(permissions: Permissions) -> Known {
        let here = Here {
            id: "019ac9a4-8d5e-7f04-9d39-1a90b4f4a0c4".parse().unwrap(),
            slug: "acme".into(),
            name: "Acme".into(),
            super_user: false,
            owner: false,
            permissions,
        };
        let link = |slug: &str, name: &str| WorkspaceLink { slug: slug.into(), name: name.into(), picture: None };
        Known { here: Some(here), workspaces: vec![link("acme", "Acme"), link("second", "Second")], ..Known::default() }
    }

    fn labels(found: &[Command]) -> Vec<&str> {
        found.iter().map(|command| command.label.as_str()).collect()
    }

    #[test]
    fn palette_offers_what_the_reader_may_see() {
        let t = Language::English.texts();
        let all = commands(&known(Permissions::all()), t);
        assert!(labels(&all).contains(&"Add user") && labels(&all).contains(&"Audit"), "{all:?}");
        assert!(labels(&all).contains(&"Second") && !labels(&all).contains(&"Acme"), "{all:?}");
        let few = commands(&known(Permissions::NONE), t);
        assert_eq!(few.iter().filter(|command| command.hint == "Acme").count(), 1, "{few:?}");
        assert!(!labels(&few).contains(&"Add user"), "{few:?}");
    }

    #[test]
    fn words_are_found_in_any_order_and_beginnings_come_first() {
        let all = commands(&known(Permissions::all()), Language::English.texts());
        assert_eq!(labels(&matching(&all, "  add US"))[0], "Add user");
        assert_eq!(labels(&matching(&all, "settings own")), ["Ownership"]);
        assert_eq!(labels(&matching(&all, "us"))[0], "Users");
        assert_eq!(matching(&all, "no such thing"), []);
        assert!(matching(&all, "").len() <= SHOWN);
    }
}
