//! `/sign-in/factor`: the code of the second factor, after a right password.

use super::passkey::read_ways;
use super::{AuthFrame, PasskeyButton};
use crate::forms::{Form, FormProblem, FormState};
use crate::loaded::Loaded;
use crate::resource::resource;
use crate::state::texts;
use crate::ui::Field;
use leptos::prelude::*;
use model::Secret;
use model::passkeys::SignInMethods;
use model::urls::Url;

#[component]
pub(crate) fn SignInFactor() -> impl IntoView {
    let t = texts();
    let form = FormState::new();
    let sign_in_methods = resource(|| (), |()| read_ways());
    view! {
        <AuthFrame title=t.get("factor.sign_in.title")>
            <Loaded found=sign_in_methods
                view=move |sign_in_methods| view! { <Ask sign_in_methods=sign_in_methods form=form/> }/>
        </AuthFrame>
    }
}

#[component]
fn Ask(sign_in_methods: SignInMethods, form: FormState) -> impl IntoView {
    let t = texts();
    let (text, hint) = match (sign_in_methods.app, sign_in_methods.passkey) {
        (true, true) => ("factor.sign_in.both", "factor.sign_in.hint"),
        (false, true) => ("factor.sign_in.passkey", "factor.sign_in.recovery"),
        (_, false) => ("factor.sign_in.text", "factor.sign_in.hint"),
    };
    view! {
        <Form state=form class="auth-card">
            <h1 class="auth-title">{t.get("factor.sign_in.title")}</h1>
            <p class="auth-text">{t.get(text)}</p>
            <FormProblem state=form/>
            {sign_in_methods.passkey.then(|| view! { <PasskeyButton state=form label=t.get("passkey.use")/> })}
            <Field name=Secret::Code.name() label=t.get("field.code") hint=t.get(hint) autocomplete="one-time-code"
                autofocus=!sign_in_methods.passkey problem=form.problem("code")/>
            <button class="btn btn--primary btn--wide">
                {t.get("sign_in.submit")}
            </button>
            <a class="btn btn--wide" rel="external" href=Url::SignIn.path()>{t.get("factor.sign_in.again")}</a>
        </Form>
    }
}

/// Takes the code, or the passkey, and goes on to where the person was going.
#[cfg(feature = "ssr")]
pub(crate) async fn factor_form(
    request: &crate::request::RequestContext,
    path: &str,
    fields: &model::Fields,
) -> Result<crate::forms::Answer, model::Error> {
    use domain::auth::factors::{Shown, enter};
    let shown = match super::sign_in::answered(fields)? {
        Some(answer) => Shown::Passkey(answer),
        None => Shown::Code(
            model::security::Code::parse(fields.get("code")).map_err(|problem| model::Error::at("code", problem))?,
        ),
    };
    let signed_in = enter(&request.ctx, &shown, &request.client).await?;
    Ok(super::sign_in::within(signed_in, path))
}
