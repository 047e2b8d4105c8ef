//! The second factor: its card, and `/settings/security/factor`, where an app is set up and turned off.

use super::codes::{Codes, use_codes};
use super::required_by::{Asking, use_asking};
use crate::Failure;
use crate::errors::ErrorNotice;
use crate::forms::{Form, FormProblem, FormState};
use crate::loaded::{Loaded, awaiting};
use crate::resource::resource;
use crate::state::{state, texts};
use crate::ui::{CopyField, Field, Icon, Time};
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use model::Secret;
use model::security::{FactorView, SetUpView};
use model::urls::Url;

/// One's own.
#[server(prefix = "/fn", endpoint = "account/factor", input = Json, output = Postcard)]
pub async fn read_factor() -> Result<FactorView, Failure> {
    let request = crate::request::request_context()?;
    let found = crate::request::answered(domain::auth::factors::factor(&request.ctx).await)?;
    let set_up = match found.set_up {
        Some(set_up) => {
            let (side, outline) = super::qr::outline(&set_up.uri)?;
            Some(SetUpView { secret: set_up.secret, side, outline })
        }
        None => None,
    };
    Ok(FactorView {
        since: found.since.map(|at| crate::present::Presenter::new(&request).when(at)),
        passkeys: found.passkeys,
        codes: u32::try_from(found.codes).unwrap_or_default(),
        elsewhere: found.at_provider.then_some(model::Problem::SignsInElsewhere),
        set_up,
    })
}

/// On the tab.
#[component]
pub(super) fn FactorCard() -> impl IntoView {
    let t = texts();
    let found = resource(|| (), |()| read_factor());
    view! {
        <section class="card">
            <header class="card-head">
                <h2 class="card-title">{t.get("factor.title")}</h2>
                <p class="card-text">{t.get("factor.text")}</p>
            </header>
            <Loaded found=found around="card-body" view=move |factor| view! { <State factor=factor/> }/>
        </section>
    }
}

#[component]
fn State(factor: FactorView) -> impl IntoView {
    let t = texts();
    if let Some(problem) = factor.elsewhere {
        return view! { <div class="card-body"><p>{t.problem(problem)}</p></div> }.into_any();
    }
    let key = if factor.since.is_some() { "factor.change" } else { "factor.set_up" };
    let any = factor.since.is_some() || factor.passkeys;
    let said = match factor.since {
        Some(at) => view! {
            <p>
                <span class="badge badge--ok">{t.get("factor.on")}</span> " " {t.get("factor.since")} " " <Time at=at/>
            </p>
        }
        .into_any(),
        None => view! { <p class="muted">{t.get(if any { "factor.no_app" } else { "factor.none" })}</p> }.into_any(),
    };
    view! {
        <div class="card-body stack">
            {said}
            {any.then(|| view! { <p class="muted">{t.count("factor.codes.left", i64::from(factor.codes))}</p> })}
        </div>
        <footer class="card-foot">
            {any.then(|| view! { <a class="btn" href=Url::RecoveryCodes.path()>{t.get("factor.codes.renew")}</a> })}
            <a class="btn" href=Url::SecondFactor.path()>{t.get(key)}</a>
        </footer>
    }
    .into_any()
}

