//! What can be done to one person: the three dots, the same in the list's row and in the panel, by how the person
//! stands.

use super::list::Roles;
use super::page::{UserAt, UserPage};
use crate::forms::{Form, FormState};
use crate::state::{state, texts};
use crate::ui::{Icon, Menu};
use leptos::ev;
use leptos::prelude::*;
use model::Problem;
use model::roles::RoleName;
use model::users::{Rights, RoleChoice, Status, UserRow};
use std::sync::Arc;

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

#[component]
pub(super) fn PersonMenu(user: UserRow, acting: Acting) -> impl IntoView {
    let t = texts();
    let at = UserAt::of(user.id);
    let name = if user.name.is_empty() { user.email } else { user.name };
    let entries = entries(user.status, user.rights, user.second_factor);
    if entries.is_empty() {
        return ().into_any();
    }
    let mail = state().with_value(|state| state.mail);
    let item = move |entry: Entry| match entry {
        Entry::Page(page, icon, key) => {
            let danger = page == UserPage::Remove;
            let class = if danger { "menu-item menu-item--danger" } else { "menu-item" };
            view! {
                <a class=class data-noscroll href=move || at.href(page, &[])><Icon name=icon/>{t.get(key)}</a>
            }
            .into_any()
        }
        Entry::Link => (!mail)
            .then(|| {
                view! {
                    <a class="menu-item" data-noscroll href=move || at.href(UserPage::Details, &[])>
                        <Icon name="link"/>{t.get("user.invitation_link")}
                    </a>
                }
            })
            .into_any(),
        Entry::Act(action, icon, key) => view! {
            <button class="menu-item" form=acting.form() name="action" value=action
                formaction=move || at.href(UserPage::Details, acting.parameters())>
                <Icon name=icon/>{t.get(key)}
            </button>
        }
        .into_any(),
    };
    let dots = view! { <Icon name="dots"/> };
    let label = t.with("user.actions_of", &[("name", &name)]);
    let is_open = RwSignal::new(false);
    let on_toggle = move |event: ev::Event| is_open.set(opened(&event));
    let entries = StoredValue::new(entries);
    let items = move || entries.get_value().into_iter().map(item).collect_view();
    view! {
        <Menu modifier="menu--end" name="row" button_class="btn btn--quiet btn--icon" label=label button=dots
            on:toggle=on_toggle>
            {match acting {
                Acting::InPanel => items().into_any(),
                Acting::InList => view! {
                    <Show when=move || is_open.get() fallback=move || view! { <AllActions at=at/> }>{items}</Show>
                }
                .into_any(),
            }}
        </Menu>
    }
    .into_any()
}

