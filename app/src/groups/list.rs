//! `/w/{slug}/groups`: the groups, who is in them, what they give.

use super::serverfns::list_groups;
use crate::address::use_slug;
use crate::resource::resource;
use crate::roles::{DoneNotice, ListPage, ListWords, counted, use_done};
use crate::state::texts;
use crate::ui::Empty;
use leptos::prelude::*;
use model::groups::GroupRow;
use model::urls::Url;

const WORDS: ListWords = ListWords { title: "groups.title", text: "groups.text", add: "groups.add" };

#[component]
pub(crate) fn Groups() -> impl IntoView {
    let (slug, done) = (use_slug(), use_done());
    let groups = resource(move || (slug.get(), done.get()), |(slug, _)| list_groups(slug));
    let view = move |rows: Vec<GroupRow>| {
        let (done, which) = done.get_untracked();
        let name = rows.iter().find(|row| row.id.to_string() == which).map(|row| row.name.clone());
        view! { <DoneNotice words=done_words done=done name=name/><Table rows=rows/> }
    };
    view! { <ListPage words=WORDS new=|slug| Url::NewGroup { slug } found=groups view=view/> }
}

fn done_words(done: &str) -> Option<&'static str> {
    match done {
        "created" => Some("groups.created"),
        "saved" => Some("groups.saved"),
        "deleted" => Some("groups.deleted"),
        _ => None,
    }
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
                    {row.roles.into_iter().map(|role| view! {
                        <span class="badge name" dir="auto">{role.name}</span>
                    }).collect_view()}
                </span>
            </td>
            <td class="cell-number" data-label=t.get("roles.people")><a href=people>{counted(t, row.people)}</a></td>
        </tr>
    }
}
