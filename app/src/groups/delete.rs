//! `/w/{slug}/groups/{id}/delete`: what its people lose.

use super::serverfns::read_group;
use crate::Failure;
use crate::address::use_slug;
use crate::errors::ErrorNotice;
use crate::forms::{Form, FormProblem, FormState};
use crate::roles::counted;
use crate::state::texts;
use crate::ui::FieldError;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use model::groups::GroupView;
use model::urls::Url;

#[component]
pub(crate) fn DeleteGroup() -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let group = Resource::new(move || (slug.get(), id.get()), |(slug, id)| read_group(slug, id.parse().ok()));
    let form = FormState::new();
    view! {
        <leptos_meta::Title text=t.get("groups.delete")/>
        <div class="page page--narrow">
            <Transition fallback=|| view! { <p class="skeleton" aria-busy="true"></p> }>
                {move || Suspend::new(async move {
                    match group.await {
                        Ok(group) => view! { <Question group=group form=form/> }.into_any(),
                        Err(Failure(error)) => view! { <ErrorNotice error=error/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Question(group: GroupView, form: FormState) -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let (id, row) = (group.row.id, group.row);
    let people = counted(t, row.people);
    let gives: Vec<String> = row.roles.into_iter().map(|role| role.name).collect();
    let loses = if gives.is_empty() { t.get("groups.gives.nothing").to_owned() } else { gives.join(", ") };
    view! {
        <Form state=form class="card">
            <header class="card-head">
                <h1 class="card-title name wrap-anywhere" dir="auto">{t.with("roles.delete.title", &[("name", &row.name)])}</h1>
                <p class="card-text">{t.get("groups.delete.text")}</p>
            </header>
            <div class="card-body stack">
                <FormProblem state=form/>
                <FieldError name="roles" problem=form.problem("roles")/>
                <dl class="facts">
                    <div><dt>{t.get("roles.people")}</dt><dd>{people}</dd></div>
                    <div><dt>{t.get("groups.gives")}</dt><dd class="name" dir="auto">{loses}</dd></div>
                </dl>
            </div>
            <footer class="card-foot">
                <a class="btn" href=move || Url::Group { slug: slug.get(), id }.path()>
                    {t.with("roles.keep", &[("name", &row.name)])}
                </a>
                <button class="btn btn--danger" disabled=!group.may_delete aria-busy=move || form.busy.get().then_some("true")>{t.get("roles.delete.submit")}</button>
            </footer>
        </Form>
    }
}
