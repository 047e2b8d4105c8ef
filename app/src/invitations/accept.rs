//! `/invitations/{token}`: every state that a link can be in has its answer.

use crate::Failure;
use crate::address::sign_in_then;
use crate::auth::AuthFrame;
use crate::errors::ErrorNotice;
use crate::forms::{Form, FormProblem, FormState};
use crate::loaded::awaiting;
use crate::passwords::{PasswordField, Username};
use crate::resource::resource;
use crate::state::{state, texts};
use crate::ui::Field;
use crate::wire::{Json, Postcard};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use model::Secret;
use model::invitations::Offer;
use model::urls::Url;

/// What the link offers. Looking changes nothing.
#[server(prefix = "/fn", endpoint = "invitations/offer", input = Json, output = Postcard)]
pub async fn read_offer(token: String) -> Result<Offer, Failure> {
    let request = crate::request::request_context()?;
    crate::request::answered(domain::invitations::offer(&request.ctx, &token).await)
}

#[component]
pub(crate) fn AcceptInvitation() -> impl IntoView {
    let t = texts();
    let params = use_params_map();
    let token = params.with_untracked(|params| params.get("token").unwrap_or_default());
    let form = FormState::new();
    let asked = token.clone();
    let found = resource(move || form.posted.with(Option::is_some), move |_| read_offer(asked.clone()));
    view! {
        <AuthFrame title=t.get("accept.title")>
            <Suspense>
                {awaiting(move || {
                    let token = token.clone();
                    async move {
                        match found.await {
                            Ok(offer) => view! { <Offered offer=offer token=token form=form/> }.into_any(),
                            Err(Failure(error)) => view! { <ErrorNotice error=error/> }.into_any(),
                        }
                    }
                })}
            </Suspense>
        </AuthFrame>
    }
}

#[component]
fn Offered(offer: Offer, token: String, form: FormState) -> impl IntoView {
    let t = texts();
    match offer {
        Offer::Open { workspace, inviter, email, first_name, last_name } => {
            let title = t.with("accept.open.title", &[("workspace", &workspace)]);
            let text = t.with("accept.open.text", &[("inviter", &inviter), ("email", &email)]);
            view! {
                <Newcomer title=title text=text email=email first_name=first_name last_name=last_name form=form/>
            }
            .into_any()
        }
        Offer::Join { workspace, inviter, email, new_password } => view! {
            <Form state=form class="auth-card">
                <h1 class="auth-title name" dir="auto">{t.with("accept.open.title", &[("workspace", &workspace)])}</h1>
                <p class="auth-text" dir="auto">
                    {t.with("accept.join.text", &[("inviter", &inviter), ("email", &email)])}
                </p>
                <FormProblem state=form/>
                {new_password.then(|| view! { <NewPassword email=email form=form/> })}
                <button class="btn btn--primary btn--wide">
                    {t.with("accept.join.submit", &[("workspace", &workspace)])}
                </button>
            </Form>
        }
        .into_any(),
        Offer::SignInFirst { workspace, inviter, email } => view! {
            <section class="auth-card">
                <h1 class="auth-title name" dir="auto">{t.with("accept.open.title", &[("workspace", &workspace)])}</h1>
                <p class="auth-text" dir="auto">
                    {t.with("accept.sign_in.text", &[("inviter", &inviter), ("email", &email)])}
                </p>
                <a class="btn btn--primary btn--wide" rel="external"
                    href=sign_in_then(&Url::AcceptInvitation { token }.path())>
                    {t.get("sign_in.submit")}
                </a>
            </section>
        }
        .into_any(),
        Offer::SomeoneElse { workspace, email, signed_in_as } => view! {
            <section class="auth-card">
                <h1 class="auth-title">{t.get("accept.else.title")}</h1>
                <p class="auth-text" dir="auto">
                    {t.with("accept.else.text", &[("workspace", &workspace), ("email", &email), ("me", &signed_in_as)])}
                </p>
                <form method="post" action=Url::SignOut.path()>
                    <button class="btn btn--primary btn--wide">{t.get("shell.sign_out")}</button>
                </form>
                <a class="btn btn--wide" rel="external" href=Url::Home.path()>{t.get("accept.else.stay")}</a>
            </section>
        }
        .into_any(),
        closed => view! { <Closed offer=closed/> }.into_any(),
    }
}

