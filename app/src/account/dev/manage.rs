//! `/settings/dev/tokens/{id}`: rotating one, and revoking it.

use super::list::{Facts, Reach, read_tokens};
use super::new::Lifetime;
use super::secret::{Secret, use_secret};
use crate::errors::ErrorInside;
use crate::forms::{Form, FormProblem, FormState};
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::texts;
use crate::ui::{Choice, SelectField};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use model::Error;
use model::tokens::{TokenLifetime, TokenOverlap, TokenRow, TokenState};
use model::urls::Url;

#[component]
pub(crate) fn TokenPage() -> impl IntoView {
    let t = texts();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").and_then(|id| id.parse().ok())));
    let form = FormState::new();
    let secret = use_secret(form);
    let found = resource(|| (), |()| read_tokens());
    view! {
        <leptos_meta::Title text=t.get("tokens.title")/>
        <div class="page page--narrow">
            // Outside of what changes: an answer that is disposed while it is shown stops the page.
            <Loaded found=found view=move |view| {
                let one = view.tokens.into_iter().find(|one| Some(one.id) == id.get_untracked());
                move || match (secret.get(), one.clone()) {
                    (Some((secret, call)), _) => view! {
                        <Secret secret=secret call=call back=Url::Tokens.path() about="tokens.secret.text"/>
                    }.into_any(),
                    (None, Some(one)) => view! { <Manage one=one form=form/> }.into_any(),
                    (None, None) => view! { <ErrorInside error=Error::NotFound/> }.into_any(),
                }
            }/>
        </div>
    }
}

#[component]
fn Manage(one: TokenRow, form: FormState) -> impl IntoView {
    let t = texts();
    let (works, rotates) = (one.works, one.works && one.state == TokenState::Active);
    let lifetime = one.lifetime.name();
    view! {
        <div class="stack stack--l">
            <section class="card">
                <header class="card-head">
                    <h1 class="card-title name wrap-anywhere" dir="auto">{one.description.clone()}</h1>
                </header>
                <div class="card-body stack stack--s">
                    <FormProblem state=form/>
                    <Reach workspaces=one.workspaces.clone()/>
                    <Facts one=one/>
                </div>
                <footer class="card-foot"><a class="btn" href=Url::Tokens.path()>{t.get("action.back")}</a></footer>
            </section>
            {rotates.then(|| view! { <Rotate form=form lifetime=lifetime max=TokenLifetime::Unlimited/> })}
            {works.then(|| view! { <Revoke form=form about="tokens.revoke.text" action="tokens.revoke"/> })}
        </div>
    }
}

/// Ends a token, or its reach: the two texts say which.
#[component]
pub(crate) fn Revoke(form: FormState, about: &'static str, action: &'static str) -> impl IntoView {
    let t = texts();
    view! {
        <Form state=form class="card">
            <header class="card-head">
                <h2 class="card-title">{t.get("tokens.revoke.title")}</h2>
                <p class="card-text">{t.get(about)}</p>
            </header>
            <footer class="card-foot">
                <button class="btn btn--danger" name="action" value="revoke">{t.get(action)}</button>
            </footer>
        </Form>
    }
}

#[component]
pub(crate) fn Rotate(form: FormState, lifetime: &'static str, max: TokenLifetime) -> impl IntoView {
    let t = texts();
    let overlaps = TokenOverlap::ALL.map(|overlap| Choice {
        value: overlap.hours().to_string(),
        label: t.get(&format!("tokens.overlap.h{}", overlap.hours())).to_owned(),
    });
    view! {
        <Form state=form class="card">
            <header class="card-head">
                <h2 class="card-title">{t.get("tokens.rotate.title")}</h2>
                <p class="card-text">{t.get("tokens.rotate.text")}</p>
            </header>
            <div class="card-body stack">
                <Lifetime form=form value=form.value("lifetime", lifetime) max=max/>
                <SelectField name="overlap" label=t.get("tokens.overlap") choices=overlaps.to_vec()
                    value=form.value("overlap", "1") problem=form.problem("overlap")/>
            </div>
            <footer class="card-foot">
                <button class="btn btn--primary" name="action" value="rotate">
                    {t.get("tokens.rotate")}
                </button>
            </footer>
        </Form>
    }
}
