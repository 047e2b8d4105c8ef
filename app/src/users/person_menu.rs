//! What can be done to one person: the three dots, the same in the list's row and in the panel, by how the person
//! stands.

use super::addresses::{UserAt, UserPage, use_asked, written};
use super::list::Roles;
use super::menu_templates::{ROLES, nobody};
use crate::address::use_slug;
use crate::forms::{Form, FormState};
use crate::state::{state, texts};
use crate::ui::{Icon, Menu};
use leptos::prelude::*;
use model::Problem;
use model::roles::RoleName;
use model::urls::Url;
use model::users::{Rights, RoleChoice, Status, UserRow};

/// Where the menu stands, and so what an action leads back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Acting {
    InList,
    InPanel,
}

impl Acting {
    /// The form that the buttons belong to: a table can have none inside, and one serves all of its rows.
    fn form(self) -> &'static str {
        match self {
            Self::InList => "act-in-list",
            Self::InPanel => "act-in-panel",
        }
    }

    /// What tells the server where to lead back to.
    pub(super) fn parameters(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::InList => &[("from", "list")],
            Self::InPanel => &[],
        }
    }
}

/// The form of the buttons; it has nothing to fill in.
#[component]
pub(super) fn ActForm(acting: Acting, form: FormState) -> impl IntoView {
    view! { <Form state=form id=acting.form() class="act-form">""</Form> }
}

/// In the panel with all that can be done. A row's menu is filled from a template when it is opened ([`Templates`]), and
/// leads to the panel where no script runs: drawn for each row, the entries would be a third of the page.
#[component]
pub(super) fn PersonMenu(user: UserRow, acting: Acting) -> impl IntoView {
    let t = texts();
    let at = UserAt::of(user.id);
    let entries = entries(user.status, user.rights, user.second_factor);
    if entries.is_empty() {
        return ().into_any();
    }
    let name = if user.name.is_empty() { user.email } else { user.name };
    let dots = view! { <Icon name="dots"/> };
    let label = t.with("user.actions_of", &[("name", &name)]);
    match acting {
        Acting::InPanel => view! {
            <Menu modifier="menu--end" name="row" button_class="btn btn--quiet btn--icon" label=label button=dots>
                {entries.into_iter().map(|entry| view! { <Item entry=entry at=at acting=acting/> }).collect_view()}
            </Menu>
        }
        .into_any(),
        Acting::InList => {
            let keys: Vec<&str> = entries.iter().map(|entry| entry.key()).collect();
            let with = format!("{} {}", user.id, keys.join(" "));
            view! {
                <Menu modifier="menu--end" name="row" button_class="btn btn--quiet btn--icon" label=label button=dots
                    filled=(ENTRIES, with)>
                    <a class="menu-item" data-noscroll href=at.href(UserPage::Details, &[])>{t.get("user.all_actions")}</a>
                </Menu>
            }
            .into_any()
        }
    }
}

/// The template of all entries.
const ENTRIES: &str = "person-entries";

/// What menus of rows are filled with: each entry that there is, for nobody.
#[component]
pub(super) fn Templates(assignable: Vec<RoleName>) -> impl IntoView {
    let t = texts();
    let at = UserAt::of(nobody());
    let may_flag = state().with_value(|state| state.here.as_ref().is_some_and(|here| here.super_user));
    let list = written(&use_asked().get_untracked());
    let url = Url::User { slug: use_slug().get_untracked(), id: nobody() };
    let choice = |value: String, role: String| {
        let href = url.with_query_and(&list, Acting::InList.parameters());
        view! {
            <button class="menu-item" data-entry=value.clone() form=Acting::InList.form() formaction=href name="role"
                value=value>
                {role}
            </button>
        }
    };
    view! {
        <template id=ENTRIES>
            {Entry::ALL.into_iter().map(|entry| view! { <Item entry=entry at=at acting=Acting::InList/> }).collect_view()}
        </template>
        <template id=ROLES>
            <p class="menu-title">{t.get("user.role_instead")}</p>
            {assignable.into_iter().map(|role| choice(RoleChoice::Role(role.id).written(), role.name)).collect_view()}
            {may_flag.then(|| choice(RoleChoice::SUPER_USER.into(), t.get("role.super_user").to_owned()))}
        </template>
    }
}

#[component]
fn Item(entry: Entry, at: UserAt, acting: Acting) -> impl IntoView {
    let t = texts();
    let key = (acting == Acting::InList).then(|| entry.key());
    match entry {
        Entry::Page(page, icon, words) => {
            let class = if page == UserPage::Remove { "menu-item menu-item--danger" } else { "menu-item" };
            view! {
                <a class=class data-entry=key data-noscroll href=at.href(page, &[])><Icon name=icon/>{t.get(words)}</a>
            }
            .into_any()
        }
        Entry::Link => {
            let mail = state().with_value(|state| state.mail);
            (!mail)
                .then(|| {
                    view! {
                        <a class="menu-item" data-entry=key data-noscroll href=at.href(UserPage::Details, &[])>
                            <Icon name="link"/>{t.get("user.invitation_link")}
                        </a>
                    }
                })
                .into_any()
        }
        Entry::Act(action, icon, words) => view! {
            <button class="menu-item" data-entry=key form=acting.form() name="action" value=action
                formaction=at.href(UserPage::Details, acting.parameters())>
                <Icon name=icon/>{t.get(words)}
            </button>
        }
        .into_any(),
    }
}