/// Without a script, a row's menu leads to the panel, which has the whole: drawn for each row, the entries would be a
/// third of the page.
#[component]
fn AllActions(at: UserAt) -> impl IntoView {
    view! {
        <a class="menu-item" data-noscroll href=move || at.href(UserPage::Details, &[])>
            {texts().get("user.all_actions")}
        </a>
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

fn entries(status: Status, rights: Rights, second_factor: bool) -> Vec<Entry> {
    let mut entries = Vec::new();
    match status {
        Status::Active | Status::Suspended => {
            if rights.edit {
                entries.push(Entry::Page(UserPage::Edit, "edit", "action.edit"));
            }
            if rights.edit && !rights.is_me {
                if rights.password != Some(Problem::SignsInElsewhere) {
                    entries.push(Entry::Page(UserPage::Password, "key", "user.change_password"));
                }
                if second_factor && rights.password.is_none() {
                    entries.push(Entry::Act("reset_factor", "refresh", "user.reset_factor"));
                }
                entries.push(Entry::Act("sign_out", "sign-out", "action.sign_out"));
                entries.push(match status {
                    Status::Active => Entry::Act("suspend", "lock", "action.suspend"),
                    _ => Entry::Act("activate", "check-circle", "action.activate"),
                });
            }
            if rights.remove {
                entries.push(Entry::Page(UserPage::Remove, "trash", "user.remove"));
            }
        }
        Status::Invited | Status::Expired => {
            if rights.resend {
                entries.push(Entry::Act("resend", "mail", "action.resend"));
                entries.push(Entry::Link);
            }
            if rights.remove {
                entries.push(Entry::Page(UserPage::Remove, "trash", "user.revoke"));
            }
        }
        Status::Removed => {
            if rights.edit {
                entries.push(Entry::Act("restore", "refresh", "action.restore"));
            }
        }
    }
    entries
}

/// Someone's role in a row, which opens to choose another one in its place; what can be chosen is drawn once it is
/// opened. Of several roles, and of the flag of a super-user, none is replaced by one press: they lead to the form.
#[component]
pub(super) fn RoleMenu(user: UserRow, assignable: Arc<[RoleName]>) -> impl IntoView {
    let t = texts();
    let at = UserAt::of(user.id);
    let name = if user.name.is_empty() { user.email } else { user.name };
    let (super_user, roles) = (user.super_user, user.roles);
    let flag = super_user.then(|| t.get("role.super_user").to_owned());
    let held = flag.into_iter().chain(roles.iter().cloned()).collect::<Vec<_>>().join(", ");
    let label = t.with("user.role_of", &[("name", &name), ("roles", &held)]);
    let badges = view! { <Roles super_user=super_user roles=roles.clone()/><Icon name="chevron-down" small=true/> };
    let only = if super_user {
        None
    } else {
        Some(roles).filter(|roles| roles.len() == 1).and_then(|roles| roles.into_iter().next())
    };
    let Some(only) = only else {
        return view! {
            <a class="role-button" data-noscroll href=move || at.href(UserPage::Edit, &[]) aria-label=label>{badges}</a>
        }
        .into_any();
    };
    let is_open = RwSignal::new(false);
    let on_toggle = move |event: ev::Event| is_open.set(opened(&event));
    view! {
        <Menu name="row" button_class="role-button" label=label button=badges on:toggle=on_toggle>
            <Show when=move || is_open.get()><OtherRoles at=at only=only.clone() assignable=assignable.clone()/></Show>
            <a class="menu-item" data-noscroll href=move || at.href(UserPage::Edit, &[])>
                <Icon name="edit"/>{t.get("user.several_roles")}
            </a>
        </Menu>
    }
    .into_any()
}

/// The roles that can take the place of the only one.
#[component]
fn OtherRoles(at: UserAt, only: String, assignable: Arc<[RoleName]>) -> impl IntoView {
    let t = texts();
    let may_flag = state().with_value(|state| state.here.as_ref().is_some_and(|here| here.super_user));
    let roles = assignable;
    // What takes it back, where that can be given.
    let undo = roles.iter().find(|role| role.name == only).map(|role| role.id.to_string());
    let href = move || {
        let undo = undo.as_deref().map(|undo| ("undo", undo));
        let parameters: Vec<_> = Acting::InList.parameters().iter().copied().chain(undo).collect();
        at.href(UserPage::Details, &parameters)
    };
    let choice = move |value: String, role: String| {
        let href = href.clone();
        view! {
            <button class="menu-item" form=Acting::InList.form() formaction=href name="role" value=value>{role}</button>
        }
    };
    view! {
        <p class="menu-title">{t.get("user.role_instead")}</p>
        {roles.iter()
            .filter(|role| role.name != only)
            .map(|role| choice(RoleChoice::Role(role.id).written(), role.name.clone()))
            .collect_view()}
        {may_flag.then(|| choice(RoleChoice::SUPER_USER.into(), t.get("role.super_user").to_owned()))}
    }
}

fn opened(event: &ev::Event) -> bool {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let target = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        target.is_some_and(|details| details.has_attribute("open"))
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = event;
        false
    }
}
