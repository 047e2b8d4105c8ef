//! A question about one user, over their panel.

use super::UserPanel;
use crate::address::use_slug;
use crate::forms::FormState;
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::users::serverfns::read_user;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use model::users::UserDetails;

/// The panel, and over it what is made of the user and of a form of this page.
#[component]
pub(in crate::users) fn OverPanel(dialog: fn(UserDetails, FormState) -> AnyView) -> impl IntoView {
    let slug = use_slug();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    view! { <UserPanel/><AboutPerson slug=slug id=id.get_untracked() dialog=dialog/> }
}

/// What is asked and typed belongs to one person.
#[component]
fn AboutPerson(slug: Memo<String>, id: String, dialog: fn(UserDetails, FormState) -> AnyView) -> impl IntoView {
    let user = resource(move || (slug.get(), id.clone()), |(slug, id)| read_user(slug, id.parse().ok()));
    let form = FormState::new();
    view! {
        <Loaded found=user view=move |user| dialog(user, form)/>
    }
}
