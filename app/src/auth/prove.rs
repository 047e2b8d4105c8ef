//! `/prove/{token}`: the link that shows that an address is one's own.

use super::AuthFrame;
use crate::Failure;
use crate::errors::ErrorNotice;
use crate::forms::{Form, FormProblem, FormState};
use crate::state::texts;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use leptos_router::hooks::use_params_map;

/// The address that a link would prove; none where it can't be used. Looking changes nothing.
#[server(prefix = "/fn", endpoint = "auth/proof", input = Json, output = Json)]
pub async fn read_proof(token: String) -> Result<Option<String>, Failure> {
    let visit = crate::visit::visit()?;
    crate::visit::answered(domain::auth::proof(&visit.ctx, &token).await)
}

#[component]
pub(crate) fn Prove() -> impl IntoView {
    let t = texts();
    let token = use_params_map().with_untracked(|params| params.get("token").unwrap_or_default());
    let form = FormState::new();
    let found = Resource::new(|| (), move |()| read_proof(token.clone()));
    view! {
        <AuthFrame title=t.get("prove.title")>
            <Suspense>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(Some(email)) => view! {
                            <Form state=form class="auth-card">
                                <h1 class="auth-title">{t.get("prove.title")}</h1>
                                <p class="auth-text" dir="auto">{t.with("prove.text", &[("email", &email)])}</p>
                                <FormProblem state=form/>
                                <button class="btn btn--primary btn--wide">{t.get("prove.submit")}</button>
                            </Form>
                        }.into_any(),
                        Ok(None) => view! { <Void/> }.into_any(),
                        Err(Failure(error)) => view! { <ErrorNotice error=error/> }.into_any(),
                    }
                })}
            </Suspense>
        </AuthFrame>
    }
}

#[component]
fn Void() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::visit::set_status(&model::Error::NotFound);
    let t = texts();
    view! {
        <section class="auth-card">
            <h1 class="auth-title">{t.get("prove.void.title")}</h1>
            <p class="auth-text">{t.get("prove.void.text")}</p>
            <a class="btn btn--primary btn--wide" rel="external" href="/workspaces">{t.get("shell.workspaces")}</a>
        </section>
    }
}

#[cfg(feature = "ssr")]
pub(crate) async fn prove_form(visit: &crate::visit::Visit, token: &str) -> Result<crate::forms::Answer, model::Error> {
    domain::auth::prove(&visit.ctx, token).await?;
    Ok(crate::forms::Answer::load("/workspaces?done=proven"))
}
