//! `/w/{slug}/roles/{id}/review`: who would gain and lose what, before a change is saved.

use super::list::has_it;
use super::matrix::{in_words, ticked};
use super::serverfns::preview_role;
use crate::Failure;
use crate::address::{use_id, use_slug};
use crate::errors::ErrorNotice;
use crate::forms::{Form, FormProblem, FormState, Merged};
use crate::loaded::awaiting;
use crate::resource::resource;
use crate::state::texts;
use crate::ui::FieldError;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;
use model::Fields;
use model::ids::RoleId;
use model::merge::SHOWN_PREFIX;
use model::permissions::Permissions;
use model::roles::{ALLOWED, Affected, Preview, RoleInput};
use model::urls::Url;

/// What was typed: as the address has it, or as the form came back.
#[derive(Clone, Debug, Default, PartialEq)]
struct Asked {
    name: String,
    permissions: Permissions,
    /// With the version, what the form was opened with.
    opened_with: Fields,
}

/// The version that an address says was opened, and what it held.
pub(super) fn opened_with(query: &ParamsMap) -> Option<Fields> {
    let shown = [format!("{SHOWN_PREFIX}name"), format!("{SHOWN_PREFIX}{ALLOWED}")];
    let pairs = |name: &str| {
        let values = query.get_all(name).into_iter().flatten();
        values.map(|value| (name.to_owned(), value)).collect::<Vec<_>>()
    };
    let version = query.get("version")?;
    let pairs = shown.iter().flat_map(|name| pairs(name)).chain([("version".to_owned(), version)]);
    Some(Fields::new(pairs.collect()))
}

fn asked(query: &ParamsMap, came_back: Option<&Fields>) -> Asked {
    let (name, permissions) = match came_back {
        Some(values) => {
            let ticked = values.all(ALLOWED).filter_map(|text| text.parse().ok()).collect();
            (values.get("name").to_owned(), ticked)
        }
        None => (query.get("name").unwrap_or_default(), ticked(query)),
    };
    Asked { name, permissions: permissions.complete(), opened_with: opened_with(query).unwrap_or_default() }
}

#[component]
pub(crate) fn ReviewRole() -> impl IntoView {
    let t = texts();
    let (slug, id) = (use_slug(), use_id());
    let query = use_query_map();
    let form = FormState::new();
    let asked = Memo::new(move |_| {
        form.posted.with(|posted| {
            let came_back = posted.as_ref().map(|posted| &*posted.values).filter(|values| values.has("name"));
            query.with(|query| asked(query, came_back))
        })
    });
    let preview =
        resource(move || (slug.get(), id.get(), asked.get().permissions), |(slug, id, to)| preview_role(slug, id, to));
    view! {
        <leptos_meta::Title text=t.get("roles.review")/>
        <div class="page page--narrow">
            <Transition fallback=|| view! { <p class="skeleton" aria-busy="true"></p> }>
                {awaiting(move || {
                    let asked = asked.get();
                    async move {
                        match preview.await {
                            Ok(preview) => view! { <Review preview=preview asked=asked form=form/> }.into_any(),
                            Err(Failure(error)) => view! { <ErrorNotice error=error/> }.into_any(),
                        }
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Review(preview: Preview, asked: Asked, form: FormState) -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let input = RoleInput { name: asked.name.clone(), permissions: asked.permissions };
    let back = back(slug.get_untracked(), preview.id, &input, &asked.opened_with);
    let renamed = (asked.name != preview.name)
        .then(|| t.with("roles.renamed", &[("before", &preview.name), ("after", &asked.name)]));
    let is_same = renamed.is_none() && preview.gains.is_empty() && preview.loses.is_empty();
    let (version, shown) =
        (asked.opened_with.get("version").parse().unwrap_or_default(), asked.opened_with.below(SHOWN_PREFIX));
    let typed = input.written();
    view! {
        <Form state=form class="card">
            <header class="card-head">
                <h1 class="card-title name wrap-anywhere" dir="auto">
                    {t.with("roles.review.title", &[("name", &preview.name)])}
                </h1>
                <p class="card-text">{touched(preview.people, preview.affected.len())}</p>
            </header>
            <div class="card-body stack">
                <FormProblem state=form/>
                <Merged form=form version=version shown=shown>
                    {typed.pairs().iter().map(|(name, value)| view! {
                        <input type="hidden" name=name.clone() value=value.clone()/>
                    }).collect_view()}
                </Merged>
                <FieldError name="name" problem=form.problem("name")/>
                <FieldError name="permissions" problem=form.problem("permissions")/>
                {is_same.then(|| view! { <p>{t.get("roles.review.same")}</p> })}
                {renamed.map(|text| view! { <p class="wrap-anywhere">{text}</p> })}
                <dl class="facts">
                    {(!preview.gains.is_empty()).then(|| view! {
                        <div><dt>{t.get("roles.gains")}</dt><dd>{in_words(t, preview.gains)}</dd></div>
                    })}
                    {(!preview.loses.is_empty()).then(|| view! {
                        <div><dt>{t.get("roles.loses")}</dt><dd>{in_words(t, preview.loses)}</dd></div>
                    })}
                </dl>
                <People affected=preview.affected/>
            </div>
            <footer class="card-foot">
                <a class="btn" href=back>{t.get("action.back")}</a>
                <button class="btn btn--primary">
                    {t.get("action.save")}
                </button>
            </footer>
        </Form>
    }
}

/// To the form, with what was typed there and what it was opened with.
fn back(slug: String, id: RoleId, typed: &RoleInput, opened_with: &Fields) -> String {
    let typed = typed.written();
    let pairs = typed.pairs().iter().chain(opened_with.pairs());
    let pairs: Vec<_> = pairs.map(|(name, value)| (name.as_str(), value.as_str())).collect();
    Url::Role { slug, id }.with(&pairs)
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
    (!affected.is_empty()).then(|| {
        view! {
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
                                    <span class="person-name name" dir="auto">{one.name}</span>
                                    <span class="person-mail">{one.email}</span>
                                </span></th>
                                <td data-label=t.get("roles.gains")>{words(one.gains)}</td>
                                <td data-label=t.get("roles.loses")>{words(one.loses)}</td>
                            </tr>
                        }).collect_view()}
                    </tbody>
                </table>
            </div>
        }
    })
}

fn words(permissions: Permissions) -> String {
    if permissions.is_empty() { "–".to_owned() } else { in_words(texts(), permissions) }
}
