//! Signing in at an identity provider: the buttons of the sign-in page, `/sso`, and `/sso/{provider}/failed`.

use super::{AuthFrame, BackToSignIn};
use crate::Failure;
use crate::forms::{Form, FormProblem, FormState};
use crate::loaded::awaiting;
use crate::resource::resource;
use crate::state::texts;
use crate::ui::{Field, Icon};
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use model::sso::{ProviderLink, SsoProblem};
use model::urls::Url;

/// Those of the installation.
#[server(prefix = "/fn", endpoint = "auth/providers", input = Json, output = Postcard)]
pub async fn read_providers() -> Result<Vec<ProviderLink>, Failure> {
    Ok(domain::sso::offered(&crate::request::request_context()?.ctx))
}

/// The provider at which the reader can confirm that it is them; none for those who sign in here.
#[server(prefix = "/fn", endpoint = "auth/confirming-provider", input = Json, output = Postcard)]
pub async fn read_confirming_provider() -> Result<Option<ProviderLink>, Failure> {
    let request = crate::request::request_context()?;
    crate::request::answered(domain::sso::confirming_provider(&request.ctx).await)
}

/// The ways in beside the form: each provider of the installation, and finding the one of one's workspace.
#[component]
pub(super) fn ProviderButtons() -> impl IntoView {
    let providers = resource(|| (), |()| read_providers());
    let query = use_query_map();
    // Back to where they were going, in each of these addresses.
    let with_next = move |url: Url| {
        let next = query.with_untracked(|query| query.get("next"));
        next.map_or_else(|| url.path(), |next| url.with(&[("next", &next)]))
    };
    view! {
        <div class="stack stack--s">
            <Transition>
                {awaiting(move || async move {
                    let providers = providers.await.unwrap_or_default();
                    let button = move |provider: ProviderLink| view! {
                        <a class="btn btn--wide" rel="external"
                            href=with_next(Url::SignInAtProvider { provider: provider.key })>
                            <Icon name="key" small=true/>
                            {texts().with("sso.sign_in_with", &[("provider", &provider.name)])}
                        </a>
                    };
                    providers.into_iter().map(button).collect_view()
                })}
            </Transition>
            <p>
                <a class="link" rel="external" href=with_next(Url::FindProvider)>{texts().get("sso.find.link")}</a>
            </p>
        </div>
    }
}

#[component]
pub(crate) fn FindProvider() -> impl IntoView {
    let t = texts();
    let form = FormState::new();
    view! {
        <AuthFrame title=t.get("sso.find.title")>
            <Form state=form class="auth-card">
                <h1 class="auth-title">{t.get("sso.find.title")}</h1>
                <p class="auth-text">{t.get("sso.find.text")}</p>
                <FormProblem state=form/>
                <Field name="email" kind="email" label=t.get("field.email") autocomplete="username" autofocus=true
                    value=form.value("email", "") problem=form.problem("email")/>
                <button class="btn btn--primary btn--wide">
                    {t.get("sso.find.submit")}<Icon name="arrow-right" small=true/>
                </button>
                <BackToSignIn/>
            </Form>
        </AuthFrame>
    }
}

/// Why someone is not signed in, and what to do about it.
#[component]
pub(crate) fn ProviderFailed() -> impl IntoView {
    let t = texts();
    let why = use_query_map().with_untracked(|query| query.get("why"));
    let problem = why.and_then(|why| why.parse().ok()).unwrap_or(SsoProblem::Unknown);
    #[cfg(feature = "ssr")]
    crate::failure::set_status(&status(problem));
    let provider = use_params_map().with_untracked(|params| params.get("provider").unwrap_or_default());
    let connects = problem == SsoProblem::AccountExists;
    let tries_again = !matches!(problem, SsoProblem::Unknown);
    view! {
        <AuthFrame title=t.get("sso.failed.title")>
            <section class="auth-card">
                <h1 class="auth-title">{t.get("sso.failed.title")}</h1>
                <p class="auth-text" role="alert">{t.with(&format!("sso.problem.{}", problem.name()), &[("claim", "email_verified")])}</p>
                {connects.then(|| {
                    let connect = Url::Security.with(&[("connect", &provider)]);
                    view! {
                        <a class="btn btn--primary btn--wide" rel="external" href=crate::sign_in_then(&connect)>
                            {t.get("sso.failed.connect")}
                        </a>
                    }
                })}
                {tries_again.then(|| view! {
                    <a class=if connects { "btn btn--wide" } else { "btn btn--primary btn--wide" } rel="external"
                        href=Url::SignInAtProvider { provider: provider.clone() }.path()>
                        {t.get("sso.failed.again")}
                    </a>
                })}
                <BackToSignIn/>
            </section>
        </AuthFrame>
    }
}

#[cfg(feature = "ssr")]
fn status(problem: SsoProblem) -> model::Error {
    match problem {
        SsoProblem::Unknown => model::Error::NotFound,
        _ => model::Error::Forbidden,
    }
}

/// On to the provider of the workspace whose domain the address is at.
#[cfg(feature = "ssr")]
pub(crate) async fn find_provider_form(
    request: &crate::request::RequestContext,
    path: &str,
    fields: &model::Fields,
) -> Result<crate::forms::Answer, model::Error> {
    let email = model::fields::email(fields.get("email")).map_err(|problem| model::Error::at("email", problem))?;
    match domain::sso::provider_for(&request.ctx, &email).await? {
        Some(key) => Ok(crate::forms::Answer::load(crate::sign_in_at(&key, &crate::address::next_in(path)))),
        None => Err(model::Error::at("email", model::Problem::NoProvider)),
    }
}

/// On to a provider, with what the browser keeps meanwhile; or to the page that says why not.
#[cfg(feature = "ssr")]
pub(crate) fn at_provider(
    begun: Result<domain::oauth::Begun, domain::sso::SsoError>,
) -> Result<crate::forms::Answer, model::Error> {
    use crate::request::{AttemptAt, Cookie};
    match begun {
        Ok(begun) => {
            let cookie = Cookie::attempt(AttemptAt::IdentityProvider, &begun);
            Ok(crate::forms::Answer::load(begun.location).with(cookie))
        }
        Err(domain::sso::SsoError::Verb(error)) => Err(error),
        Err(domain::sso::SsoError::Problem(_)) => Err(model::Error::at("form", model::Problem::ProviderUnavailable)),
    }
}
