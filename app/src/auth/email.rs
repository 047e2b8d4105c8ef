//! `/email/{token}` and `/email/undo/{token}`: another address for one's account, and the old one back.

use super::link::{LinkPage, use_token};
use crate::Failure;
use crate::forms::{Form, FormProblem, FormState};
use crate::resource::resource;
use crate::state::texts;
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use model::security::LinkView;
use model::urls::Url;

/// The address that a link would bring, or bring back; none where it can't be used. Looking changes nothing.
#[server(prefix = "/fn", endpoint = "auth/email", input = Json, output = Postcard)]
pub async fn read_email(token: String, undo: bool) -> Result<Option<LinkView>, Failure> {
    use domain::auth::email::{email_change, email_undo};
    let request = crate::request::request_context()?;
    let found = if undo { email_undo(&request.ctx, &token).await } else { email_change(&request.ctx, &token).await };
    Ok(crate::request::answered(found)?.map(LinkView::of_address))
}

#[component]
pub(crate) fn ChangeEmail() -> impl IntoView {
    let t = texts();
    let token = use_token();
    let found = resource(|| (), move |()| read_email(token.clone(), false));
    view! {
        <LinkPage title=t.get("email.title") found=found void=t.get("email.void")
            leads=Url::Security leads_label=t.get("settings.security")
            body=|found, form| view! {
                <Question email=found.email form=form title=texts().get("email.title") text="email.text"
                    submit=texts().get("email.submit")/>
            }.into_any()/>
    }
}

#[component]
pub(crate) fn UndoEmail() -> impl IntoView {
    let t = texts();
    let token = use_token();
    let found = resource(|| (), move |()| read_email(token.clone(), true));
    view! {
        <LinkPage title=t.get("email.undo.title") found=found void=t.get("email.void")
            leads=Url::SignIn leads_label=t.get("sign_in.submit")
            body=|found, form| view! {
                <Question email=found.email form=form title=texts().get("email.undo.title") text="email.undo.text"
                    submit=texts().get("email.undo.submit")/>
            }.into_any()/>
    }
}

#[component]
fn Question(
    email: String,
    form: FormState,
    title: &'static str,
    text: &'static str,
    submit: &'static str,
) -> impl IntoView {
    let t = texts();
    view! {
        <Form state=form class="auth-card">
            <h1 class="auth-title">{title}</h1>
            <p class="auth-text wrap-anywhere" dir="auto">{t.with(text, &[("email", &email)])}</p>
            <FormProblem state=form/>
            <button class="btn btn--primary btn--wide">{submit}</button>
        </Form>
    }
}

#[cfg(feature = "ssr")]
mod server {
    use crate::forms::Answer;
    use crate::request::{Cookie, RequestContext};
    use domain::auth::email;
    use model::Error;
    use model::urls::Url;

    pub(crate) async fn change_email_form(request: &RequestContext, token: &str) -> Result<Answer, Error> {
        email::change_email(&request.ctx, token).await?;
        Ok(Answer::load(Url::Security.with(&[("done", "email")])))
    }

    pub(crate) async fn undo_email_form(request: &RequestContext, token: &str) -> Result<Answer, Error> {
        email::undo_email(&request.ctx, token).await?;
        Ok(Answer::load(Url::SignIn.with(&[("done", "undone")])).with(Cookie::EndSession))
    }
}

#[cfg(feature = "ssr")]
pub(crate) use server::{change_email_form, undo_email_form};
