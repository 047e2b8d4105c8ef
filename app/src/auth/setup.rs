//! `/setup`: the first run.

use super::AuthFrame;
use crate::forms::{Form, FormProblem, FormState};
use crate::passwords::PasswordField;
use crate::state::{state, texts};
use crate::ui::Field;
use crate::workspaces::NameAndAddress;
use leptos::prelude::*;
use model::Secret;

#[component]
pub(crate) fn SetUp() -> impl IntoView {
    let t = texts();
    let form = FormState::new();
    let min = state().with_value(|state| state.password_min).to_string();
    view! {
        <AuthFrame title=t.get("setup.title")>
            <Form state=form class="auth-card">
                <h1 class="auth-title">{t.get("setup.title")}</h1>
                <p class="auth-text">{t.get("setup.text")}</p>
                <FormProblem state=form/>
                <NameAndAddress name="workspace" form=form class="field-pair"/>
                <div class="field-pair">
                    <Field name="first_name" label=t.get("field.first_name") autocomplete="given-name"
                        value=form.value("first_name", "") problem=form.problem("first_name")/>
                    <Field name="last_name" label=t.get("field.last_name") hint=t.get("field.last_name.hint") autocomplete="family-name"
                        value=form.value("last_name", "") problem=form.problem("last_name")/>
                </div>
                <Field name="email" kind="email" label=t.get("field.email") autocomplete="username"
                    value=form.value("email", "") problem=form.problem("email")/>
                <PasswordField name=Secret::Password label=t.get("field.password") autocomplete="new-password"
                    strength=true hint=t.with("password.hint", &[("n", &min)]) problem=form.problem("password")/>
                <PasswordField name=Secret::ConfirmPassword label=t.get("field.confirm_password")
                    autocomplete="new-password" problem=form.problem("confirm_password")/>
                <button class="btn btn--primary btn--wide">
                    {t.get("setup.submit")}
                </button>
            </Form>
        </AuthFrame>
    }
}

/// Sets Roster up and signs in.
#[cfg(feature = "ssr")]
pub(crate) async fn setup_form(
    request: &crate::request::RequestContext,
    fields: &model::Fields,
) -> Result<crate::forms::Answer, model::Error> {
    let input = model::accounts::Setup::parse(fields)?;
    let (session, membership) =
        domain::setup::set_up(&request.ctx, input, request.preferences.clone(), &request.client).await?;
    Ok(crate::forms::Answer::load(model::urls::Url::Workspace { slug: membership.slug.clone() }).signed_in(&session))
}
