//! `/w/{slug}/roles/{id}/review`: who would gain and lose what, before a change is saved.

use super::list::has_it;
use super::matrix::{in_words, ticked};
use super::serverfns::preview_role;
use crate::Failure;
use crate::address::encode;
use crate::errors::ErrorNotice;
use crate::forms::{Form, FormProblem, FormState};
use crate::state::texts;
use crate::ui::FieldError;
use crate::users::use_slug;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use model::permissions::Permissions;
use model::roles::{ALLOWED, Affected, Preview};

/// What was typed, as the address has it.
#[derive(Clone, Debug, Default, PartialEq)]
struct Asked {
    name: String,
    version: String,
    permissions: Permissions,
}

#[component]
pub(crate) fn ReviewRole() -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let (params, query) = (use_params_map(), use_query_map());
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let asked = Memo::new(move |_| {
        query.with(|query| {
            let get = |name: &str| query.get(name).unwrap_or_default();
            Asked { name: get("name"), version: get("version"), permissions: ticked(query).complete() }
        })
    });
    let preview = Resource::new(
        move || (slug.get(), id.get(), asked.get().permissions),
        |(slug, id, to)| preview_role(slug, id.parse().ok(), to),
    );
    let form = FormState::new();
    view! {
        <leptos_meta::Title text=t.get("roles.review")/>
        <div class="page page--narrow">
            <Transition fallback=|| view! { <p class="skeleton" aria-busy="true"></p> }>
                {move || {
                    let asked = asked.get();
                    Suspend::new(async move {
                        match preview.await {
                            Ok(preview) => view! { <Review preview=preview asked=asked id=id.get_untracked() form=form/> }.into_any(),
                            Err(Failure(error)) => view! { <ErrorNotice error=error/> }.into_any(),
                        }
                    })
                }}
            </Transition>
        </div>
    }
}

#[component]
fn Review(preview: Preview, asked: Asked, id: String, form: FormState) -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let allowed: Vec<String> = asked.permissions.iter().map(|permission| permission.to_string()).collect();
    let kept: String = allowed.iter().map(|permission| format!("&{ALLOWED}={}", encode(permission))).collect();
    let back = format!("/w/{}/roles/{id}?name={}{kept}", slug.get_untracked(), encode(&asked.name));
    let renamed = (asked.name != preview.name)
        .then(|| t.with("roles.renamed", &[("before", &preview.name), ("after", &asked.name)]));
    let is_same = renamed.is_none() && preview.gains.is_empty() && preview.loses.is_empty();
    view! {
        <Form state=form class="card">
            <header class="card-head">
                <h1 class="card-title name wrap-anywhere" dir="auto">{t.with("roles.review.title", &[("name", &preview.name)])}</h1>
                <p class="card-text">{touched(preview.people, preview.affected.len())}</p>
            </header>
            <input type="hidden" name="name" value=asked.name.clone()/>
            <input type="hidden" name="version" value=asked.version/>
            {allowed.into_iter().map(|permission| view! { <input type="hidden" name=ALLOWED value=permission/> }).collect_view()}
            <div class="card-body stack">
                <FormProblem state=form/>
                <FieldError name="name" problem=form.problem("name")/>
                <FieldError name="permissions" problem=form.problem("permissions")/>
                {is_same.then(|| view! { <p>{t.get("roles.review.same")}</p> })}
                {renamed.map(|text| view! { <p class="wrap-anywhere">{text}</p> })}
                <dl class="facts">
                    {(!preview.gains.is_empty()).then(|| view! { <div><dt>{t.get("roles.gains")}</dt><dd>{in_words(t, preview.gains)}</dd></div> })}
                    {(!preview.loses.is_empty()).then(|| view! { <div><dt>{t.get("roles.loses")}</dt><dd>{in_words(t, preview.loses)}</dd></div> })}
                </dl>
                <People affected=preview.affected/>
            </div>
            <footer class="card-foot">
                <a class="btn" href=back>{t.get("action.back")}</a>
                <button class="btn btn--primary" aria-busy=move || form.busy.get().then_some("true")>{t.get("action.save")}</button>
            </footer>
        </Form>
    }
}

/// How many have the role, and for how many of them something changes.
fn touched(people: i64, affected: usize) -> String {
    let t = texts();
    let has = has_it(t, people);
    if affected == 0 { has } else { format!("{has} {}", t.get("roles.review.some")) }
}

#[component]
fn People(affected: Vec<Affected>) -> impl IntoView {
    let t = texts();
    (!affected.is_empty()).then(|| view! {
        <div class="table-wrap">
            <table class="table">
                <thead><tr>
                    <th scope="col">{t.get("users.by_name")}</th>
                    <th scope="col">{t.get("roles.gains")}</th>
                    <th scope="col">{t.get("roles.loses")}</th>
                </tr></thead>
                <tbody>
                    {affected.into_iter().map(|one| view! {
                        <tr>
                            <th scope="row" class="cell-main"><span class="person-text">
                                <span class="person-name name" dir="auto">{one.name}</span><span class="person-mail">{one.email}</span>
                            </span></th>
                            <td data-label=t.get("roles.gains")>{words(one.gains)}</td>
                            <td data-label=t.get("roles.loses")>{words(one.loses)}</td>
                        </tr>
                    }).collect_view()}
                </tbody>
            </table>
        </div>
    })
}

fn words(permissions: Permissions) -> String {
    if permissions.is_empty() { "–".to_owned() } else { in_words(texts(), permissions) }
}
