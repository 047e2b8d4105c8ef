//! The table and its pager.

use super::page::{use_asked, use_slug, written};
use crate::address::encode;
use crate::state::{may, texts};
use crate::ui::{Empty, Icon, Person, Time};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use model::page::Page;
use model::permissions::Permission;
use model::users::{Sort, SortKey, UserRow, UsersQuery};

#[component]
pub(super) fn UsersTable(page: Page<UserRow>) -> impl IntoView {
    if page.items.is_empty() {
        return view! { <NoOne/> }.into_any();
    }
    let t = texts();
    view! {
        <div class="table-wrap">
            <table class="table users-table">
                <thead><tr>
                    <SortedHead key=SortKey::Name/>
                    <th class="col-2 cell-role">{t.get("field.role")}</th>
                    <th class="cell-status">{t.get("users.status")}</th>
                    <SortedHead key=SortKey::Joined class="col-3 cell-time"/>
                    <SortedHead key=SortKey::LastActive class="col-3 cell-time"/>
                </tr></thead>
                <tbody>{page.items.into_iter().map(|user| view! { <Row user=user/> }).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// A header that sorts by its column; by name it offers e-mail too.
#[component]
fn SortedHead(key: SortKey, #[prop(optional)] class: &'static str) -> impl IntoView {
    let t = texts();
    let asked = use_asked();
    let sort = move || asked.get().unwrap_or_default().sort;
    // One column, two ways to sort it.
    let mine = move |by: SortKey| by == key || (key == SortKey::Name && by == SortKey::Email);
    let order = move || match sort() {
        Sort { key: by, descending: false } if mine(by) => "ascending",
        Sort { key: by, descending: true } if mine(by) => "descending",
        _ => "none",
    };
    view! {
        <th class=class aria-sort=order>
            <SortLink key=key/>
            {(key == SortKey::Name).then(|| view! { <span class="muted">" · "</span><SortLink key=SortKey::Email/> })}
            <span class="sr-only">{move || t.get(&format!("sort.{}", order()))}</span>
        </th>
    }
}

#[component]
fn SortLink(key: SortKey) -> impl IntoView {
    let (slug, asked) = (use_slug(), use_asked());
    let path = use_location().pathname;
    let sort = move || asked.get().unwrap_or_default().sort;
    // Whoever stands in the panel stays in the panel.
    let base =
        move || if path.with(|path| path.ends_with("/new")) { format!("/w/{}/users", slug.get()) } else { path.get() };
    let href = move || {
        let mut asked = asked.get().unwrap_or_default();
        let recent_first = matches!(key, SortKey::Joined | SortKey::LastActive);
        asked.sort =
            Sort { key, descending: if asked.sort.key == key { !asked.sort.descending } else { recent_first } };
        asked.after = None;
        format!("{}{}", base(), asked.written(encode))
    };
    let icon = move || {
        (sort().key == key)
            .then(|| view! { <Icon name=if sort().descending { "sort-desc" } else { "sort-asc" } small=true/> })
    };
    view! { <a class="th-sort" href=href>{texts().get(&format!("users.by_{}", key.name()))}{icon}</a> }
}

#[component]
fn Row(user: UserRow) -> impl IntoView {
    let t = texts();
    let (slug, asked) = (use_slug(), use_asked());
    let path = use_location().pathname;
    let id = user.id.to_string();
    let mine = id.clone();
    let selected = move || path.with(|path| path.ends_with(&mine)).then_some("");
    let href = Signal::derive(move || format!("/w/{}/users/{id}{}", slug.get(), written(&asked.get())));
    view! {
        <tr data-selected=selected>
            <th scope="row" class="cell-main"><Person name=user.name email=user.email avatar=user.avatar href=href/></th>
            <td class="col-2 cell-role" data-label=t.get("field.role")><Roles super_user=user.super_user roles=user.roles/></td>
            <td class="cell-status" data-label=t.get("users.status")>
                <span class=format!("status status--{}", user.status.name())>{t.get(&format!("status.{}", user.status.name()))}</span>
            </td>
            <td class="col-3 cell-time cell-joined" data-label=t.get("users.by_joined")><Time at=user.joined/></td>
            <td class="col-3 cell-time" data-label=t.get("users.by_last_active")>
                {match user.last_active {
                    Some(at) => view! { <Time at=at/> }.into_any(),
                    None => view! { <span class="muted">{t.get("users.never")}</span> }.into_any(),
                }}
            </td>
        </tr>
    }
}

/// The super-user mark, and roles as quiet badges.
#[component]
pub(super) fn Roles(super_user: bool, roles: Vec<String>) -> impl IntoView {
    view! {
        <span class="badges">
            {super_user.then(|| view! { <span class="badge badge--super"><Icon name="star" small=true/>{texts().get("role.super_user")}</span> })}
            {roles.into_iter().map(|role| view! { <span class="badge">{role}</span> }).collect_view()}
        </span>
    }
}

#[component]
fn NoOne() -> impl IntoView {
    let t = texts();
    let (slug, asked) = (use_slug(), use_asked());
    let list = move || format!("/w/{}/users", slug.get());
    let narrowed = asked.with_untracked(|asked| asked.as_ref().is_ok_and(UsersQuery::is_narrowed));
    if narrowed {
        view! {
            <Empty icon="search" title=t.get("users.no_match.title") text=t.get("users.no_match.text")>
                <a class="btn" href=list>{t.get("users.clear")}</a>
            </Empty>
        }
        .into_any()
    } else {
        let may_add = may(Permission::USERS_WRITE);
        view! {
            <Empty icon="users" title=t.get("users.none.title") text=t.get("users.none.text")>
                {may_add.then(|| view! { <a class="btn" href=move || format!("{}/new", list())>{t.get("users.add")}</a> })}
            </Empty>
        }.into_any()
    }
}

#[component]
pub(super) fn Pager(next: Option<String>, previous: Option<String>) -> impl IntoView {
    let t = texts();
    if next.is_none() && previous.is_none() {
        return ().into_any();
    }
    view! {
        <nav class="pager" aria-label=t.get("pager.label")>
            <PagerEnd cursor=previous back=true/>
            <PagerEnd cursor=next back=false/>
        </nav>
    }
    .into_any()
}

#[component]
fn PagerEnd(cursor: Option<String>, back: bool) -> impl IntoView {
    let t = texts();
    let (slug, asked) = (use_slug(), use_asked());
    let (key, rel) = if back { ("pager.previous", "prev") } else { ("pager.next", "next") };
    let words = move || {
        view! {
            {back.then(|| view! { <Icon name="chevron-left" small=true/> })}
            {t.get(key)}
            {(!back).then(|| view! { <Icon name="chevron-right" small=true/> })}
        }
    };
    match cursor {
        None => view! { <span class="btn btn--s" aria-disabled="true">{words()}</span> }.into_any(),
        Some(cursor) => {
            let href = move || {
                let asked = UsersQuery { after: Some(cursor.clone()), ..asked.get().unwrap_or_default() };
                format!("/w/{}/users{}", slug.get(), asked.written(encode))
            };
            view! { <a class="btn btn--s" rel=rel href=href>{words()}</a> }.into_any()
        }
    }
}
