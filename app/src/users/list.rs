//! The table and its pager.

use super::addresses::{opened, use_asked, use_edited_in_row};
use super::bulk::CheckAll;
use super::row::Row;
use crate::address::encode;
use crate::address::use_slug;
use crate::state::{feature_is_on, may, texts};
use crate::ui::{Empty, Icon};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use model::lab::Feature;
use model::page::Page;
use model::permissions::Permission;
use model::urls::{Route, Url};
use model::users::{MemberField, Sort, UserRow, UsersList, UsersQuery};

/// The columns as the address says, or else as the reader likes them.
pub(super) fn columns(list: &UsersList, asked: &UsersQuery) -> Vec<MemberField> {
    asked.columns.clone().unwrap_or_else(|| list.list_preferences.columns.clone())
}

/// How wide a column is and when it gives way, as a class.
pub(super) fn cell(column: MemberField) -> &'static str {
    match column {
        MemberField::Phone => "col-2 cell-phone",
        MemberField::Role => "col-2 cell-role",
        MemberField::Groups => "col-2 cell-groups",
        MemberField::Status => "cell-status",
        MemberField::SecondFactor => "col-3 cell-factor",
        MemberField::Source => "col-3 cell-source",
        MemberField::Joined | MemberField::Ends => "col-3 cell-time cell-joined",
        MemberField::LastActive => "col-3 cell-time",
        _ => "col-2 cell-text",
    }
}

