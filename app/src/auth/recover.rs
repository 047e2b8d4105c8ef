//! `/recover` and `/recover/{token}`: getting back in by a mail.

use super::AuthFrame;
use super::link::{LinkPage, use_token};
use crate::Failure;
use crate::forms::{Form, FormProblem, FormState};
use crate::state::{state, texts};
use crate::ui::{Done, Field, Icon, PasswordField};
use crate::wire::Json;
use leptos::prelude::*;

/// The address of the account that a link opens; none where it can't be used. Looking changes nothing.
#[server(prefix = "/fn", endpoint = "auth/recoverable", input = Json, output = Json)]
pub async fn read_recoverable(token: String) -> Result<Option<String>, Failure> {
    let visit = crate::visit::visit()?;
    crate::visit::answered(domain::auth::recovery::recoverable(&visit.ctx, &token).await)
}

#[component]
pub(crate) fn AskRecovery() -> impl IntoView {
    let t = texts();
    let form = FormState::new();
    let mail = state().with_value(|state| state.mail);
    view! {
        <AuthFrame title=t.get("recover.title")>
            <Done keys=&["recover.done.sent"]/>
            {if mail {
                view! {
                    <Form state=form class="auth-card">
                        <h1 class="auth-title">{t.get("recover.title")}</h1>
                        <p class="auth-text">{t.get("recover.text")}</p>
                        <FormProblem state=form/>
                        <Field name="email" kind="email" label=t.get("field.email") autocomplete="username" autofocus=true
                            value=form.value("email", "") problem=form.problem("email")/>
                        <button class="btn btn--primary btn--wide" aria-busy=move || form.busy.get().then_some("true")>{t.get("recover.submit")}</button>
                        <BackToSignIn/>
                    </Form>
                }.into_any()
            } else {
                view! {
                    <section class="auth-card">
                        <h1 class="auth-title">{t.get("recover.title")}</h1>
                        <p class="auth-text">{t.get("recover.no_mail")}</p>
                        <BackToSignIn/>
                    </section>
                }.into_any()
            }}
        </AuthFrame>
    }
}

#[component]
fn BackToSignIn() -> impl IntoView {
    view! { <a class="btn btn--wide" rel="external" href="/sign-in"><Icon name="arrow-left" small=true/>{texts().get("recover.back")}</a> }
}

#[component]
pub(crate) fn Recover() -> impl IntoView {
    let t = texts();
    let token = use_token();
    let found = Resource::new(|| (), move |()| read_recoverable(token.clone()));
    view! {
        <LinkPage title=t.get("recover.title") found=found void=t.get("recover.void") leads="/recover" leads_label=t.get("recover.again")
            body=|email, form| view! { <NewPassword email=email form=form/> }.into_any()/>
    }
}

#[component]
fn NewPassword(email: String, form: FormState) -> impl IntoView {
    let t = texts();
    let min = state().with_value(|state| state.password_min).to_string();
    view! {
        <Form state=form class="auth-card">
            <h1 class="auth-title">{t.get("recover.choose")}</h1>
            <p class="auth-text" dir="auto">{t.with("recover.choose.text", &[("email", &email)])}</p>
            <FormProblem state=form/>
            // For password managers: whose password this is.
            <input type="hidden" name="username" autocomplete="username" value=email/>
            <PasswordField name="password" label=t.get("field.new_password") autocomplete="new-password" strength=true autofocus=true
                hint=t.with("password.hint", &[("n", &min)]) problem=form.problem("password")/>
            <PasswordField name="confirm_password" label=t.get("field.confirm_password") autocomplete="new-password"
                problem=form.problem("confirm_password")/>
            <button class="btn btn--primary btn--wide" aria-busy=move || form.busy.get().then_some("true")>{t.get("recover.choose.submit")}</button>
        </Form>
    }
}

#[cfg(feature = "ssr")]
mod server {
    use crate::forms::Answer;
    use crate::visit::{Cookie, Visit};
    use domain::auth::recovery;
    use model::accounts::Password;
    use model::{Error, FieldErrors, Fields};

    pub(crate) async fn ask_recovery_form(visit: &Visit, fields: &Fields) -> Result<Answer, Error> {
        recovery::ask(&visit.ctx, fields.get("email")).await?;
        Ok(Answer::load("/recover?done=sent"))
    }

    pub(crate) async fn recover_form(visit: &Visit, token: &str, fields: &Fields) -> Result<Answer, Error> {
        let mut errors = FieldErrors::default();
        let password = Password::chosen(fields, &mut errors);
        errors.into_result()?;
        recovery::recover(&visit.ctx, token, &password).await?;
        Ok(Answer::load("/sign-in?done=recovered").with(Cookie::EndSession))
    }
}

#[cfg(feature = "ssr")]
pub(crate) use server::{ask_recovery_form, recover_form};
