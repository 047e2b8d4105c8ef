//! `/w/{slug}/settings/webhooks/new`: adding an endpoint.

use super::fields::{EndpointFields, Shown};
use super::secret::{Secret, use_secret};
use crate::address::use_slug;
use crate::errors::ErrorInside;
use crate::forms::{Form, FormProblem, FormState};
use crate::state::{may, texts};
use leptos::prelude::*;
use model::Error;
use model::permissions::Permission;
use model::urls::Url;

#[component]
pub(crate) fn NewWebhookPage() -> impl IntoView {
    let t = texts();
    let form = FormState::new();
    let secret = use_secret(form);
    if !(may(Permission::SETTINGS_WRITE) && may(Permission::AUDIT_READ)) {
        return view! { <ErrorInside error=Error::Forbidden/> }.into_any();
    }
    view! {
        <leptos_meta::Title text=t.get("webhooks.new")/>
        <div class="page page--narrow">
            {move || match secret.get() {
                Some((secret, page)) => view! { <Secret secret=secret page=page/> }.into_any(),
                None => view! { <New form=form/> }.into_any(),
            }}
        </div>
    }
    .into_any()
}

#[component]
fn New(form: FormState) -> impl IntoView {
    let t = texts();
    let back = Url::Webhooks { slug: use_slug().get_untracked() }.path();
    view! {
        <Form state=form class="card">
            <header class="card-head">
                <h1 class="card-title">{t.get("webhooks.new")}</h1>
                <p class="card-text">{t.get("webhooks.new.text")}</p>
            </header>
            <div class="card-body stack">
                <FormProblem state=form/>
                <EndpointFields form=form shown=Shown::default()/>
            </div>
            <footer class="card-foot">
                <a class="btn" href=back>{t.get("action.cancel")}</a>
                <button class="btn btn--primary">
                    {t.get("webhooks.create")}
                </button>
            </footer>
        </Form>
    }
}
