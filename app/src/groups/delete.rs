//! `/w/{slug}/groups/{id}/delete`: what its people lose.

use super::serverfns::read_group;
use crate::address::{use_id, use_slug};
use crate::forms::FormState;
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::roles::{DeleteCard, counted};
use crate::state::texts;
use crate::ui::FieldError;
use leptos::prelude::*;
use model::groups::GroupView;
use model::urls::Url;

#[component]
pub(crate) fn DeleteGroup() -> impl IntoView {
    let t = texts();
    let (slug, id) = (use_slug(), use_id());
    let group = resource(move || (slug.get(), id.get()), |(slug, id)| read_group(slug, id));
    let form = FormState::new();
    view! {
        <leptos_meta::Title text=t.get("groups.delete")/>
        <div class="page page--narrow">
            <Loaded found=group view=move |group| view! { <Question group=group form=form/> }/>
        </div>
    }
}

#[component]
fn Question(group: GroupView, form: FormState) -> impl IntoView {
    let t = texts();
    let row = group.row;
    let keep = Url::Group { slug: use_slug().get_untracked(), id: row.id };
    let people = counted(t, row.people);
    let gives: Vec<String> = row.roles.into_iter().map(|role| role.name).collect();
    let loses = if gives.is_empty() { t.get("groups.gives.nothing").to_owned() } else { gives.join(", ") };
    view! {
        <DeleteCard form=form name=row.name text=t.get("groups.delete.text") may_delete=group.may_delete keep=keep>
            <FieldError name="roles" problem=form.problem("roles")/>
            <dl class="facts">
                <div><dt>{t.get("roles.people")}</dt><dd>{people}</dd></div>
                <div><dt>{t.get("groups.gives")}</dt><dd class="name" dir="auto">{loses}</dd></div>
            </dl>
        </DeleteCard>
    }
}
