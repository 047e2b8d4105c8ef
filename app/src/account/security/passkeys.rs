//! Passkeys: their card, `/settings/security/passkeys/new` and `/settings/security/passkeys/{id}`.

use super::codes::{Codes, use_codes};
use super::required_by::Asking;
use crate::Failure;
use crate::auth::PasskeyButton;
use crate::errors::{ErrorInside, ErrorNotice};
use crate::forms::{Form, FormProblem, FormState};
use crate::loaded::{Loaded, awaiting};
use crate::resource::resource;
use crate::state::texts;
use crate::ui::{Field, Icon, Time};
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use model::Error;
use model::passkeys::{PasskeyRow, PasskeysView};
use model::urls::Url;

/// One's own.
#[server(prefix = "/fn", endpoint = "account/passkeys", input = Json, output = Postcard)]
pub async fn read_passkeys() -> Result<PasskeysView, Failure> {
    use domain::auth::passkeys;
    let request = crate::request::request_context()?;
    let found = crate::request::answered(passkeys::own(&request.ctx).await)?;
    let presenter = crate::present::Presenter::new(&request);
    let row = |one: passkeys::Passkey| PasskeyRow {
        id: one.id,
        name: one.name,
        added: presenter.when(one.created_at),
        used: one.last_used_at.map(|at| presenter.when(at)),
    };
    Ok(PasskeysView {
        passkeys: found.passkeys.into_iter().map(row).collect(),
        refused: found.refused,
        suggested: model::security::device(presenter.t, &request.client.user_agent),
    })
}

/// On the tab.
#[component]
pub(super) fn PasskeysCard() -> impl IntoView {
    let t = texts();
    let found = resource(|| (), |()| read_passkeys());
    view! {
        <section class="card">
            <header class="card-head">
                <h2 class="card-title">{t.get("passkeys.title")}</h2>
                <p class="card-text">{t.get("passkeys.text")}</p>
            </header>
            <Loaded found=found around="card-body" view=move |view| view! { <Own view=view/> }/>
        </section>
    }
}

#[component]
fn Own(view: PasskeysView) -> impl IntoView {
    let t = texts();
    let PasskeysView { passkeys, refused, .. } = view;
    view! {
        <div class="card-body stack">
            {match (passkeys.is_empty(), refused) {
                (true, Some(problem)) => view! { <p>{t.problem(problem)}</p> }.into_any(),
                (true, None) => view! { <p class="muted">{t.get("passkeys.none")}</p> }.into_any(),
                (false, _) => view! {
                    <ul class="session-list session-list--own">
                        {passkeys.into_iter().map(|one| view! { <One one=one/> }).collect_view()}
                    </ul>
                }.into_any(),
            }}
        </div>
        {refused.is_none().then(|| view! {
            <footer class="card-foot"><a class="btn" href=Url::NewPasskey.path()>{t.get("passkeys.add")}</a></footer>
        })}
    }
}

#[component]
fn One(one: PasskeyRow) -> impl IntoView {
    let t = texts();
    let label = t.with("passkeys.manage_which", &[("name", &one.name)]);
    let used = match one.used {
        Some(at) => view! { {t.get("passkeys.used")} " " <Time at=at/> }.into_any(),
        None => t.get("passkeys.unused").into_any(),
    };
    view! {
        <li>
            <div>
                <p class="session-device name wrap-anywhere" dir="auto">{one.name}</p>
                <p class="muted">{used} " · " {t.get("passkeys.added")} " " <Time at=one.added/></p>
            </div>
            <a class="btn btn--s" href=Url::Passkey { id: one.id }.path() aria-label=label>
                {t.get("passkeys.manage")}
            </a>
        </li>
    }
}

