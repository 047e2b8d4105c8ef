//! An endpoint's secret, shown once.

use crate::forms::FormState;
use crate::state::texts;
use crate::ui::CopyField;
use leptos::prelude::*;

/// What the last answer brought, and where its reader goes on to; shown once.
pub(super) fn use_secret(form: FormState) -> Memo<Option<(String, String)>> {
    Memo::new(move |_| {
        form.posted.with(|posted| match posted.as_ref()?.codes.as_slice() {
            [secret, page] => Some((secret.clone(), page.clone())),
            _ => None,
        })
    })
}

#[component]
pub(super) fn Secret(secret: String, page: String) -> impl IntoView {
    let t = texts();
    view! {
        <section class="card">
            <header class="card-head">
                <h1 class="card-title">{t.get("webhooks.secret.title")}</h1>
                <p class="card-text">{t.get("webhooks.secret.text")}</p>
            </header>
            <div class="card-body stack">
                <CopyField value=secret label=t.get("webhooks.secret")/>
            </div>
            <footer class="card-foot">
                <a class="btn btn--primary" rel="external" href=page>{t.get("webhooks.secret.kept")}</a>
            </footer>
        </section>
    }
}
