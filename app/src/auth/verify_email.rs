//! `/verify-email/{token}`: the link that shows that an address is one's own.

use super::link::{LinkPage, use_token};
use super::replace::ReplaceCredentials;
use crate::Failure;
use crate::forms::{Form, FormProblem, FormState};
use crate::resource::resource;
use crate::state::{state, texts};
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use model::security::LinkView;
use model::urls::Url;

/// What a link would verify, and what it takes; none where it can't be used. Looking changes nothing.
#[server(prefix = "/fn", endpoint = "auth/verification", input = Json, output = Postcard)]
pub async fn read_verification(token: String) -> Result<Option<LinkView>, Failure> {
    let request = crate::request::request_context()?;
    let found = crate::request::answered(domain::auth::email_verification(&request.ctx, &token).await)?;
    let presenter = crate::present::Presenter::new(&request);
    Ok(found.map(|found| LinkView {
        sign_in: found.sign_in_first.then(|| crate::address::sign_in_then(&Url::VerifyEmail { token }.path())),
        replaces: found.replaces.map(|methods| presenter.sign_in_methods(methods)),
        email: found.email,
    }))
}

#[component]
pub(crate) fn VerifyEmail() -> impl IntoView {
    let t = texts();
    let token = use_token();
    let found = resource(|| (), move |()| read_verification(token.clone()));
    view! {
        <LinkPage title=t.get("verify_email.title") found=found void=t.get("verify_email.void")
            leads=Url::Workspaces leads_label=t.get("shell.workspaces")
            body=|found, form| view! { <Question found=found form=form/> }.into_any()/>
    }
}

#[component]
fn Question(found: LinkView, form: FormState) -> impl IntoView {
    let t = texts();
    let someone_else = state().with_value(|state| state.me.is_some());
    if let Some(sign_in) = found.sign_in {
        return view! {
            <section class="auth-card">
                <h1 class="auth-title">{t.get("verify_email.title")}</h1>
                <p class="auth-text" dir="auto">{t.with("verify_email.sign_in", &[("email", &found.email)])}</p>
                {if someone_else {
                    view! {
                        <form method="post" action=Url::SignOut.path()>
                            <button class="btn btn--primary btn--wide">{t.get("shell.sign_out")}</button>
                        </form>
                    }.into_any()
                } else {
                    view! {
                        <a class="btn btn--primary btn--wide" rel="external" href=sign_in>{t.get("sign_in.submit")}</a>
                    }.into_any()
                }}
            </section>
        }
        .into_any();
    }
    if found.replaces.is_some() {
        return view! {
            <ReplaceCredentials found=found form=form title=t.get("verify_email.title") text="verify_email.replace.text"
                submit=t.get("verify_email.replace.submit")/>
        }
        .into_any();
    }
    view! { <ItIsMine email=found.email form=form/> }.into_any()
}

#[component]
fn ItIsMine(email: String, form: FormState) -> impl IntoView {
    let t = texts();
    view! {
        <Form state=form class="auth-card">
            <h1 class="auth-title">{t.get("verify_email.title")}</h1>
            <p class="auth-text" dir="auto">{t.with("verify_email.text", &[("email", &email)])}</p>
            <FormProblem state=form/>
            <button class="btn btn--primary btn--wide">{t.get("verify_email.submit")}</button>
        </Form>
    }
}

/// Where a new password was due, one signs in with it next.
#[cfg(feature = "ssr")]
pub(crate) async fn verify_email_form(
    request: &crate::request::RequestContext,
    token: &str,
    fields: &model::Fields,
) -> Result<crate::forms::Answer, model::Error> {
    use crate::forms::Answer;
    use model::accounts::Password;
    use model::security::Keep;
    let password = Password::chosen_if_given(fields)?;
    let replaced = domain::auth::verify_email(&request.ctx, token, password.as_ref(), &Keep::parse(fields)).await?;
    Ok(if replaced {
        Answer::load(Url::SignIn.with(&[("done", "recovered")])).with(crate::request::Cookie::EndSession)
    } else {
        Answer::load(Url::Workspaces.with(&[("done", "proven")]))
    })
}
