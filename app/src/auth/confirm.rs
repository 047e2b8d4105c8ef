//! `/confirm`: one's password again, before what can't be taken back.

use super::AuthFrame;
use crate::forms::{Form, FormProblem, FormState};
use crate::state::{state, texts};
use crate::ui::PasswordField;
use leptos::prelude::*;

#[component]
pub(crate) fn Confirm() -> impl IntoView {
    let t = texts();
    let form = FormState::new();
    let email = state().with_value(|state| state.me.as_ref().map(|me| me.email.clone())).unwrap_or_default();
    view! {
        <AuthFrame title=t.get("confirm.title")>
            <Form state=form class="auth-card">
                <h1 class="auth-title">{t.get("confirm.title")}</h1>
                <p class="auth-text" dir="auto">{t.with("confirm.text", &[("email", &email)])}</p>
                <FormProblem state=form/>
                <input type="hidden" name="username" autocomplete="username" value=email/>
                <PasswordField name="password" label=t.get("field.password") autocomplete="current-password" autofocus=true
                    problem=form.problem("password")/>
                <button class="btn btn--primary btn--wide" aria-busy=move || form.busy.get().then_some("true")>{t.get("confirm.submit")}</button>
                <a class="btn btn--wide" rel="external" href="/">{t.get("action.cancel")}</a>
            </Form>
        </AuthFrame>
    }
}

/// Takes the password and goes back to where it was asked for.
#[cfg(feature = "ssr")]
pub(crate) async fn confirm_form(
    visit: &crate::visit::Visit,
    path: &str,
    fields: &model::Fields,
) -> Result<crate::forms::Answer, model::Error> {
    let typed = fields.get("password");
    if typed.is_empty() {
        return Err(model::Error::at("password", model::Problem::Required));
    }
    domain::auth::confirm(&visit.ctx, &model::accounts::Password::new(typed)).await?;
    Ok(crate::forms::Answer::load(crate::address::next_in(path)))
}
