//! `/w/{slug}/roles/new` and `/w/{slug}/roles/{id}`: a role as a matrix, to look at or to change.

use super::list::{FactorBadge, HasIt};
use super::matrix::{Boxes, Matrix, ticked};
use super::review::opened_with;
use super::serverfns::read_role;
use crate::Failure;
use crate::address::use_slug;
use crate::errors::ErrorNotice;
use crate::forms::{Form, FormProblem, FormState};
use crate::state::{may, state, texts};
use crate::ui::{Field, FieldError, Icon};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use model::Fields;
use model::merge::SHOWN_PREFIX;
use model::permissions::{Permission, Permissions};
use model::roles::{ALLOWED, Grants, RoleInput, RoleView};
use model::urls::Url;

/// What the reader holds: nobody gives what they don't.
fn own() -> Permissions {
    state().with_value(|state| state.here.as_ref().map(|here| here.permissions)).unwrap_or_default()
}

#[component]
pub(crate) fn NewRole() -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let query = use_query_map();
    let from = Memo::new(move |_| query.with(|query| query.get("from")));
    // A copy begins with what another role allows.
    let model = Resource::new(
        move || (slug.get(), from.get()),
        |(slug, from)| async move {
            match from {
                Some(from) => read_role(slug, from.parse().ok()).await.map(|role| role.row.permissions),
                None => Ok(Permissions::NONE),
            }
        },
    );
    let form = FormState::new();
    view! {
        <leptos_meta::Title text=t.get("roles.add")/>
        <div class="page page--narrow">
            <Transition fallback=|| view! { <p class="skeleton" aria-busy="true"></p> }>
                {move || Suspend::new(async move {
                    match model.await {
                        Ok(held) => view! {
                            <Form state=form class="card">
                                <header class="card-head"><h1 class="card-title">{t.get("roles.add")}</h1><p class="card-text">{t.get("roles.add.text")}</p></header>
                                <div class="card-body stack"><FormProblem state=form/><Typed form=form name=String::new() held=held/></div>
                                <footer class="card-foot">
                                    <a class="btn" href=move || Url::Roles { slug: slug.get() }.path()>
                                        {t.get("action.cancel")}
                                    </a>
                                    <button class="btn btn--primary" aria-busy=move || form.busy.get().then_some("true")>{t.get("roles.add")}</button>
                                </footer>
                            </Form>
                        }.into_any(),
                        Err(Failure(error)) => view! { <ErrorNotice error=error/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

/// Name and matrix, as they were typed last.
#[component]
fn Typed(form: FormState, name: String, held: Permissions) -> impl IntoView {
    let t = texts();
    let typed = form.posted.with_untracked(|posted| {
        let posted = posted.as_ref()?;
        posted.values.has("name").then(|| posted.values.all(ALLOWED).filter_map(|text| text.parse().ok()).collect())
    });
    view! {
        <Field name="name" label=t.get("roles.name") value=form.value("name", &name) problem=form.problem("name")/>
        <fieldset class="fieldset">
            <legend class="field-label">{t.get("roles.allows")}</legend>
            <Boxes caption=t.get("roles.allows") held=typed.unwrap_or(held) own=own()/>
            <p class="field-hint">{t.get("roles.matrix.hint")}</p>
            <FieldError name="permissions" problem=form.problem("permissions")/>
        </fieldset>
    }
}

#[component]
pub(crate) fn RolePage() -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let role = Resource::new(move || (slug.get(), id.get()), |(slug, id)| read_role(slug, id.parse().ok()));
    view! {
        <leptos_meta::Title text=t.get("roles.title")/>
        <div class="page page--narrow">
            <Transition fallback=|| view! { <p class="skeleton" aria-busy="true"></p> }>
                {move || Suspend::new(async move {
                    match role.await {
                        Ok(role) if role.may_edit => view! { <Change role=role/> }.into_any(),
                        Ok(role) => view! { <RoleDetails role=role/> }.into_any(),
                        Err(Failure(error)) => view! { <ErrorNotice error=error/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

/// The change is reviewed before it is made: the form asks the next page for it.
#[component]
fn Change(role: RoleView) -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let form = FormState::new();
    let query = use_query_map();
    // Back from the review, with what was typed there.
    let (name, held) = query.with_untracked(|query| match query.get("name") {
        Some(name) => (name, ticked(query)),
        None => (role.row.name.clone(), role.row.permissions),
    });
    let id = role.row.id;
    let saved = RoleInput { name: role.row.name.clone(), permissions: role.row.permissions };
    let opened_with = query.with_untracked(opened_with).unwrap_or_else(|| {
        Fields::default().with("version", role.version.to_string()).with_below(SHOWN_PREFIX, &saved.written())
    });
    view! {
        <form class="card" method="get" action=move || Url::ReviewRole { slug: slug.get(), id }.path()>
            <Head role=role.clone()/>
            {opened_with.pairs().iter().map(|(name, value)| view! { <input type="hidden" name=name.clone() value=value.clone()/> }).collect_view()}
            <div class="card-body stack"><Typed form=form name=name held=held/></div>
            <footer class="card-foot">
                <Others role=role/>
                <button class="btn btn--primary">{t.get("roles.review")}</button>
            </footer>
        </form>
    }
}

#[component]
fn RoleDetails(role: RoleView) -> impl IntoView {
    let t = texts();
    let builtin = role.row.builtin;
    let grants = vec![Grants { name: String::new(), permissions: role.row.permissions }];
    view! {
        <section class="card">
            <Head role=role.clone()/>
            <div class="card-body stack">
                <Matrix caption=t.get("roles.allows") grants=grants/>
                <p class="muted">{t.get(if builtin { "roles.builtin.about" } else { "roles.not_yours" })}</p>
            </div>
            <footer class="card-foot"><Others role=role/></footer>
        </section>
    }
}

#[component]
fn Head(role: RoleView) -> impl IntoView {
    let t = texts();
    let row = role.row;
    view! {
        <header class="card-head">
            <h1 class="card-title name wrap-anywhere" dir="auto">{row.name}</h1>
            <p class="card-text">{row.about}" "<HasIt role=row.id people=row.people/>{row.factor_required.then(|| view! { " "<FactorBadge/> })}</p>
            {row.replaced_by.map(|replaced_by| view! { <div class="notice"><Icon name="info"/><div class="notice-body"><p>{t.with("roles.going", &[("name", &replaced_by)])}</p></div></div> })}
        </header>
    }
}

/// What else can be done with it.
#[component]
fn Others(role: RoleView) -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let id = role.row.id;
    view! {
        {role.may_delete.then(|| view! {
            <a class="btn btn--danger-quiet" href=move || Url::DeleteRole { slug: slug.get(), id }.path()>
                {t.get("roles.delete")}
            </a>
        })}
        {may(Permission::ROLES_WRITE).then(|| view! {
            <a class="btn" href=move || Url::NewRole { slug: slug.get() }.with(&[("from", &id.to_string())])>
                {t.get("roles.copy")}
            </a>
        })}
        <a class="btn" href=move || Url::Roles { slug: slug.get() }.path()>{t.get("roles.all")}</a>
    }
}
