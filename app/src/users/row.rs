//! One person in the table.

use super::list::{Roles, cell};
use super::page::UserAt;
use crate::state::{may, texts};
use crate::ui::{Icon, Menu, Person, Time};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use model::page::When;
use model::permissions::Permission;
use model::users::{Column, Status, UserRow};

#[component]
pub(super) fn Row(user: UserRow, columns: Vec<Column>, may_act: bool) -> impl IntoView {
    let t = texts();
    let at = UserAt::of(user.id);
    let path = use_location().pathname;
    let id = user.id.to_string();
    let here = format!("/users/{id}");
    let selected = move || path.with(|path| path.contains(&here)).then_some("");
    let href = Signal::derive(move || at.href("", ""));
    let name = if user.name.is_empty() { user.email.clone() } else { user.name.clone() };
    let tick = t.with("bulk.select", &[("name", &name)]);
    let cells = columns.into_iter().map(|column| view! { <Cell user=user.clone() column=column/> }).collect_view();
    view! {
        <tr data-selected=selected>
            {may_act.then(|| view! { <td class="cell-check"><input type="checkbox" class="checkbox" name="id" value=id aria-label=tick/></td> })}
            <th scope="row" class="cell-main"><Person name=user.name.clone() email=user.email.clone() avatar=user.avatar.clone() href=href/></th>
            {cells}
            {may_act.then(|| view! { <td class="cell-menu"><RowMenu user=user name=name/></td> })}
        </tr>
    }
}

#[component]
fn Cell(user: UserRow, column: Column) -> impl IntoView {
    let t = texts();
    let time = |at: Option<When>| match at {
        Some(at) => view! { <Time at=at/> }.into_any(),
        None => view! { <span class="muted">{t.get("users.never")}</span> }.into_any(),
    };
    let content = match column {
        Column::Phone => view! { <span class="nums">{user.phone.unwrap_or_else(|| "–".into())}</span> }.into_any(),
        Column::Role => view! { <Roles super_user=user.super_user roles=user.roles/> }.into_any(),
        Column::Groups => view! { <Groups names=user.groups/> }.into_any(),
        Column::Status => {
            let status = user.status.name();
            view! { <span class=format!("status status--{status}")>{t.get(&format!("status.{status}"))}</span> }
                .into_any()
        }
        Column::SecondFactor => t.get(if user.second_factor { "word.yes" } else { "word.no" }).into_any(),
        Column::Source => t.get(&format!("source.{}", user.source.name())).into_any(),
        Column::Joined => time(Some(user.joined)),
        Column::LastActive => time(user.last_active),
        Column::Ends => time(user.ends),
    };
    view! { <td class=cell(column) data-label=t.get(&format!("users.by_{}", column.name()))>{content}</td> }
}

#[component]
fn Groups(names: Vec<String>) -> impl IntoView {
    view! {
        <span class="badges">{names.into_iter().map(|name| view! { <span class="badge">{name}</span> }).collect_view()}</span>
    }
}

/// The three dots of a row.
#[component]
fn RowMenu(user: UserRow, name: String) -> impl IntoView {
    let t = texts();
    let at = UserAt::of(user.id);
    let member = user.status.is_member();
    let write = may(Permission::USERS_WRITE) && member;
    let delete = may(Permission::USERS_DELETE) && user.status != Status::Removed;
    if !write && !delete {
        return ().into_any();
    }
    let remove = if member { "user.remove" } else { "user.revoke" };
    let dots = view! { <Icon name="dots"/> };
    view! {
        <Menu modifier="menu--end" name="row" button_class="btn btn--quiet btn--icon" label=t.with("user.actions_of", &[("name", &name)]) button=dots>
            {write.then(|| view! {
                <a class="menu-item" data-noscroll href=move || at.href("/edit", "")><Icon name="edit"/>{t.get("action.edit")}</a>
                <a class="menu-item" data-noscroll href=move || at.href("/password", "")><Icon name="key"/>{t.get("user.change_password")}</a>
            })}
            {delete.then(|| view! {
                <a class="menu-item menu-item--danger" data-noscroll href=move || at.href("/remove", "")><Icon name="trash"/>{t.get(remove)}</a>
            })}
        </Menu>
    }.into_any()
}