/// An entry of the menu: a page of the person, or an action with its icon and words.
#[derive(Clone, Copy)]
enum Entry {
    Page(UserPage, &'static str, &'static str),
    Act(&'static str, &'static str, &'static str),
    /// Where the invitation's link is to be had.
    Link,
}

impl Entry {
    const EDIT: Self = Self::Page(UserPage::Edit, "edit", "action.edit");
    const PASSWORD: Self = Self::Page(UserPage::Password, "key", "user.change_password");
    const RESET_FACTOR: Self = Self::Act("reset_factor", "refresh", "user.reset_factor");
    const SIGN_OUT: Self = Self::Act("sign_out", "sign-out", "action.sign_out");
    const SUSPEND: Self = Self::Act("suspend", "lock", "action.suspend");
    const ACTIVATE: Self = Self::Act("activate", "check-circle", "action.activate");
    const REMOVE: Self = Self::Page(UserPage::Remove, "trash", "user.remove");
    const RESEND: Self = Self::Act("resend", "mail", "action.resend");
    const REVOKE: Self = Self::Page(UserPage::Remove, "trash", "user.revoke");
    const RESTORE: Self = Self::Act("restore", "refresh", "action.restore");

    const ALL: [Self; 11] = [
        Self::EDIT,
        Self::PASSWORD,
        Self::RESET_FACTOR,
        Self::SIGN_OUT,
        Self::SUSPEND,
        Self::ACTIVATE,
        Self::REMOVE,
        Self::RESEND,
        Self::Link,
        Self::REVOKE,
        Self::RESTORE,
    ];

    /// Tells entries apart, in a template and in what a row wants of it.
    fn key(self) -> &'static str {
        match self {
            Self::Page(_, _, words) | Self::Act(_, _, words) => words,
            Self::Link => "user.invitation_link",
        }
    }
}

fn entries(status: Status, rights: Rights, second_factor: bool) -> Vec<Entry> {
    let mut entries = Vec::new();
    match status {
        Status::Active | Status::Suspended => {
            if rights.edit {
                entries.push(Entry::EDIT);
            }
            if rights.edit && !rights.is_me {
                if rights.password != Some(Problem::SignsInElsewhere) {
                    entries.push(Entry::PASSWORD);
                }
                if second_factor && rights.password.is_none() {
                    entries.push(Entry::RESET_FACTOR);
                }
                entries.push(Entry::SIGN_OUT);
                entries.push(if status == Status::Active { Entry::SUSPEND } else { Entry::ACTIVATE });
            }
            if rights.remove {
                entries.push(Entry::REMOVE);
            }
        }
        Status::Invited | Status::Expired => {
            if rights.resend {
                entries.push(Entry::RESEND);
                entries.push(Entry::Link);
            }
            if rights.remove {
                entries.push(Entry::REVOKE);
            }
        }
        Status::Removed => {
            if rights.edit {
                entries.push(Entry::RESTORE);
            }
        }
    }
    entries
}

/// Someone's role in a row, which opens to choose another one in its place; what can be chosen is filled in once it is
/// opened. Of several roles, and of the flag of a super-user, none is replaced by one press: they lead to the form.
#[component]
pub(super) fn RoleMenu(user: UserRow) -> impl IntoView {
    let t = texts();
    let at = UserAt::of(user.id);
    let (id, super_user, roles) = (user.id, user.super_user, user.roles);
    let name = if user.name.is_empty() { user.email } else { user.name };
    let flag = super_user.then(|| t.get("role.super_user").to_owned());
    let held = flag.into_iter().chain(roles.iter().cloned()).collect::<Vec<_>>().join(", ");
    let label = t.with("user.role_of", &[("name", &name), ("roles", &held)]);
    let badges = view! { <Roles super_user=super_user roles=roles.clone()/><Icon name="chevron-down" small=true/> };
    let only = if super_user { None } else { Some(roles).filter(|roles| roles.len() == 1) };
    let Some(only) = only.and_then(|roles| roles.into_iter().next()) else {
        return view! {
            <a class="role-button" data-noscroll href=at.href(UserPage::Edit, &[]) aria-label=label>{badges}</a>
        }
        .into_any();
    };
    view! {
        <Menu name="row" button_class="role-button" label=label button=badges filled=(ROLES, format!("{id} {only}"))>
            <a class="menu-item" data-noscroll href=at.href(UserPage::Edit, &[])>
                <Icon name="edit"/>{t.get("user.several_roles")}
            </a>
        </Menu>
    }
    .into_any()
}