#[component]
pub(super) fn UsersTable(list: UsersList) -> impl IntoView {
    if list.page.items.is_empty() {
        return view! { <NoOne/> }.into_any();
    }
    let now = use_asked().get_untracked().unwrap_or_default();
    let columns = columns(&list, &now);
    let density = now.density.unwrap_or(list.list_preferences.density);
    let may_act = may_choose();
    let wide = (columns.len() > 5).then_some("");
    let edited = use_edited_in_row();
    let opened = opened(&use_location().pathname.get_untracked());
    let has_keys = feature_is_on(Feature::ListKeyboard);
    let rows = list.page.items.into_iter().map(|user| {
        view! {
            <Row user=user columns=columns.clone() may_act=may_act opened=opened has_keys=has_keys edited=edited/>
        }
    });
    let rows = rows.collect_view();
    view! {
        <div class="table-wrap" data-density=density.name() data-wide=wide>
            <table class="table users-table">
                <thead><tr>
                    {may_act.then(|| view! { <th class="cell-check"><CheckAll/></th> })}
                    <SortedHead key=MemberField::Name/>
                    {columns.into_iter().map(|column| view! { <ColumnHead column=column/> }).collect_view()}
                    {may_act.then(|| view! {
                        <th class="cell-menu"><span class="sr-only">{texts().get("user.actions")}</span></th>
                    })}
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Whether there is anything that the reader can do to those of the list.
pub(super) fn may_choose() -> bool {
    [Permission::USERS_WRITE, Permission::USERS_DELETE, Permission::INVITATIONS_WRITE].into_iter().any(may)
}

#[component]
fn ColumnHead(column: MemberField) -> impl IntoView {
    if column.spec().sortable {
        view! { <SortedHead key=column class=cell(column)/> }.into_any()
    } else {
        view! { <th class=cell(column)>{texts().get(column.label())}</th> }.into_any()
    }
}

/// A header that sorts by its column; by name it offers e-mail too.
#[component]
fn SortedHead(key: MemberField, #[prop(optional)] class: &'static str) -> impl IntoView {
    let t = texts();
    let asked = use_asked();
    let sort = move || asked.get().unwrap_or_default().sort;
    // One column, two ways to sort it.
    let mine = move |by: MemberField| by == key || (key == MemberField::Name && by == MemberField::Email);
    let order = move || match sort() {
        Sort { key: by, descending: false } if mine(by) => "ascending",
        Sort { key: by, descending: true } if mine(by) => "descending",
        _ => "none",
    };
    view! {
        <th class=class aria-sort=order>
            <SortLink key=key/>
            {(key == MemberField::Name).then(|| view! {
                <span class="muted">" · "</span><SortLink key=MemberField::Email/>
            })}
            <span class="sr-only">{move || t.get(&format!("sort.{}", order()))}</span>
        </th>
    }
}

#[component]
fn SortLink(key: MemberField) -> impl IntoView {
    let (slug, asked) = (use_slug(), use_asked());
    let path = use_location().pathname;
    let sort = move || asked.get().unwrap_or_default().sort;
    // Whoever stands in the panel stays in the panel.
    let base = move || {
        if path.with(|path| Route::of(path) == Some(Route::NewUser)) {
            Url::Users { slug: slug.get() }.path()
        } else {
            path.get()
        }
    };
    let href = move || {
        let mut asked = asked.get().unwrap_or_default();
        asked.sort =
            Sort { key, descending: if asked.sort.key == key { !asked.sort.descending } else { key.spec().time } };
        asked.after = None;
        format!("{}{}", base(), asked.written(encode))
    };
    let icon = move || {
        (sort().key == key)
            .then(|| view! { <Icon name=if sort().descending { "sort-desc" } else { "sort-asc" } small=true/> })
    };
    let current = move || (sort().key == key).then_some("true");
    view! { <a class="th-sort" href=href aria-current=current>{texts().get(key.label())}{icon}</a> }
}

/// The super-user mark, and roles as quiet badges.
#[component]
pub(super) fn Roles(super_user: bool, roles: Vec<String>) -> impl IntoView {
    view! {
        <span class="badges">
            {super_user.then(|| view! {
                <span class="badge badge--super"><Icon name="star" small=true/>{texts().get("role.super_user")}</span>
            })}
            {roles.into_iter().map(|role| view! { <span class="badge">{role}</span> }).collect_view()}
        </span>
    }
}

#[component]
fn NoOne() -> impl IntoView {
    let t = texts();
    let (slug, asked) = (use_slug(), use_asked());
    let narrowed = asked.with_untracked(|asked| asked.as_ref().is_ok_and(UsersQuery::is_narrowed));
    if narrowed {
        view! {
            <Empty icon="search" title=t.get("users.no_match.title") text=t.get("users.no_match.text")>
                <a class="btn" href=move || Url::Users { slug: slug.get() }.path()>{t.get("users.clear")}</a>
            </Empty>
        }
        .into_any()
    } else {
        let may_add = may(Permission::USERS_WRITE);
        view! {
            <Empty icon="users" title=t.get("users.none.title") text=t.get("users.none.text")>
                {may_add.then(|| view! {
                    <a class="btn" href=move || Url::NewUser { slug: slug.get() }.path()>{t.get("users.add")}</a>
                })}
            </Empty>
        }
        .into_any()
    }
}

/// Back and on, and where the page stands in the list.
#[component]
pub(super) fn Pager(page: Page<UserRow>) -> impl IntoView {
    let t = texts();
    let range = range(&page);
    let ends = (page.next.is_some() || page.previous.is_some()).then(|| {
        view! { <PagerEnd cursor=page.previous back=true/><PagerEnd cursor=page.next back=false/> }
    });
    view! {
        <nav class="pager" aria-label=t.get("pager.label")>
            {ends}
            {range.map(|text| view! { <span class="pager-text nums">{text}</span> })}
        </nav>
    }
}

/// "1–50 of 305".
fn range(page: &Page<UserRow>) -> Option<String> {
    let t = texts();
    let start = page.start.filter(|_| !page.items.is_empty())?;
    let end = start + i64::try_from(page.items.len()).ok()? - 1;
    let (from, to) = (t.number(start), t.number(end));
    Some(match page.total.filter(|total| *total >= end) {
        Some(total) => t.with("pager.range_of", &[("from", &from), ("to", &to), ("total", &t.number(total))]),
        None => t.with("pager.range", &[("from", &from), ("to", &to)]),
    })
}

#[component]
fn PagerEnd(cursor: Option<String>, back: bool) -> impl IntoView {
    let t = texts();
    let (slug, asked) = (use_slug(), use_asked());
    let (key, rel) = if back { ("pager.previous", "prev") } else { ("pager.next", "next") };
    // At the end of the list it stays where it is, so that the focus does too.
    let is_end = cursor.is_none();
    let href = move || {
        let after = Some(cursor.clone()?);
        let asked = UsersQuery { after, ..asked.get().unwrap_or_default() };
        Some(Url::Users { slug: slug.get() }.with_query(&asked.written(encode)))
    };
    view! {
        <a class="btn btn--s" rel=rel href=href aria-disabled=is_end.then_some("true") tabindex=is_end.then_some("-1")>
            {back.then(|| view! { <Icon name="chevron-left" small=true/> })}
            {t.get(key)}
            {(!back).then(|| view! { <Icon name="chevron-right" small=true/> })}
        </a>
    }
}
