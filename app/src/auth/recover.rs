//! `/recover` and `/recover/{token}`: getting back in by a mail.

use super::link::{LinkPage, use_token};
use super::replace::ReplaceCredentials;
use super::{AuthFrame, BackToSignIn};
use crate::Failure;
use crate::forms::{Form, FormProblem, FormState};
use crate::resource::resource;
use crate::state::{state, texts};
use crate::ui::{Done, Field};
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use model::security::LinkView;
use model::urls::Url;

/// The account that a link opens, and what signs in to it; none where it can't be used. Looking changes nothing.
#[server(prefix = "/fn", endpoint = "auth/recoverable", input = Json, output = Postcard)]
pub async fn read_recoverable(token: String) -> Result<Option<LinkView>, Failure> {
    let request = crate::request::request_context()?;
    let found = crate::request::answered(domain::auth::recovery::recoverable(&request.ctx, &token).await)?;
    let presenter = crate::present::Presenter::new(&request);
    Ok(found.map(|found| LinkView {
        email: found.email,
        replaces: Some(presenter.sign_in_methods(found.methods)),
        sign_in: None,
    }))
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
                        <Field name="email" kind="email" label=t.get("field.email") autocomplete="username"
                            autofocus=true value=form.value("email", "") problem=form.problem("email")/>
                        <button class="btn btn--primary btn--wide">
                            {t.get("recover.submit")}
                        </button>
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
pub(crate) fn Recover() -> impl IntoView {
    let t = texts();
    let token = use_token();
    let found = resource(|| (), move |()| read_recoverable(token.clone()));
    view! {
        <LinkPage title=t.get("recover.title") found=found void=t.get("recover.void")
            leads=Url::AskRecovery leads_label=t.get("recover.again")
            body=|found, form| view! {
                <ReplaceCredentials found=found form=form title=texts().get("recover.choose") text="recover.choose.text"
                    submit=texts().get("recover.choose.submit")/>
            }.into_any()/>
    }
}

#[cfg(feature = "ssr")]
mod server {
    use crate::forms::Answer;
    use crate::request::{Cookie, RequestContext};
    use domain::auth::recovery;
    use model::accounts::Password;
    use model::security::Keep;
    use model::urls::Url;
    use model::{Error, FieldErrors, Fields};

    pub(crate) async fn ask_recovery_form(request: &RequestContext, fields: &Fields) -> Result<Answer, Error> {
        recovery::ask(&request.ctx, fields.get("email")).await?;
        Ok(Answer::load(Url::AskRecovery.with(&[("done", "sent")])))
    }

    pub(crate) async fn recover_form(request: &RequestContext, token: &str, fields: &Fields) -> Result<Answer, Error> {
        let mut errors = FieldErrors::default();
        let password = Password::chosen(fields, &mut errors);
        errors.into_result()?;
        let device = recovery::recover(&request.ctx, token, &password, &Keep::parse(fields), &request.client).await?;
        Ok(Answer::load(Url::SignIn.with(&[("done", "recovered")]))
            .with(Cookie::EndSession)
            .with(Cookie::Device(device)))
    }
}

#[cfg(feature = "ssr")]
pub(crate) use server::{ask_recovery_form, recover_form};
