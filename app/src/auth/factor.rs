//! `/sign-in/factor`: the code of the second factor, after a right password.

use super::AuthFrame;
use crate::forms::{Form, FormProblem, FormState};
use crate::state::texts;
use crate::ui::Field;
use leptos::prelude::*;

#[component]
pub(crate) fn SignInFactor() -> impl IntoView {
    let t = texts();
    let form = FormState::new();
    view! {
        <AuthFrame title=t.get("factor.sign_in.title")>
            <Form state=form class="auth-card">
                <h1 class="auth-title">{t.get("factor.sign_in.title")}</h1>
                <p class="auth-text">{t.get("factor.sign_in.text")}</p>
                <FormProblem state=form/>
                <Field name="code" label=t.get("field.code") hint=t.get("factor.sign_in.hint") autocomplete="one-time-code" autofocus=true
                    problem=form.problem("code")/>
                <button class="btn btn--primary btn--wide" aria-busy=move || form.busy.get().then_some("true")>{t.get("sign_in.submit")}</button>
                <a class="btn btn--wide" rel="external" href="/sign-in">{t.get("factor.sign_in.again")}</a>
            </Form>
        </AuthFrame>
    }
}

/// Takes the code and goes on to where the person was going.
#[cfg(feature = "ssr")]
pub(crate) async fn factor_form(
    visit: &crate::visit::Visit,
    path: &str,
    fields: &model::Fields,
) -> Result<crate::forms::Answer, model::Error> {
    let code = model::security::Code::parse(fields.get("code")).map_err(|problem| model::Error::at("code", problem))?;
    let signed_in = domain::auth::factors::enter(&visit.ctx, &code, &visit.client).await?;
    Ok(super::sign_in::within(signed_in, path))
}
