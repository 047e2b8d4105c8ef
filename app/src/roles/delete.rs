//! `/w/{slug}/roles/{id}/delete`: where its people go.

use super::cards::DeleteCard;
use super::serverfns::read_role;
use crate::address::{use_id, use_slug};
use crate::forms::FormState;
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::texts;
use crate::ui::{Choice, FieldError, SelectField};
use leptos::prelude::*;
use model::roles::RoleView;
use model::urls::Url;

#[component]
pub(crate) fn DeleteRole() -> impl IntoView {
    let t = texts();
    let (slug, id) = (use_slug(), use_id());
    let role = resource(move || (slug.get(), id.get()), |(slug, id)| read_role(slug, id));
    let form = FormState::new();
    view! {
        <leptos_meta::Title text=t.get("roles.delete")/>
        <div class="page page--narrow">
            <Loaded found=role view=move |role| view! { <Question role=role form=form/> }/>
        </div>
    }
}

#[component]
fn Question(role: RoleView, form: FormState) -> impl IntoView {
    let t = texts();
    let row = role.row;
    let keep = Url::Role { slug: use_slug().get_untracked(), id: row.id };
    let nobody = Choice { value: String::new(), label: t.get("roles.choose").to_owned() };
    let others = role.others.into_iter().map(|role| Choice { value: role.id.to_string(), label: role.name });
    let choices = std::iter::once(nobody).chain(others).collect();
    view! {
        <DeleteCard form=form name=row.name text=t.get("roles.delete.text") may_delete=role.may_delete keep=keep>
            {row.factor_required.then(|| view! { <p>{t.get("roles.factor.instead")}</p> })}
            <FieldError name="permissions" problem=form.problem("permissions")/>
            <SelectField name="role" label=t.get("roles.instead") choices=choices value=form.value("role", "")
                problem=form.problem("role")/>
        </DeleteCard>
    }
}
