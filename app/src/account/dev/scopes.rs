//! Scopes: a box for each, and in words.

use crate::state::texts;
use leptos::prelude::*;
use model::Texts;
use model::permissions::{Access, Resource};
use model::tokens::{TokenScope, TokenScopes};

fn about(t: Texts, resource: Option<Resource>) -> &'static str {
    match resource {
        None => t.get("tokens.everything"),
        Some(resource) => t.get(&format!("resource.{}", resource.name())),
    }
}

fn access(t: Texts, access: Access) -> &'static str {
    t.get(&format!("access.{}", access.name()))
}

fn rows() -> impl Iterator<Item = Option<Resource>> {
    std::iter::once(None).chain(Resource::IN_USE.into_iter().map(Some))
}

/// "Everything: View · Users: Edit".
pub(crate) fn in_words(t: Texts, scopes: &TokenScopes) -> String {
    let of = |resource| {
        let held: Vec<&str> =
            scopes.iter().filter(|scope| scope.resource == resource).map(|scope| access(t, scope.access)).collect();
        (!held.is_empty()).then(|| format!("{}: {}", about(t, resource), held.join(", ")))
    };
    rows().filter_map(of).collect::<Vec<_>>().join(" · ")
}

/// The boxes, with these ticked.
#[component]
pub(super) fn ScopeBoxes(ticked: Vec<String>) -> impl IntoView {
    let t = texts();
    let cell = move |resource, of| {
        let scope = TokenScope { resource, access: of }.to_string();
        let checked = ticked.contains(&scope);
        view! {
            <td><input class="checkbox" type="checkbox" name="scopes" value=scope checked=checked
                aria-label=format!("{}: {}", about(t, resource), access(t, of))/></td>
        }
    };
    view! {
        <table class="matrix">
            <caption class="sr-only">{t.get("tokens.scopes")}</caption>
            <thead><tr>
                <td></td>
                {Access::ALL.map(|of| view! { <th scope="col">{access(t, of)}</th> })}
            </tr></thead>
            <tbody>
                {rows().map(|resource| view! {
                    <tr>
                        <th scope="row">{about(t, resource)}</th>
                        {Access::ALL.map(|access| cell(resource, access))}
                    </tr>
                }).collect_view()}
            </tbody>
        </table>
    }
}
