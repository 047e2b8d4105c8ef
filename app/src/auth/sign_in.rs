//! `/sign-in`, and signing out.

use super::provider::ProviderButtons;
use super::{AuthFrame, PasskeyButton};
use crate::forms::{Form, FormProblem, FormState};
use crate::passwords::PasswordField;
use crate::state::{state, texts};
use crate::ui::{Done, Field, Icon};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::Secret;
use model::urls::Url;

#[component]
pub(crate) fn SignIn() -> impl IntoView {
    let t = texts();
    let form = FormState::new();
    let query = use_query_map();
    let passkeys = state().with_value(|state| state.passkeys);
    let wants_something = query.with_untracked(|query| query.get("next").is_some_and(|next| next != "/"));
    view! {
        <AuthFrame title=t.get("sign_in.title")>
            <Form state=form class="auth-card">
                <Done keys=&["sign_in.done.recovered", "sign_in.done.undone"]/>
                <h1 class="auth-title">{t.get("sign_in.title")}</h1>
                <p class="auth-text">{t.get(if wants_something { "sign_in.to_go_on" } else { "sign_in.text" })}</p>
                <FormProblem state=form/>
                <Field name="email" kind="email" label=t.get("field.email")
                    autocomplete=if passkeys { "username webauthn" } else { "username" } autofocus=true
                    value=form.value("email", "") problem=form.problem("email")/>
                <PasswordField name=Secret::Password label=t.get("field.password") autocomplete="current-password"
                    problem=form.problem("password")/>
                <button class="btn btn--primary btn--wide">
                    {t.get("sign_in.submit")}<Icon name="arrow-right" small=true/>
                </button>
                {passkeys.then(|| view! { <PasskeyButton state=form label=t.get("passkey.sign_in")/> })}
                <ProviderButtons/>
                <p><a class="link" href=Url::AskRecovery.path()>{t.get("sign_in.recover")}</a></p>
            </Form>
        </AuthFrame>
    }
}

#[cfg(feature = "ssr")]
mod server {
    use crate::address::{factor_then, next_in};
    use crate::forms::Answer;
    use crate::request::{Cookie, RequestContext};
    use domain::auth::passkeys::sign_in_by_passkey;
    use domain::auth::{Entry, SignedIn};
    use model::passkeys::PasskeyAnswer;
    use model::urls::Url;
    use model::{Error, Fields, accounts};

    /// Signs in, with a passkey or a password, and goes on to where the person was going.
    pub(crate) async fn sign_in_form(request: &RequestContext, path: &str, fields: &Fields) -> Result<Answer, Error> {
        if let Some(answer) = answered(fields)? {
            return Ok(within(sign_in_by_passkey(&request.ctx, &answer, &request.client).await?, path));
        }
        let input = accounts::SignIn::parse(fields)?;
        match domain::auth::sign_in(&request.ctx, input, &request.client).await? {
            Entry::Within(signed_in) => Ok(within(signed_in, path)),
            Entry::FactorDue(session) => Ok(Answer::load(factor_then(&next_in(path))).with(Cookie::session(&session))),
        }
    }

    /// A device's answer, where one was brought.
    pub(in crate::auth) fn answered(fields: &Fields) -> Result<Option<PasskeyAnswer>, Error> {
        PasskeyAnswer::parse(fields).map_err(|problem| Error::at("passkey", problem))
    }

    /// On to where they were going, with the cookies of whoever is in.
    pub(in crate::auth) fn within(signed_in: SignedIn, path: &str) -> Answer {
        let to = if signed_in.must_choose_password { Url::ChoosePassword.path() } else { next_in(path) };
        Answer::load(to).with(Cookie::session(&signed_in.session)).with(Cookie::Device(signed_in.device))
    }

    pub(crate) async fn sign_out_form(request: &RequestContext) -> Result<Answer, Error> {
        let at_provider = domain::sso::sign_out(&request.ctx).await?;
        Ok(Answer::load(at_provider.unwrap_or_else(|| Url::SignIn.path())).with(Cookie::EndSession))
    }
}

#[cfg(feature = "ssr")]
pub(super) use server::{answered, within};
#[cfg(feature = "ssr")]
pub(crate) use server::{sign_in_form, sign_out_form};
