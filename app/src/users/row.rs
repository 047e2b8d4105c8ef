//! One person in the table.

use super::bulk::FORM;
use super::list::{Roles, cell};
use super::page::{UserAt, UserPage, opened};
use super::person_menu::{Acting, PersonMenu, RoleMenu};
use super::selection::Selection;
use crate::state::texts;
use crate::ui::{Person, Time};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use model::page::When;
use model::roles::RoleName;
use model::users::{MemberField, UserRow};
use std::sync::Arc;

#[component]
pub(super) fn Row(
    user: UserRow,
    columns: Vec<MemberField>,
    may_act: bool,
    selection: Selection,
    assignable: Arc<[RoleName]>,
) -> impl IntoView {
    let t = texts();
    let at = UserAt::of(user.id);
    let path = use_location().pathname;
    let id = user.id;
    let selected = move || path.with(|path| opened(path) == Some(id)).then_some("");
    let href = Signal::derive(move || at.href(UserPage::Details, &[]));
    let name = if user.name.is_empty() { user.email.clone() } else { user.name.clone() };
    let tick = t.with("bulk.select", &[("name", &name)]);
    let cells = columns.into_iter().map(|column| cell_of(&user, column, &assignable)).collect_view();
    // A box that can't be ticked any more comes back as it was.
    let on_click = move |event: leptos::ev::MouseEvent| {
        selection.choose(id, event_target_checked(&event), event.shift_key());
        set_checked(&event, untrack(|| selection.has(id)));
    };
    view! {
        <tr data-selected=selected>
            {may_act.then(|| view! {
                <td class="cell-check">
                    <input type="checkbox" class="checkbox" name="id" form=FORM value=id.to_string() aria-label=tick
                        autocomplete="off" prop:checked=move || selection.has(id) on:click=on_click/>
                </td>
            })}
            <th scope="row" class="cell-main">
                <Person name=user.name.clone() email=user.email.clone() avatar=user.avatar.clone() href=href/>
            </th>
            {cells}
            {may_act.then(|| view! { <td class="cell-menu"><PersonMenu user=user acting=Acting::InList/></td> })}
        </tr>
    }
}

fn set_checked(event: &leptos::ev::MouseEvent, checked: bool) {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        if let Some(input) = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok()) {
            input.set_checked(checked);
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (event, checked);
}

fn cell_of(user: &UserRow, column: MemberField, assignable: &Arc<[RoleName]>) -> impl IntoView + use<> {
    let t = texts();
    let time = |at: Option<&When>| match at {
        Some(at) => view! { <Time at=at.clone()/> }.into_any(),
        None => view! { <span class="muted">{t.get("users.never")}</span> }.into_any(),
    };
    let content = match column {
        MemberField::Role if user.rights.edit && !user.rights.is_me && user.status.is_member() => {
            view! { <RoleMenu user=user.clone() assignable=assignable.clone()/> }.into_any()
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
