//! `/prove/{token}`: the link that shows that an address is one's own.

use super::link::{LinkPage, use_token};
use crate::Failure;
use crate::forms::{Form, FormProblem, FormState};
use crate::state::texts;
use crate::wire::Json;
use leptos::prelude::*;

/// The address that a link would prove; none where it can't be used. Looking changes nothing.
#[server(prefix = "/fn", endpoint = "auth/proof", input = Json, output = Json)]
pub async fn read_proof(token: String) -> Result<Option<String>, Failure> {
    let visit = crate::visit::visit()?;
    crate::visit::answered(domain::auth::proof(&visit.ctx, &token).await)
}

#[component]
pub(crate) fn Prove() -> impl IntoView {
    let t = texts();
    let token = use_token();
    let found = Resource::new(|| (), move |()| read_proof(token.clone()));
    view! {
        <LinkPage title=t.get("prove.title") found=found void=t.get("prove.void") leads="/workspaces" leads_label=t.get("shell.workspaces")
            body=|email, form| view! { <ItIsMine email=email form=form/> }.into_any()/>
    }
}

#[component]
fn ItIsMine(email: String, form: FormState) -> impl IntoView {
    let t = texts();
    view! {
        <Form state=form class="auth-card">
            <h1 class="auth-title">{t.get("prove.title")}</h1>
            <p class="auth-text" dir="auto">{t.with("prove.text", &[("email", &email)])}</p>
            <FormProblem state=form/>
            <button class="btn btn--primary btn--wide">{t.get("prove.submit")}</button>
        </Form>
    }
}

#[cfg(feature = "ssr")]
pub(crate) async fn prove_form(visit: &crate::visit::Visit, token: &str) -> Result<crate::forms::Answer, model::Error> {
    domain::auth::prove(&visit.ctx, token).await?;
    Ok(crate::forms::Answer::load("/workspaces?done=proven"))
}
