//! `/w/{slug}/roles`: the roles, what they allow, how many have them.

use super::cards::{DoneNotice, ListPage, ListWords, use_done};
use super::matrix::in_words;
use super::serverfns::list_roles;
use crate::address::use_slug;
use crate::resource::resource;
use crate::state::{may, texts};
use crate::ui::Icon;
use leptos::prelude::*;
use model::i18n::fill;
use model::ids::RoleId;
use model::permissions::Permission;
use model::roles::{RoleRow, RolesView};
use model::urls::Url;

const WORDS: ListWords = ListWords { title: "roles.title", text: "roles.text", add: "roles.add" };

#[component]
pub(crate) fn Roles() -> impl IntoView {
    let (slug, done) = (use_slug(), use_done());
    let roles = resource(move || (slug.get(), done.get()), |(slug, _)| list_roles(slug));
    let view = move |RolesView { rows, super_users_factor }| {
        let (done, which) = done.get_untracked();
        let name = rows.iter().find(|row: &&RoleRow| row.id.to_string() == which).map(|row| row.name.clone());
        view! {
            <DoneNotice words=done_words done=done name=name/>
            <Table rows=rows super_users_factor=super_users_factor/>
        }
    };
    view! { <ListPage words=WORDS new=|slug| Url::NewRole { slug } found=roles view=view/> }
}

fn done_words(done: &str) -> Option<&'static str> {
    match done {
        "created" => Some("roles.created"),
        "saved" => Some("roles.saved"),
        "deleted" => Some("roles.deleted"),
        _ => None,
    }
}

#[component]
fn Table(rows: Vec<RoleRow>, super_users_factor: bool) -> impl IntoView {
    let t = texts();
    view! {
        <div class="table-wrap">
            <table class="table roles-table">
                <thead><tr>
                    <th scope="col">{t.get("field.role")}</th>
                    <th scope="col">{t.get("roles.allows")}</th>
                    <th scope="col" class="cell-number">{t.get("roles.people")}</th>
                </tr></thead>
                <tbody>
                    <tr>
                        <th scope="row" class="cell-main">
                            {t.get("role.super_user")}" "<span class="badge">{t.get("roles.builtin")}</span>
                            {super_users_factor.then(|| view! { " "<FactorBadge/> })}
                        </th>
                        <td data-label=t.get("roles.allows")>{t.get("role.super_user.about")}</td>
                        <td class="cell-number" data-label=t.get("roles.people")>
                            <People role="super-user".to_owned() text=t.get("roles.show").to_owned()/>
                        </td>
                    </tr>
                    {rows.into_iter().map(|row| view! { <Row row=row/> }).collect_view()}
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(row: RoleRow) -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let id = row.id;
    let href = move || Url::Role { slug: slug.get(), id }.path();
    view! {
        <tr>
            <th scope="row" class="cell-main">
                <a class="row-link name wrap-anywhere" dir="auto" href=href>{row.name}</a>
                {row.builtin.then(|| view! { " "<span class="badge">{t.get("roles.builtin")}</span> })}
                {row.factor_required.then(|| view! { " "<FactorBadge/> })}
                {row.replaced_by.map(|replaced_by| view! {
                    <small class="roles-going">{t.with("roles.going", &[("name", &replaced_by)])}</small>
                })}
            </th>
            <td data-label=t.get("roles.allows")>{in_words(t, row.permissions)}</td>
            <td class="cell-number" data-label=t.get("roles.people")>
                <People role=id.to_string() text=counted(t, row.people)/>
            </td>
        </tr>
    }
}

/// Whoever has it needs one.
#[component]
pub(super) fn FactorBadge() -> impl IntoView {
    view! { <span class="badge badge--accent"><Icon name="key" small=true/>{texts().get("roles.factor")}</span> }
}

/// Leads to those who have it, where the reader may see them.
#[component]
fn People(role: String, text: String) -> impl IntoView {
    let slug = use_slug();
    if may(Permission::USERS_READ) {
        view! { <a href=move || Url::Users { slug: slug.get() }.with(&[("role", &role)])>{text}</a> }.into_any()
    } else {
        text.into_any()
    }
}

/// "13 people have it.", which leads to them where the reader may see them.
#[component]
pub(super) fn HasIt(role: RoleId, people: i64) -> impl IntoView {
    let text = has_it(texts(), people);
    if people == 0 {
        return text.into_any();
    }
    view! { <People role=role.to_string() text=text/> }.into_any()
}

/// "13", "More than 1,000".
pub(crate) fn counted(t: model::Texts, people: i64) -> String {
    if people > RoleRow::MANY {
        t.with("roles.more_than", &[("n", &t.number(RoleRow::MANY))])
    } else {
        t.number(people)
    }
}

/// "24 people", "No people".
pub(crate) fn people(t: model::Texts, people: i64) -> String {
    match people {
        0 => t.get("roles.nobody").to_owned(),
        many if many > RoleRow::MANY => fill(&t.count("roles.count", many), &[("n", &counted(t, many))]),
        n => t.count("roles.count", n),
    }
}

/// "13 people have it."
pub(super) fn has_it(t: model::Texts, people: i64) -> String {
    if people == 0 {
        t.get("roles.has.nobody").to_owned()
    } else if people > RoleRow::MANY {
        t.with("roles.have_it", &[("n", &counted(t, people))])
    } else {
        t.count("roles.has", people)
    }
}