/// `/settings/security/passkeys/new`.
#[component]
pub(crate) fn NewPasskey() -> impl IntoView {
    let t = texts();
    let form = FormState::new();
    let codes = use_codes(form);
    let found = resource(|| (), |()| read_passkeys());
    view! {
        <leptos_meta::Title text=t.get("passkeys.add")/>
        <div class="page page--narrow">
            <Suspense>
                {awaiting(move || async move {
                    let found = found.await;
                    move || match (codes.get(), &found) {
                        (codes, _) if !codes.is_empty() => view! { <Codes codes=codes/> }.into_any(),
                        (_, Ok(view)) => view! { <Asking/><Add view=view.clone() form=form/> }.into_any(),
                        (_, Err(Failure(error))) => view! { <ErrorNotice error=error.clone()/> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
}

#[component]
fn Add(view: PasskeysView, form: FormState) -> impl IntoView {
    let t = texts();
    view! {
        <Form state=form class="card">
            <header class="card-head">
                <h1 class="card-title">{t.get("passkeys.add")}</h1>
                <p class="card-text">{t.get("passkeys.add.text")}</p>
            </header>
            <div class="card-body stack">
                <FormProblem state=form/>
                {match view.refused {
                    Some(problem) => view! { <p>{t.problem(problem)}</p> }.into_any(),
                    None => view! {
                        <ul class="ends-list">
                            <li><Icon name="key" small=true/>{t.get("passkeys.add.device")}</li>
                            <li><Icon name="check-circle" small=true/>{t.get("passkeys.add.factor")}</li>
                        </ul>
                        <Field name="name" label=t.get("passkeys.name") hint=t.get("passkeys.name.hint")
                            value=form.value("name", &view.suggested) problem=form.problem("name")/>
                        <PasskeyButton state=form label=t.get("passkeys.make") making=true class="btn btn--primary"/>
                        <noscript><p>{t.get("passkeys.no_script")}</p></noscript>
                    }.into_any(),
                }}
            </div>
            <footer class="card-foot"><a class="btn" href=Url::Security.path()>{t.get("action.cancel")}</a></footer>
        </Form>
    }
}

/// `/settings/security/passkeys/{id}`.
#[component]
pub(crate) fn PasskeyPage() -> impl IntoView {
    let t = texts();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").and_then(|id| id.parse().ok())));
    let form = FormState::new();
    let found = resource(|| (), |()| read_passkeys());
    view! {
        <leptos_meta::Title text=t.get("passkeys.title")/>
        <div class="page page--narrow">
            <Loaded found=found view=move |view| match view.passkeys.into_iter().find(|one| Some(one.id) == id.get()) {
                Some(one) => view! { <Manage one=one form=form/> }.into_any(),
                None => view! { <ErrorInside error=Error::NotFound/> }.into_any(),
            }/>
        </div>
    }
}

#[component]
fn Manage(one: PasskeyRow, form: FormState) -> impl IntoView {
    let t = texts();
    view! {
        <Form state=form class="card">
            <header class="card-head">
                <h1 class="card-title name wrap-anywhere" dir="auto">{one.name.clone()}</h1>
                <p class="card-text">{t.get("passkeys.remove.text")}</p>
            </header>
            <div class="card-body stack">
                <FormProblem state=form/>
                <Field name="name" label=t.get("passkeys.name") value=form.value("name", &one.name)
                    problem=form.problem("name")/>
            </div>
            <footer class="card-foot">
                <button class="btn btn--danger-quiet" name="action" value="remove">{t.get("passkeys.remove")}</button>
                <a class="btn" href=Url::Security.path()>{t.get("action.cancel")}</a>
                <button class="btn btn--primary" name="action" value="rename">
                    {t.get("action.save")}
                </button>
            </footer>
        </Form>
    }
}

#[cfg(feature = "ssr")]
mod server {
    use crate::forms::Answer;
    use crate::request::RequestContext;
    use domain::auth::passkeys;
    use model::ids::PasskeyId;
    use model::passkeys::{PasskeyAnswer, name};
    use model::urls::Url;
    use model::{Error, Fields, Problem};

    /// `name`, and what the script fills in.
    pub(crate) async fn add_passkey_form(
        request: &RequestContext,
        path: &str,
        fields: &Fields,
    ) -> Result<Answer, Error> {
        let name = name(fields.get("name"))?;
        let answer = PasskeyAnswer::parse(fields).map_err(|problem| Error::at("passkey", problem))?;
        let Some(answer) = answer else {
            // The script was not answered either: what stands in the way is said here.
            passkeys::ask_to_add(&request.ctx).await?;
            return Err(Error::at("passkey", Problem::NoPasskeyGiven));
        };
        let codes = passkeys::add(&request.ctx, &name, &answer).await?;
        Ok(super::super::codes::shown(path, codes, Url::Security.with(&[("done", "passkey_added")])))
    }

    /// `action`: rename (with `name`), remove.
    pub(crate) async fn passkey_form(
        request: &RequestContext,
        id: PasskeyId,
        fields: &Fields,
    ) -> Result<Answer, Error> {
        match fields.get("action") {
            "rename" => {
                passkeys::rename(&request.ctx, id, &name(fields.get("name"))?).await?;
                Ok(Answer::load(Url::Security.with(&[("done", "passkey_renamed")])))
            }
            "remove" => {
                passkeys::remove(&request.ctx, id).await?;
                Ok(Answer::load(Url::Security.with(&[("done", "passkey_removed")])))
            }
            _ => Err(Error::NotFound),
        }
    }
}

#[cfg(feature = "ssr")]
pub(crate) use server::{add_passkey_form, passkey_form};
