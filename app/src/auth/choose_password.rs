//! `/choose-password`: after signing in with a password that someone else chose.

use super::AuthFrame;
use crate::forms::{Form, FormProblem, FormState};
use crate::passwords::{PasswordField, Username};
use crate::state::{state, texts};
use leptos::prelude::*;
use model::Secret;

#[component]
pub(crate) fn ChoosePassword() -> impl IntoView {
    let t = texts();
    let form = FormState::new();
    let min = state().with_value(|state| state.password_min).to_string();
    let email = state().with_value(|state| state.me.as_ref().map(|me| me.email.clone())).unwrap_or_default();
    view! {
        <AuthFrame title=t.get("choose_password.title")>
            <Form state=form class="auth-card">
                <h1 class="auth-title">{t.get("choose_password.title")}</h1>
                <p class="auth-text">{t.get("choose_password.text")}</p>
                <FormProblem state=form/>
                <Username email=email/>
                <PasswordField name=Secret::Password label=t.get("field.new_password") autocomplete="new-password"
                    strength=true autofocus=true
                    hint=t.with("password.hint", &[("n", &min)]) problem=form.problem("password")/>
                <PasswordField name=Secret::ConfirmPassword label=t.get("field.confirm_password")
                    autocomplete="new-password" problem=form.problem("confirm_password")/>
                <button class="btn btn--primary btn--wide">
                    {t.get("choose_password.submit")}
                </button>
            </Form>
        </AuthFrame>
    }
}

/// Replaces the temporary password; the session begins anew.
#[cfg(feature = "ssr")]
pub(crate) async fn choose_password_form(
    request: &crate::request::RequestContext,
    fields: &model::Fields,
) -> Result<crate::forms::Answer, model::Error> {
    use crate::request::Cookie;
    let mut errors = model::FieldErrors::default();
    let password = model::accounts::Password::chosen(fields, &mut errors);
    errors.into_result()?;
    let session = domain::auth::choose_password(&request.ctx, &password, &request.client).await?;
    Ok(crate::forms::Answer::load(model::urls::Url::Home).with(Cookie::session(&session)))
}