/// Others may know how to sign in to the account: what they know ends with it.
#[component]
fn NewPassword(email: String, form: FormState) -> impl IntoView {
    let t = texts();
    let min = state().with_value(|state| state.password_min).to_string();
    view! {
        <p class="auth-text">{t.get("accept.join.new_password")}</p>
        <Username email=email/>
        <PasswordField name=Secret::Password label=t.get("field.new_password") autocomplete="new-password" strength=true
            hint=t.with("password.hint", &[("n", &min)]) problem=form.problem("password")/>
        <PasswordField name=Secret::ConfirmPassword label=t.get("field.confirm_password") autocomplete="new-password"
            problem=form.problem("confirm_password")/>
    }
}

#[component]
fn Newcomer(
    title: String,
    text: String,
    email: String,
    first_name: String,
    last_name: String,
    form: FormState,
) -> impl IntoView {
    let t = texts();
    let min = state().with_value(|state| state.password_min).to_string();
    view! {
        <Form state=form class="auth-card">
            <h1 class="auth-title name" dir="auto">{title}</h1>
            <p class="auth-text" dir="auto">{text}</p>
            <FormProblem state=form/>
            <Username email=email/>
            <div class="field-pair">
                <Field name="first_name" label=t.get("field.first_name") autocomplete="given-name" autofocus=true
                    value=form.value("first_name", &first_name) problem=form.problem("first_name")/>
                <Field name="last_name" label=t.get("field.last_name") hint=t.get("field.last_name.hint") autocomplete="family-name"
                    value=form.value("last_name", &last_name) problem=form.problem("last_name")/>
            </div>
            <PasswordField name=Secret::Password label=t.get("field.password") autocomplete="new-password" strength=true
                hint=t.with("password.hint", &[("n", &min)]) problem=form.problem("password")/>
            <PasswordField name=Secret::ConfirmPassword label=t.get("field.confirm_password")
                autocomplete="new-password" problem=form.problem("confirm_password")/>
            <button class="btn btn--primary btn--wide">
                {t.get("accept.submit")}
            </button>
        </Form>
    }
}

/// A link that can't be used, and what to do instead.
#[component]
fn Closed(offer: Offer) -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::failure::set_status(&model::Error::NotFound);
    let t = texts();
    let (key, inviter) = match offer {
        Offer::Accepted => ("accepted", String::new()),
        Offer::Expired { inviter } => ("expired", inviter),
        Offer::Revoked => ("revoked", String::new()),
        Offer::Lapsed => ("lapsed", String::new()),
        _ => ("unknown", String::new()),
    };
    view! {
        <section class="auth-card">
            <h1 class="auth-title">{t.get(&format!("accept.{key}.title"))}</h1>
            <p class="auth-text" dir="auto">{t.with(&format!("accept.{key}.text"), &[("inviter", &inviter)])}</p>
            <a class="btn btn--primary btn--wide" rel="external" href=Url::Home.path()>{t.get("accept.go")}</a>
        </section>
    }
}

/// Accepts with a new account, or joins with the one that is signed in. An offer that has gone shows why.
#[cfg(feature = "ssr")]
pub(crate) async fn accept_form(
    request: &crate::request::RequestContext,
    token: &str,
    fields: &model::Fields,
) -> Result<crate::forms::Answer, model::Error> {
    use crate::forms::Answer;
    let offered = domain::invitations::offer(&request.ctx, token).await?;
    match offered {
        Offer::Join { .. } => {
            let password = model::accounts::Password::chosen_if_given(fields)?;
            let joined = domain::invitations::join(&request.ctx, token, password.as_ref(), &request.client).await;
            let (session, slug) = joined?;
            let answer = Answer::load(Url::Workspace { slug });
            Ok(match session {
                Some(session) => answer.signed_in(&session),
                None => answer,
            })
        }
        Offer::Open { .. } => {
            let input = model::invitations::Accept::parse(fields)?;
            let accepted =
                domain::invitations::accept(&request.ctx, token, input, request.preferences.clone(), &request.client)
                    .await;
            let (session, slug) = accepted?;
            Ok(Answer::load(Url::Workspace { slug }).signed_in(&session))
        }
        _ => Err(model::Error::Conflict),
    }
}
