//! `/w/{slug}/groups`: the groups, who is in them, what they give.

use super::serverfns::list_groups;
use crate::Failure;
use crate::address::use_slug;
use crate::errors::ErrorNotice;
use crate::roles::counted;
use crate::state::{may, texts};
use crate::ui::{Empty, Icon};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::groups::GroupRow;
use model::permissions::Permission;
use model::urls::Url;

#[component]
pub(crate) fn Groups() -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let query = use_query_map();
    let asked = move |name: &str| query.with(|query| query.get(name).unwrap_or_default());
    let done = Memo::new(move |_| (asked("done"), asked("which")));
    let groups = Resource::new(move || (slug.get(), done.get()), |(slug, _)| list_groups(slug));
    view! {
        <leptos_meta::Title text=t.get("groups.title")/>
        <div class="page">
            <header class="page-head">
                <h1 class="page-title">{t.get("groups.title")}</h1>
                <p class="page-text">{t.get("groups.text")}</p>
                <div class="page-actions">{may(Permission::ROLES_WRITE).then(|| view! { <Add/> })}</div>
            </header>
            <Transition fallback=|| view! { <p class="skeleton" aria-busy="true"></p> }>
                {move || {
                    let (done, which) = done.get();
                    Suspend::new(async move {
                        match groups.await {
                            Ok(rows) => view! { <Done done=done which=which rows=rows.clone()/><Table rows=rows/> }.into_any(),
                            Err(Failure(error)) => view! { <ErrorNotice error=error/> }.into_any(),
                        }
                    })
                }}
            </Transition>
        </div>
    }
}

#[component]
fn Add() -> impl IntoView {
    let slug = use_slug();
    view! {
        <a class="btn btn--primary" href=move || Url::NewGroup { slug: slug.get() }.path()>
            <Icon name="plus"/>{texts().get("groups.add")}
        </a>
    }
}

/// What has just been done.
#[component]
fn Done(done: String, which: String, rows: Vec<GroupRow>) -> impl IntoView {
    let t = texts();
    let name = rows.into_iter().find(|row| row.id.to_string() == which).map(|row| row.name).unwrap_or_default();
    ["created", "saved", "deleted"].contains(&done.as_str()).then(|| {
        view! {
            <div class="notice notice--ok" role="status">
                <Icon name="check-circle"/>
                <div class="notice-body"><p>{t.with(&format!("groups.{done}"), &[("name", &name)])}</p></div>
            </div>
        }
    })
}

#[component]
fn Table(rows: Vec<GroupRow>) -> impl IntoView {
    let t = texts();
    if rows.is_empty() {
        return view! {
            <Empty icon="groups" title=t.get("groups.none.title") text=t.get("groups.none.text")/>
        }
        .into_any();
    }
    view! {
        <div class="table-wrap">
            <table class="table groups-table">
                <thead><tr>
                    <th scope="col">{t.get("field.group")}</th>
                    <th scope="col">{t.get("groups.gives")}</th>
                    <th scope="col" class="cell-number">{t.get("roles.people")}</th>
                </tr></thead>
                <tbody>{rows.into_iter().map(|row| view! { <Row row=row/> }).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn Row(row: GroupRow) -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let id = row.id;
    let href = move || Url::Group { slug: slug.get(), id }.path();
    let people = move || Url::Users { slug: slug.get() }.with(&[("group", &id.to_string())]);
    view! {
        <tr>
            <th scope="row" class="cell-main">
                <a class="row-link name wrap-anywhere" dir="auto" href=href>{row.name}</a>
                <small class="group-about wrap-anywhere" dir="auto">{row.about}</small>
            </th>
            <td data-label=t.get("groups.gives")>
                <span class="badges">
                    {row.roles.is_empty().then(|| view! { <span class="muted">{t.get("groups.gives.nothing")}</span> })}
                    {row.roles.into_iter().map(|role| view! { <span class="badge name" dir="auto">{role.name}</span> }).collect_view()}
                </span>
            </td>
            <td class="cell-number" data-label=t.get("roles.people")><a href=people>{counted(t, row.people)}</a></td>
        </tr>
    }
}
