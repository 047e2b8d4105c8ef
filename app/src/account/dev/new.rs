//! `/settings/dev/new`, which an address can fill in: `?description=CI&scopes=users:read`.

use super::scopes::ScopeBoxes;
use super::secret::{Secret, use_secret};
use crate::forms::{Form, FormProblem, FormState};
use crate::state::{state, texts};
use crate::ui::{Check, Choice, Field, FieldError, SelectField};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::Texts;
use model::tokens::{ALL_WORKSPACES, TokenLifetime};
use model::urls::Url;

#[component]
pub(crate) fn NewTokenPage() -> impl IntoView {
    let t = texts();
    let form = FormState::new();
    let secret = use_secret(form);
    view! {
        <leptos_meta::Title text=t.get("tokens.new")/>
        <div class="page page--narrow">
            {move || match secret.get() {
                Some((secret, call)) => view! {
                    <Secret secret=secret call=call back=Url::Tokens.path() about="tokens.secret.text"/>
                }.into_any(),
                None => view! { <New form=form/> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn New(form: FormState) -> impl IntoView {
    let t = texts();
    let query = use_query_map();
    let asked = move |name: &str| query.with_untracked(|query| query.get(name)).unwrap_or_default();
    let asked_scopes = asked("scopes").split([' ', ',']).map(str::to_owned).collect();
    let scopes = typed(form, "scopes").unwrap_or(asked_scopes);
    let workspaces = typed(form, "workspaces").unwrap_or_else(|| vec![ALL_WORKSPACES.to_owned()]);
    view! {
        <Form state=form class="card">
            <header class="card-head">
                <h1 class="card-title">{t.get("tokens.new")}</h1>
                <p class="card-text">{t.get("tokens.new.text")}</p>
            </header>
            <div class="card-body stack">
                <FormProblem state=form/>
                <Field name="description" label=t.get("tokens.description") hint=t.get("tokens.description.hint")
                    value=form.value("description", &asked("description")) problem=form.problem("description")/>
                <Lifetime form=form value=form.value("lifetime", &usual(&asked("lifetime")))
                    max=TokenLifetime::Unlimited/>
                <Scopes form=form ticked=scopes hint="tokens.scopes.hint"/>
                <WorkspaceBoxes form=form ticked=workspaces/>
                <NetworksField form=form/>
            </div>
            <footer class="card-foot">
                <a class="btn" href=Url::Tokens.path()>{t.get("action.cancel")}</a>
                <button class="btn btn--primary">
                    {t.get("tokens.create")}
                </button>
            </footer>
        </Form>
    }
}

/// What it is for.
#[component]
pub(crate) fn Scopes(form: FormState, ticked: Vec<String>, hint: &'static str) -> impl IntoView {
    let t = texts();
    view! {
        <fieldset class="fieldset" aria-describedby="scopes-error">
            <legend class="field-label">{t.get("tokens.scopes")}</legend>
            <ScopeBoxes ticked=ticked/>
            <p class="field-hint">{t.get(hint)}</p>
            <FieldError name="scopes" problem=form.problem("scopes")/>
        </fieldset>
    }
}

/// Where it may be used from.
#[component]
pub(crate) fn NetworksField(form: FormState) -> impl IntoView {
    let t = texts();
    view! {
        <Field name="networks" label=t.get("tokens.networks") hint=t.get("tokens.networks.hint") autocomplete="off"
            value=form.value("networks", "") problem=form.problem("networks")/>
    }
}

/// The boxes that were ticked when the form came back.
pub(crate) fn typed(form: FormState, name: &str) -> Option<Vec<String>> {
    form.posted.with_untracked(|posted| {
        let posted = posted.as_ref().filter(|posted| posted.values.has("description"))?;
        Some(posted.values.all(name).map(str::to_owned).collect())
    })
}

fn usual(asked: &str) -> String {
    TokenLifetime::named(asked).unwrap_or(TokenLifetime::ThreeMonths).name().to_owned()
}

/// How long a token works: at most so long.
#[component]
pub(crate) fn Lifetime(form: FormState, value: String, max: TokenLifetime) -> impl IntoView {
    let t = texts();
    view! {
        <SelectField name="lifetime" label=t.get("tokens.lifetime") choices=lifetimes(t, max) value=value
            problem=form.problem("lifetime")/>
    }
}

/// The lifetimes up to this one.
pub(crate) fn lifetimes(t: Texts, max: TokenLifetime) -> Vec<Choice> {
    let choice = |lifetime: TokenLifetime| Choice {
        value: lifetime.name().to_owned(),
        label: t.get(&format!("tokens.lifetime.{}", lifetime.name())).to_owned(),
    };
    TokenLifetime::ALL.into_iter().filter(|lifetime| *lifetime <= max).map(choice).collect()
}

#[component]
fn WorkspaceBoxes(form: FormState, ticked: Vec<String>) -> impl IntoView {
    let t = texts();
    let own = state().with_value(|state| state.workspaces.clone());
    let all = ticked.iter().any(|one| one == ALL_WORKSPACES);
    view! {
        <fieldset class="fieldset" aria-describedby="workspaces-error">
            <legend class="field-label">{t.get("tokens.workspaces")}</legend>
            <Check name="workspaces" value=ALL_WORKSPACES label=t.get("tokens.all_workspaces") checked=all
                about=t.get("tokens.all_workspaces.about")/>
            {own.into_iter().map(|one| {
                let checked = ticked.contains(&one.slug);
                view! { <Check name="workspaces" value=one.slug label=one.name checked=checked/> }
            }).collect_view()}
            <FieldError name="workspaces" problem=form.problem("workspaces")/>
        </fieldset>
    }
}
