//! `/confirm`: one's password again, or a passkey, before what can't be taken back.

use super::passkey::read_ways;
use super::provider::read_confirming_provider;
use super::{AuthFrame, PasskeyButton};
use crate::forms::{Form, FormProblem, FormState};
use crate::loaded::Loaded;
use crate::passwords::{PasswordField, Username};
use crate::resource::resource;
use crate::state::{state, texts};
use leptos::prelude::*;
use model::Secret;
use model::passkeys::SignInMethods;
use model::sso::ProviderLink;
use model::urls::Url;

#[component]
pub(crate) fn Confirm() -> impl IntoView {
    let t = texts();
    let form = FormState::new();
    let sign_in_methods = resource(|| (), |()| async { Ok((read_ways().await?, read_confirming_provider().await?)) });
    view! {
        <AuthFrame title=t.get("confirm.title")>
            <Loaded found=sign_in_methods
                view=move |(sign_in_methods, provider)| match provider {
                    Some(provider) => view! { <AskAtProvider provider=provider form=form/> }.into_any(),
                    None => view! { <Ask sign_in_methods=sign_in_methods form=form/> }.into_any(),
                }/>
        </AuthFrame>
    }
}

#[component]
fn Ask(sign_in_methods: SignInMethods, form: FormState) -> impl IntoView {
    let t = texts();
    let email = state().with_value(|state| state.me.as_ref().map(|me| me.email.clone())).unwrap_or_default();
    let text = if sign_in_methods.passkey { "confirm.text.passkey" } else { "confirm.text" };
    view! {
        <Form state=form class="auth-card">
            <h1 class="auth-title">{t.get("confirm.title")}</h1>
            <p class="auth-text" dir="auto">{t.with(text, &[("email", &email)])}</p>
            <FormProblem state=form/>
            <Username email=email/>
            {sign_in_methods.passkey.then(|| view! { <PasskeyButton state=form label=t.get("passkey.use")/> })}
            <PasswordField name=Secret::Password label=t.get("field.password") autocomplete="current-password"
                autofocus=!sign_in_methods.passkey problem=form.problem("password")/>
            <button class="btn btn--primary btn--wide">
                {t.get("confirm.submit")}
            </button>
            <a class="btn btn--wide" rel="external" href=Url::Home.path()>{t.get("action.cancel")}</a>
        </Form>
    }
}

/// Whoever signs in at a provider has nothing to type here.
#[component]
fn AskAtProvider(provider: ProviderLink, form: FormState) -> impl IntoView {
    let t = texts();
    view! {
        <Form state=form class="auth-card">
            <h1 class="auth-title">{t.get("confirm.title")}</h1>
            <p class="auth-text">{t.with("confirm.text.provider", &[("provider", &provider.name)])}</p>
            <FormProblem state=form/>
            <button class="btn btn--primary btn--wide" name="provider" value=provider.key>
                {t.with("sso.sign_in_with", &[("provider", &provider.name)])}
            </button>
            <a class="btn btn--wide" rel="external" href=Url::Home.path()>{t.get("action.cancel")}</a>
        </Form>
    }
}

/// Takes the password, or the passkey, and goes back to where it was asked for.
#[cfg(feature = "ssr")]
pub(crate) async fn confirm_form(
    request: &crate::request::RequestContext,
    path: &str,
    fields: &model::Fields,
) -> Result<crate::forms::Answer, model::Error> {
    let provider = fields.get("provider");
    if !provider.is_empty() {
        let next = crate::address::next_in(path);
        let begun = domain::sso::begin(&request.ctx, provider, domain::sso::Purpose::Confirm, &next).await;
        return super::at_provider(begun);
    }
    if let Some(answer) = super::sign_in::answered(fields)? {
        domain::auth::passkeys::confirm_by_passkey(&request.ctx, &answer).await?;
        return Ok(crate::forms::Answer::load(crate::address::next_in(path)));
    }
    let typed = fields.get("password");
    if typed.is_empty() {
        return Err(model::Error::at("password", model::Problem::Required));
    }
    domain::auth::confirm(&request.ctx, &model::accounts::Password::new(typed)).await?;
    Ok(crate::forms::Answer::load(crate::address::next_in(path)))
}
