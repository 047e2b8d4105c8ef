//! The totals, each leading to the list that it counts.

use crate::state::texts;
use crate::ui::Icon;
use leptos::prelude::*;
use model::urls::Url;
use model::workspaces::Standing;

#[component]
pub(super) fn Tiles(users: Option<Standing>, pending: Option<i64>, slug: String) -> impl IntoView {
    if users.is_none() && pending.is_none() {
        return ().into_any();
    }
    view! {
        <div class="tiles">
            {users.map(|users| view! {
                <Tile icon="users" label="home.active" value=users.active note=users.joined
                    href=Url::Users { slug: slug.clone() }.with(&[("status", "active")])/>
                <Tile icon="lock" label="home.suspended" value=users.suspended
                    href=Url::Users { slug: slug.clone() }.with(&[("status", "suspended")])/>
            })}
            {pending.map(|pending| view! {
                <Tile icon="mail" label="home.invitations" value=pending
                    href=Url::Invitations { slug: slug.clone() }.path()/>
            })}
        </div>
    }
    .into_any()
}

#[component]
fn Tile(
    icon: &'static str,
    label: &'static str,
    value: i64,
    #[prop(optional_no_strip)] note: Option<String>,
    href: String,
) -> impl IntoView {
    let t = texts();
    view! {
        <a class="tile" href=href>
            <span class="tile-label"><Icon name=icon small=true/>{t.get(label)}</span>
            <span class="tile-value nums">{t.number(value)}</span>
            {note.map(|note| view! { <span class="tile-note">{note}</span> })}
        </a>
    }
}

/// Their room, while they are on their way.
#[component]
pub(super) fn TilesToCome() -> impl IntoView {
    let tile = || {
        view! {
            <div class="tile">
                <span class="tile-label"><span class="skeleton"></span></span>
                <span class="tile-value"><span class="skeleton skeleton--short"></span></span>
            </div>
        }
    };
    view! { <div class="tiles" aria-busy="true">{tile()}{tile()}{tile()}</div> }
}
