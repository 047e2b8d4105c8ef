//! `/w/{slug}/settings/tokens/new`, which an address can fill in: `?description=CI&scopes=users:read`.

use super::serverfns::read_token_rules;
use crate::account::dev::{Lifetime, NetworksField, Scopes, Secret, typed, use_secret};
use crate::address::use_slug;
use crate::forms::{Form, FormProblem, FormState};
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::texts;
use crate::ui::Field;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::tokens::{TokenLifetime, TokenRules};
use model::urls::Url;

#[component]
pub(crate) fn NewWorkspaceTokenPage() -> impl IntoView {
    let t = texts();
    let slug = use_slug();
    let form = FormState::new();
    let secret = use_secret(form);
    let found = resource(move || slug.get(), read_token_rules);
    view! {
        <leptos_meta::Title text=t.get("tokens.new")/>
        <div class="page page--narrow">
            <Loaded found=found view=move |rules| move || match secret.get() {
                Some((secret, call)) => {
                    let back = Url::WorkspaceTokens { slug: slug.get_untracked() }.path();
                    view! { <Secret secret=secret call=call back=back about="workspace.tokens.secret"/> }.into_any()
                }
                None => view! { <New rules=rules form=form/> }.into_any(),
            }/>
        </div>
    }
}

#[component]
fn New(rules: TokenRules, form: FormState) -> impl IntoView {
    let t = texts();
    let query = use_query_map();
    let asked = move |name: &str| query.with_untracked(|query| query.get(name)).unwrap_or_default();
    let asked_scopes = asked("scopes").split([' ', ',']).map(str::to_owned).collect();
    let scopes = typed(form, "scopes").unwrap_or(asked_scopes);
    let lifetime =
        TokenLifetime::named(&asked("lifetime")).filter(|asked| rules.allow(*asked)).unwrap_or(rules.default);
    let slug = use_slug().get_untracked();
    view! {
        <Form state=form class="card">
            <header class="card-head">
                <h1 class="card-title">{t.get("tokens.new")}</h1>
                <p class="card-text">{t.get("workspace.tokens.new")}</p>
            </header>
            <div class="card-body stack">
                <FormProblem state=form/>
                <Field name="description" label=t.get("tokens.description") hint=t.get("tokens.description.hint")
                    value=form.value("description", &asked("description")) problem=form.problem("description")/>
                <Lifetime form=form value=form.value("lifetime", lifetime.name()) max=rules.max/>
                <Scopes form=form ticked=scopes hint="workspace.tokens.scopes"/>
                <NetworksField form=form/>
            </div>
            <footer class="card-foot">
                <a class="btn" href=Url::WorkspaceTokens { slug }.path()>{t.get("action.cancel")}</a>
                <button class="btn btn--primary">
                    {t.get("tokens.create")}
                </button>
            </footer>
        </Form>
    }
}
