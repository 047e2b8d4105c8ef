//! Permissions drawn as a matrix: resource × read, write, delete.

use crate::state::texts;
use crate::ui::Icon;
use leptos::prelude::*;
use leptos_router::params::ParamsMap;
use model::Texts;
use model::permissions::{Access, Permission, Permissions, Resource};
use model::roles::{ALLOWED, Grants};

/// "Users: View".
fn spoken(t: Texts, Permission(resource, access): Permission) -> String {
    format!("{}: {}", t.get(&format!("resource.{}", resource.name())), t.get(&format!("access.{}", access.name())))
}

/// To look at: for each permission, which of these allow it.
#[component]
pub(crate) fn Matrix(#[prop(into)] caption: String, grants: Vec<Grants>) -> impl IntoView {
    let cell = move |permission| {
        let by: Vec<&str> =
            grants.iter().filter(|one| one.permissions.has(permission)).map(|one| one.name.as_str()).collect();
        let by = (!by.is_empty()).then(|| by.join(", "));
        view! { <Allowed by=by/> }.into_any()
    };
    view! { <Grid caption=caption cell=cell/> }
}

#[component]
fn Allowed(by: Option<String>) -> impl IntoView {
    let t = texts();
    let Some(by) = by else {
        return view! {
            <span class="muted" aria-hidden="true">"–"</span><span class="sr-only">{t.get("word.no")}</span>
        }
        .into_any();
    };
    view! {
        <span class="matrix-yes"><Icon name="check" small=true/><span class="sr-only">{t.get("word.yes")}</span></span>
        <span class="matrix-by name" dir="auto">{by}</span>
    }
    .into_any()
}

/// With a box for each permission; only those can be given that the reader holds.
#[component]
pub(super) fn Boxes(#[prop(into)] caption: String, held: Permissions, own: Permissions) -> impl IntoView {
    let t = texts();
    let cell = move |permission: Permission| {
        let (ticked, missing) = (held.has(permission), !own.has(permission));
        view! {
            <input class="checkbox" type="checkbox" name=ALLOWED value=permission.to_string() checked=ticked
                disabled=missing aria-label=spoken(t, permission)/>
        }
        .into_any()
    };
    view! { <Grid caption=caption cell=cell/> }
}

#[component]
fn Grid(caption: String, cell: impl Fn(Permission) -> AnyView) -> impl IntoView {
    let t = texts();
    view! {
        <table class="matrix">
            <caption class="sr-only">{caption}</caption>
            <thead><tr>
                <td></td>
                {Access::ALL.map(|access| view! { <th scope="col">{t.get(&format!("access.{}", access.name()))}</th> })}
            </tr></thead>
            <tbody>
                {Resource::IN_USE.map(|resource| view! {
                    <tr>
                        <th scope="row">{t.get(&format!("resource.{}", resource.name()))}</th>
                        {Access::ALL.map(|access| view! { <td>{cell(Permission(resource, access))}</td> })}
                    </tr>
                })}
            </tbody>
        </table>
    }
}

/// "Users: View, Edit · Audit: View".
pub(super) fn in_words(t: Texts, permissions: Permissions) -> String {
    let of = |resource: Resource| {
        let held = Access::ALL.into_iter().filter(|access| permissions.has(Permission(resource, *access)));
        let names: Vec<&str> = held.map(|access| t.get(&format!("access.{}", access.name()))).collect();
        (!names.is_empty())
            .then(|| format!("{}: {}", t.get(&format!("resource.{}", resource.name())), names.join(", ")))
    };
    let words: Vec<String> = Resource::IN_USE.into_iter().filter_map(of).collect();
    if words.is_empty() { t.get("roles.nothing").to_owned() } else { words.join(" · ") }
}

/// The boxes that an address says are ticked.
pub(super) fn ticked(query: &ParamsMap) -> Permissions {
    query.get_all(ALLOWED).into_iter().flatten().filter_map(|text| text.parse().ok()).collect()
}
