//! One person in the table.

use super::addresses::{UserAt, UserPage};
use super::bulk::FORM;
use super::list::{Roles, cell};
use super::person_menu::{Acting, PersonMenu, RoleMenu};
use crate::list_keys::{EDITED, RowEditor};
use crate::state::texts;
use crate::ui::{Person, Time};
use leptos::prelude::*;
use model::ids::MemberId;
use model::page::When;
use model::users::{MemberField, UserRow};

#[component]
pub(super) fn Row(
    user: UserRow,
    columns: Vec<MemberField>,
    may_act: bool,
    /// Whose panel stands beside the list.
    opened: Option<MemberId>,
    /// It can be edited in place.
    has_keys: bool,
    /// Who is.
    edited: Option<MemberId>,
) -> impl IntoView {
    let t = texts();
    let at = UserAt::of(user.id);
    let is_edited = edited == Some(user.id);
    let is_opened = opened == Some(user.id) && !is_edited;
    let key = user.id.to_string();
    let value = key.clone();
    let href = at.href(UserPage::Details, &[]);
    let edit = (has_keys && user.rights.edit).then(|| at.href(UserPage::Edit, &[EDITED]));
    let name = if user.name.is_empty() { user.email.clone() } else { user.name.clone() };
    let tick = t.with("bulk.select", &[("name", &name)]);
    let cells = columns.into_iter().map(|column| cell_of(&user, column)).collect_view();
    let editor = is_edited.then(|| {
        let action = at.href(UserPage::Edit, &[EDITED]);
        view! { <RowEditor slug=at.slug() id=user.id action=action back=at.list()/> }
    });
    view! {
        <tr data-key=key data-selected=is_opened.then_some("") data-edit=edit>
            {may_act.then(|| view! {
                <td class="cell-check">
                    <input type="checkbox" class="checkbox" name="id" form=FORM value=value
                        aria-label=tick autocomplete="off"/>
                </td>
            })}
            <th scope="row" class="cell-main" data-editing=is_edited.then_some("")>
                <Person name=user.name.clone() email=user.email.clone() avatar=user.avatar.clone() href=href/>
                {editor}
            </th>
            {cells}
            {may_act.then(|| view! { <td class="cell-menu"><PersonMenu user=user acting=Acting::InList/></td> })}
        </tr>
    }
}

fn cell_of(user: &UserRow, column: MemberField) -> impl IntoView + use<> {
    let t = texts();
    let time = |at: Option<&When>| match at {
        Some(at) => view! { <Time at=at.clone()/> }.into_any(),
        None => view! { <span class="muted">{t.get("users.never")}</span> }.into_any(),
    };
    let content = match column {
        MemberField::Role if user.rights.edit && !user.rights.is_me && user.status.is_member() => {
            view! { <RoleMenu user=user.clone()/> }.into_any()
        }
        MemberField::Role => view! { <Roles super_user=user.super_user roles=user.roles.clone()/> }.into_any(),
        MemberField::Groups => view! { <Groups names=user.groups.clone()/> }.into_any(),
        MemberField::Status => {
            let status = user.status.name();
            view! { <span class=format!("status status--{status}")>{t.get(&format!("status.{status}"))}</span> }
                .into_any()
        }
        MemberField::SecondFactor => t.get(if user.second_factor { "word.yes" } else { "word.no" }).into_any(),
        MemberField::Source => t.get(&format!("source.{}", user.source.name())).into_any(),
        MemberField::Joined => time(Some(&user.joined)),
        MemberField::LastActive => time(user.last_active.as_ref()),
        MemberField::Ends => time(user.ends.as_ref()),
        text => {
            let class = match user.texts.get(text) {
                None => "blank",
                Some(_) if text == MemberField::Phone => "nums",
                Some(_) => "name wrap-anywhere",
            };
            view! { <span class=class dir="auto">{user.texts.get(text).unwrap_or("–").to_owned()}</span> }.into_any()
        }
    };
    view! { <td class=cell(column) data-label=t.get(column.label())>{content}</td> }
}

#[component]
fn Groups(names: Vec<String>) -> impl IntoView {
    view! {
        <span class="badges">
            {names.into_iter().map(|name| view! { <span class="badge">{name}</span> }).collect_view()}
        </span>
    }
}