/// `/settings/security/factor`.
#[component]
pub(crate) fn FactorPage() -> impl IntoView {
    let t = texts();
    let form = FormState::new();
    let found = resource(|| (), |()| read_factor());
    let codes = use_codes(form);
    view! {
        <leptos_meta::Title text=t.get("factor.title")/>
        <div class="page page--narrow">
            <Suspense>
                {awaiting(move || async move {
                    let found = found.await;
                    move || match (codes.get(), &found) {
                        (codes, _) if !codes.is_empty() => view! { <Codes codes=codes/> }.into_any(),
                        (_, Ok(factor)) => view! { <Step factor=factor.clone() form=form/> }.into_any(),
                        (_, Err(Failure(error))) => view! { <ErrorNotice error=error.clone()/> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
}

#[component]
fn Step(factor: FactorView, form: FormState) -> impl IntoView {
    match (factor.since.is_some(), factor.set_up) {
        (true, _) => view! { <TurnedOn form=form/> }.into_any(),
        (false, Some(set_up)) => view! { <Asking/><Scan set_up=set_up form=form/> }.into_any(),
        (false, None) => view! { <Asking/><Begin form=form/> }.into_any(),
    }
}

#[component]
fn Begin(form: FormState) -> impl IntoView {
    let t = texts();
    let passkeys = state().with_value(|state| state.passkeys);
    let required_by = use_asking();
    let instead = move || {
        required_by.with(|one| match one {
            Some(one) => Url::NewPasskey.with(&[("for", &one.slug)]),
            None => Url::NewPasskey.path(),
        })
    };
    view! {
        <Form state=form class="card">
            <header class="card-head"><h1 class="card-title">{t.get("factor.title")}</h1></header>
            <div class="card-body stack">
                <FormProblem state=form/>
                <ul class="ends-list">
                    <li><Icon name="key" small=true/>{t.get("factor.begin.app")}</li>
                    <li><Icon name="check-circle" small=true/>{t.get("factor.begin.codes")}</li>
                    <li><Icon name="sign-out" small=true/>{t.get("factor.begin.out")}</li>
                </ul>
                {passkeys.then(|| view! {
                    <p>{t.get("factor.begin.or")} " " <a class="link" href=instead>{t.get("passkeys.add")}</a></p>
                })}
            </div>
            <footer class="card-foot">
                <a class="btn" href=Url::Security.path()>{t.get("action.cancel")}</a>
                <button class="btn btn--primary" name="action" value="begin">
                    {t.get("factor.begin")}
                </button>
            </footer>
        </Form>
    }
}

#[component]
fn Scan(set_up: SetUpView, form: FormState) -> impl IntoView {
    let t = texts();
    // Four modules of margin, as readers want it; dark on light in every theme.
    let whole = set_up.side + 8;
    let window = format!("-4 -4 {whole} {whole}");
    view! {
        <Form state=form class="card">
            <header class="card-head">
                <h1 class="card-title">{t.get("factor.scan.title")}</h1>
                <p class="card-text">{t.get("factor.scan.text")}</p>
            </header>
            <div class="card-body stack">
                <FormProblem state=form/>
                <svg class="qr" viewBox=window role="img" aria-label=t.get("factor.scan.picture")
                    shape-rendering="crispEdges">
                    <rect x="-4" y="-4" width=whole.to_string() height=whole.to_string() fill="#fff"></rect>
                    <path d=set_up.outline fill="#000"></path>
                </svg>
                <p>{t.get("factor.scan.typed")}</p>
                <CopyField value=set_up.secret label=t.get("factor.scan.secret")/>
                <Field name=Secret::Code.name() label=t.get("field.code") hint=t.get("factor.scan.hint")
                    autocomplete="one-time-code" problem=form.problem("code")/>
            </div>
            <footer class="card-foot">
                <a class="btn" href=Url::Security.path()>{t.get("action.cancel")}</a>
                <button class="btn btn--primary" name="action" value="enable">
                    {t.get("factor.enable")}
                </button>
            </footer>
        </Form>
    }
}

#[component]
fn TurnedOn(form: FormState) -> impl IntoView {
    let t = texts();
    view! {
        <Form state=form class="card">
            <header class="card-head">
                <h1 class="card-title">{t.get("factor.title")}</h1>
                <p class="card-text">{t.get("factor.turned_on")}</p>
            </header>
            <div class="card-body stack">
                <FormProblem state=form/>
                <p class="muted">{t.get("factor.turn_off.text")}</p>
            </div>
            <footer class="card-foot">
                <a class="btn" href=Url::Security.path()>{t.get("action.cancel")}</a>
                <button class="btn btn--danger-quiet" name="action" value="off">{t.get("factor.turn_off")}</button>
            </footer>
        </Form>
    }
}

/// `action`: begin, enable (with `code`), off.
#[cfg(feature = "ssr")]
pub(crate) async fn factor_form(
    request: &crate::request::RequestContext,
    path: &str,
    fields: &model::Fields,
) -> Result<crate::forms::Answer, model::Error> {
    use crate::forms::Answer;
    use domain::auth::factors;
    match fields.get("action") {
        "begin" => {
            factors::begin(&request.ctx).await?;
            Ok(Answer::load(crate::address::factor_asked_at(path)))
        }
        "enable" => {
            let code = model::security::Code::parse(fields.get("code"))
                .map_err(|problem| model::Error::at("code", problem))?;
            let codes = factors::enable(&request.ctx, &code).await?;
            Ok(super::codes::shown(path, codes, Url::Security.with(&[("done", "factor_on")])))
        }
        "off" => {
            factors::turn_off(&request.ctx).await?;
            Ok(Answer::load(Url::Security.with(&[("done", "factor_off")])))
        }
        _ => Err(model::Error::NotFound),
    }
}
