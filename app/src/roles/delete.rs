//! `/w/{slug}/roles/{id}/delete`: where its people go.

use super::serverfns::read_role;
use crate::Failure;
use crate::address::use_slug;
use crate::errors::ErrorNotice;
use crate::forms::{Form, FormProblem, FormState};
use crate::state::texts;
use crate::ui::{Choice, FieldError, SelectField};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use model::roles::RoleView;
use model::urls::Url;

#[component]
pub(crate) fn DeleteRole() -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let role = Resource::new(move || (slug.get(), id.get()), |(slug, id)| read_role(slug, id.parse().ok()));
    let form = FormState::new();
    view! {
        <leptos_meta::Title text=t.get("roles.delete")/>
        <div class="page page--narrow">
            <Transition fallback=|| view! { <p class="skeleton" aria-busy="true"></p> }>
                {move || Suspend::new(async move {
                    match role.await {
                        Ok(role) => view! { <Question role=role form=form/> }.into_any(),
                        Err(Failure(error)) => view! { <ErrorNotice error=error/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Question(role: RoleView, form: FormState) -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let (id, row) = (role.row.id, role.row);
    let nobody = Choice { value: String::new(), label: t.get("roles.choose").to_owned() };
    let others = role.others.into_iter().map(|role| Choice { value: role.id.to_string(), label: role.name });
    let choices = std::iter::once(nobody).chain(others).collect();
    view! {
        <Form state=form class="card">
            <header class="card-head">
                <h1 class="card-title name wrap-anywhere" dir="auto">{t.with("roles.delete.title", &[("name", &row.name)])}</h1>
                <p class="card-text">{t.get("roles.delete.text")}</p>
            </header>
            <div class="card-body stack">
                <FormProblem state=form/>
                {row.factor_required.then(|| view! { <p>{t.get("roles.factor.instead")}</p> })}
                <FieldError name="permissions" problem=form.problem("permissions")/>
                <SelectField name="role" label=t.get("roles.instead") choices=choices value=form.value("role", "") problem=form.problem("role")/>
            </div>
            <footer class="card-foot">
                <a class="btn" href=move || Url::Role { slug: slug.get(), id }.path()>
                    {t.with("roles.keep", &[("name", &row.name)])}
                </a>
                <button class="btn btn--danger" disabled=!role.may_delete aria-busy=move || form.busy.get().then_some("true")>{t.get("roles.delete.submit")}</button>
            </footer>
        </Form>
    }
}
