//! A token's secret: shown once, with a call to try it.

use crate::forms::FormState;
use crate::state::texts;
use crate::ui::CopyField;
use leptos::prelude::*;

/// What the last answer brought; shown once.
pub(crate) fn use_secret(form: FormState) -> Memo<Option<(String, String)>> {
    Memo::new(move |_| {
        form.posted.with(|posted| match posted.as_ref()?.codes.as_slice() {
            [secret, call] => Some((secret.clone(), call.clone())),
            _ => None,
        })
    })
}

/// Goes on to `back`; `about` is the text of what having it means.
#[component]
pub(crate) fn Secret(secret: String, call: String, back: String, about: &'static str) -> impl IntoView {
    let t = texts();
    view! {
        <section class="card">
            <header class="card-head">
                <h1 class="card-title">{t.get("tokens.secret.title")}</h1>
                <p class="card-text">{t.get(about)}</p>
            </header>
            <div class="card-body stack">
                <CopyField value=secret label=t.get("tokens.secret.token")/>
                <p class="field-hint">{t.get("tokens.secret.try")}</p>
                <CopyField value=call label=t.get("tokens.secret.call")/>
            </div>
            <footer class="card-foot">
                <a class="btn btn--primary" rel="external" href=back>{t.get("tokens.secret.kept")}</a>
            </footer>
        </section>
    }
}
